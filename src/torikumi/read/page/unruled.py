"""Tables without rules around their cells: by white space, and by the rules in one direction that there are."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import mean

from torikumi.read.page.columns import SEGMENT_GAP, TextLine, find_columns, fit_columns, text_line
from torikumi.read.page.content import Piece
from torikumi.read.page.grids import fill_grid
from torikumi.read.page.rows import find_rows, refine_rows
from torikumi.read.page.table import PageTable, filled_table
from torikumi.read.page.text import lines_of, usual_size, without_ruby
from torikumi.read.ruled import Rule, RuledGrid, find_grids, join_rules

_REACH = 9  # lines of one stretch that may stand between two lines of a table (bands, long cells, notes)
_FEWEST_RICH = 3
_MANY_COLUMNS = 3
_FULLEST = 0.3  # share of the cells that hold text in anything that is a table
_PROSE = 16  # characters: two columns of lines of that length are prose set in columns
_SAME_WIDTH = 0.8
_LEADER = re.compile(r"[.・…‥．]{4,}")
_INTERLEAVED = 0.95  # of the size of the font: lines no farther apart are of one row
_TOUCH = 0.12  # of the size of the font: text no farther apart runs on


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Tables found in the text that no grid took, and the text that is in none of them."""

    tables: tuple[PageTable, ...]
    rest: tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Region:
    """Lines of text that may be a table, with the rules among them."""

    lines: Sequence[TextLine]
    across: Sequence[Rule] = ()
    down: Sequence[Rule] = ()


def find_tables(
    pieces: Sequence[Piece],
    across: Sequence[Rule],
    down: Sequence[Rule] = (),
    *,
    page: int,
    known: Sequence[float] = (),
) -> Found:
    """Return the tables among pieces that stand in no grid.

    `across` and `down` are the rules that belong to no grid; `known` are the borders of the columns of a table that
    ended the page before, for a table that goes on without a header.
    """
    if not pieces:
        return Found(tables=(), rest=())
    size = usual_size(pieces)
    lines = [text_line(line) for line in lines_of(without_ruby(pieces))]
    tables: list[PageTable] = []
    rest: list[Piece] = []
    for region in _regions(lines, across, down, known):
        table = _table_of(region, page=page, size=size, known=known)
        if table is None:
            rest.extend(piece for line in region.lines for piece in line.pieces)
        else:
            tables.append(table)
    return Found(tables=tuple(tables), rest=tuple(rest))


def _regions(
    lines: Sequence[TextLine], across: Sequence[Rule], down: Sequence[Rule], known: Sequence[float]
) -> list[_Region]:
    """Return the lines of the page in stretches, those among rules of one table together with their rules."""
    regions: list[_Region] = []
    left = list(lines)
    for rules in _rows_of_rules(down):
        own = _lines_among(left, rules, ())
        if own:
            regions.append(_Region(lines=own, down=rules))
            left = _without(left, own)
    for rules in _stacks_of_rules(across):
        own = _lines_among(left, (), rules)
        if sum(1 for line in own if line.is_rich) >= 2:
            regions.append(_Region(lines=own, across=rules))
            left = _without(left, own)
    regions.extend(_Region(lines=region) for region in _by_white_space(left, known))
    return regions


def _lines_among(lines: Sequence[TextLine], down: Sequence[Rule], across: Sequence[Rule]) -> list[TextLine]:
    """Return the lines that rules running down stand among, or rules running across stand above and below of."""
    if down:
        top, bottom = min(rule.start for rule in down), max(rule.end for rule in down)
        return [line for line in lines if top - 1 <= line.middle <= bottom + 1]
    top, bottom = across[0].at - 1, across[-1].at + 1
    begin, end = min(rule.start for rule in across) - 2, max(rule.end for rule in across) + 20
    return [
        line
        for line in lines
        if top <= line.middle <= bottom and begin <= line.segments[0][0] and line.segments[-1][1] <= end
    ]


def _without(lines: Sequence[TextLine], taken: Sequence[TextLine]) -> list[TextLine]:
    gone = {id(line) for line in taken}
    return [line for line in lines if id(line) not in gone]


def _rows_of_rules(down: Sequence[Rule]) -> list[list[Rule]]:
    """Return the rules that run down beside one another over the same height, two or more, from left to right."""
    groups: list[list[Rule]] = []
    for rule in sorted(join_rules(down, tolerance=1.5), key=lambda rule: rule.start - rule.end):
        for group in groups:
            common = min(group[0].end, rule.end) - max(group[0].start, rule.start)
            if common >= _SAME_WIDTH * (rule.end - rule.start):
                group.append(rule)
                break
        else:
            groups.append([rule])
    found = []
    for group in groups:
        height = group[0].end - group[0].start
        tall = [rule for rule in group if rule.end - rule.start >= _SAME_WIDTH * height]
        if len({round(rule.at / 3) for rule in tall}) >= 2:
            found.append(sorted(group, key=lambda rule: rule.at))
    return found


def _stacks_of_rules(across: Sequence[Rule]) -> list[list[Rule]]:
    """Return the rules that lie below one another over the same width, three or more, from the top down.

    Narrower ones among them belong to them: they end at a merged cell. Those above or below are another table's.
    """
    widths: list[list[Rule]] = []
    for rule in sorted(across, key=lambda rule: rule.start - rule.end):
        for group in widths:
            if abs(group[0].start - rule.start) <= 4 and abs(group[0].end - rule.end) <= 4:
                group.append(rule)
                break
        else:
            widths.append([rule])
    stacks: list[list[Rule]] = []
    for group in widths:
        top, bottom = min(rule.at for rule in group), max(rule.at for rule in group)
        inside = next((stack for stack in stacks if _lies_among(group[0], top, bottom, stack)), None)
        if inside is not None:
            inside.extend(group)
        elif len({round(rule.at / 3) for rule in group}) >= 3:
            stacks.append(list(group))
    return [sorted(stack, key=lambda rule: rule.at) for stack in stacks]


