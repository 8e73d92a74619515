"""Building a corpus from plans, adding a plan, removing one; each leaves a whole corpus, or the one that was there."""

import contextlib
import json
import shutil
import tempfile
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from torikumi.corpus.bodies import peers_of
from torikumi.corpus.folder import write_whole
from torikumi.corpus.intake import Entry, IntakeError, body_of
from torikumi.corpus.keys import key_of
from torikumi.corpus.labels import load_labels
from torikumi.corpus.lines import with_lines
from torikumi.corpus.rows import Row, rows_of, table_of
from torikumi.corpus.schema import BodyKind
from torikumi.corpus.store import (
    Corpus,
    CorpusError,
    check_place,
    prefecture_code,
    read_part,
    replace_bodies,
    write_corpus,
    writing,
)
from torikumi.errors import UserError

_POPULATIONS = "populations.json"
_LEFT_BEHIND = 24 * 60 * 60  # seconds


class NotInCorpusError(UserError):
    """A body or an edition that is not there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenLabel:
    """A label that only a person can place, of one body; `records` is how many projects bear it."""

    body: str
    body_name: str
    label: str
    records: int


def build_corpus(
    folder: Path, entries: Iterable[Entry], *, tell: Callable[[Entry], None] = lambda _: None
) -> Corpus:
    """Build a corpus anew from plans in any order; of one edition given twice the later one counts.

    Plans are put aside on disk first, so memory holds one prefecture at a time.
    """
    check_place(folder)
    spool = _spool_in(folder)
    given: dict[str, Entry] = {}
    try:
        labels, populations = load_labels(folder), load_populations(folder)
        for entry in entries:
            body = body_of(entry.plan, entry.source, populations)
            rows = rows_of(entry.plan, body, labels=labels, source=entry.source)
            tell(entry)
            _remember(given, rows[0]["edition"], entry)
            # Names of our own making: a code comes from outside.
            place = spool / prefecture_code(body.prefecture) / f"{key_of(body.code):016x}"
            place.mkdir(parents=True, exist_ok=True)
            pq.write_table(table_of(rows), place / f"{key_of(rows[0]['edition']):016x}.parquet")
        if not given:
            raise IntakeError(
                ja="加える計画がありません。公表した版のフォルダーか、計画のファイルを指定してください。",
                en="There is no plan to add. Name folders of published editions, or files of plans.",
            )
        return write_corpus(folder, _prefectures(spool))
    finally:
        shutil.rmtree(spool, ignore_errors=True)
        _remove_empty(folder)


def _spool_in(folder: Path) -> Path:
    """A folder for what waits, beside the corpus; what builds that were killed left there long ago goes."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob(".build-*"):
            if time.time() - old.stat().st_mtime > _LEFT_BEHIND:
                shutil.rmtree(old, ignore_errors=True)
        return Path(tempfile.mkdtemp(dir=folder, prefix=".build-"))
    except OSError as error:
        raise CorpusError(
            ja=f"「{folder}」に書き込めません。書き込めるフォルダーを指定してください。",
            en=f"Cannot write into {folder}. Name a folder that can be written to.",
        ) from error


def _remember(given: dict[str, Entry], edition: str, entry: Entry) -> None:
    """Keep which plan an edition was given by; raises IntakeError where another one would take its place in silence."""
    known = given.setdefault(edition, entry)
    if known.plan.title != entry.plan.title:
        raise IntakeError(
            ja=f"「{known.plan.title}」（{known.source}）と「{entry.plan.title}」（{entry.source}）は、同じ計画の同じ年度の版に"
            "見えます。片方だけを加えるか、計画名か年度を直してください。",
            en=f"{known.plan.title} ({known.source}) and {entry.plan.title} ({entry.source}) look like one edition of one plan. "
            "Add one of them, or mend a title or a year.",
        )


def add_plans(folder: Path, entries: Sequence[Entry]) -> Corpus:
    """Add plans to a corpus; an edition that is there already is replaced."""
    corpus = Corpus.open(folder)
    labels, populations = load_labels(folder), load_populations(folder)
    by_body: dict[str, list[list[Row]]] = {}
    prefectures: set[str] = set()
    given: dict[str, Entry] = {}
    for entry in entries:
        body = body_of(entry.plan, entry.source, populations, homes=corpus.homes)
        rows = rows_of(entry.plan, body, labels=labels, source=entry.source)
        _remember(given, rows[0]["edition"], entry)
        by_body.setdefault(body.code, []).append(rows)
        prefectures.add(body.prefecture)
    with writing(folder):
        corpus = Corpus.open(folder)
        changed = {}
        for code, editions in by_body.items():
            fresh = {rows[0]["edition"]: rows for rows in editions}
            old = _rows_of_body(corpus, code)
            prefectures |= {row["prefecture"] for row in old}
            kept = [row for row in old if row["edition"] not in fresh]
            rows = [*kept, *(row for edition in fresh.values() for row in edition)]
            changed[code] = table_of(with_lines(rows, fresh=fresh))
        return replace_bodies(corpus, changed, prefectures=prefectures)


def remove_plans(folder: Path, *, body: str, year: int | None = None, plan: str | None = None) -> Corpus:
    """Remove a body's editions everywhere: all, those of one year, those of one plan (its title).

    Raises NotInCorpusError where there is none.
    """
    with writing(folder):
        corpus = Corpus.open(folder)
        old = _rows_of_body(corpus, body)
        gone = {
            row["edition"]
            for row in old
            if (year is None or row["year"] == year) and (plan is None or row["plan"] == plan)
        }
        if not gone:
            raise NotInCorpusError(
                ja=f"団体「{body}」の版は、このデータにありません。`torikumi corpus info` で確かめてください。",
                en=f"There is no such edition of {body} in this corpus. See `torikumi corpus info`.",
            )
        kept = [row for row in old if row["edition"] not in gone]
        beside = {row["edition"] for row in kept if _stood_beside(row, old, gone)}
        table = table_of(with_lines(kept, fresh=beside))
        return replace_bodies(corpus, {body: table}, prefectures={row["prefecture"] for row in old})


