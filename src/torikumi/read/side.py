"""Blocks of a table, and those that a narrow list on a wide page puts side by side."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from torikumi.read.document import Cell
from torikumi.read.grid import Grid, Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a block: the words above it from the top down, and the lowest cell they stand in."""

    position: int
    parts: tuple[str, ...]
    cell: Cell | None

    @property
    def heading(self) -> str:
        """The whole heading in one line."""
        return _in_one_line(self.parts)


@lru_cache(maxsize=4096)
def _in_one_line(parts: tuple[str, ...]) -> str:
    # Asked for at every cell of the column, and a wide sheet has tens of thousands of them.
    return " ".join("".join(part.split()) for part in parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One header and what stands under it; `before` are the rows above the header that belong to it."""

    grid: Grid
    before: tuple[Row, ...]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    repeated: tuple[int, ...] = ()


def parts_side_by_side(block: Block) -> Iterator[Block]:
    """Yield the block, or its parts where the same headings stand side by side twice or more, from left to right."""
    headings = ["".join(column.heading.split()) for column in block.columns]
    width = _width_of_part(headings)
    if width is None:
        yield block
        return
    for start in range(0, len(headings), width):
        columns = tuple(
            replace(column, position=column.position - start)
            for column in block.columns[start : start + width]
        )
        rows = tuple(_part_of(row, start, width) for row in block.rows)
        yield replace(
            block,
            before=tuple(_part_of(row, start, width, whole=row.cells) for row in block.before)
            if start == 0
            else (),
            columns=columns,
            rows=tuple(row for row in rows if row.distinct()),
        )


def _width_of_part(headings: list[str]) -> int | None:
    for width in range(2, len(headings) // 2 + 1):
        first = headings[:width]
        if len(headings) % width == 0 and all(first) and len(set(first)) == width:
            parts = [headings[start : start + width] for start in range(0, len(headings), width)]
            if all(part == first for part in parts):
                return width
    return None


def _part_of(row: Row, start: int, width: int, *, whole: tuple[Cell | None, ...] | None = None) -> Row:
    cells = row.cells[start : start + width]
    if whole is not None and not any(cells):
        cells = (*(cell for cell in whole if cell is not None), *([None] * width))[:width]
    return replace(row, cells=cells)
