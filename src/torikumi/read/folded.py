"""Lists that fold each project over two to four rows, with other fields in the same columns: unfolded, they are lists.

No. | 事業名   | 担当課
    | 事業概要 | 備考
1   | 朝市事業 | 商工課
    | 開く。   | 駅前
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from torikumi.read.document import Cell
from torikumi.read.form_labels import FIGURES, begun, is_strict_label, match_label
from torikumi.read.grid import Row
from torikumi.read.headings import Role
from torikumi.read.side import Column

_MOST = 4
_FITTING = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class Folded:
    """The columns and rows of an unfolded list; `taken` is how many rows of the grid it was, with its header."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    taken: int


def unfold(rows: Sequence[Row], start: int) -> Folded | None:
    """Return the list whose header begins at `start`, unfolded; None where its projects have a row each."""
    header = _header(rows, start)
    if header is None:
        return None
    body = rows[start + len(header) :]
    end = next((index for index, row in enumerate(body) if _is_other_header(row, header)), len(body))
    parts = list(_parts(body[:end], header))
    records = [part for part in parts if len(part) > 1]
    fitting = [record for record in records if _fits(record, header)]
    if not fitting or len(fitting) < _FITTING * len(records):
        return None
    slots = [(line, cell) for line, row in enumerate(header) for cell in begun(row)]
    columns = tuple(
        Column(position=position, parts=(cell.text,), cell=cell) for position, (_, cell) in enumerate(slots)
    )
    unfolded = tuple(_one_row(part, slots) for part in parts)
    return Folded(columns=columns, rows=unfolded, taken=len(header) + end)


def _header(rows: Sequence[Row], start: int) -> list[Row] | None:
    """Return the lines of a folded header; a header of groups and their members is none."""
    lines: list[Row] = []
    for row in rows[start : start + _MOST + 1]:
        cells = begun(row)
        if not cells or (lines and row.gap) or not all(is_strict_label(cell.text) for cell in cells):
            break
        lines.append(row)
    if not 2 <= len(lines) <= _MOST or not _has_name(lines[0]):
        return None
    below = [cell for line in lines[1:] for cell in begun(line)]
    if any(_role_of(cell) in FIGURES for cell in below) or not _are_folded(lines):
        return None
    return lines


def _are_folded(lines: Sequence[Row]) -> bool:
    """Tell whether labels stand under labels that are no wider, and so are no group of theirs."""
    above = {cell.column: cell for cell in begun(lines[0])}
    stacked = [(above[c.column], c) for line in lines[1:] for c in begun(line) if c.column in above]
    return bool(stacked) and all(
        upper.columns <= lower.columns and _role_of(upper) is not _role_of(lower) for upper, lower in stacked
    )


def _parts(body: Sequence[Row], header: Sequence[Row]) -> Iterator[list[Row]]:
    """Yield the rows of each project together, and each heading, note or total alone; leave out repeated headers."""
    name = next(cell.column for cell in begun(header[0]) if _role_of(cell) is Role.NAME)
    index = 0
    while index < len(body):
        if body[index].key() == header[0].key():
            index += len(header)
            continue
        cells = begun(body[index])
        holds_name = any(cell.column == name for cell in cells)
        is_project = holds_name and (len(cells) > 1 or len(begun(header[0])) == 1)
        size = len(header) if is_project else 1
        yield list(body[index : index + size])
        index += size


def _fits(record: Sequence[Row], header: Sequence[Row]) -> bool:
    """Tell whether the cells of a project begin in the columns of the labels of their line, and of no other."""
    if len(record) != len(header) or any(row.gap for row in record[1:]):
        return False
    columns = [{cell.column for cell in begun(line)} for line in header]
    held = [{cell.column for cell in begun(line)} for line in record]
    told_apart = any(one != columns[0] for one in columns[1:]) or record[0].distinct()[0].rows == len(header)
    return told_apart and all(one <= asked for one, asked in zip(held, columns, strict=True))


def _one_row(part: Sequence[Row], slots: Sequence[tuple[int, Cell]]) -> Row:
    if len(part) == 1:
        cells = part[0].distinct()
        padded: list[Cell | None] = [*cells[: len(slots)], *([None] * (len(slots) - len(cells)))]
        return Row(number=part[0].number, cells=tuple(padded), gap=part[0].gap)
    at = {(line, cell.column): cell for line, row in enumerate(part) for cell in begun(row)}
    found = tuple(at.get((line, label.column)) for line, label in slots)
    return Row(number=part[0].number, cells=found, gap=part[0].gap)


def _is_other_header(row: Row, header: Sequence[Row]) -> bool:
    cells = begun(row)
    return (
        len(cells) > 1
        and all(is_strict_label(cell.text) for cell in cells)
        and all(row.key() != line.key() for line in header)
    )


def _has_name(row: Row) -> bool:
    return any(_role_of(cell) is Role.NAME for cell in begun(row))


def _role_of(cell: Cell) -> Role | None:
    match = match_label(cell.text)
    return None if match is None else match.role
