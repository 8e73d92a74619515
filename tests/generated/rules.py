"""The rules and backgrounds of the tables on a page, as strokes and filled rectangles."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tests.generated.paper import Fill, Paper, Pen, Rules
from tests.generated.place import Box, Frame
from tests.generated.sheet import Kind

BLACK, BLUE, GREY, PALE, WHITE = (
    (0.0, 0.0, 0.0),
    (0.1, 0.2, 0.6),
    (0.85, 0.85, 0.85),
    (0.93, 0.96, 1.0),
    (1.0, 1.0, 1.0),
)
Colour = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight line; y goes down."""

    x0: float
    y0: float
    x1: float
    y1: float
    width: float = 0.5
    dash: bool = False


@dataclass(frozen=True, slots=True)
class Rectangle:
    """A rectangle, filled or (without a colour) stroked."""

    x0: float
    y0: float
    x1: float
    y1: float
    colour: Colour | None


Edge = tuple[float, float, float]  # where it stands on one axis, from where to where on the other


def backgrounds(frame: Frame, fill: Fill) -> Iterator[Rectangle]:
    """Yield the filled rectangles under the text."""
    for box in frame.boxes:
        is_header = box.slot.kind is Kind.HEADER
        colour: Colour | None = None
        if fill is Fill.WHITE:
            colour = WHITE
        elif fill is Fill.HEADER and (is_header or box.slot.kind is Kind.BAND):
            colour = GREY
        elif fill is Fill.ZEBRA and box.slot.rows == 1 and box.row % 2 == 0 and not is_header:
            colour = PALE
        if colour is not None:
            yield Rectangle(box.x0, box.y0, box.x1, box.y1, colour)


def drawn_rules(frame: Frame, paper: Paper) -> Iterator[Stroke | Rectangle]:
    """Yield what draws the rules of a part of a table."""
    if paper.rules is Rules.NONE:
        return
    if paper.pen is Pen.CELLS and paper.rules is Rules.FULL:
        yield from (Rectangle(box.x0, box.y0, box.x1, box.y1, None) for box in frame.boxes)
        return
    across, down = _edges(frame, paper)
    for y, start, end in across:
        yield from _with_pen(y, start, end, paper, is_across=True)
    for x, start, end in down:
        yield from _with_pen(x, start, end, paper, is_across=False)


def _edges(frame: Frame, paper: Paper) -> tuple[list[Edge], list[Edge]]:
    boxes = frame.boxes
    top, bottom = min(box.y0 for box in boxes), max(box.y1 for box in boxes)
    left, right = min(box.x0 for box in boxes), max(box.x1 for box in boxes)
    across = _joined([(y, box.x0, box.x1) for box in boxes for y in (box.y0, box.y1)])
    down = _joined([(x, box.y0, box.y1) for box in boxes for x in (box.x0, box.x1)])
    frame_across, frame_down = (
        [(top, left, right), (bottom, left, right)],
        [(left, top, bottom), (right, top, bottom)],
    )
    header = _header_edges(boxes, left, right)
    chosen = {
        Rules.FULL: (across, down),
        Rules.ROWS: (across, []),
        Rules.COLUMNS: ([], down),
        Rules.HEADER: ([*frame_across, *header], []),
        Rules.OUTER: ([*frame_across, *header], frame_down),
        Rules.NONE: ([], []),
    }
    across, down = chosen[paper.rules]
    if frame.is_open:
        across = [edge for edge in across if edge[0] > top + 0.1]
    return across, down


def _header_edges(boxes: Sequence[Box], left: float, right: float) -> list[Edge]:
    header = [box.y1 for box in boxes if box.slot.kind is Kind.HEADER]
    return [(max(header), left, right)] if header else []


def _joined(edges: Iterable[Edge]) -> list[Edge]:
    """Return edges on one line that touch as one."""
    joined: list[Edge] = []
    for at, start, end in sorted({(round(at, 3), round(a, 3), round(b, 3)) for at, a, b in edges}):
        if joined and joined[-1][0] == at and start <= joined[-1][2] + 0.01:
            joined[-1] = (at, joined[-1][1], max(end, joined[-1][2]))
        else:
            joined.append((at, start, end))
    return joined


def _with_pen(
    at: float, start: float, end: float, paper: Paper, *, is_across: bool
) -> Iterator[Stroke | Rectangle]:
    pen = paper.pen
    if pen is Pen.RECTANGLE:
        yield _rectangle(at - 0.3, start - 0.3, at + 0.3, end + 0.3, is_across)
    elif pen is Pen.DOUBLE:
        for shift in (-0.7, 0.7):
            yield _stroke(at + shift, start, end, is_across, width=0.3)
    elif pen is Pen.PIECES:
        step = 3.0
        place = start
        while place < end:
            yield _stroke(at, place, min(place + step * 0.6, end), is_across)
            place += step
    elif pen is Pen.GAPS:
        yield _stroke(at, start + 0.8, end - 0.8, is_across)
    elif pen is Pen.THICK:
        yield _stroke(at, start, end, is_across, width=2.2)
    else:
        yield _stroke(at, start, end, is_across, dash=pen is Pen.PATTERN)


def _stroke(
    at: float, start: float, end: float, is_across: bool, *, width: float = 0.5, dash: bool = False
) -> Stroke:
    return Stroke(start, at, end, at, width, dash) if is_across else Stroke(at, start, at, end, width, dash)


def _rectangle(near: float, start: float, far: float, end: float, is_across: bool) -> Rectangle:
    return Rectangle(start, near, end, far, BLACK) if is_across else Rectangle(near, start, far, end, BLACK)
