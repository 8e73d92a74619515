"""A treemap in bands: one band a group, as high as its share; its cells have areas in proportion to their sizes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import fsum

from torikumi.plan.direction import Outcome
from torikumi.publish.legend import Legend
from torikumi.publish.palette import Pattern, look_of
from torikumi.publish.svg import draw_box, draw_text, fold_lines, picture, text_width

_SIZE = 13.0
_LINE = 17.0
_PLAIN = "#e6e6e6"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell: its size (above 0), its name, what may stand for the name where there is little room, its direction.

    `direction` is "" for a cell without one; `is_many` marks one that stands for several.
    """

    size: float
    label: str
    short: str = ""
    direction: str = ""
    is_many: bool = False
    outcomes: tuple[Outcome, ...] = ()


@dataclass(frozen=True, slots=True)
class Band:
    """One group: its name, its sum in words, and its cells, one or more."""

    label: str
    sum_words: str
    cells: tuple[Cell, ...]

    @property
    def size(self) -> float:
        """The size of all cells together."""
        return fsum(cell.size for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of the drawing."""

    x: float
    y: float
    width: float
    height: float

    @property
    def area(self) -> float:
        """The area in square units of the drawing."""
        return self.width * self.height


def treemap(
    bands: Sequence[Band], *, title: str, description: str, uid: str, width: int, height: float
) -> str:
    """Return the bands below one another; `height` is that of all cells, headings and legend come on top.

    A label stands in its cell whole or not at all. `uid` must be unique on the page.
    """
    drawing = _Drawing(bands, uid=uid, width=width, height=height)
    return picture(
        size=(width, drawing.height), body=drawing.body, uid=uid, title=title, description=description
    )


def squarify(sizes: Sequence[float], box: Box) -> list[Box]:
    """Return a rectangle for each size, in proportion, filling `box` without overlap, as square as they come.

    Sizes are above 0, from the largest to the smallest, as in Bruls, Huizing and van Wijk (2000).
    """
    total = fsum(sizes)
    areas = [size / total * box.area for size in sizes] if total else []
    placed: list[Box] = []
    start = 0
    while start < len(areas):
        side = min(box.width, box.height)
        stop = start + 1
        while stop < len(areas) and _worst(areas[start : stop + 1], side) <= _worst(areas[start:stop], side):
            stop += 1
        row, box = _lay(areas[start:stop], box, is_last=stop == len(areas))
        placed += row
        start = stop
    return placed


def _worst(areas: Sequence[float], side: float) -> float:
    """Return the worst ratio of sides of a row along `side`."""
    total = fsum(areas)
    if not side or not total or not min(areas):
        return float("inf")
    return max(side * side * max(areas) / total**2, total**2 / (side * side * min(areas)))


def _lay(areas: Sequence[float], box: Box, *, is_last: bool) -> tuple[list[Box], Box]:
    """Return the row along the shorter side, and what is left of the box."""
    total, row = fsum(areas), []
    if box.width >= box.height:
        wide = box.width if is_last else min(total / box.height if box.height else 0.0, box.width)
        y = box.y
        for area in areas:
            high = box.height * area / total if total else 0.0
            row.append(Box(box.x, y, wide, high))
            y += high
        return row, Box(box.x + wide, box.y, max(box.width - wide, 0.0), box.height)
    high = box.height if is_last else min(total / box.width if box.width else 0.0, box.height)
    x = box.x
    for area in areas:
        wide = box.width * area / total if total else 0.0
        row.append(Box(x, box.y, wide, high))
        x += wide
    return row, Box(box.x, box.y + high, box.width, max(box.height - high, 0.0))


class _Drawing:
    """The drawing of one treemap, from the top down."""

    def __init__(self, bands: Sequence[Band], *, uid: str, width: int, height: float) -> None:
        self.width = width
        cells = [cell for band in bands for cell in band.cells]
        self.legend = Legend(((c.direction, look_of(c.outcomes)) for c in cells if c.direction), uid=uid)
        explained, self.height = self.legend.draw(left=0, width=width)
        total = fsum(band.size for band in bands)
        drawn = [part for band in bands for part in self._band(band, height * band.size / total)]
        self.body = "".join([self.legend.patterns(), explained, *drawn])

    def _band(self, band: Band, height: float) -> Iterator[str]:
        lines = fold_lines(f"{band.label}　{band.sum_words}", size=14, width=self.width)
        if len(lines) > 1:
            lines = [*fold_lines(band.label, size=14, width=self.width), band.sum_words]
        for row, line in enumerate(lines):
            yield draw_text(0, self.height + 15 + 19 * row, line, font_weight=700)
        self.height += 19 * len(lines) + 4
        cells = sorted(band.cells, key=lambda cell: -cell.size)
        boxes = squarify([cell.size for cell in cells], Box(0, self.height, self.width, height))
        for cell, box in zip(cells, boxes, strict=True):
            yield from self._cell(cell, box)
        self.height += height + 12

    def _cell(self, cell: Cell, box: Box) -> Iterator[str]:
        fill = self.legend.fill(cell.direction) if cell.direction else _PLAIN
        # The white line around a cell is drawn inside it, so that the areas stay in proportion.
        yield draw_box(box.x, box.y, (box.width, box.height), fill, stroke="#ffffff", stroke_width=1)
        lines = _fitting(cell, box)
        if not lines:
            return
        look = self.legend.looks[cell.direction] if cell.direction else None
        ink = look.on_fill if look else "#000000"
        if look and look.pattern is not Pattern.SOLID:
            wide = max(text_width(line, _SIZE) for line in lines) + 6
            yield draw_box(box.x + 2, box.y + 2, (wide, _LINE * len(lines) + 3), "#ffffff")
            ink = "#000000"
        for row, line in enumerate(lines):
            yield draw_text(box.x + 5, box.y + 15 + _LINE * row, line, font_size=_SIZE, fill=ink)


def _fitting(cell: Cell, box: Box) -> list[str]:
    """Return the lines of the longest label that fits whole; [] where none does."""
    for words in (cell.label, cell.short):
        if not words or box.width < 14 + 10:
            continue
        lines = fold_lines(words, size=_SIZE, width=box.width - 10)
        widest = max(text_width(line, _SIZE) for line in lines)
        # A name of one letter a line is there, but nobody can read it.
        readable = len(lines) == 1 or (
            words is cell.label and not cell.is_many and box.width >= _SIZE * 4 + 10
        )
        if readable and widest <= box.width - 10 and _LINE * len(lines) + 5 <= box.height:
            return lines
    return []
