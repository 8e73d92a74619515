"""The rules drawn on a page: long thin strokes, whole, dotted or broken."""

from dataclasses import dataclass

import cv2
import numpy as np
from cv2.typing import MatLike

from torikumi.read.ruled import Rule
from torikumi.read.scan.picture import Picture

# In heights of the page's type:
_LENGTH = 2.2  # no stroke of a character is as long
_THICKNESS = 0.6
_GAP = 0.35  # between the dots of a dotted rule
_DOTTED = 5.0  # a dotted rule is at least so long, else a line of text may look like one
_AROUND = 0.3  # beside a dotted rule there is paper


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRules:
    """The rules of a page in pixels, and where their ink is (1), so that it is not read as text.

    `thick` is a pixel wider on each side: a rule is grey at its edges.
    """

    across: tuple[Rule, ...]
    down: tuple[Rule, ...]
    ink: Picture
    thick: Picture


def find_rules(ink: Picture, *, type_height: float) -> PageRules:
    """Return the rules among the ink of a straightened page."""
    drawn = np.zeros_like(ink)
    across = _strokes(ink, drawn, type_height)
    turned = np.ascontiguousarray(ink.T)
    drawn_down = np.zeros_like(turned)
    down = _strokes(turned, drawn_down, type_height)
    drawn |= drawn_down.T
    thick = cv2.dilate(drawn, np.ones((3, 3), np.uint8)).astype(np.uint8, copy=False)
    return PageRules(across=across, down=down, ink=drawn, thick=thick)


def _strokes(ink: Picture, drawn: Picture, type_height: float) -> tuple[Rule, ...]:
    """Return the strokes along the rows of `ink`, and mark them in `drawn`."""
    length = max(15, round(_LENGTH * type_height))
    # A rule that falls by a pixel on its way is still one: scanners do not draw the paper evenly.
    thick = cv2.dilate(ink, np.ones((3, 1), np.uint8))
    whole = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    rules = _components(whole, drawn, least=length, most=_THICKNESS * type_height + 2)
    gap = max(3, round(_GAP * type_height))
    bridged = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((1, gap), np.uint8))
    bridged[drawn > 0] = 0
    long = round(_DOTTED * type_height)
    dotted = cv2.morphologyEx(bridged, cv2.MORPH_OPEN, np.ones((1, long), np.uint8))
    return rules + _components(dotted, drawn, least=long, most=0.25 * type_height, beside=(ink, type_height))


def _components(
    strokes: MatLike,
    drawn: Picture,
    *,
    least: float,
    most: float,
    beside: tuple[Picture, float] | None = None,
) -> tuple[Rule, ...]:
    count, labels, stats, _ = cv2.connectedComponentsWithStats(strokes)
    rules = []
    for index in range(1, count):
        left, top, width, height = (int(value) for value in stats[index, :4])
        part = labels[top : top + height, left : left + width] == index
        thickness = part.sum() / width
        if width < least or thickness > most:
            continue
        if beside is not None and not _stands_free(beside[0], (left, top, width, height), beside[1]):
            continue
        drawn[top : top + height, left : left + width][part] = 1
        rules.append(Rule(top + (height - 1) / 2, float(left), float(left + width)))
    return tuple(rules)


def _stands_free(ink: Picture, box: tuple[int, int, int, int], type_height: float) -> bool:
    left, top, width, height = box
    away = max(3, round(_AROUND * type_height))
    above = ink[max(0, top - away) : max(0, top - 1), left : left + width]
    below = ink[top + height + 1 : top + height + away, left : left + width]
    return all(part.size == 0 or part.mean() < 0.08 for part in (above, below))
