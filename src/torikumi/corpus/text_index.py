"""The text index: one document a wording, its bigrams, what it is filtered by, and what is shown of it.

It is derived from the Parquet files and can be built again at any time. tantivy commits in one move, so a reader sees
the index before a change or after it.
"""

import json
import re
import shutil
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pyarrow as pa
import tantivy

from torikumi.corpus.folder import write_whole
from torikumi.corpus.grams import grams_of
from torikumi.corpus.keys import text_key_of
from torikumi.corpus.states import FIRST_YEAR, LAST_YEAR, PARTS, SETS, State, all_name, set_name
from torikumi.corpus.store import Corpus, CorpusError

_FOLDER, _NAME = "index", "index.json"
_OURS = re.compile(r"g[0-9]+")
VERSION = 5
# What one wording has one value of, whatever the year: what is counted in one go stands together in one column, since
# each column that is counted costs as much as the next. There are as many places as bodies, so few of either.
JOINED: Mapping[str, tuple[str, ...]] = {
    "place": ("body", "prefecture", "body_kind", "peers"),
    "subject": ("goal_class", "section_kind"),
}
PLAIN = tuple(name for names in JOINED.values() for name in names)
_OF_YEAR = "of_year"
_HEAP = 256_000_000
_COLUMNS = (
    "body", "body_name", "body_kind", "prefecture", "population", "peers", "year", "line", "line_key", "project", "edition",
    "name", "summary", "answers", "reason", "goal", "measure", "goal_class", "section", "section_kind", "direction",
    "outcome", "budget", "settled", "band", "judged", "met", "result", "fate", "wording",
    "credit", "notice",
)  # fmt: skip
# What is kept of every year of a wording, in this order, to be shown.
YEARLY = ("year", "direction", "outcome", "budget", "settled", "judged", "met", "fate", "reason", "project")
# What is kept of a wording, in this order, before its years; the last is the key of its text.
SHOWN = ("body", "body_name", "prefecture", "population", "peers", "line", "name", "summary", "answers", "goal",
          "measure", "section", "credit", "notice")  # fmt: skip


@dataclass(frozen=True, slots=True)
class IndexState:
    """Of which generation of the corpus the index is, and in which folder it lies."""

    generation: int
    folder: str


