"""What was printed against what was read: cells of a table, projects of a plan. White space says nothing here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from tests.generated.sheet import Sheet
from tests.generated.trees import Entry, Written
from torikumi.plan.model import Plan
from torikumi.plan.project import Project
from torikumi.read.document import Table
from torikumi.text.radicals import fold_radicals


def plain(text: str | None) -> str | None:
    """Return a text without white space: where a line was broken to fit its cell is no part of it."""
    return None if text is None else fold_radicals("".join(text.split()))


def written_records(plan: Written) -> list[dict[str, object]]:
    """Return what a reader must find."""
    return [_written(entry) for entry in plan.entries]


def _written(entry: Entry) -> dict[str, object]:
    indicator = entry.indicator
    return {
        "path": tuple(plain(heading) for heading in entry.path),
        "number": plain(entry.number),
        "name": plain(entry.name),
        "summary": plain(entry.summary),
        "direction": plain(entry.direction),
        "sections": tuple((section.name, section.facility, section.others) for section in entry.sections),
        "indicators": () if indicator is None else (tuple(plain(part) for part in indicator),),
        "amounts": entry.amounts,
    }


def read_records(plan: Plan) -> list[dict[str, object]]:
    """Return what the reader found, in the same form; radicals are folded, for they are the font's fault."""
    return [_read(project, plan) for project in plan.projects]


def _read(project: Project, plan: Plan) -> dict[str, object]:
    return {
        "path": tuple(plain(node.printed) for node in plan.path_to(project.node)),
        "number": plain(project.number),
        "name": plain(project.name),
        "summary": plain(project.summary),
        "direction": plain(project.direction.printed) if project.direction else None,
        "sections": tuple((section.name, section.facility, section.others) for section in project.sections),
        "indicators": tuple(
            (
                plain(indicator.name),
                indicator.base.value.raw if indicator.base else None,
                indicator.final_target.value.raw if indicator.final_target else None,
            )
            for indicator in project.indicators
        ),
        "amounts": tuple(amount.value.raw for amount in project.amounts),
    }


@dataclass(frozen=True, slots=True, order=True)
class Spot:
    """A cell as it is compared: place, spans, text without white space."""

    row: int
    column: int
    rows: int
    columns: int
    text: str


def written_spots(sheet: Sheet) -> list[Spot]:
    """Return the cells of a table that are not empty, rows and columns from 0."""
    spots = [
        Spot(slot.row, slot.column, slot.rows, slot.columns, plain(slot.text + slot.mark) or "")
        for slot in sheet.slots
    ]
    return sorted(spot for spot in spots if spot.text)


def read_spots(tables: Sequence[Table], sheet: Sheet) -> list[list[Spot]]:
    """Return the cells of each table that has the header of `sheet`; lines above and below it are left out."""
    header = {plain(slot.text + slot.mark) for slot in sheet.slots if slot.row == 0 and slot.text}
    found = []
    for table in tables:
        rows: dict[int, set[str | None]] = {}
        for cell in table.cells:
            rows.setdefault(cell.row, set()).add(plain(cell.text))
        for start in (row for row in sorted(rows) if rows[row] == header):
            left = min(cell.column for cell in table.cells if cell.row == start)
            cells = [cell for cell in table.cells if start <= cell.row < start + sheet.rows]
            spots = [
                Spot(cell.row - start, cell.column - left, cell.rows, cell.columns, plain(cell.text) or "")
                for cell in cells
            ]
            found.append(sorted(spot for spot in spots if spot.text))
    return found


def without_spans(spots: Iterable[Spot]) -> list[Spot]:
    """Return cells whose spans nobody can see, for no rule shows them."""
    return [replace(spot, rows=1, columns=1) for spot in spots]
