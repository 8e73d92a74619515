"""The lines of text in a cell, each cut out for the recogniser: dark on light, without rules and specks."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
import numpy.typing as npt

from torikumi.read.document import Box
from torikumi.read.scan.picture import Picture, PixelBox

_LEAST_CONTRAST = 40  # grey values between the paper and the ink of a text
# In heights of the type: what is left above and below a line, less of it where another line is near, since that disturbs
# the recogniser more than a tight cut does; what is left at its ends; and the paper put around that.
_ABOVE, _NEAR, _ASIDE, _FRAME = 0.15, 0.05, 0.4, 0.2
_UNREAD = 0.35  # heights of ink that belong to no character
_PITCH = 1.16  # from line to line, in heights of the type, where lines touch
_APART = 1.6  # characters further apart than this, in heights of the type, are not one line


@dataclass(frozen=True, slots=True, kw_only=True)
class TextLine:
    """A line of text: where it stands on the page, in pixels, and its picture, which reaches a bit further."""

    box: PixelBox
    picture: Picture
    reach: tuple[int, int]  # from where to where across the page the picture goes
    height: float  # of its characters

    def is_unread(self, middles: Sequence[float]) -> bool:
        """Tell whether ink stands where no character was found; `middles` are those of the characters (0 to 1)."""
        width = self.picture.shape[1]
        inked = (self.picture < 128).sum(axis=0) > 1
        ends = [-0.3 * self.height, *(middle * width for middle in middles), width + 0.3 * self.height]
        for before, after in pairwise(ends):
            between = inked[
                max(0, round(before + 0.75 * self.height)) : max(0, round(after - 0.75 * self.height))
            ]
            if between.sum() > _UNREAD * self.height:
                return True
        return False


def cut_lines(page: Picture, rules: Picture, box: PixelBox, *, type_height: float) -> tuple[TextLine, ...]:
    """Return the lines of text inside a box, from the top down; () where there is paper only.

    `rules` marks the ink of the page's rules, `type_height` is how tall most of the page's characters are.
    """
    left, top, right, bottom = box
    cell = _evened(page[top:bottom, left:right], rules[top:bottom, left:right])
    if cell is None:
        return ()
    ink = _ink_of(cell, type_height)
    if not ink.any():
        return ()
    height = _own_height(ink, type_height)
    if _is_written_down(ink, height):
        return _columns_of(cell, ink, height, (left, top))
    rows = ink.sum(axis=1, dtype=np.int64)
    bands = list(_bands(rows, height))
    lines = []
    for index, (first, last) in enumerate(bands):
        columns = np.flatnonzero(ink[first : last + 1].any(axis=0))
        if len(columns) == 0:
            continue
        start, end = int(columns[0]), int(columns[-1])
        above = first - (bands[index - 1][1] if index else -height)
        below = (bands[index + 1][0] if index + 1 < len(bands) else last + height) - last
        upper, lower = (
            max(1, round(min(_ABOVE * height, max(gap / 2, _NEAR * height)))) for gap in (above, below)
        )
        # A full stop at the end may be as small as a speck.
        begin = max(0, start - round(_ASIDE * height))
        crop = cell[max(0, first - upper) : last + 1 + lower, begin : end + 1 + round(_ASIDE * height)]
        lines.append(
            TextLine(
                box=(left + start, top + first, left + end + 1, top + last + 1),
                picture=_framed(crop, max(2, round(_FRAME * height))),
                reach=(left + begin - 2, left + begin + crop.shape[1] + 2),
                height=height,
            )
        )
    return tuple(lines)


def _is_written_down(ink: Picture, height: float) -> bool:
    """Tell whether a cell holds a text from the top down: a column of single characters in a narrow, tall cell."""
    ys, xs = np.nonzero(ink)
    tall, wide = int(ys.max() - ys.min()) + 1, int(xs.max() - xs.min()) + 1
    # Two short lines of a narrow cell are as tall as wide; a text written down is much taller.
    return tall > 4.5 * height and tall > 2.2 * wide and _has_gaps_down(ink, height)


def _has_gaps_down(ink: Picture, height: float) -> bool:
    """Tell whether the ink stands in columns of one character, nearer to one another down than across.

    Digits are half as wide: 12 above 13 above 14 are lines, no columns.
    """
    runs = _runs(ink.sum(axis=0, dtype=np.int64))
    columns = _joined(runs, height)
    if any(last - first + 1 > 1.4 * height for first, last in columns):
        return False
    if max(last - first + 1 for first, last in runs) < 0.65 * height:
        return False
    down = [below[0] - above[1] for above, below in pairwise(_runs(ink.sum(axis=1, dtype=np.int64)))]
    across = [right[0] - left[1] for left, right in pairwise(columns)]
    return not across or min(across) > max(0.3 * height, float(np.mean(down or [0])))


def _columns_of(cell: Picture, ink: Picture, height: float, corner: tuple[int, int]) -> tuple[TextLine, ...]:
    """Return each column of a text written down as a line: its characters set side by side, the right column first."""
    lines = []
    for first, last in reversed(_joined(_runs(ink.sum(axis=0, dtype=np.int64)), height)):
        rows = ink[:, first : last + 1].sum(axis=1, dtype=np.int64)
        edge = max(1, round(_ABOVE * height))
        pieces = []
        for top, bottom in _bands(rows, height):
            middle = (top + bottom + 1) // 2
            half = max((bottom - top + 1) // 2, round(0.5 * height)) + edge
            piece = cell[max(0, middle - half) : middle + half, max(0, first - edge) : last + 1 + edge]
            pieces.append(_on_square(piece, 2 * half))
        tallest = max(piece.shape[0] for piece in pieces)
        row = np.hstack([_on_square(piece, tallest) for piece in pieces])
        ys = np.flatnonzero(rows)
        box = (corner[0] + first, corner[1] + int(ys[0]), corner[0] + last + 1, corner[1] + int(ys[-1]) + 1)
        framed = _framed(row, max(2, round(_FRAME * height)))
        lines.append(TextLine(box=box, picture=framed, reach=(box[0], box[2]), height=height))
    return tuple(lines)


def _on_square(piece: Picture, tall: int) -> Picture:
    """Return a character on as much white as makes it `tall`."""
    above = max(0, tall - piece.shape[0]) // 2
    below = max(0, tall - piece.shape[0] - above)
    padded = cv2.copyMakeBorder(piece, above, below, 0, 0, cv2.BORDER_CONSTANT, value=(255,))
    return padded.astype(np.uint8, copy=False)


def find_lines(ink: Picture, rules: Picture, tables: Iterable[Box], *, type_height: float) -> list[Box]:
    """Return boxes around the text outside of tables, from the top down; a box may hold more than one line."""
    text = ink.copy()
    text[rules > 0] = 0
    for left, top, right, bottom in tables:
        text[max(0, round(top) - 1) : round(bottom) + 2, max(0, round(left) - 1) : round(right) + 2] = 0
    # Specks would join what lies apart.
    _, labels, stats, _ = cv2.connectedComponentsWithStats(text)
    kept = stats[:, 4] >= 0.035 * type_height**2
    kept[0] = False
    text = kept[labels].astype(np.uint8)
    apart = round(_APART * type_height)
    joined = cv2.morphologyEx(text, cv2.MORPH_CLOSE, np.ones((3, apart), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined)
    around = round(0.3 * type_height)
    boxes = [
        (left - around, top - around, left + width + around, top + height + around)
        for left, top, width, height in stats[1:, :4].tolist()
        if height >= 0.5 * type_height or width >= 0.5 * type_height
    ]
    rows, columns = ink.shape
    inside = [(max(0, a), max(0, b), min(columns, c), min(rows, d)) for a, b, c, d in boxes]
    return sorted(_united(inside), key=lambda box: (box[1], box[0]))


def _united(boxes: list[PixelBox]) -> list[Box]:
    """Join boxes that overlap by more than half of the smaller one's height: parts of one line."""
    united: list[list[float]] = []
    for box in sorted(boxes):
        for other in united:
            overlap = min(box[3], other[3]) - max(box[1], other[1])
            if box[0] <= other[2] and overlap > 0.5 * min(box[3] - box[1], other[3] - other[1]):
                other[1], other[2], other[3] = (
                    min(box[1], other[1]),
                    max(box[2], other[2]),
                    max(box[3], other[3]),
                )
                break
        else:
            united.append([float(edge) for edge in box])
    return [(a, b, c, d) for a, b, c, d in united]