def restate_body(folder: Path, body: str) -> Corpus:
    """Say the outcomes of a body's directions again, after a person said what a label comes to."""
    labels = load_labels(folder)
    with writing(folder):
        corpus = Corpus.open(folder)
        old = _rows_of_body(corpus, body)
        rows = [
            row if row["direction"] is None else row | {"outcome": labels.restated(body, row["direction"])}
            for row in old
        ]
        table = table_of(with_lines(rows, fresh=()))
        return replace_bodies(corpus, {body: table}, prefectures={row["prefecture"] for row in old})


def restate_populations(folder: Path, codes: Collection[str]) -> list[str]:
    """Give the records of some bodies the population that was said since; return the bodies whose records changed."""
    populations = load_populations(folder)
    with writing(folder):
        corpus = Corpus.open(folder)
        changed: dict[str, pa.Table] = {}
        prefectures: set[str] = set()
        for code in sorted({*codes} & {*corpus.homes} & {*populations}):
            number = populations[code]
            if corpus.read(body=code, columns=["population"])["population"].unique().to_pylist() == [number]:
                continue
            old = _rows_of_body(corpus, code)
            changed[code] = table_of(
                [
                    row | {"population": number, "peers": peers_of(BodyKind(row["body_kind"]), number)}
                    for row in old
                ]
            )
            prefectures |= {row["prefecture"] for row in old}
        if changed:
            replace_bodies(corpus, changed, prefectures=prefectures)
        return [*changed]


def open_labels(corpus: Corpus) -> list[OpenLabel]:
    """Return the labels that nobody has placed yet, those of most records first within a body, bodies by code."""
    counted: dict[tuple[str, str, str], int] = {}
    for path in corpus.files():
        table = read_part(
            path, columns=["body", "body_name", "direction"], keep=pc.field("outcome") == "unknown"
        )
        for row in table.to_pylist():
            key = (row["body"], row["body_name"], row["direction"])
            counted[key] = counted.get(key, 0) + 1
    found = [
        OpenLabel(body=body, body_name=name, label=label, records=count)
        for (body, name, label), count in counted.items()
    ]
    return sorted(found, key=lambda one: (one.body, -one.records, one.label))


def load_populations(folder: Path) -> Mapping[str, int]:
    """Return the populations by code that were given for a corpus."""
    try:
        return {
            str(code): int(number) for code, number in json.loads((folder / _POPULATIONS).read_text()).items()
        }
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, AttributeError) as error:
        raise CorpusError(
            ja=f"「{folder / _POPULATIONS}」が読めません。消して、--populations で渡し直してください。",
            en=f"{folder / _POPULATIONS} cannot be read. Remove it, and give --populations again.",
        ) from error


def save_populations(folder: Path, populations: Mapping[str, int]) -> None:
    """Remember populations beside the corpus, for what is added from then on and for `restate_populations`."""
    known = {**load_populations(folder), **populations}
    write_whole(folder / _POPULATIONS, (json.dumps(known, indent=0, sort_keys=True) + "\n").encode())


def _stood_beside(row: Row, old: Sequence[Row], gone: set[str]) -> bool:
    """Tell whether the edition before or after this one, in the same plan, is removed."""
    years = sorted({(one["year"], one["edition"]) for one in old if one["plan_key"] == row["plan_key"]})
    at = years.index((row["year"], row["edition"]))
    return any(edition in gone for _, edition in years[max(at - 1, 0) : at + 2])


def _remove_empty(folder: Path) -> None:
    """Leave no folder behind where nothing was built."""
    with contextlib.suppress(OSError):
        folder.rmdir()


def _rows_of_body(corpus: Corpus, code: str) -> list[Row]:
    rows: list[Row] = corpus.read(body=code).to_pylist()
    return rows


def _prefectures(spool: Path) -> Iterator[pa.Table]:
    for prefecture in sorted(spool.iterdir()):
        tables = []
        for body in sorted(prefecture.iterdir()):
            rows: list[Row] = []
            for file in sorted(body.iterdir()):
                rows.extend(pq.read_table(file).to_pylist())
            tables.append(table_of(with_lines(rows, fresh={row["edition"] for row in rows})))
        yield pa.concat_tables(tables)


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One edition that a corpus holds."""

    body: str
    body_name: str
    prefecture: str
    year: int
    plan: str
    projects: int
    source: str
    credit: str | None


def editions_held(corpus: Corpus) -> list[Held]:
    """Return the editions of a corpus in order of body, plan and year."""
    names = ("body", "body_name", "prefecture", "year", "plan", "source", "credit")
    counted: dict[tuple[object, ...], int] = {}
    for path in corpus.files():
        table = read_part(path, columns=names)
        for row in table.group_by([*names]).aggregate([([], "count_all")]).to_pylist():
            key = tuple(row[name] for name in names)
            counted[key] = counted.get(key, 0) + row["count_all"]
    found = [Held(**dict(zip(names, key, strict=True)), projects=count) for key, count in counted.items()]  # type: ignore[arg-type]  # each is of its column's type
    return sorted(found, key=lambda one: (one.body, one.plan, one.year))
