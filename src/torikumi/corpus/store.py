"""The folder of a corpus: Parquet by year and prefecture, and a list of its parts that is replaced in one move.

    CORPUS/corpus.json                              the list: version, generation, parts
    CORPUS/records/<year>/<prefecture>/<mark>.parquet
    CORPUS/directions.json                          what a person said of a label
    CORPUS/index/                                   the text index, derived; it can be built again

Who reads sees one generation whole: files are added under new names, the list is renamed into place, and what the list
no longer names is removed one change later. A build that is killed leaves the old corpus as it was.
"""

import fcntl
import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from torikumi.corpus.folder import write_whole
from torikumi.corpus.schema import SCHEMA, VERSION
from torikumi.errors import UserError
from torikumi.plan.municipality import prefecture_of

NAME = "corpus.json"
FORMAT = "torikumi-corpus"
_RECORDS = "records"
_OURS = re.compile(r"records/[0-9]{4}/[0-9]{2}(?:-[0-9a-f]{8})?/[0-9a-f]{16}[.]parquet")
_BESIDE = frozenset(("directions.json", "populations.json", ".lock"))
_ROWS_A_GROUP = 20_000
_CODES: Mapping[str, str] = {
    name: f"{number:02}" for number in range(1, 48) if (name := prefecture_of(f"{number:02}"))
}
NATION = "国"
PREFECTURES = (*_CODES, NATION)


class CorpusError(UserError):
    """A folder that holds no corpus, or one that is damaged."""


@dataclass(frozen=True, slots=True)
class Part:
    """One file: all records of one year and prefecture; `path` with forward slashes from the corpus."""

    path: str
    year: int
    prefecture: str
    rows: int
    size: int


