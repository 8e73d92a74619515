"""Tables without rules around their cells: by white space, and by the rules in one direction that there are."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import mean

from torikumi.read.document import Cell
from torikumi.read.page.columns import SEGMENT_GAP, TextLine, find_columns, fit_columns, text_line
from torikumi.read.page.content import Piece
from torikumi.read.page.grids import fill_grid
from torikumi.read.page.rows import find_rows
from torikumi.read.page.table import PageTable, rounded
from torikumi.read.page.text import lines_of, text_of, usual_size, without_ruby
from torikumi.read.ruled import Rule, RuledGrid, find_grids

_REACH = 9  # lines of one stretch that may stand between two lines of a table (bands, long cells, notes)
_FEWEST_RICH = 3
_FULLEST = 0.3  # share of the cells that hold text in anything that is a table
_PROSE = 16  # characters: two columns of lines of that length are prose set in columns
_SAME_WIDTH = 0.8
_LEADER = re.compile(r"[.・…‥．]{4,}")
_TOUCH = 0.12  # of the size of the font: text no farther apart runs on


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Tables found in the text that no grid took, and the text that is in none of them."""

    tables: tuple[PageTable, ...]
    rest: tuple[Piece, ...]


def find_tables(
    pieces: Sequence[Piece],
    across: Sequence[Rule],
    *,
    page: int,
    known: Sequence[float] = (),
) -> Found:
    """Return the tables among pieces that stand in no grid.

    `across` are the rules that belong to no grid; `known` are the borders of the columns of a table that ended the page
    before, for a table that goes on without a header.
    """
    if not pieces:
        return Found(tables=(), rest=())
    size = usual_size(pieces)
    lines = [text_line(line) for line in lines_of(without_ruby(pieces))]
    tables: list[PageTable] = []
    rest: list[Piece] = []
    for rules, region in _regions(lines, across):
        table = _table_of(region, rules, page=page, size=size, known=known)
        if table is None:
            rest.extend(piece for line in region for piece in line.pieces)
        else:
            tables.append(table)
    return Found(tables=tuple(tables), rest=tuple(rest))


def _regions(lines: Sequence[TextLine], across: Sequence[Rule]) -> list[tuple[list[Rule], list[TextLine]]]:
    """Return the lines of the page in stretches, those between rules of one table together with their rules."""
    regions: list[tuple[list[Rule], list[TextLine]]] = []
    left = list(lines)
    for rules in _stacks_of_rules(across):
        top, bottom = rules[0].at, rules[-1].at
        begin, end = min(rule.start for rule in rules) - 2, max(rule.end for rule in rules) + 2
        own = [
            line
            for line in left
            if top - 1 <= line.middle <= bottom + 1
            and begin <= line.segments[0][0]
            and line.segments[-1][1] <= end + 20
        ]
        if sum(1 for line in own if line.is_rich) >= 2:
            regions.append((rules, own))
            taken = {id(line) for line in own}
            left = [line for line in left if id(line) not in taken]
    regions.extend(([], region) for region in _by_white_space(left))
    return regions


def _stacks_of_rules(across: Sequence[Rule]) -> list[list[Rule]]:
    """Return the rules that lie below one another over the same width, three or more, from the top down."""
    stacks: list[list[Rule]] = []
    for rule in sorted(across, key=lambda rule: rule.start - rule.end):
        for stack in stacks:
            widest = stack[0]
            if widest.start - 4 <= rule.start and rule.end <= widest.end + 4:
                stack.append(rule)
                break
        else:
            stacks.append([rule])
    found = []
    for stack in stacks:
        width = stack[0].end - stack[0].start
        wide = [rule for rule in stack if rule.end - rule.start >= _SAME_WIDTH * width]
        if len({round(rule.at / 3) for rule in wide}) >= 3:
            found.append(sorted(stack, key=lambda rule: rule.at))
    return found


def _by_white_space(lines: Sequence[TextLine]) -> list[list[TextLine]]:
    """Return the lines cut where tables may begin and end: stretches with lines of several columns, and others."""
    rich = [index for index, line in enumerate(lines) if line.is_rich]
    if len(rich) < _FEWEST_RICH:
        return [list(lines)] if lines else []
    runs: list[tuple[int, int]] = []
    for index in rich:
        if runs and index - runs[-1][1] <= _REACH:
            runs[-1] = (runs[-1][0], index)
        else:
            runs.append((index, index))
    regions: list[list[TextLine]] = []
    done = 0
    for first, last in runs:
        end = _end_of(lines, first, last)
        if first > done:
            regions.append(list(lines[done:first]))
        regions.append(list(lines[first:end]))
        done = end
    if done < len(lines):
        regions.append(list(lines[done:]))
    return regions


def _end_of(lines: Sequence[TextLine], first: int, last: int) -> int:
    """Return where a table ends: what stands close below its last line still belongs to that."""
    end = last + 1
    left = min(line.segments[0][0] for line in lines[first:end])
    while end < len(lines):
        line, above = lines[end], lines[end - 1]
        size = line.pieces[0].size
        if line.middle - above.middle > 1.6 * size or line.segments[0][0] < left + 2 * size:
            break
        end += 1
    return end