def _evened(cell: Picture, rules: Picture) -> Picture | None:
    """Return a cell as dark text on white, with the rules painted over; None where it has no contrast."""
    if min(cell.shape) < 5:
        return None
    inside = cell[rules == 0]
    if inside.size < 25:
        return None
    smooth = cv2.GaussianBlur(cell, (3, 3), 0)[rules == 0]
    paper = float(np.median(inside))
    darkest, lightest = (float(value) for value in np.percentile(smooth, (0.2, 99.8)))
    inverted = paper < 128 and lightest - paper > paper - darkest
    if inverted:
        paper, darkest = 255 - paper, 255 - lightest
    if paper - darkest < _LEAST_CONTRAST:
        return None
    values = cell.astype(np.float32)
    if inverted:
        values = 255 - values
    values = (values - darkest) * (255 / (paper - darkest))
    values[rules > 0] = 255
    return np.clip(values, 0, 255).astype(np.uint8)


def _ink_of(cell: Picture, type_height: float) -> Picture:
    """Return 1 where a cell holds text, without specks and without what is left of rules along its border."""
    ink = (cv2.GaussianBlur(cell, (3, 3), 0) < 150).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    lefts, tops, widths, heights, areas = stats.T
    speck = (areas < 0.035 * type_height**2) & (np.maximum(widths, heights) < 0.25 * type_height)
    thin = np.minimum(widths, heights) < 0.2 * type_height
    rows, columns = ink.shape
    at_border = (
        ((tops <= 1) | (tops + heights >= rows - 1)) & (heights < 0.2 * type_height)
        | ((lefts <= 1) | (lefts + widths >= columns - 1)) & (widths < 0.2 * type_height)
    ) & thin
    kept = ~(speck | at_border)
    kept[0] = False
    return kept[labels].astype(np.uint8) if count > 1 else np.zeros_like(ink)


