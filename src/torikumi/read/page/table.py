"""A table as it stands on one page, before it is joined with what stands on the next."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from torikumi.read.document import Box, Cell
from torikumi.read.page.content import Piece
from torikumi.read.page.text import text_of
from torikumi.read.ruled import RuledGrid

_SHORT = 12  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class PageTable:
    """A table on a page; its cells count their rows and columns from 1, empty ones are among them.

    `xs` are the borders of its columns, `box` what it covers. `ruling` as in Table.
    """

    page: int
    cells: tuple[Cell, ...]
    xs: tuple[float, ...]
    box: Box
    ruling: str

    @property
    def row_count(self) -> int:
        """The number of its rows."""
        return max((cell.row + cell.rows - 1 for cell in self.cells), default=0)

    def texts_of_row(self, row: int) -> tuple[str, ...]:
        """Return the texts of the cells that begin in a row, without white space."""
        return tuple("".join(cell.text.split()) for cell in self.cells if cell.row == row)


def filled_table(
    grid: RuledGrid, filled: Mapping[int, Sequence[Piece]], *, page: int, ruling: str
) -> PageTable:
    """Return the table of a grid; `filled` are the pieces in its cells, by their place in `grid.cells`."""
    xs, ys = (
        [round(x, 1) for x in grid.xs],
        [round(y, 1) for y in grid.ys],
    )  # one number for all that lie on a line
    cells = [
        Cell(
            text=_kept(text_of(filled.get(index, ()))),
            row=cell.row + 1,
            column=cell.column + 1,
            rows=cell.rows,
            columns=cell.columns,
            page=page,
            box=(xs[cell.column], ys[cell.row], xs[cell.column + cell.columns], ys[cell.row + cell.rows]),
        )
        for index, cell in enumerate(grid.cells)
    ]
    return PageTable(page=page, cells=tuple(cells), xs=grid.xs, box=grid.box, ruling=ruling)


def _kept(text: str) -> str:
    """Return a short text as the one that stands for all that are equal: directions and sections come again and again."""
    return sys.intern(text) if len(text) <= _SHORT else text


def rounded(box: Box) -> Box:
    """Return a box in tenths of a point."""
    left, top, right, bottom = box
    return round(left, 1), round(top, 1), round(right, 1), round(bottom, 1)