def _table_of(
    lines: Sequence[TextLine], rules: Sequence[Rule], *, page: int, size: float, known: Sequence[float]
) -> PageTable | None:
    rich = [line for line in lines if line.is_rich]
    if len(rich) < (2 if rules else _FEWEST_RICH):
        return None
    borders = tuple(known) if fit_columns(lines, known, size=size) else find_columns(lines, size=size)
    if len(borders) < 3 or _is_prose(lines, borders) or _is_contents(rich):
        return None
    pieces = [piece for line in lines for piece in line.pieces]
    heights = find_rows(pieces, borders, size=size) if not rules else _heights(rules, lines)
    if len(heights) < 3:
        return None
    grid = _grid_of(pieces, borders, heights, rules, size)
    filled, _ = fill_grid(grid, pieces)
    if not _is_full_enough(grid, filled):
        return None
    cells = [
        Cell(
            text=text_of(filled.get(index, ())),
            row=cell.row + 1,
            column=cell.column + 1,
            rows=cell.rows,
            columns=cell.columns,
            page=page,
            box=rounded(cell.box),
        )
        for index, cell in enumerate(grid.cells)
    ]
    return PageTable(
        page=page, cells=tuple(cells), xs=grid.xs, box=grid.box, ruling="partial" if rules else "none"
    )


def _is_prose(lines: Sequence[TextLine], borders: Sequence[float]) -> bool:
    """Tell whether two columns hold running text: all of their lines are long."""
    if len(borders) != 3:
        return False
    lengths: tuple[list[int], list[int]] = ([], [])
    for line in lines:
        left = sum(len(piece.text) for piece in line.pieces if piece.left < borders[1])
        right = sum(len(piece.text) for piece in line.pieces if piece.left >= borders[1])
        if left and right:
            lengths[0].append(left)
            lengths[1].append(right)
    return bool(lengths[0]) and min(mean(lengths[0]), mean(lengths[1])) >= _PROSE


def _is_contents(rich: Sequence[TextLine]) -> bool:
    """Tell whether dots lead from a heading to its page: a table of contents (目次)."""
    led = sum(1 for line in rich if any(_LEADER.search(piece.text) for piece in line.pieces))
    return led * 2 >= len(rich)


def _heights(rules: Sequence[Rule], lines: Sequence[TextLine]) -> tuple[float, ...]:
    heights = sorted({round(rule.at, 1) for rule in rules})
    kept = [heights[0]]
    for height in heights[1:]:
        if height - kept[-1] > 3:
            kept.append(height)
    return tuple(kept) if lines else ()


def _grid_of(
    pieces: Sequence[Piece],
    borders: Sequence[float],
    heights: Sequence[float],
    rules: Sequence[Rule],
    size: float,
) -> RuledGrid:
    """Return the grid of the columns and rows; text that reaches over a border merges the cells beside it."""
    down = []
    runs = _runs(pieces, heights, size)
    for column, border in enumerate(borders):
        for top, bottom in pairwise(heights):
            is_inner = 0 < column < len(borders) - 1
            if is_inner and _is_crossed(runs, border, top, bottom, size):
                continue
            down.append(Rule(border, top, bottom))
    across = (
        [Rule(rule.at, max(rule.start, borders[0]), min(rule.end, borders[-1])) for rule in rules]
        if rules
        else [Rule(height, borders[0], borders[-1]) for height in heights]
    )
    across += [Rule(heights[0], borders[0], borders[-1]), Rule(heights[-1], borders[0], borders[-1])]
    grids = find_grids(across, down, tolerance=1.4)
    return max(grids, key=lambda grid: len(grid.cells))


def _runs(pieces: Sequence[Piece], heights: Sequence[float], size: float) -> list[tuple[float, float, float]]:
    """Return left end, right end and height of what runs on without a gap: a heading may be drawn in several pieces.

    A line that is alone in its row and stands in one stretch is one run, whatever spaces it has: a heading.
    """
    runs: list[tuple[float, float, float]] = []
    for row in _by_row(pieces, heights):
        lines = [text_line(line) for line in lines_of(row)]
        is_band = not any(line.is_rich for line in lines)
        for line in lines:
            touch = SEGMENT_GAP if is_band else _TOUCH
            begin, end = line.segments[0][0], line.pieces[0].right
            for piece in line.pieces[1:]:
                if piece.left - end > touch * size:
                    runs.append((begin, end, line.middle))
                    begin = piece.left
                end = max(end, piece.right)
            runs.append((begin, end, line.middle))
    return runs


def _by_row(pieces: Sequence[Piece], heights: Sequence[float]) -> list[list[Piece]]:
    rows: dict[int, list[Piece]] = {}
    for piece in pieces:
        rows.setdefault(bisect_right(heights, piece.middle), []).append(piece)
    return list(rows.values())


def _is_crossed(
    runs: Sequence[tuple[float, float, float]], border: float, top: float, bottom: float, size: float
) -> bool:
    slack = 0.3 * size
    return any(
        begin + slack < border < end - slack and top <= middle <= bottom for begin, end, middle in runs
    )


def _is_full_enough(grid: RuledGrid, filled: dict[int, list[Piece]]) -> bool:
    """Tell whether enough of the cells hold text: labels strewn over a chart leave most of theirs empty."""
    rows = len(grid.ys) - 1
    by_row: dict[int, int] = {}
    for index in filled:
        row = grid.cells[index].row
        by_row[row] = by_row.get(row, 0) + 1
    table_rows = [count for count in by_row.values() if count > 1]
    return (
        len(table_rows) >= 2
        and sum(table_rows) >= _FULLEST * len(table_rows) * (len(grid.xs) - 1)
        and rows > 1
    )
