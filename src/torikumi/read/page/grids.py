"""The text of a page goes into the cells that rules enclose."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from torikumi.read.page.content import Piece
from torikumi.read.page.stacks import unstacked
from torikumi.read.ruled import RuledGrid

_LONG_STACK = (
    3  # characters a cell, from which on a stack over several cells is text that is too long for its own
)

Filled = dict[int, list[Piece]]  # the pieces of each cell of a grid, by its place in the grid's cells


class GridIndex:
    """Finds the cell of a grid that a point lies in."""

    def __init__(self, grid: RuledGrid) -> None:
        self.grid = grid
        self._xs, self._ys = grid.xs, grid.ys
        self._cells: dict[tuple[int, int], int] = {}
        for index, cell in enumerate(grid.cells):
            for row in range(cell.row, cell.row + cell.rows):
                for column in range(cell.column, cell.column + cell.columns):
                    self._cells[row, column] = index

    def cell_at(self, x: float, y: float) -> int | None:
        """Return the place of the cell at a point, None outside of the grid."""
        column, row = bisect_right(self._xs, x) - 1, bisect_right(self._ys, y) - 1
        return self._cells.get((row, column))


def fill_grid(grid: RuledGrid, pieces: Sequence[Piece]) -> tuple[Filled, list[Piece]]:
    """Return the pieces of each cell, and those outside of the grid, both in the order in which they came.

    A piece goes whole into one cell, though it may reach over a rule; it is parted only where a gap in it lies on one.
    """
    index = GridIndex(grid)
    left, top, right, bottom = grid.box
    filled: Filled = {}
    outside: list[Piece] = []
    for piece in pieces:
        middle = piece.middle
        if piece.right < left or piece.left > right or piece.bottom < top or piece.top > bottom:
            outside.append(piece)
            continue
        first = index.cell_at(piece.left + 0.1 * piece.size, middle)
        last = index.cell_at(piece.right - 0.1 * piece.size, middle)
        if first == last and first is not None and not (piece.down or piece.turned):
            filled.setdefault(first, []).append(piece)
            continue
        for part in _runs_of(piece, index) if piece.down else parted(piece, grid):
            cell = _cell_of(part, index)
            if cell is None:
                outside.append(part)
            else:
                filled.setdefault(cell, []).append(part)
    return filled, outside


def parted(piece: Piece, grid: RuledGrid) -> list[Piece]:
    """Return the piece cut where a gap between two of its characters lies on a line of the grid."""
    if piece.down or piece.turned or len(piece.text) < 2:
        return [piece]
    cuts = []
    for line in grid.xs:
        if not piece.left < line < piece.right:
            continue
        place = bisect_right(piece.lefts, line)
        if 0 < place < len(piece.lefts):
            start, before = piece.lefts[place], piece.lefts[place - 1]
            # What a character leaves free before the next one is at most its own width.
            wide = 0.55 * piece.size if piece.text[place - 1].isascii() else piece.size
            if start - before > wide + 0.3 * piece.size or piece.text[place - 1].isspace():
                cuts.append(place)
    return [part for part in _cut(piece, cuts) if part.text.strip()]


def _runs_of(piece: Piece, index: GridIndex) -> list[Piece]:
    """Return a piece that is written down, or its characters where they stand in rows of their own."""
    x = (piece.left + piece.right) / 2
    cells = {index.cell_at(x, top + piece.size / 2) for top in piece.lefts}
    inside = len(cells - {None})
    return unstacked(piece) if inside > 1 and len(piece.text) < _LONG_STACK * inside else [piece]


def _cut(piece: Piece, places: Sequence[int]) -> list[Piece]:
    if not places:
        return [piece]
    edges = [0, *places, len(piece.text)]
    parts = []
    for start, end in pairwise(edges):
        text = piece.text[start:end]
        stripped = text.rstrip()
        step = piece.size if stripped and not stripped[-1].isascii() else 0.55 * piece.size
        last = piece.lefts[start + max(0, len(stripped) - 1)]
        right = piece.right if end == len(piece.text) else last + step
        lead = len(text) - len(text.lstrip())
        parts.append(
            replace(
                piece,
                text=text.strip(),
                left=piece.lefts[min(start + lead, end - 1)],
                right=right,
                lefts=piece.lefts[start + lead : start + len(stripped)],
            )
        )
    return parts


def _cell_of(piece: Piece, index: GridIndex) -> int | None:
    """Return the cell that most characters of a piece lie in; where two have as many, the first."""
    counts: dict[int | None, int] = {}
    if piece.turned or piece.down:
        x = (piece.left + piece.right) / 2
        places = [(x, top + piece.size / 2) for top in piece.lefts]
    else:
        places = [(left + 0.3 * piece.size, piece.middle) for left in piece.lefts]
    for x, y in places:
        cell = index.cell_at(x, y)
        counts[cell] = counts.get(cell, 0) + 1
    best = max(counts, key=lambda cell: counts[cell])
    if best is None and len(counts) > 1:
        inside = {cell: count for cell, count in counts.items() if cell is not None}
        most = max(inside, key=lambda cell: inside[cell])
        # A merged cell that a page end cuts prints its text over the edge of the table, above or below.
        if piece.down and inside[most] > 1:
            return most
        return most if inside[most] * 3 >= len(places) else None
    return best
