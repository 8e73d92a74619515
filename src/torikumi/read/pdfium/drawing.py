"""What is drawn on a page besides text: rules, filled areas, pictures."""

import ctypes
import itertools
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pypdfium2.raw as pdfium

from torikumi.read.document import Box
from torikumi.read.pdfium import calls
from torikumi.read.pdfium.surface import Surface
from torikumi.read.ruled import Rule, join_rules

MOST_OBJECTS = 500_000
_DEEPEST = 12  # forms inside forms
_THIN = 2.6  # a filled area no wider than that is a rule
_SHORT = 3.5  # no rule is shorter, but for dashes
_FEWEST_DASHES = 5
_DASH_GAP = 3.2  # from one dash to the next
_LONG = 5.0  # no rule of dashes is shorter
_MOST_SEGMENTS = 20_000  # a path with more is a picture drawn with lines (a map)

_KINDS = (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_IMAGE)

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_Found = Iterator[tuple[int, int, Matrix]]


@dataclass(frozen=True, slots=True)
class Cover:
    """An area that hides what was drawn before it: its place in the order of drawing, and whether it is a picture."""

    order: int
    box: Box
    is_picture: bool


@dataclass(slots=True)
class Drawing:
    """What is drawn, on the page as it is shown. `order` tells when each text object is drawn, by its address."""

    across: list[Rule] = field(default_factory=list)
    down: list[Rule] = field(default_factory=list)
    fills: list[Box] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)
    covers: list[Cover] = field(default_factory=list)
    order: dict[int, int] = field(default_factory=dict)
    inside: dict[int, "Matrix"] = field(default_factory=dict)  # texts in forms, with the matrix of these
    dashes_across: list[Rule] = field(default_factory=list)
    dashes_down: list[Rule] = field(default_factory=list)

    def add_line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """Add a line from point to point, if it runs along the page or down it."""
        if abs(y1 - y0) <= 0.8 and abs(x1 - x0) > abs(y1 - y0):
            rules = self.across if abs(x1 - x0) >= _SHORT else self.dashes_across
            rules.append(Rule((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
        elif abs(x1 - x0) <= 0.8:
            rules = self.down if abs(y1 - y0) >= _SHORT else self.dashes_down
            rules.append(Rule((x0 + x1) / 2, min(y0, y1), max(y0, y1)))

    def add_fill(self, box: Box) -> None:
        """Add a filled rectangle: a rule if it is thin, else an area."""
        left, top, right, bottom = box
        wide, high = right - left, bottom - top
        if high <= _THIN and wide >= max(_SHORT, 2 * high):
            self.across.append(Rule((top + bottom) / 2, left, right))
        elif wide <= _THIN and high >= max(_SHORT, 2 * wide):
            self.down.append(Rule((left + right) / 2, top, bottom))
        elif wide > _THIN and high > _THIN:
            self.fills.append(box)
        elif wide <= _THIN and high <= _THIN:
            # A dot, of which many in a row are a rule; which way it runs, the others tell.
            self.dashes_across.append(Rule((top + bottom) / 2, left, right))
            self.dashes_down.append(Rule((left + right) / 2, top, bottom))
        else:
            dashes = self.dashes_across if wide > high else self.dashes_down
            dashes.append(
                Rule((top + bottom) / 2, left, right)
                if wide > high
                else Rule((left + right) / 2, top, bottom)
            )

    def join_dashes(self) -> None:
        """Make rules of the short strokes that stand in a row."""
        for dashes, rules in ((self.dashes_across, self.across), (self.dashes_down, self.down)):
            if len(dashes) >= _FEWEST_DASHES:
                joined = join_rules(dashes, tolerance=0.8, gap=_DASH_GAP)
                rules.extend(rule for rule in joined if rule.end - rule.start >= _LONG)
            dashes.clear()


def read_drawing(page: pdfium.FPDF_PAGE, surface: Surface) -> Drawing:
    """Return what is drawn on a page that PDFium has loaded."""
    drawing = Drawing()
    for order, (kind, drawn, matrix) in enumerate(_objects(page)):
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            drawing.order[drawn] = order
            if matrix is not IDENTITY:
                drawing.inside[drawn] = matrix
        elif kind == pdfium.FPDF_PAGEOBJ_PATH:
            fills = len(drawing.fills)
            _add_path(drawing, drawn, matrix, surface)
            if len(drawing.fills) > fills:
                drawing.covers.extend(Cover(order, box, False) for box in drawing.fills[fills:])
        else:
            box = _bounds(drawn)
            if box is not None:
                shown = _shown(box, matrix, surface)
                drawing.pictures.append(shown)
                drawing.covers.append(Cover(order, shown, True))
    drawing.join_dashes()
    return drawing


def shown_bounds(drawn: int, surface: Surface) -> Box | None:
    """Return what an object that stands in no form covers on the page as it is shown."""
    box = _bounds(drawn)
    return None if box is None else surface.box(*box)


def _objects(page: pdfium.FPDF_PAGE) -> _Found:
    """Yield the kind and the address of every text, path and picture, with the matrix of the forms around it."""
    left = MOST_OBJECTS

    def walk(get: Callable[..., int], owner: int, count: int, matrix: Matrix, depth: int) -> _Found:
        nonlocal left
        for index in range(count):
            left -= 1
            if left < 0:
                return
            drawn = get(owner, index)
            kind = calls.object_type(drawn)
            if kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
                inner = _product(_matrix_of(drawn), matrix)
                yield from walk(calls.form_object, drawn, calls.form_count(drawn), inner, depth + 1)
            elif kind in _KINDS:
                yield kind, drawn, matrix

    count = pdfium.FPDFPage_CountObjects(page)
    yield from walk(calls.page_object, calls.address_of(page), count, IDENTITY, 0)


def _add_path(drawing: Drawing, path: int, matrix: Matrix, surface: Surface) -> None:
    filled, stroked = ctypes.c_int(), ctypes.c_int()
    calls.draw_mode(path, ctypes.addressof(filled), ctypes.addressof(stroked))
    segments = calls.segment_count(path)
    if not (filled.value or stroked.value) or segments > _MOST_SEGMENTS:
        return
    if filled.value and not stroked.value and segments <= 6:
        # The bounds of a thin or plain rectangle are all there is to know, and cost one call.
        box = _bounds(path)
        if box is not None:
            drawing.add_fill(_shown(box, matrix, surface))
        return
    for points in _outlines(path, _product(_matrix_of(path), matrix), surface):
        if stroked.value:
            for (x0, y0), (x1, y1) in itertools.pairwise(points):
                drawing.add_line(x0, y0, x1, y1)
        if filled.value:
            across = [x for x, _ in points]
            down = [y for _, y in points]
            drawing.add_fill((min(across), min(down), max(across), max(down)))


def _outlines(path: int, matrix: Matrix, surface: Surface) -> Iterator[list[tuple[float, float]]]:
    """Yield the corners of each part of a path; a curve counts as the line between its ends."""
    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    to_x, to_y = ctypes.addressof(x), ctypes.addressof(y)
    points: list[tuple[float, float]] = []
    for index in range(calls.segment_count(path)):
        segment = calls.segment_of(path, index)
        calls.segment_point(segment, to_x, to_y)
        point = surface.point(x.value * a + y.value * c + e, x.value * b + y.value * d + f)
        if not (math.isfinite(point[0]) and math.isfinite(point[1])):
            return
        if calls.segment_type(segment) == pdfium.FPDF_SEGMENT_MOVETO:
            if len(points) > 1:
                yield points
            points = [point]
        else:
            points.append(point)
        if calls.segment_closes(segment):
            points.append(points[0])
    if len(points) > 1:
        yield points


def _bounds(drawn: int) -> Box | None:
    edges = (ctypes.c_float * 4)()
    first = ctypes.addressof(edges)
    if not calls.object_bounds(drawn, first, first + 4, first + 8, first + 12):
        return None
    left, bottom, right, top = edges
    # A damaged file may draw something nowhere at all.
    return (left, bottom, right, top) if all(map(math.isfinite, edges)) else None


def _shown(box: Box, matrix: Matrix, surface: Surface) -> Box:
    left, bottom, right, top = box
    if matrix is IDENTITY:
        return surface.box(left, bottom, right, top)
    a, b, c, d, e, f = matrix
    corners = [(x * a + y * c + e, x * b + y * d + f) for x in (left, right) for y in (bottom, top)]
    across, down = [x for x, _ in corners], [y for _, y in corners]
    return surface.box(min(across), min(down), max(across), max(down))


def _matrix_of(drawn: int) -> Matrix:
    values = (ctypes.c_float * 6)()
    calls.object_matrix(drawn, ctypes.addressof(values))
    a, b, c, d, e, f = values
    return a, b, c, d, e, f


def _product(first: Matrix, second: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m
