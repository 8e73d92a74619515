"""Other ways to count what a question finds, over the same texts: SQLite FTS5 and DuckDB; PostgreSQL is in `postgresql`.

A way is a function from a question to the number of wordings that it finds, or None where that way cannot say.
"""

import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
from bench.corpora.questions import FILTERS, Asked
from bench.corpora.wordings import Wordings

from torikumi.corpus.grams import grams_of, grams_of_word


@dataclass(frozen=True, slots=True)
class Way:
    """How a question is counted, and the megabytes that the way keeps on disk (None: it keeps nothing)."""

    count: Callable[[Asked], int | None]
    megabytes: float | None = None


class Scan:
    """DuckDB alone: every text is looked through. It is also the plain looking that all others must equal."""

    def __init__(self, wordings: Wordings) -> None:
        self._connection = duckdb.connect()
        # One question at a time, as the others have it.
        self._connection.execute("set threads = 2")
        self._connection.execute(f"create table texts as from read_parquet('{wordings.texts}')")
        self._connection.execute(f"create table years as from read_parquet('{wordings.years}')")

    def count(self, asked: Asked) -> int:
        """Return how many wordings hold all words, with the filters true of one and the same year."""
        words, filters = _words(asked), conditions(asked, "?")
        if not filters.parts:
            asking = f"select count(*) from texts where {words}"
        else:
            asking = (
                "select count(distinct number) from years join texts using (number) "
                f"where {words} and {' and '.join(filters.parts)}"
            )
        row = self._connection.execute(asking, [*asked.keys, *filters.values]).fetchone()
        return int(row[0]) if row else 0

    def counts(self, asked: Asked, name: str) -> dict[Any, int]:
        """Return the number of wordings beside each value of a filter, its own choice left out."""
        filters = conditions(asked, "?", leave_out=name)
        where = " and ".join([_words(asked), *filters.parts])
        asking = f"select {FILTERS[name]}, count(distinct number) from years join texts using (number) where {where} group by 1"
        return dict(self._connection.execute(asking, [*asked.keys, *filters.values]).fetchall())

    def close(self) -> None:
        """Give the memory back."""
        self._connection.close()


@dataclass(frozen=True, slots=True)
class Conditions:
    """What must be true of a row of years, and the values of its marks in order."""

    parts: tuple[str, ...]
    values: tuple[Any, ...]


def conditions(asked: Asked, mark: str, *, leave_out: str = "") -> Conditions:
    """Return the filters of a question as SQL, with `mark` for each value."""
    parts, values = [], []
    for name, column in FILTERS.items():
        chosen = getattr(asked.question, name)
        if chosen and name != leave_out:
            parts.append(f"{column} in ({', '.join([mark] * len(chosen))})")
            values += chosen
    return Conditions(tuple(parts), tuple(values))


@contextmanager
def fts5(wordings: Wordings, *, trigrams: bool) -> Iterator[Way]:
    """SQLite FTS5: its own trigrams, or our bigrams as words. One letter is the beginning of a bigram.

    Trigrams cannot find a word of one or two letters: there the way says None.
    """
    folder = Path(tempfile.mkdtemp(prefix="torikumi-fts5-"))
    path = folder / "texts.sqlite3"
    connection = sqlite3.connect(path)
    # Of bigrams every sign but white space is a letter: 「・」 stands in 「育・」.
    tokenizer = "trigram" if trigrams else "unicode61 remove_diacritics 0 categories 'L* M* N* P* S* C*'"
    connection.execute("pragma synchronous = off")
    connection.execute(f'create virtual table texts using fts5(text, content="", tokenize="{tokenizer}")')
    connection.executemany(
        "insert into texts(rowid, text) values (?, ?)",
        ((number, text if trigrams else grams_of(*text.split("\x1f"))) for number, text in wordings.read()),
    )
    connection.execute(f"create table years (number integer, {', '.join(FILTERS.values())})")
    connection.executemany(
        f"insert into years values ({', '.join('?' * (1 + len(FILTERS)))})", wordings.read_years()
    )
    connection.execute("create index years_of on years (number)")
    connection.execute("insert into texts(texts) values ('optimize')")
    connection.commit()
    connection.execute("analyze")

    def count(asked: Asked) -> int | None:
        if trigrams and any(len(key) < 3 for key in asked.keys):
            return None
        words = " AND ".join(_quoted(key) if trigrams else _phrase(key) for key in asked.keys)
        filters = conditions(asked, "?")
        asking = "select count(*) from texts where texts match ?"
        if filters.parts:
            asking = (
                "select count(distinct number) from texts cross join years on number = texts.rowid "
                f"where texts match ? and {' and '.join(filters.parts)}"
            )
        return int(connection.execute(asking, [words, *filters.values]).fetchone()[0])

    try:
        yield Way(count, megabytes=path.stat().st_size / 1e6)
    finally:
        connection.close()
        shutil.rmtree(folder, ignore_errors=True)


def _words(asked: Asked) -> str:
    return " and ".join("contains(text, ?)" for _ in asked.keys) or "true"


def _phrase(key: str) -> str:
    grams = grams_of_word(key)
    return _quoted(" ".join(grams)) if grams else f"{_quoted(key)}*"


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