@dataclass(frozen=True, slots=True)
class Corpus:
    """A corpus as it was when it was opened; `generation` goes up with each change.

    `homes` are the prefectures that hold records of each body (by code): nearly always one, of a few hundred files twenty.
    """

    folder: Path
    generation: int
    parts: tuple[Part, ...]
    homes: Mapping[str, tuple[str, ...]]

    @classmethod
    def open(cls, folder: Path) -> "Corpus":
        """Open the corpus in a folder. Raises CorpusError where there is none, or one of another version."""
        content = _listed(folder)
        try:
            return cls(
                folder=folder,
                generation=int(content["generation"]),
                parts=tuple(Part(**one) for one in content["parts"]),
                homes={code: tuple(names) for code, names in content["homes"].items()},
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise _not_ours(folder) from error

    @property
    def rows(self) -> int:
        """How many project-years it holds."""
        return sum(part.rows for part in self.parts)

    @property
    def years(self) -> tuple[int, ...]:
        """The fiscal years, from the oldest."""
        return tuple(sorted({part.year for part in self.parts}))

    def files(
        self, *, years: Collection[int] | None = None, prefectures: Collection[str] | None = None
    ) -> list[Path]:
        """Return the files that hold records of these years and prefectures (names); of all where None is given."""
        return [
            self.folder / part.path
            for part in self.parts
            if (years is None or part.year in years)
            and (prefectures is None or part.prefecture in prefectures)
        ]

    def read(
        self,
        *,
        body: str | None = None,
        prefectures: Collection[str] | None = None,
        columns: Sequence[str] | None = None,
    ) -> pa.Table:
        """Return records as a table: of one body, or all of some prefectures."""
        keep = None if body is None else pc.field("body") == body
        if body is not None and prefectures is None:
            prefectures = self.homes.get(body, ())
        tables = [read_part(path, columns=columns, keep=keep) for path in self.files(prefectures=prefectures)]
        schema = SCHEMA if columns is None else pa.schema([SCHEMA.field(name) for name in columns])
        return pa.concat_tables([schema.empty_table(), *tables])


def read_part(path: Path, *, columns: Sequence[str] | None = None, keep: Any = None) -> pa.Table:
    """Return the records of one file. Raises CorpusError where it is damaged or gone."""
    try:
        return pq.read_table(
            path, columns=columns and [*columns], filters=keep, partitioning=None, use_threads=False
        )
    except (OSError, pa.ArrowException) as error:
        raise damaged(path) from error


def damaged(path: Path) -> CorpusError:
    """Return the error of a file of a corpus that is damaged or gone."""
    return CorpusError(
        ja=f"記録のファイル「{path}」が壊れているか、ありません。控えから戻すか、`torikumi corpus build` で作り直してください。",
        en=f"{path} is damaged or gone. Restore it, or build the corpus again with `torikumi corpus build`.",
    )


def prefecture_code(name: str) -> str:
    """Return the two digits of a prefecture's name: "00" for the nation, "99" and a mark for a name that is none."""
    if name == NATION:
        return "00"
    return _CODES.get(name) or f"99-{sha256(name.encode()).hexdigest()[:8]}"


def write_corpus(folder: Path, tables: Iterable[pa.Table]) -> Corpus:
    """Write a corpus anew; each table holds all records of one prefecture (all bodies, all years).

    What stood in the folder is replaced when the last table is written, not before.
    """
    with writing(folder):
        parts: list[Part] = []
        homes: dict[str, tuple[str, ...]] = {}
        for table in tables:
            written = [*_write_prefecture(folder, table)]
            parts += written
            for part in written[:1]:
                for code in table["body"].unique().to_pylist():
                    homes[code] = (*homes.get(code, ()), part.prefecture)
        return _replace_list(folder, parts, homes)


def replace_bodies(
    corpus: Corpus, changed: Mapping[str, pa.Table], *, prefectures: Collection[str]
) -> Corpus:
    """Replace all records of some bodies (by code) and return the next generation; an empty table removes a body.

    `prefectures` are those in which the bodies stood or stand. Parts whose records do not change stay the same file.
    Call it while `writing` holds the folder.
    """
    fresh = pa.concat_tables([SCHEMA.empty_table(), *changed.values()])
    codes = pa.array([*changed])
    parts = [part for part in corpus.parts if part.prefecture not in prefectures]
    for prefecture in sorted(prefectures):
        old = {part.year: part for part in corpus.parts if part.prefecture == prefecture}
        new = fresh.filter(pc.equal(fresh["prefecture"], prefecture))
        years = {*old, *new["year"].unique().to_pylist()}
        for year in sorted(years):
            now = new.filter(pc.equal(new["year"], year))
            if year in old and _in_order(_of_bodies(corpus, old[year], codes)).equals(_in_order(now)):
                parts.append(old[year])
                continue
            kept = _of_bodies(corpus, old[year], codes, others=True) if year in old else SCHEMA.empty_table()
            table = pa.concat_tables([kept, now])
            if table.num_rows:
                parts.append(_write_part(corpus.folder, table, year, prefecture))
    homes = {code: names for code, names in corpus.homes.items() if code not in changed}
    for code, table in changed.items():
        if table.num_rows:
            homes[code] = tuple(sorted(table["prefecture"].unique().to_pylist()))
    return _replace_list(corpus.folder, parts, homes)


def check_place(folder: Path) -> None:
    """Raise CorpusError where a corpus cannot be built in a place: a file, or a folder with something else in it."""
    try:
        there = sorted(folder.iterdir()) if folder.exists() else []
    except OSError as error:
        raise CorpusError(
            ja=f"「{folder}」はフォルダーではないか、開けません。別のフォルダーを指定してください。",
            en=f"{folder} is no folder, or cannot be opened. Name another folder.",
        ) from error
    strange = [path for path in there if path.name not in _BESIDE and not path.name.startswith(".build-")]
    if (folder / NAME).exists() or not strange or _is_unfinished(folder, strange):
        return
    raise CorpusError(
        ja=f"「{folder}」には別のもの（{strange[0].name} など）があります。空のフォルダーか、新しい名前を指定してください。",
        en=f"{folder} holds something else ({strange[0].name}, …). Name an empty folder, or a new one.",
    )


def _is_unfinished(folder: Path, there: Sequence[Path]) -> bool:
    """Tell whether all that is there is what a first build left that was killed."""
    files = [
        path for path in folder.rglob("*") if path.is_file() and path.parts[len(folder.parts)] == _RECORDS
    ]
    return [path.name for path in there] == [_RECORDS] and all(
        _OURS.fullmatch(path.relative_to(folder).as_posix()) or path.name.startswith(".new-")
        for path in files
    )


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Hold a corpus for writing; raises CorpusError where somebody else is writing into it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / ".lock").open("w")
    except OSError as error:
        raise CorpusError(
            ja=f"「{folder}」に書き込めません。書き込めるフォルダーを指定してください。",
            en=f"Cannot write into {folder}. Name a folder that can be written to.",
        ) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise CorpusError(
                ja=f"「{folder}」には今、ほかの処理が書き込んでいます。終わってからやり直してください。",
                en=f"Something else is writing into {folder}. Try again when it is done.",
            ) from error
        yield


