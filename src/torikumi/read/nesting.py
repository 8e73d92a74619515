"""Tables inside the cells of tables: which of them is the table, and which only puts things in their place."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from torikumi.read.document import Cell
from torikumi.read.fields import join_lines
from torikumi.read.flow import Line
from torikumi.read.rows import is_sentence
from torikumi.read.tree import parse_heading

_LONGEST = 60  # characters of a heading
STRESSED = -1  # the level of a line that looks like a heading and is not marked as one
Piece = Line | tuple[Cell, ...]  # a line, or the cells of a table, which count their rows from 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A cell with the lines and tables that stand in it."""

    row: int
    column: int
    rows: int = 1
    columns: int = 1
    parts: tuple[Piece, ...] = ()


def settle(slots: Sequence[Slot]) -> list[Piece]:
    """Return what a table comes to: its cells; or, where it is only a frame, the parts inside it, in order.

    A frame is a table of one cell, or one that a page is laid out with: a larger table stands in one of its cells, or
    all of it is one row or one column around a table. Any other table inside a cell becomes lines of the cell's text.
    """
    if _is_frame(slots):
        return [part for slot in slots for part in slot.parts]
    boxed = _boxed_heading(slots)
    if boxed is not None:
        return [boxed]
    cells = []
    for slot in slots:
        text = "\n".join(line for part in slot.parts for line in _lines_of(part))
        if text.strip():
            cells.append(
                Cell(text=text, row=slot.row, column=slot.column, rows=slot.rows, columns=slot.columns)
            )
    return [tuple(cells)] if cells else []


def _boxed_heading(slots: Sequence[Slot]) -> Line | None:
    """Return the heading that a table of one row and two cells is: 「基本目標１」 ｜ 「産業」."""
    filled = [slot for slot in slots if any(text.strip() for part in slot.parts for text in _lines_of(part))]
    lines = [part for slot in filled for part in slot.parts if isinstance(part, Line)]
    if len(filled) != 2 or len(lines) != 2 or _size(map(_end, slots))[0] != 1:
        return None
    text = " ".join(join_lines(line.text) for line in lines)
    heading = parse_heading(text)
    if heading.label is None or heading.number is None or is_sentence(text) or len(text) > _LONGEST:
        return None
    levels = [line.heading for line in lines if line.heading not in (None, STRESSED)]
    return Line(text=text, heading=levels[0] if levels else STRESSED)


def join_continued(parts: Iterable[Piece]) -> list[Piece]:
    """Return the parts with tables as one that stand under one another with nothing between and are equally wide.

    A table that was broken for a new page goes on like that, often without its header.
    """
    joined: list[Piece] = []
    for part in parts:
        last = joined[-1] if joined else None
        if last is None or isinstance(last, Line) or isinstance(part, Line):
            joined.append(part)
            continue
        rows, columns = _size(map(_end, last))
        if columns > 2 and columns == _size(map(_end, part))[1]:
            joined[-1] = (*last, *(replace(cell, row=cell.row + rows) for cell in part))
        else:
            joined.append(part)
    return joined


def _end(cell: Cell | Slot) -> tuple[int, int]:
    return cell.row + cell.rows - 1, cell.column + cell.columns - 1


def _is_frame(slots: Sequence[Slot]) -> bool:
    rows, columns = _size(map(_end, slots))
    if rows <= 1 and columns <= 1:
        return True
    for slot in slots:
        for part in slot.parts:
            if isinstance(part, Line):
                continue
            inner = _size(map(_end, part))
            if min(inner) > 1 and (min(rows, columns) == 1 or inner[0] * inner[1] > rows * columns):
                return True
    return False


def _size(ends: Iterable[tuple[int, int]]) -> tuple[int, int]:
    rows = columns = 0
    for row, column in ends:
        rows, columns = max(rows, row), max(columns, column)
    return rows, columns


def _lines_of(part: Piece) -> Iterator[str]:
    if isinstance(part, Line):
        yield part.text if part.beside is None else f"{part.text} {part.beside}"
        return
    rows: dict[int, list[str]] = {}
    for cell in part:
        rows.setdefault(cell.row, []).append(" ".join(cell.text.split()))
    for row in sorted(rows):
        yield " ".join(rows[row])
