"""The tables of a page by its rules, without what a stroke of a character or a frame adds to them."""

from bisect import bisect_left
from collections.abc import Iterable

from torikumi.read.ruled import RuledCell, RuledGrid, find_grids
from torikumi.read.scan.rules import PageRules

_SAME = 0.4  # rules as near as this to one line, in heights of the page's type, are one
_FRAME = 0.5  # one or two cells larger than this part of the page are a frame around it


def find_page_grids(rules: PageRules, *, type_height: float) -> tuple[RuledGrid, ...]:
    """Return the grids of more than one cell, from the top of the page to its bottom."""
    grids = find_grids(rules.across, rules.down, tolerance=_SAME * type_height)
    height, width = rules.ink.shape
    return tuple(tighten(grid) for grid in grids if not _is_frame(grid, height * width))


def tighten(grid: RuledGrid) -> RuledGrid:
    """Return the grid without lines at which no cell begins or ends: a long stroke drew them, no rule."""
    rows = sorted({edge for cell in grid.cells for edge in (cell.row, cell.row + cell.rows)})
    columns = sorted({edge for cell in grid.cells for edge in (cell.column, cell.column + cell.columns)})
    if len(rows) == len(grid.ys) and len(columns) == len(grid.xs):
        return grid
    cells = tuple(
        RuledCell(
            row=bisect_left(rows, cell.row),
            column=bisect_left(columns, cell.column),
            rows=_count(rows, cell.row, cell.rows),
            columns=_count(columns, cell.column, cell.columns),
            box=cell.box,
        )
        for cell in grid.cells
    )
    return RuledGrid(
        xs=tuple(grid.xs[column] for column in columns), ys=tuple(grid.ys[row] for row in rows), cells=cells
    )


def _count(edges: Iterable[int], start: int, length: int) -> int:
    return sum(1 for edge in edges if start <= edge < start + length)


def _is_frame(grid: RuledGrid, area: float) -> bool:
    """Tell whether a grid is a frame: around the whole page, or a single cell around some text."""
    left, top, right, bottom = grid.box
    large = (right - left) * (bottom - top) > _FRAME * area
    return len(grid.cells) == 1 or (len(grid.cells) == 2 and large)