def index_schema() -> Any:
    """Return the fields of the index."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("grams", tokenizer_name="whitespace", index_option="position")
    builder.add_text_field("title", tokenizer_name="whitespace", index_option="freq")
    for name in PLAIN:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in JOINED:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    for name in ("state", "year"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    # Numbers, but kept as texts: tantivy counts texts by their place in a list, several times faster than numbers.
    for name in map(set_name, SETS):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    # All values of one part in one text ("keep,expand"): a column of one value a document is counted many times faster.
    for name in ("year", *PARTS):
        builder.add_text_field(all_name(name), tokenizer_name="raw", index_option="basic", fast=True)
    # A column a year with the state of that year: one value a document, ten times faster than all states in one column.
    builder.add_json_field(_OF_YEAR, tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_unsigned_field("line_key", indexed=True, fast=True)
    builder.add_unsigned_field("text_key", indexed=True, fast=True)
    builder.add_unsigned_field("latest", fast=True)
    builder.add_unsigned_field("money", fast=True)
    builder.add_bytes_field("shown", stored=True)
    return builder.build()


def build_index(corpus: Corpus, *, threads: int = 2) -> None:
    """Build the index anew beside the old one, then put it in its place."""
    name = f"g{corpus.generation}"
    folder = corpus.folder / _FOLDER / name
    shutil.rmtree(folder, ignore_errors=True)
    try:
        folder.mkdir(parents=True)
    except OSError as error:
        raise _no_room(corpus) from error
    index = tantivy.Index(index_schema(), path=str(folder))
    writer = index.writer(_HEAP, threads)
    for prefecture in sorted({part.prefecture for part in corpus.parts}):
        for document in _documents(corpus.read(prefectures=[prefecture], columns=_COLUMNS)):
            writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()
    _remember(corpus, name)
    for old in (corpus.folder / _FOLDER).iterdir():
        if old.is_dir() and old.name != name and _OURS.fullmatch(old.name):
            shutil.rmtree(old, ignore_errors=True)


def update_index(corpus: Corpus, bodies: Collection[str], *, before: int) -> None:
    """Put the records of some bodies into the index again; `before` is the generation that was changed.

    Where the index is not of that generation, or there is none, it is built anew.
    """
    state = index_state(corpus)
    if state is None or state.generation != before:
        build_index(corpus)
        return
    try:
        index = tantivy.Index.open(str(corpus.folder / _FOLDER / state.folder))
        writer = index.writer(_HEAP, 1)
    except ValueError as error:
        if _is_forbidden(error):
            raise _no_room(corpus) from error
        build_index(corpus)  # it is damaged: it can be made again from the records
        return
    for body in bodies:
        writer.delete_documents_by_term("body", body)
        for document in _documents(corpus.read(body=body, columns=_COLUMNS)):
            writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()
    _remember(corpus, state.folder)


def index_state(corpus: Corpus) -> IndexState | None:
    """Return what index lies beside a corpus, None where there is none that can be used."""
    try:
        content = json.loads((corpus.folder / _FOLDER / _NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if not isinstance(content, dict) or content.get("version") != VERSION:
        return None
    generation, folder = content.get("generation"), content.get("folder")
    if not isinstance(generation, int) or not isinstance(folder, str) or not _OURS.fullmatch(folder):
        return None
    return IndexState(generation=generation, folder=folder)


def open_index(corpus: Corpus) -> tuple[Any, IndexState]:
    """Return the index of a corpus and its state. Raises CorpusError where there is none."""
    missing = CorpusError(
        ja=f"「{corpus.folder}」に検索の索引がありません。`torikumi corpus index` で作ってください。",
        en=f"There is no index in {corpus.folder}. Make it with `torikumi corpus index`.",
    )
    state = index_state(corpus)
    if state is None:
        raise missing
    try:
        return tantivy.Index.open(str(corpus.folder / _FOLDER / state.folder)), state
    except ValueError as error:
        raise (_no_room(corpus) if _is_forbidden(error) else missing) from error


def _is_forbidden(error: ValueError) -> bool:
    """Whether tantivy may not write: it takes a lock beside the index also to read it."""
    said = str(error)
    return any(
        one in said
        for one in ("PermissionDenied", "Permission denied", "ReadOnlyFilesystem", "Read-only file")
    )


def _no_room(corpus: Corpus) -> CorpusError:
    place = corpus.folder / _FOLDER
    return CorpusError(
        ja=f"「{place}」に書き込めません。検索にも印のファイルを置くので、使う人が書き込めるようにしてください。",
        en=f"Cannot write into {place}. Searching puts a lock there, too: let those who search write into it.",
    )


def year_field(year: int) -> str:
    """Return the field with the state of one year, its year left out."""
    return f"{_OF_YEAR}.{year}"


@cache
def values_of_joined(text: str) -> tuple[str, ...]:
    """Return the values that stand together in one text, in the order of JOINED."""
    return tuple(json.loads(text))


def _remember(corpus: Corpus, folder: str) -> None:
    content = {"version": VERSION, "generation": corpus.generation, "folder": folder}
    write_whole(corpus.folder / _FOLDER / _NAME, (json.dumps(content) + "\n").encode())


def _documents(table: pa.Table) -> Iterator[Any]:
    if not table.num_rows:
        return
    ordered = table.sort_by([("body", "ascending"), ("wording", "ascending"), ("year", "ascending")])
    wordings = ordered["wording"].to_numpy()
    starts = np.flatnonzero(np.r_[True, wordings[1:] != wordings[:-1]])
    ends = np.r_[starts[1:], len(wordings)]
    firsts = ordered.take(pa.array(starts))
    shown = {name: firsts[name].to_pylist() for name in {*SHOWN, *PLAIN, "line_key"}}
    yearly = {name: ordered[name].to_pylist() for name in {*YEARLY, "band", "result"}}
    for at, (start, end) in enumerate(zip(starts.tolist(), ends.tolist(), strict=True)):
        yield _document({name: values[at] for name, values in shown.items()}, yearly, start, end)


def _document(one: dict[str, Any], yearly: dict[str, list[Any]], start: int, end: int) -> Any:
    texts = (one["name"], one["summary"], one["answers"], one["section"], one["goal"], one["measure"])
    document = tantivy.Document()
    document.add_text("grams", grams_of(*texts))
    document.add_text("title", grams_of(one["name"]))
    for name in PLAIN:
        document.add_text(name, one[name] or "")
    for joined, names in JOINED.items():
        document.add_text(joined, json.dumps([one[name] or "" for name in names], ensure_ascii=False))
    states = [
        State(
            year=min(max(yearly["year"][at], FIRST_YEAR), LAST_YEAR),
            outcome=yearly["outcome"][at] or "",
            band=yearly["band"][at],
            result=yearly["result"][at],
        )
        for at in range(start, end)
    ]
    for number in sorted({state.number() for state in states}):
        document.add_text("state", str(number))
    for year in sorted({state.year for state in states}):
        document.add_text("year", str(year))
    document.add_json(_OF_YEAR, {str(state.year): str(state.without_year(PARTS)) for state in states})
    for parts in SETS:
        for number in sorted({state.without_year(parts) for state in states}):
            document.add_text(set_name(parts), str(number))
    for part in ("year", *PARTS):
        values = sorted({str(getattr(state, part)) for state in states})
        document.add_text(all_name(part), ",".join(values))
    document.add_unsigned("line_key", one["line_key"])
    text = text_key_of(one["name"], one["summary"])
    document.add_unsigned("text_key", text)
    document.add_unsigned("latest", states[-1].year)
    document.add_unsigned("money", max(yearly["budget"][end - 1] or 0, 0))
    life = [[yearly[name][at] for name in YEARLY] for at in range(start, end)]
    told: Sequence[Any] = [*(one[name] for name in SHOWN), text]
    shown_text = json.dumps([*told, life], ensure_ascii=False, separators=(",", ":"))
    document.add_bytes("shown", shown_text.encode())
    return document