def _write_prefecture(folder: Path, table: pa.Table) -> Iterator[Part]:
    if not table.num_rows:
        return
    prefecture = table["prefecture"][0].as_py()
    for year in sorted(table["year"].unique().to_pylist()):
        yield _write_part(folder, table.filter(pc.equal(table["year"], year)), year, prefecture)


def _of_bodies(corpus: Corpus, part: Part, codes: pa.Array, *, others: bool = False) -> pa.Table:
    """The records of some bodies in a part, or of all the others."""
    chosen = pc.field("body").isin(codes)
    return read_part(corpus.folder / part.path, keep=~chosen if others else chosen)


def _in_order(table: pa.Table) -> pa.Table:
    ordered = table.sort_by([("body", "ascending"), ("plan", "ascending"), ("position", "ascending")])
    return ordered.cast(SCHEMA).combine_chunks()


def _write_part(folder: Path, table: pa.Table, year: int, prefecture: str) -> Part:
    """Write one part under the mark of its content: the same records are the same file."""
    buffer = BytesIO()
    pq.write_table(
        _in_order(table), buffer, compression="zstd", row_group_size=_ROWS_A_GROUP, write_statistics=True
    )
    octets = buffer.getvalue()
    mark = sha256(octets).hexdigest()[:16]
    path = f"{_RECORDS}/{year}/{prefecture_code(prefecture)}/{mark}.parquet"
    if not (folder / path).exists():
        write_whole(folder / path, octets)
    return Part(path=path, year=year, prefecture=prefecture, rows=table.num_rows, size=len(octets))


def _replace_list(folder: Path, parts: Sequence[Part], homes: Mapping[str, tuple[str, ...]]) -> Corpus:
    try:
        before: dict[str, Any] = _listed(folder)
    except CorpusError:
        before = {"generation": 0, "parts": []}
    generation = before["generation"] + 1
    ordered = sorted(parts, key=lambda part: (part.year, prefecture_code(part.prefecture), part.path))
    content = {
        "format": FORMAT,
        "version": VERSION,
        "generation": generation,
        "parts": [
            {name: getattr(part, name) for name in ("path", "year", "prefecture", "rows", "size")}
            for part in ordered
        ],
        "homes": dict(sorted(homes.items())),
    }
    write_whole(folder / NAME, (json.dumps(content, ensure_ascii=False, indent=0) + "\n").encode())
    # Somebody may still be reading the generation before: its files go with the next change.
    wanted = {one["path"] for one in before["parts"]} | {part.path for part in ordered}
    for path in (folder / _RECORDS).rglob("*.parquet"):
        name = path.relative_to(folder).as_posix()
        if name not in wanted and _OURS.fullmatch(name):
            path.unlink(missing_ok=True)
    return Corpus(folder=folder, generation=generation, parts=tuple(ordered), homes=homes)


def _listed(folder: Path) -> dict[str, Any]:
    try:
        content = json.loads((folder / NAME).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise CorpusError(
            ja=f"「{folder}」に全国の取組のデータ（{NAME}）がありません。`torikumi corpus build` で作ってください。",
            en=f"There is no corpus ({NAME}) in {folder}. Make one with `torikumi corpus build`.",
        ) from error
    except (OSError, ValueError) as error:
        raise CorpusError(
            ja=f"「{folder / NAME}」が読めません。`torikumi corpus build` で作り直してください。",
            en=f"{folder / NAME} cannot be read. Build the corpus again with `torikumi corpus build`.",
        ) from error
    if not isinstance(content, dict) or content.get("format") != FORMAT or content.get("version") != VERSION:
        raise _not_ours(folder)
    return content


def _not_ours(folder: Path) -> CorpusError:
    return CorpusError(
        ja=f"「{folder}」はこのバージョンで使えるデータではありません。`torikumi corpus build` で作り直してください。",
        en=f"{folder} is no corpus that this version can use. Build it again with `torikumi corpus build`.",
    )
