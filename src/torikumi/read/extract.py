"""What stands around a cell of a table: the rows above and below it, for a person to look at."""

from collections.abc import Iterable
from dataclasses import dataclass

from torikumi.read.document import Cell, Table
from torikumi.text.cells import column_letters

ROWS_AROUND = 3
MOST_COLUMNS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCell:
    """A cell as a page shows it; a merged one is as large as its part that is shown. An empty place has the text ""."""

    text: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRow:
    """A row with its number in the document."""

    number: int
    cells: tuple[ShownCell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Extract:
    """Some rows of a table; `columns` are the names of its columns (A, B …)."""

    columns: tuple[str, ...]
    rows: tuple[ShownRow, ...]


def extract_around(table: Table, row: int) -> Extract:
    """Return the rows around `row`, all columns."""
    first, last = max(1, row - ROWS_AROUND), row + ROWS_AROUND
    last = min(last, max((cell.row + cell.rows - 1 for cell in table.cells), default=row))
    width = min(MOST_COLUMNS, max((cell.column + cell.columns - 1 for cell in table.cells), default=1))
    inside = [
        _clipped(cell, first=first, last=last, width=width)
        for cell in table.cells
        if cell.row <= last and cell.row + cell.rows > first and cell.column <= width
    ]
    return Extract(
        columns=tuple(column_letters(number) for number in range(1, width + 1)),
        rows=tuple(_with_empty(inside, range(first, last + 1), width)),
    )


def _clipped(cell: Cell, *, first: int, last: int, width: int) -> ShownCell:
    top = max(cell.row, first)
    return ShownCell(
        text=cell.text,
        row=top,
        column=cell.column,
        rows=min(cell.row + cell.rows - 1, last) - top + 1,
        columns=min(cell.columns, width - cell.column + 1),
    )


def _with_empty(cells: list[ShownCell], numbers: Iterable[int], width: int) -> Iterable[ShownRow]:
    """Yield the rows with an empty cell wherever none stands, so that the columns stay below each other."""
    taken = {
        (row, column)
        for cell in cells
        for row in range(cell.row, cell.row + cell.rows)
        for column in range(cell.column, cell.column + cell.columns)
    }
    for number in numbers:
        own = [cell for cell in cells if cell.row == number]
        gaps = [
            ShownCell(text="", row=number, column=column)
            for column in range(1, width + 1)
            if (number, column) not in taken
        ]
        yield ShownRow(number=number, cells=tuple(sorted((*own, *gaps), key=lambda cell: cell.column)))
