"""Repairs of a table before anyone reads it: merged cells fill their positions, blank rows and columns go."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from torikumi.read.document import Cell, Table
from torikumi.text.width import search_key


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of a grid; a merged cell stands at every position it covers, None is an empty position.

    `gap` tells that blank rows stood above.
    """

    number: int
    cells: tuple[Cell | None, ...]
    gap: bool = False

    def distinct(self) -> list[Cell]:
        """Return the cells that are not empty, each once, from left to right."""
        found: list[Cell] = []
        for cell in self.cells:
            if cell is not None and (not found or cell is not found[-1]):
                found.append(cell)
        return found

    def text(self, position: int) -> str:
        """Return the text at a position, "" where it is empty."""
        cell = self.cells[position]
        return "" if cell is None else cell.text

    def key(self) -> tuple[str, ...]:
        """Return what a repetition of this row would look like, whatever its spaces and line breaks."""
        return tuple(search_key(cell.text) for cell in self.distinct())


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table as rows of equal length, without blank rows and columns."""

    table: Table
    rows: tuple[Row, ...]


def make_grid(table: Table) -> Grid:
    """Return the table as a grid."""
    cells = [cell for cell in table.cells if cell.text.strip()]
    columns = sorted({cell.column for cell in cells})
    position_of = {column: position for position, column in enumerate(columns)}
    rows: list[Row] = []
    last = 0
    for number, placed in _rows_of(cells):
        row: list[Cell | None] = [None] * len(columns)
        for cell in placed:
            for column in _columns_of(cell):
                position = position_of.get(column)
                if position is not None and row[position] is None:
                    row[position] = cell
        rows.append(Row(number=number, cells=tuple(row), gap=number > last + 1 and last > 0))
        last = number + (0 if table.flows or table.sheet is not None else _line_breaks(placed))
    return Grid(table=table, rows=tuple(rows))


def _line_breaks(cells: Sequence[Cell]) -> int:
    """Return how many more lines of a text file a row takes whose cells hold line breaks: these are no blank rows."""
    return sum(cell.text.count("\n") or cell.text.count("\r") for cell in cells)


def _columns_of(cell: Cell) -> Sequence[int]:
    return (cell.column,) if cell.columns == 1 else range(cell.column, cell.column + cell.columns)


def _rows_of(cells: Sequence[Cell]) -> Iterator[tuple[int, list[Cell]]]:
    """Yield each row that a cell begins in, with the cells that begin in it or reach into it from above."""
    begin: dict[int, list[Cell]] = {}
    for cell in cells:
        begin.setdefault(cell.row, []).append(cell)
    reaching: list[Cell] = []
    for number in sorted(begin):
        reaching = [cell for cell in reaching if cell.row + cell.rows > number]
        yield number, begin[number] + reaching
        reaching.extend(cell for cell in begin[number] if cell.rows > 1)