def _lies_among(rule: Rule, top: float, bottom: float, stack: Sequence[Rule]) -> bool:
    widest = stack[0]
    if not (widest.start - 4 <= rule.start and rule.end <= widest.end + 4):
        return False
    return min(other.at for other in stack) < top and bottom < max(other.at for other in stack)


def _by_white_space(lines: Sequence[TextLine], known: Sequence[float]) -> list[list[TextLine]]:
    """Return the lines cut where tables may begin and end: stretches with lines of several columns, and others.

    Where a table may go on from the page before, what stands above its first line of several columns is its, too.
    """
    rich = [index for index, line in enumerate(lines) if line.is_rich]
    if not rich:
        return [list(lines)] if lines else []
    runs: list[tuple[int, int]] = []
    for index in rich:
        if runs and index - runs[-1][1] <= _REACH:
            runs[-1] = (runs[-1][0], index)
        else:
            runs.append((index, index))
    regions: list[list[TextLine]] = []
    done = 0
    for start, last in runs:
        first = _start_of(lines, start, done)
        end = _end_of(lines, first, last)
        if done == 0 and fit_columns(lines[:end], known, size=lines[first].pieces[0].size):
            first = 0
        if first > done:
            regions.append(list(lines[done:first]))
        regions.append(list(lines[first:end]))
        done = end
    if done < len(lines):
        regions.append(list(lines[done:]))
    return regions


def _start_of(lines: Sequence[TextLine], first: int, done: int) -> int:
    """Return where a table begins: a heading of two lines begins above the others of its row."""
    while (
        first > done
        and lines[first].middle - lines[first - 1].middle < _INTERLEAVED * lines[first].pieces[0].size
    ):
        first -= 1
    return first


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


def _table_of(region: _Region, *, page: int, size: float, known: Sequence[float]) -> PageTable | None:
    lines = region.lines
    rich = [line for line in lines if line.is_rich]
    goes_on = len(region.down) < 3 and fit_columns(lines, known, size=size)
    has_rules = bool(region.across or region.down)
    if not goes_on and not _are_enough(rich, has_rules=has_rules):
        return None
    borders = tuple(known) if goes_on else _borders(region, size)
    if len(borders) < 3:
        return None
    if len(region.down) < 3 and (_is_prose(lines, borders) or _is_contents(rich)):
        return None
    pieces = [piece for line in lines for piece in line.pieces]
    heights = find_rows(pieces, borders, size=size)
    if region.down and heights:
        # Rules that run down say where the table begins and ends.
        top, bottom = min(rule.start for rule in region.down), max(rule.end for rule in region.down)
        heights = (min(top, heights[0]), *heights[1:-1], max(bottom, heights[-1]))
    if region.across:
        heights = refine_rows(pieces, borders, _heights(region.across), size=size)
    if len(heights) < (2 if goes_on else 3):
        return None
    grid = _grid_of(pieces, borders, heights, region, size)
    filled, _ = fill_grid(grid, pieces)
    if not goes_on and not _is_full_enough(grid, filled):
        return None
    ruling = "partial" if has_rules else "none"
    return filled_table(grid, filled, page=page, ruling=ruling)


def _borders(region: _Region, size: float) -> tuple[float, ...]:
    """Return the borders of the columns: rules that run down, else corridors of white."""
    inner: list[float] = []
    for rule in region.down:
        if not inner or rule.at - inner[-1] > 2:
            inner.append(rule.at)
    if len(inner) < 3:
        return find_columns(region.lines, size=size)  # no rules, or a frame around all of it
    left = min(line.segments[0][0] for line in region.lines)
    right = max(line.segments[-1][1] for line in region.lines)
    if left < inner[0] - size:
        inner.insert(0, left - 1)
    if right > inner[-1] + size:
        inner.append(right + 1)
    return tuple(inner)


def _are_enough(rich: Sequence[TextLine], *, has_rules: bool) -> bool:
    """Tell whether lines of several columns are enough for a table: three, or two of many columns, or between rules."""
    return len(rich) >= _FEWEST_RICH or (
        len(rich) == 2 and (has_rules or min(len(line.segments) for line in rich) >= _MANY_COLUMNS)
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


def _heights(rules: Sequence[Rule]) -> tuple[float, ...]:
    kept: list[float] = []
    for height in sorted(rule.at for rule in rules):
        if not kept or height - kept[-1] > 3:
            kept.append(height)
    return tuple(kept)


def _grid_of(
    pieces: Sequence[Piece],
    borders: Sequence[float],
    heights: Sequence[float],
    region: _Region,
    size: float,
) -> RuledGrid:
    """Return the grid of the columns and rows; text that reaches over a border merges the cells beside it."""
    down = list(region.down)
    runs = _runs(pieces, heights, size)
    for column, border in enumerate(borders):
        if any(abs(rule.at - border) <= 2 for rule in region.down):
            continue
        for top, bottom in pairwise(heights):
            is_inner = 0 < column < len(borders) - 1
            if is_inner and _is_crossed(runs, border, top, bottom, size):
                continue
            down.append(Rule(border, top, bottom))
    ruled = [rule.at for rule in region.across]
    across = [
        Rule(rule.at, max(rule.start, borders[0]), min(rule.end, borders[-1])) for rule in region.across
    ]
    across += [
        Rule(height, borders[0], borders[-1])
        for height in heights
        if height in (heights[0], heights[-1]) or not any(abs(height - at) <= 3 for at in ruled)
    ]
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
