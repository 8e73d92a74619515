"""Rows that no rule parts: which lines of the columns belong to one cell, and which cells stand in one row."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from torikumi.read.page.content import Piece
from torikumi.read.page.text import lines_of

_TIGHT = 1.35  # of the usual distance of two lines of one cell: what is farther apart is two cells
_FARTHEST = 2.1  # of the size of the font: no two lines of one cell are farther apart
_RUNNING = 1.42  # of the size of the font: the lines of running text are no farther apart
_MANY = 0.3  # share of the distances
_LEVEL = 0.35  # of the size of the font: lines no farther apart stand at the same height
_OVERLAP = 0.25  # of the size of the font: cells with so much height in common stand in one row
_REGULAR = 0.6  # share of the rows that a column fills, for an empty cell in it to say something


_NUMBER = re.compile(r"[-+0-9.,%() ]+")


@dataclass(slots=True)
class _Stretch:
    """Lines of one column that are one cell, as far as known."""

    column: int
    lines: list[list[Piece]]
    top: float
    bottom: float
    last: int


@dataclass(slots=True)
class _Line:
    column: int
    last: int
    pieces: list[Piece]
    middle: float
    top: float
    bottom: float
    left: float
    right: float


def find_rows(pieces: Sequence[Piece], borders: Sequence[float], *, size: float) -> tuple[float, ...]:
    """Return the heights between the rows, from the top border to the bottom; () where there is no text.

    `borders` are those of the columns. Two lines of a column are one cell where they stand as close as lines of a cell
    do, and the other columns do not have a line beside each of them.
    """
    lines = _lines(pieces, borders)
    if not lines:
        return ()
    leading, is_telling = _leading(lines, size)
    stretches = _stretches(lines, leading, size, is_telling=is_telling)
    rows = _merged(stretches, size)
    rows = _without_orphans(rows, leading, len(borders) - 1)
    ys = [rows[0][0].top - 1.0]
    for above, below in pairwise(rows):
        ys.append((max(one.bottom for one in above) + min(one.top for one in below)) / 2)
    ys.append(max(one.bottom for one in rows[-1]) + 1.0)
    return tuple(ys)


def refine_rows(
    pieces: Sequence[Piece],
    borders: Sequence[float],
    heights: Sequence[float],
    *,
    size: float,
    fewest: int = 2,
) -> tuple[float, ...]:
    """Return the heights of rules with those between rows that no rule parts, where most rows of a table are such.

    A table with a rule below its header and one at its end has all of its rows between the two; where a rule stands
    below each row, the lines of a long cell are no rows. Fewer than `fewest` rows between two rules are one.
    """
    found: list[list[float]] = []
    for top, bottom in pairwise(heights):
        own = [piece for piece in pieces if top <= piece.middle < bottom]
        found.append(
            list(find_rows(own, borders, size=size)[1:-1]) if _may_hold_rows(own, borders, fewest) else []
        )
    unruled = sum(len(inner) + 1 for inner in found if len(inner) + 1 >= fewest)
    if unruled * 2 <= sum(len(inner) + 1 for inner in found):
        return tuple(heights)
    inner = [
        height for heights_of_row in found if len(heights_of_row) + 1 >= fewest for height in heights_of_row
    ]
    return tuple(sorted({*heights, *inner}))


def _may_hold_rows(pieces: Sequence[Piece], borders: Sequence[float], fewest: int) -> bool:
    """Tell whether two columns at least have as many lines."""
    lines = _lines(pieces, borders)
    counts = Counter(line.column for line in lines if line.column == line.last)
    return sum(1 for count in counts.values() if count >= fewest) > 1


def column_at(x: float, borders: Sequence[float]) -> int:
    """Return the column of a place, the first or the last one where it lies outside."""
    for index, border in enumerate(borders[1:-1]):
        if x < border:
            return index
    return len(borders) - 2


def _lines(pieces: Sequence[Piece], borders: Sequence[float]) -> list[_Line]:
    columns: dict[tuple[int, int], list[Piece]] = {}
    for piece in pieces:
        first = column_at(piece.left + 0.3 * piece.size, borders)
        last = column_at(piece.right - 0.3 * piece.size, borders)
        columns.setdefault((first, max(first, last)), []).append(piece)
    lines = []
    for (first, last), owned in columns.items():
        for line in lines_of(owned):
            lines.append(
                _Line(
                    first,
                    last,
                    line,
                    sum(piece.middle for piece in line) / len(line),
                    min(piece.top for piece in line),
                    max(piece.bottom for piece in line),
                    min(piece.left for piece in line),
                    max(piece.right for piece in line),
                )
            )
    lines.sort(key=lambda line: (line.middle, line.column))
    return lines


def _leading(lines: Sequence[_Line], size: float) -> tuple[float, bool]:
    """Return the distance of two lines of one cell, the smallest that is common, and whether it tells cells apart.

    It does where lines stand as close as lines of running text do, and others farther apart than that.
    """
    distances = []
    for column in {line.column for line in lines}:
        own = [line for line in lines if line.column == column == line.last]
        distances += [below.middle - above.middle for above, below in pairwise(own)]
    close = sorted(distance for distance in distances if 0.8 * size <= distance <= _FARTHEST * size)
    leading = close[len(close) // 5] if close else 1.2 * size
    if close and size <= close[0] <= _RUNNING * size:
        leading = close[0]
    wide = sum(1 for distance in distances if distance > 1.5 * leading)
    return leading, leading <= _RUNNING * size and wide >= _MANY * len(distances)


def _stretches(lines: Sequence[_Line], leading: float, size: float, *, is_telling: bool) -> list[_Stretch]:
    open_of: dict[int, _Stretch] = {}
    last_of: dict[int, _Line] = {}
    found: list[_Stretch] = []
    beside = _Beside(lines, size)
    for line in lines:
        above = last_of.get(line.column)
        stretch = open_of.get(line.column)
        is_band = line.last > line.column
        if (
            above is not None
            and stretch is not None
            and not is_band
            and above.last == above.column
            and line.middle - above.middle <= min(_TIGHT * leading, _FARTHEST * size)
            and (is_telling or beside.are_one_cell(above, line))
        ):
            stretch.lines.append(line.pieces)
            stretch.bottom = max(stretch.bottom, line.bottom)
        else:
            stretch = _Stretch(line.column, [line.pieces], line.top, line.bottom, line.last)
            open_of[line.column] = stretch
            found.append(stretch)
        last_of[line.column] = line
    return found


class _Beside:
    """Asks the other columns whether two lines are of one cell."""

    def __init__(self, lines: Sequence[_Line], size: float) -> None:
        self._lines = lines
        self._middles = [line.middle for line in lines]
        self._size = size
        self._left: dict[int, float] = {}
        self._right: dict[int, float] = {}
        for line in lines:
            if line.column == line.last:
                left = self._left.get(line.column, line.left)
                self._left[line.column] = min(left, line.left)
                self._right[line.column] = max(self._right.get(line.column, 0.0), line.right)

    def are_one_cell(self, above: _Line, below: _Line) -> bool:
        """Tell whether two lines of a column go on with one another.

        A column with a line beside each of them says no, unless the upper one goes on to the end of its column, as
        long text does; a column with a line beside one of them says yes.
        """
        level, size = _LEVEL * self._size, self._size
        upper: dict[int, _Line] = {above.column: above}
        lower: set[int] = {below.column}
        seen: set[int] = set()
        first = bisect_left(self._middles, above.middle - size)
        last = bisect_right(self._middles, below.middle + size)
        for line in self._lines[first:last]:
            if line.column == above.column:
                continue
            seen.add(line.column)
            if abs(line.middle - above.middle) <= level:
                upper.setdefault(line.column, line)
            if abs(line.middle - below.middle) <= level:
                lower.add(line.column)
        both = [line for column, line in upper.items() if column in lower]
        wrapped = sum(1 for line in both if self._is_full(line))
        if wrapped * 2 > len(both):
            return True
        others = len(both) - 1
        single = len(seen) - others
        return single > others or (single == others and self._is_full(above))

    def _is_full(self, line: _Line) -> bool:
        """Tell whether a line reaches from one end of its column to the other, and is no number."""
        if line.column != line.last or all(
            piece.text.isascii() and _NUMBER.fullmatch(piece.text) for piece in line.pieces
        ):
            return False
        slack = 1.4 * self._size
        return line.left <= self._left[line.column] + slack and line.right >= self._right[line.column] - slack


def _merged(stretches: Sequence[_Stretch], size: float) -> list[list[_Stretch]]:
    """Return the cells as rows: those that have height in common stand in one row."""
    rows: list[list[_Stretch]] = []
    for stretch in sorted(stretches, key=lambda one: (one.top + one.bottom, one.column)):
        for row in reversed(rows[-3:]):
            top, bottom = min(one.top for one in row), max(one.bottom for one in row)
            common = min(bottom, stretch.bottom) - max(top, stretch.top)
            is_free = all(one.last < stretch.column or one.column > stretch.last for one in row)
            if common >= _OVERLAP * size and (is_free or common >= 0.6 * (stretch.bottom - stretch.top)):
                row.append(stretch)
                break
        else:
            rows.append([stretch])
    rows.sort(key=lambda row: min(one.top for one in row))
    return _without_overlap(rows)


def _without_overlap(rows: list[list[_Stretch]]) -> list[list[_Stretch]]:
    """Join rows whose heights run into one another: a line between them would cut a cell."""
    joined: list[list[_Stretch]] = []
    for row in rows:
        if joined:
            bottom = max(one.bottom for one in joined[-1])
            top = min(one.top for one in row)
            inside = min(bottom, max(one.bottom for one in row)) - top
            if inside > 0.5 * min(one.bottom - one.top for one in row):
                joined[-1].extend(row)
                continue
        joined.append(list(row))
    return joined


def _without_orphans(rows: list[list[_Stretch]], leading: float, columns: int) -> list[list[_Stretch]]:
    """Give a row that goes on with a cell of its neighbour, and begins nothing of its own, to that neighbour."""
    filled = [0] * columns
    for row in rows:
        for column in {one.column for one in row}:
            filled[column] += 1
    regular = {column for column in range(columns) if filled[column] >= _REGULAR * len(rows)}
    kept: list[list[_Stretch]] = []
    for row in rows:
        own = {one.column for one in row}
        band = any(one.last > one.column for one in row)
        if kept and not band and regular and not own & {min(regular)} and len(own) * 2 <= len(regular):
            above = kept[-1]
            others = {one.column for one in above}
            distance = min(one.top for one in row) - max(
                one.bottom for one in above if one.column in own or not own & others
            )
            if own < others and distance <= 0.6 * leading and not any(one.last > one.column for one in above):
                above.extend(row)
                continue
        kept.append(row)
    return kept
