"""PostgreSQL over the same texts: our bigrams as a tsvector, or its own trigrams (pg_trgm) under LIKE."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from bench.corpora.questions import FILTERS, Asked
from bench.corpora.rivals import Way, conditions
from bench.corpora.wordings import Wordings

from tests.web.postgres import running_postgres
from torikumi.corpus.grams import grams_of, grams_of_word

# A tsvector knows places up to 16,383, and 255 of one word.
_MOST_PLACES, _MOST_OF_ONE = 16_000, 255
_SETTINGS = (
    "fsync=off",
    "full_page_writes=off",
    "shared_buffers=1GB",
    "maintenance_work_mem=512MB",
    "work_mem=64MB",
)


@contextmanager
def postgres(wordings: Wordings, *, trigrams: bool) -> Iterator[Way]:
    """Start a server of its own in a temporary folder, fill it, and give the way."""
    with running_postgres(settings=_SETTINGS) as socket, _database(socket) as connection:
        column = "text text" if trigrams else "grams tsvector"
        connection.execute(f"create table texts (number integer primary key, {column})")
        with connection.cursor().copy("copy texts from stdin") as copy:
            for number, text in wordings.read():
                copy.write_row((number, text if trigrams else _vector(text)))
        columns = ", ".join(
            f"{name} {'integer' if name in ('year', 'band') else 'text'}" for name in FILTERS.values()
        )
        connection.execute(f"create table years (number integer, {columns})")
        with connection.cursor().copy("copy years from stdin") as copy:
            for row in wordings.read_years():
                copy.write_row(row)
        connection.execute(
            f"create index on texts using gin ({'text gin_trgm_ops' if trigrams else 'grams'})"
        )
        connection.execute("create index on years (number)")
        connection.execute("vacuum analyze")
        row = connection.execute("select pg_database_size(current_database())").fetchone()

        def count(asked: Asked) -> int:
            where, values = _like(asked) if trigrams else _grams(asked)
            filters = conditions(asked, "%s")
            asking = f"select count(*) from texts where {where}"
            if filters.parts:
                asking = (
                    "select count(distinct number) from texts join years using (number) "
                    f"where {where} and {' and '.join(filters.parts)}"
                )
            found = connection.execute(asking.encode(), [*values, *filters.values]).fetchone()
            return int(found[0]) if found else 0

        yield Way(count, megabytes=row[0] / 1e6 if row else None)


@contextmanager
def _database(socket: Path) -> Iterator["psycopg.Connection[Any]"]:
    # pg_trgm takes what the locale calls letters: in C alone no Japanese one is.
    with psycopg.connect(host=str(socket), user="postgres", dbname="postgres", autocommit=True) as connection:
        connection.execute("create database bench template template0 locale 'C.UTF-8'")
    with psycopg.connect(host=str(socket), user="postgres", dbname="bench", autocommit=True) as connection:
        connection.execute("create extension pg_trgm")
        yield connection


def _grams(asked: Asked) -> tuple[str, list[str]]:
    parts = []
    for key in asked.keys:
        grams = grams_of_word(key)
        parts.append(" <-> ".join(f"'{_quoted(gram)}'" for gram in grams) if grams else f"'{_quoted(key)}':*")
    return "grams @@ %s::tsquery", [" & ".join(f"({one})" for one in parts)]


def _like(asked: Asked) -> tuple[str, list[str]]:
    where = " and ".join("text like %s" for _ in asked.keys)
    escaped = [key.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") for key in asked.keys]
    return where, [f"%{key}%" for key in escaped]


def _vector(text: str) -> str:
    places: dict[str, list[int]] = {}
    for at, gram in enumerate(grams_of(*text.split("\x1f")).split()[:_MOST_PLACES], start=1):
        places.setdefault(gram, []).append(at)
    return " ".join(
        f"'{_quoted(gram)}':{','.join(map(str, at[:_MOST_OF_ONE]))}" for gram, at in places.items()
    )


def _quoted(gram: str) -> str:
    return gram.replace("\\", "\\\\").replace("'", "''")
