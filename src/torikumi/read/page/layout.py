"""The parts of one page from the top down: lines of text, and tables with their cells."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from torikumi.read.document import Box
from torikumi.read.flow import Line
from torikumi.read.page.content import PageContent, Piece
from torikumi.read.page.grids import fill_grid
from torikumi.read.page.running import without_running_heads
from torikumi.read.page.table import PageTable, filled_table, rounded
from torikumi.read.page.text import line_text, lines_of, usual_size, without_ruby
from torikumi.read.page.unruled import find_tables
from torikumi.read.ruled import Rule, RuledGrid, find_grids

_NARROW = 0.75  # of the size of the font
_MOST_NARROW = 0.3  # share of the columns or rows of a table that may be narrower than that


@dataclass(frozen=True, slots=True, kw_only=True)
class PageParts:
    """What a page holds, in the order in which a person reads it."""

    number: int
    height: float
    parts: tuple[Line | PageTable, ...]


def lay_out(content: PageContent, *, known: Sequence[float] = ()) -> PageParts:
    """Return the lines and tables of a page.

    `known` are the borders of the columns of a table without rules that ended the page before.
    """
    size = usual_size(content.pieces)
    grids = [
        grid
        for grid in find_grids(content.across, content.down)
        if len(grid.xs) > 2
        and not _is_drawing(grid, size)  # one column is a frame: what it holds is looked at below
    ]
    loose = list(content.pieces)
    tables: list[PageTable] = []
    # An inner table is filled before the one around it.
    for grid in sorted(grids, key=_area):
        filled, outside = fill_grid(grid, loose)
        if len(filled) < 2:
            continue
        loose = outside
        tables.append(filled_table(grid, filled, page=content.number, ruling="full"))
    inside = [table.box for table in tables]
    across = [rule for rule in content.across if not any(_is_across_in(rule, box) for box in inside)]
    down = [rule for rule in content.down if not any(_is_down_in(rule, box) for box in inside)]
    found = find_tables(loose, across, down, page=content.number, known=known)
    parts: list[Line | PageTable] = [*tables, *found.tables, *_lines(found.rest, content.number)]
    parts.sort(key=_top_of)
    return PageParts(number=content.number, height=content.height, parts=tuple(parts))


def lay_out_all(pages: Iterable[PageContent]) -> Iterator[PageParts]:
    """Yield the parts of each page; columns that no rules show are handed on from page to page."""
    known: tuple[float, ...] = ()
    for page in without_running_heads(pages):
        parts = lay_out(page, known=known)
        last = next((part for part in reversed(parts.parts) if isinstance(part, PageTable)), None)
        known = last.xs if last is not None and last.ruling != "full" else ()
        yield parts


def _is_across_in(rule: Rule, box: Box) -> bool:
    left, top, right, bottom = box
    return top - 2 <= rule.at <= bottom + 2 and left - 2 <= rule.start and rule.end <= right + 2


def _is_down_in(rule: Rule, box: Box) -> bool:
    left, top, right, bottom = box
    return left - 2 <= rule.at <= right + 2 and top - 2 <= rule.start and rule.end <= bottom + 2


def _area(grid: RuledGrid) -> float:
    left, top, right, bottom = grid.box
    return (right - left) * (bottom - top)


def _is_drawing(grid: RuledGrid, size: float) -> bool:
    """Tell whether rules that cross are those of a chart: most of what they enclose is too narrow for a character."""
    columns = [right - left for left, right in pairwise(grid.xs)]
    rows = [bottom - top for top, bottom in pairwise(grid.ys)]
    return any(
        sum(1 for step in steps if step < _NARROW * size) > _MOST_NARROW * len(steps)
        for steps in (columns, rows)
        if len(steps) > 3
    )


def _lines(pieces: Sequence[Piece], page: int) -> list[Line]:
    if not pieces:
        return []
    return [
        Line(text=line_text(line), page=page, box=_box_of(line)) for line in lines_of(without_ruby(pieces))
    ]


def _box_of(line: Sequence[Piece]) -> Box:
    return rounded(
        (
            min(piece.left for piece in line),
            min(piece.top for piece in line),
            max(piece.right for piece in line),
            max(piece.bottom for piece in line),
        )
    )


def _top_of(part: Line | PageTable) -> tuple[float, float]:
    left, top, _, _ = part.box or (0.0, 0.0, 0.0, 0.0)
    return top, left
