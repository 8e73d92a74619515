"""The picture of a page becomes its parts in reading order: tables with their cells, and the lines around them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from torikumi.read.document import Box, Cell
from torikumi.read.flow import Line
from torikumi.read.page.content import Piece
from torikumi.read.page.layout import PageParts
from torikumi.read.page.table import PageTable, rounded
from torikumi.read.page.text import line_text, lines_of
from torikumi.read.page.unruled import find_tables
from torikumi.read.ruled import Rule, RuledGrid
from torikumi.read.scan.character import Character
from torikumi.read.scan.context import mend_brackets
from torikumi.read.scan.grids import find_page_grids
from torikumi.read.scan.lines import TextLine, cut_lines, find_lines
from torikumi.read.scan.picture import Picture
from torikumi.read.scan.recogniser import recognise
from torikumi.read.scan.upright import Upright, set_upright

_MOST_PIXELS = 5000  # of the longer side: A3 at 300 dpi; more tells nothing new of its characters
_CLEAR = 15.0  # pixels; the recogniser is too sure of type that is less tall
_LOOK = (
    0.5  # how sure a text is at most of which a bracket was put right, some ink was not read, or a speck was
)
_ODD = (
    "_^`|\\{}'\""  # what specks and what is left of rules are read as; no Japanese text is written with them
)


def read_scanned_page(picture: Picture, *, dpi: float, page: int) -> PageParts:
    """Return what a page says. `picture` holds grey values. Raises NoRecogniserError.

    All boxes are in points on the page as it was given, even where it lay askew or on its side.
    """
    tall = picture.shape[0] * 72 / dpi
    scale = min(1.0, _MOST_PIXELS / max(picture.shape))
    if scale < 1.0:
        small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        picture = small.astype(np.uint8, copy=False)
    upright = set_upright(picture)
    height, rules = upright.type_height, upright.rules
    if height is None:
        return PageParts(number=page, height=tall, parts=())
    grids = find_page_grids(rules, type_height=height)
    loose = find_lines(upright.ink, rules.ink, [grid.box for grid in grids], type_height=height)
    return _PageReader(upright, height, dpi * scale, page).read(grids, loose, tall)


@dataclass(frozen=True, slots=True)
class _ReadLine:
    """A line that was recognised, and how sure its least sure character is; 1.0 where it has none."""

    line: TextLine
    characters: tuple[Character, ...]
    text: str
    sure: float


def _read_all(lines: Sequence[TextLine], type_height: float) -> list[_ReadLine]:
    found = recognise([line.picture for line in lines])
    clear = min(1.0, type_height / _CLEAR)
    return [_read_line(line, characters, clear) for line, characters in zip(lines, found, strict=True)]


def _read_line(line: TextLine, characters: tuple[Character, ...], clear: float) -> _ReadLine:
    sure = clear * min((character.sure for character in characters), default=1.0)
    text = mend_brackets(characters)
    is_mended = text != "".join(character.text for character in characters)
    is_odd = not text.isascii() and any(mark in text for mark in _ODD)
    if is_mended or is_odd or line.is_unread([character.at for character in characters]):
        sure = min(sure, _LOOK)
    return _ReadLine(line, characters, text, round(sure, 4))


class _PageReader:
    def __init__(self, upright: Upright, height: float, dpi: float, page: int) -> None:
        self._upright, self._height, self._dpi, self._page = upright, height, dpi, page

    def read(self, grids: Sequence[RuledGrid], loose: Sequence[Box], tall: float) -> PageParts:
        inside = [[self._cut(cell.box) for cell in grid.cells] for grid in grids]
        outside = [line for box in loose for line in self._cut(box)]
        cut = [line for cells in inside for cell in cells for line in cell] + outside
        found = iter(_read_all(cut, self._height))
        parts: list[Line | PageTable] = []
        for grid, cells in zip(grids, inside, strict=True):
            parts.append(self._table(grid, [[next(found) for _ in cell] for cell in cells]))
        parts.extend(self._laid_out([next(found) for _ in outside], grids))
        return PageParts(number=self._page, height=tall, parts=tuple(sorted(parts, key=_top_of)))

    def _cut(self, box: Box) -> tuple[TextLine, ...]:
        left, top, right, bottom = (round(edge) for edge in box)
        inside = (max(0, left + 1), max(0, top + 1), right, bottom)
        return cut_lines(self._upright.picture, self._upright.rules.thick, inside, type_height=self._height)

    def _table(self, grid: RuledGrid, found: Sequence[Sequence[_ReadLine]]) -> PageTable:
        cells = []
        for cell, lines in zip(grid.cells, found, strict=True):
            cells.append(
                Cell(
                    text="\n".join(line.text for line in lines),
                    row=cell.row + 1,
                    column=cell.column + 1,
                    rows=cell.rows,
                    columns=cell.columns,
                    page=self._page,
                    box=self._points(cell.box),
                    confidence=min((line.sure for line in lines), default=None),
                )
            )
        xs = tuple(x * 72 / self._dpi for x in grid.xs)
        return PageTable(
            page=self._page, cells=tuple(cells), xs=xs, box=self._straight_points(grid.box), ruling="full"
        )

    def _laid_out(self, loose: Sequence[_ReadLine], grids: Sequence[RuledGrid]) -> Iterator[Line | PageTable]:
        """Yield the tables without rules among the lines outside of grids, and the lines in none of them."""
        read = [entry for entry in loose if entry.text.strip()]
        free = [self._rule(rule) for rule in self._upright.rules.across if not _is_in_any(rule, grids)]
        found = find_tables([self._piece(entry) for entry in read], free, page=self._page)
        for table in found.tables:
            cells = [
                replace(cell, confidence=self._sure_in(cell.box, read), box=self._turned(cell.box))
                for cell in table.cells
            ]
            yield replace(table, cells=tuple(cells))
        for line in lines_of(found.rest):
            box = _around(line)
            sure = self._sure_in(box, read)
            yield Line(text=line_text(line), page=self._page, box=self._turned(box), confidence=sure)

    def _piece(self, entry: _ReadLine) -> Piece:
        """Return a line as a PDF would hold it, in points."""
        left, top, right, bottom = self._straight_points(entry.line.box)
        begin, end = (x * 72 / self._dpi for x in entry.line.reach)
        size = self._height * 72 / self._dpi
        lefts = [max(left, begin + (end - begin) * c.at - size / 2) for c in entry.characters]
        return Piece(text=entry.text, left=left, top=top, right=right, bottom=bottom, size=size, lefts=lefts)

    def _rule(self, rule: Rule) -> Rule:
        scale = 72 / self._dpi
        return Rule(rule.at * scale, rule.start * scale, rule.end * scale)

    def _sure_in(self, box: Box | None, read: Sequence[_ReadLine]) -> float | None:
        """Return how sure the least sure character is of the lines whose middle lies in a box (in points)."""
        if box is None:
            return None
        sure: list[float] = []
        for entry in read:
            left, top, right, bottom = self._straight_points(entry.line.box)
            if (
                box[0] - 1 <= (left + right) / 2 <= box[2] + 1
                and box[1] - 1 <= (top + bottom) / 2 <= box[3] + 1
            ):
                sure.append(entry.sure)
        return min(sure, default=None)

    def _straight_points(self, box: Box) -> Box:
        left, top, right, bottom = (value * 72 / self._dpi for value in box)
        return left, top, right, bottom

    def _points(self, box: Box) -> Box:
        return rounded(self._straight_points(self._upright.on_page(box)))

    def _turned(self, box: Box | None) -> Box | None:
        if box is None:
            return None
        left, top, right, bottom = (value * self._dpi / 72 for value in box)
        return self._points((left, top, right, bottom))


def _around(line: Sequence[Piece]) -> Box:
    return (
        min(piece.left for piece in line),
        min(piece.top for piece in line),
        max(piece.right for piece in line),
        max(piece.bottom for piece in line),
    )


def _top_of(part: Line | PageTable) -> tuple[float, float]:
    left, top, _, _ = part.box or (0.0, 0.0, 0.0, 0.0)
    return top, left


def _is_in_any(rule: Rule, grids: Sequence[RuledGrid]) -> bool:
    return any(
        grid.ys[0] - 3 <= rule.at <= grid.ys[-1] + 3
        and grid.xs[0] - 3 <= rule.start
        and rule.end <= grid.xs[-1] + 3
        for grid in grids
    )
