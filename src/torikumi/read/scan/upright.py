"""Which way up a page is: told by which way its lines can be read, then straightened."""

from dataclasses import dataclass

import numpy as np

from torikumi.read.document import Box
from torikumi.read.scan.deskew import find_skew, straighten
from torikumi.read.scan.ink import find_ink, type_height
from torikumi.read.scan.lines import cut_lines, find_lines
from torikumi.read.scan.picture import Picture
from torikumi.read.scan.recogniser import recognise
from torikumi.read.scan.rules import PageRules, find_rules

_PROBES = 12  # lines that are read to tell which way up a page is
_READABLE = 0.8  # how sure the recogniser is of most lines that stand upright
_TURNS = (0, 1, 3, 2)  # quarters against the clock, the likeliest first


@dataclass(frozen=True, slots=True, kw_only=True)
class Upright:
    """A page turned so that it can be read: by quarters against the clock, then by degrees.

    `type_height` is how tall most of its characters are, in pixels; None where it has no text.
    """

    picture: Picture
    quarters: int
    skew: float
    ink: Picture
    type_height: float | None
    rules: PageRules

    def on_page(self, box: Box) -> Box:
        """Return where a box of the upright page stands on the page as it was given."""
        height, width = self.picture.shape
        turn = np.radians(self.skew)
        x, y = (box[0] + box[2]) / 2 - width / 2, (box[1] + box[3]) / 2 - height / 2
        x, y = x * np.cos(turn) - y * np.sin(turn), x * np.sin(turn) + y * np.cos(turn)
        wide, tall = box[2] - box[0], box[3] - box[1]
        for _ in range(self.quarters):
            x, y = -y, x
            wide, tall, width, height = tall, wide, height, width
        x, y = float(x + width / 2), float(y + height / 2)
        return x - wide / 2, y - tall / 2, x + wide / 2, y + tall / 2


def set_upright(picture: Picture) -> Upright:
    """Return the page upright and straight. Raises NoRecogniserError."""
    best: tuple[float, Upright] | None = None
    for quarters in _TURNS:
        turned = np.ascontiguousarray(np.rot90(picture, quarters))
        upright = _seen(turned, quarters)
        readable = _readable(upright)
        if readable is None or readable >= _READABLE:
            return upright
        if best is None or readable > best[0]:
            best = (readable, upright)
    assert best is not None  # noqa: S101  there are four turns
    return best[1]


def _seen(turned: Picture, quarters: int) -> Upright:
    skew = find_skew(turned)
    straight = straighten(turned, skew)
    ink = find_ink(straight)
    height = type_height(ink)
    rules = find_rules(ink, type_height=height or straight.shape[0] / 100)
    return Upright(picture=straight, quarters=quarters, skew=skew, ink=ink, type_height=height, rules=rules)


def _readable(upright: Upright) -> float | None:
    """Return how sure the recogniser is of some lines, from 0 to 1; None where the page has none to try."""
    height = upright.type_height
    if height is None:
        return None
    found = find_lines(upright.ink, upright.rules.ink, (), type_height=height)
    boxes = [box for box in found if _is_probe(box, height)]
    chosen = boxes[:: max(1, len(boxes) // _PROBES)][:_PROBES]
    lines = [
        line
        for left, top, right, bottom in ([round(edge) for edge in box] for box in chosen)
        for line in cut_lines(
            upright.picture, upright.rules.thick, (left, top, right, bottom), type_height=height
        )
    ]
    if not lines:
        return None
    expected = sum((line.box[2] - line.box[0]) / height for line in lines)
    read = [character.sure for line in recognise([line.picture for line in lines]) for character in line]
    return sum(read) / max(len(read), 0.7 * expected)


def _is_probe(box: Box, height: float) -> bool:
    return 3 * height < box[2] - box[0] < 25 * height
