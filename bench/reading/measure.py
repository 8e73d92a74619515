"""One reader over one document: what it found, scored, and what it took."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pypdfium2

from .cells import CellScore, folded_key, gold_cells, raw_key, score_cells
from .gold import Case, Score, best_score, four_fields
from .mapper import Record, map_all
from .peers import OURS, Peer, Result, run_reader
from .tables import FoundTable, tables_from


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """A peer in one of its modes."""

    peer: Peer
    mode: str

    @property
    def name(self) -> str:
        """What tables of results call it."""
        return f"{self.peer.name} {self.mode}".strip() if self.peer is not OURS else self.peer.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What one reader did with one document; scores are None where it gave up, `error` says how.

    `records` is scored with every field, `four` counts the records whose number, name, direction and sections agree.

    Times are seconds for the whole document: `wall` and `cpu` are medians of `times` turns in one process, `start` is
    what loading the reader took before the first. `MB` is the peak of the process after the first turn.
    """

    reader: Reader
    case: Case
    pages: int
    error: str | None = None
    records: Score | None = None
    four: int = 0
    raw: CellScore | None = None
    folded: CellScore | None = None
    tables: int = 0
    wall: float = 0.0
    cpu: float = 0.0
    start: float = 0.0
    times: int = 0
    MB: float = 0.0

    @property
    def whole(self) -> int:
        """How many records agree in every field."""
        return int(self.records["whole"]) if self.records else 0

    @property
    def gold(self) -> int:
        """How many records there are."""
        return len(self.case.records())


def readers_for(peers: Sequence[Peer], file_type: str) -> list[Reader]:
    """Return the peers that read a file type, in each of their modes."""
    return [Reader(peer=peer, mode=mode) for peer in peers for mode in peer.modes.get(file_type, ())]


def measure(reader: Reader, case: Case, *, folder: Path, results: Path, times: int, reuse: bool) -> Measure:
    """Return the measure; with `reuse` a result that lies there is taken instead of reading again."""
    result = results / f"{reader.name.replace(' ', '-')}--{case.name}.json"
    if reuse and result.is_file():
        found: Result = json.loads(result.read_text(encoding="utf-8"))
    else:
        found = run_reader(
            reader.peer.python(folder),
            reader.peer.adapter,
            reader.mode,
            case.path,
            times=times,
            result=result,
        )
    pages = count_pages(case.path)
    if "error" in found:
        return Measure(reader=reader, case=case, pages=pages, error=str(found["error"]))
    tables = tables_from(found["tables"])
    cells = gold_cells(case.records()) if case.cells is None else case.cells
    readings = _readings(reader, case, tables, results)
    return Measure(
        reader=reader,
        case=case,
        pages=pages,
        records=best_score(case.records(), readings),
        four=best_score(four_fields(case.records()), readings)["whole"],
        raw=score_cells(cells, tables, raw_key) if cells else None,
        folded=score_cells(cells, tables, folded_key) if cells else None,
        tables=len(tables),
        wall=float(str(found["wall"])),
        cpu=float(str(found["cpu"])),
        start=float(str(found["start"]["wall"])),
        times=int(str(found["times"])),
        MB=float(str(found["MB"])),
    )


def count_pages(path: Path) -> int:
    """Return how many pages a PDF has; 1 for other files."""
    if path.suffix != ".pdf":
        return 1
    document = pypdfium2.PdfDocument(path)
    try:
        return len(document)
    finally:
        document.close()


def _readings(reader: Reader, case: Case, tables: Sequence[FoundTable], results: Path) -> list[list[Record]]:
    """Return the records: ours as we read them, a peer's by every mapper there is."""
    if reader.peer is not OURS:
        return map_all(tables)
    result = results / f"torikumi-plan--{case.name}.json"
    found = run_reader(OURS.python(results), OURS.adapter, "plan", case.path, times=1, result=result)
    return [found.get("records", [])]
