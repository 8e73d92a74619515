"""Columns that no rule parts: the white corridors that nearly all lines of a table leave free."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from torikumi.read.page.content import Piece

SEGMENT_GAP = 1.0  # of the size of the font: so far apart, two stretches of a line stand in two columns
_STEP = 0.5  # points between two places at which lines are counted
_NARROWEST = 0.22  # of the size of the font: no corridor is narrower …
_LEAST = 1.4  # … nor narrower than so many points
_BESIDE = 0.8  # of the size of the font: text no farther apart in height stands in one row
_CROSSING = 0.04  # share of the lines that may reach across a corridor


@dataclass(frozen=True, slots=True, kw_only=True)
class TextLine:
    """A line of a page: its pieces from left to right, and the stretches of it that stand far apart."""

    pieces: tuple[Piece, ...]
    segments: tuple[tuple[float, float], ...]
    top: float
    bottom: float

    @property
    def middle(self) -> float:
        """The height of the middle of the line."""
        return (self.top + self.bottom) / 2

    @property
    def is_rich(self) -> bool:
        """Whether more than one stretch of text stands in the line."""
        return len(self.segments) > 1


def text_line(pieces: Sequence[Piece]) -> TextLine:
    """Return the pieces of one line, from left to right, as a TextLine."""
    segments: list[tuple[float, float]] = []
    for piece in pieces:
        if segments and piece.left - segments[-1][1] < SEGMENT_GAP * piece.size:
            segments[-1] = (segments[-1][0], max(segments[-1][1], piece.right))
        else:
            segments.append((piece.left, piece.right))
    return TextLine(
        pieces=tuple(pieces),
        segments=tuple(segments),
        top=min(piece.top for piece in pieces),
        bottom=max(piece.bottom for piece in pieces),
    )


def find_columns(lines: Sequence[TextLine], *, size: float) -> tuple[float, ...]:
    """Return the borders of the columns that the lines stand in, from left to right; () where there are none.

    Only lines of several stretches are asked for the corridors: a heading that runs over the table, or the second line
    of a long cell, says nothing of them. `size` is that of the font.
    """
    rich = [line for line in lines if line.is_rich]
    if not rich:
        return ()
    left = min(line.segments[0][0] for line in lines)
    right = max(line.segments[-1][1] for line in lines)
    starts = sorted(start for line in lines for start, _ in line.segments)
    borders = [left - 1.0]
    for begin, end in _corridors(rich, left, right, size):
        borders.append(_border_in(begin, end, starts))
    borders.append(right + 1.0)
    return _without_halves(borders, rich, size)


def _without_halves(borders: Sequence[float], rich: Sequence[TextLine], size: float) -> tuple[float, ...]:
    """Join two columns that no row fills both of: a heading in the middle, and what stands below it at one side."""
    heights: list[list[float]] = [[] for _ in borders]
    for line in rich:
        for piece in line.pieces:
            heights[bisect_right(borders, piece.left + 0.3 * piece.size) - 1].append(piece.middle)
    kept = [borders[0]]
    own = heights[0]
    for column in range(1, len(borders) - 1):
        other = heights[column]
        if any(abs(one - two) <= _BESIDE * size for one in own for two in other):
            kept.append(borders[column])
            own = other
        else:
            own = own + other
    kept.append(borders[-1])
    return tuple(kept)


def fit_columns(lines: Sequence[TextLine], borders: Sequence[float], *, size: float) -> bool:
    """Tell whether the lines of another page stand in columns known from the page before."""
    rich = [line for line in lines if line.is_rich]
    if not rich or len(borders) < 3:
        return False
    slack = 2 * size
    if min(line.segments[0][0] for line in rich) < borders[0] - slack:
        return False
    if max(line.segments[-1][1] for line in rich) > borders[-1] + slack:
        return False
    crossed = sum(1 for line in rich if _crosses(line, borders))
    return crossed <= max(0, _CROSSING * len(rich))


def _crosses(line: TextLine, borders: Sequence[float]) -> bool:
    return any(
        piece.left + 0.3 * piece.size < border < piece.right - 0.3 * piece.size
        for piece in line.pieces
        for border in borders[1:-1]
    )


def _corridors(rich: Sequence[TextLine], left: float, right: float, size: float) -> list[tuple[float, float]]:
    """Return the stretches from `left` to `right` that nearly no line covers."""
    count = int((right - left) / _STEP) + 2
    changes = [0] * (count + 1)
    for line in rich:
        for begin, end in _covered(line, size):
            changes[max(0, int((begin - left) / _STEP))] += 1
            changes[min(count, int((end - left) / _STEP) + 1)] -= 1
    allowed = int(_CROSSING * len(rich))
    narrowest = max(_NARROWEST * size, _LEAST)
    corridors = []
    covering, start = 0, None
    for place in range(count):
        covering += changes[place]
        if covering <= allowed:
            start = place if start is None else start
            continue
        if start not in (None, 0) and (place - start) * _STEP >= narrowest:
            corridors.append((left + start * _STEP, left + place * _STEP))
        start = None
    return corridors


def _covered(line: TextLine, size: float) -> list[tuple[float, float]]:
    """Return what the pieces of a line cover, the small gaps inside words and between them closed."""
    covered: list[tuple[float, float]] = []
    touch = 0.12
    for piece in line.pieces:
        if covered and piece.left - covered[-1][1] <= touch * size:
            covered[-1] = (covered[-1][0], max(covered[-1][1], piece.right))
        else:
            covered.append((piece.left, piece.right))
        touch = 0.8 if piece.spaced else 0.12  # a space that is drawn belongs to the text
    return covered


def _border_in(begin: float, end: float, starts: Sequence[float]) -> float:
    """Return where in a corridor the border stands: left of all that begins in it, else left of what follows it."""
    inside = [start for start in starts if begin + 1.0 < start < end - 0.5]
    return (min(inside) if inside else end) - min(1.0, (end - begin) / 2)