def _own_height(ink: Picture, type_height: float) -> float:
    """Return how tall the type in a cell is: that of the page, or its own where it clearly differs."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink)
    heights = np.sort(stats[1:, 3])
    tall = heights[heights > 0.5 * heights[-1]]
    own = float(np.median(tall))
    return own if own > 1.35 * type_height and len(tall) > 1 else type_height


def _bands(rows: npt.NDArray[np.int64], height: float) -> Iterator[tuple[int, int]]:
    """Yield the first and last row of each line; lines that touch are parted where there is the least ink."""
    for first, last in _joined(_runs(rows), height):
        yield from _parted(rows, first, last, height)


def _runs(rows: npt.NDArray[np.int64]) -> list[tuple[int, int]]:
    filled = np.flatnonzero(rows)
    breaks = np.flatnonzero(np.diff(filled) > 1)
    starts = [filled[0], *filled[breaks + 1]]
    ends = [*filled[breaks], filled[-1]]
    return [(int(start), int(end)) for start, end in zip(starts, ends, strict=True)]


def _joined(runs: list[tuple[int, int]], height: float) -> list[tuple[int, int]]:
    """Join what is one line in two pieces: 二, or a row of small marks above or below the line."""
    joined = [runs[0]]
    for _, (first, last) in pairwise(runs):
        top = joined[-1][0]
        if last - top + 1 <= 1.15 * height:
            joined[-1] = (top, last)
        else:
            joined.append((first, last))
    return joined


def _parted(rows: npt.NDArray[np.int64], first: int, last: int, height: float) -> Iterator[tuple[int, int]]:
    while last - first + 1 > 1.45 * height:
        tall = last - first + 1
        count = max(2, round((tall + (_PITCH - 1) * height) / (_PITCH * height)))
        pitch = tall / count
        reach = max(1, int(0.28 * pitch))
        low, high = round(first + pitch) - reach, round(first + pitch) + reach
        low, high = max(low, first + int(0.6 * height)), min(high, last - int(0.5 * height))
        if high <= low:
            break
        around = np.convolve(rows, (1, 1, 1), "same")[low : high + 1]
        cut = low + int(np.argmin(around + 1e-3 * np.abs(np.arange(low, high + 1) - first - pitch)))
        yield first, cut
        filled = np.flatnonzero(rows[cut + 1 : last + 1])
        if len(filled) == 0:
            return
        first = cut + 1 + int(filled[0])
    yield first, last


def _framed(crop: Picture, margin: int) -> Picture:
    framed = cv2.copyMakeBorder(crop, margin, margin, 2, 2, cv2.BORDER_CONSTANT, value=(255,))
    return framed.astype(np.uint8, copy=False)
