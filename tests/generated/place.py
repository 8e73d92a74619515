"""Where everything stands on the pages: lines of text, cells; y goes down from the upper edge, all in points."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate

from tests.generated.letters import width_of, wrapped
from tests.generated.paper import Label, Paper, Rules, Spacing, Vertical
from tests.generated.sheet import Kind, Part, Prose, Sheet, Slot

SIZES = {
    "A5": (420.0, 595.0),
    "B5": (516.0, 729.0),
    "A4": (595.0, 842.0),
    "A3": (842.0, 1191.0),
    "B4": (729.0, 1032.0),
}
MARGIN = 42.0
NUMBER = re.compile(r"[0-9,.:]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A line of text; `y` is its base line. `down` where it is written downwards, `stretch` the room between letters."""

    text: str
    x: float
    y: float
    size: float
    cell: tuple[int, int] = (-1, -1)
    down: bool = False
    stretch: float = 0.0
    is_header: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A cell, or the part of it that stands on one page."""

    x0: float
    y0: float
    x1: float
    y1: float
    slot: Slot
    row: int


@dataclass(slots=True)
class Frame:
    """The part of a table that stands on one page; `is_open` where it goes on from the page before."""

    boxes: list[Box]
    header: int
    is_open: bool = False


@dataclass(slots=True)
class Page:
    """What stands on one page."""

    width: float
    height: float
    texts: list[Text] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Strip:
    """A row, or the part of it that stands on one page: which of its lines."""

    row: int
    height: float
    first: int = 0
    last: int = 10_000


class Placer:
    """Puts parts on pages, one below the other."""

    def __init__(self, paper: Paper) -> None:
        self.pages: list[Page] = []
        self._paper = paper
        width, height = SIZES[paper.size]
        self._width, self._height = (height, width) if paper.landscape else (width, height)
        self._y = 0.0
        self._new_page()

    def put(self, parts: Sequence[Part]) -> list[Page]:
        """Return the pages that hold the parts."""
        for part in parts:
            if isinstance(part, Prose):
                self._put_prose(part)
            else:
                _Table(self, part, self._paper).put()
        return self.pages

    def put_beside(self, left: Sheet, right: Sheet) -> list[Page]:
        """Return one page with two tables side by side; each as wide as half of it."""
        top, half = self._y, (self.width - 30) / 2
        _Table(self, left, self._paper, width=half).put()
        bottom, self._y = self._y, top
        _Table(self, right, self._paper, start=MARGIN + half + 30, width=half).put()
        self._y = max(bottom, self._y)
        return self.pages

    @property
    def room(self) -> float:
        """How much of the page is free."""
        return self._height - MARGIN - self._y

    @property
    def width(self) -> float:
        """How wide the text is."""
        return self._width - 2 * MARGIN

    def new_page(self) -> None:
        """Go on with the next page."""
        self._new_page()

    def add(self, frame: Frame, texts: list[Text], height: float) -> None:
        """Add a part of a table that ends `height` below where the page was filled."""
        page = self.pages[-1]
        page.frames.append(frame)
        page.texts.extend(texts)
        self._y += height

    def top(self) -> float:
        """Return how far the page is filled."""
        return self._y

    def skip(self, height: float) -> None:
        """Leave a space."""
        self._y += height

    def _new_page(self) -> None:
        self.pages.append(Page(self._width, self._height))
        self._y = MARGIN
        if self._paper.running:
            number = len(self.pages)
            page = self.pages[-1]
            page.texts.append(Text(text="みほん市　企画部", x=self._width - 150, y=24, size=7))
            page.texts.append(Text(text=f"- {number} -", x=self._width / 2, y=self._height - 18, size=9))

    def _put_prose(self, part: Prose) -> None:
        size = max(8.0, self._paper.letters) * part.size
        size = min(size, size * self.width / max(1.0, width_of(part.text, size, self._paper.font)))
        if self.room < size * 6:
            self._new_page()
        self._y += size * 1.3
        self.pages[-1].texts.append(Text(text=part.text, x=MARGIN, y=self._y, size=size))
        self._y += size * 0.6


class _Table:
    """Puts one table on as many pages as it needs."""

    def __init__(
        self, placer: Placer, sheet: Sheet, paper: Paper, *, start: float = MARGIN, width: float | None = None
    ) -> None:
        self._placer, self._sheet, self._paper = placer, sheet, paper
        share = (width or placer.width) / sum(sheet.weights)
        share = share if sheet.is_plan else min(60.0, share)
        self._xs = [start, *(start + share * weight for weight in accumulate(sheet.weights))]
        narrowest = min(sheet.weights) * share
        has_rules = paper.rules is Rules.FULL
        self._size = min(
            paper.letters, narrowest / (4.0 if has_rules else 5.0), self._largest_for_numbers(share)
        )
        self._pad = 0.4 if paper.tight else self._size * (0.35 if has_rules else 0.6)
        self._gap = self._size * (0.35 if paper.rules in (Rules.FULL, Rules.ROWS) else 0.9)
        self._leading = self._size * (1.7 if paper.ruby else 1.25)
        self._lines = {id(slot): self._wrap(slot) for slot in sheet.slots}
        self._heights = self._row_heights()
        self._merged: dict[int, list[tuple[Page, Box]]] = {}

    def _largest_for_numbers(self, share: float) -> float:
        """Return the largest size at which no number has to be broken to fit its column."""
        sizes = [100.0]
        for slot in self._sheet.slots:
            for number in NUMBER.findall(slot.text):
                width = share * sum(self._sheet.weights[slot.column : slot.column + slot.columns])
                sizes.append(width / (width_of(number, 1.0, self._paper.font) + 1.5))
        return min(sizes)

    def put(self) -> None:
        header = [_Strip(row, self._heights[row]) for row in range(self._sheet.header)]
        waiting = [_Strip(row, self._heights[row]) for row in range(self._sheet.header, self._sheet.rows)]
        is_first = True
        while waiting:
            on_page = header if is_first or self._paper.header_again else []
            taken = self._fill(on_page, waiting)
            if not taken:
                self._placer.new_page()
                continue
            is_open = not is_first and self._paper.open_top and not on_page
            self._put_frame([*on_page, *taken], is_open=is_open)
            is_first = False
            if waiting:
                self._placer.new_page()
        for parts in self._merged.values():
            self._label(parts)
        self._placer.skip(self._size * 2)

    def _fill(self, header: list[_Strip], waiting: list[_Strip]) -> list[_Strip]:
        """Take what fits on the page out of `waiting`."""
        room = self._placer.room - sum(strip.height for strip in header)
        is_empty = self._placer.top() <= MARGIN
        taken: list[_Strip] = []
        while waiting and waiting[0].height <= room:
            room -= waiting[0].height
            taken.append(waiting.pop(0))
        if waiting and (self._paper.break_rows or (is_empty and not taken)):
            parts = self._broken(waiting[0], room)
            if parts:
                taken.append(parts[0])
                waiting[0] = parts[1]
        while len(taken) > 1 and waiting and self._is_band(taken[-1].row):
            waiting.insert(0, taken.pop())  # no heading stands alone at the foot of a page
        if taken and self._is_band(taken[-1].row) and waiting and not is_empty:
            waiting[:0] = taken
            return []
        return taken

    def _is_band(self, row: int) -> bool:
        return any(slot.row == row and slot.kind is Kind.BAND for slot in self._sheet.slots)

    def _broken(self, strip: _Strip, room: float) -> tuple[_Strip, _Strip] | None:
        lines = int((room - 2 * self._gap) / self._leading)
        own = [len(self._lines[id(s)]) for s in self._sheet.slots if s.row == strip.row and s.rows == 1]
        total = min(max(own, default=0), strip.last) - strip.first
        if lines < 2 or total - lines < 1:
            return None
        middle = strip.first + lines
        rest = (total - lines) * self._leading + 2 * self._gap
        return (
            replace(strip, height=lines * self._leading + 2 * self._gap, last=middle),
            replace(strip, height=rest, first=middle),
        )

    def _wrap(self, slot: Slot) -> list[str]:
        paper = self._paper
        width = self._xs[slot.column + slot.columns] - self._xs[slot.column] - 2 * self._pad
        if self._is_down(slot):
            return [slot.text.replace("\n", "")]
        if paper.overflow and self._may_run_over(slot):
            width = self._xs[slot.column + 2] - self._xs[slot.column] - 2 * self._pad
        if paper.rules is not Rules.FULL and slot.kind is Kind.BAND:
            width = self._xs[-1] - self._xs[0]
        width -= self._size * 1.2 if slot.mark else 0.0
        return wrapped(slot.text, width, self._size, paper.font)

    def _is_down(self, slot: Slot) -> bool:
        return self._paper.vertical is not Vertical.NO and slot.kind is Kind.LEVEL

    def _may_run_over(self, slot: Slot) -> bool:
        beside = [
            s for s in self._sheet.slots if s.row <= slot.row < s.row + s.rows and s.column == slot.column + 1
        ]
        is_one = slot.rows == slot.columns == 1 and slot.kind is Kind.VALUE and "\n" not in slot.text
        return is_one and len(beside) == 1 and beside[0].text == "" and beside[0].rows == 1

    def _row_heights(self) -> list[float]:
        heights = [self._leading + 2 * self._gap] * self._sheet.rows
        for slot in sorted(self._sheet.slots, key=lambda slot: slot.rows):
            needed = self._needed(slot)
            rows = range(slot.row, slot.row + slot.rows)
            missing = needed - sum(heights[row] for row in rows)
            if missing > 0:
                heights[rows[-1]] += missing
        return heights

    def _needed(self, slot: Slot) -> float:
        if self._is_down(slot):
            return (self._down_length(slot) * 1.05 + self._paper.down_room) * self._size + 2 * self._gap
        return len(self._lines[id(slot)]) * self._leading + 2 * self._gap

    def _down_length(self, slot: Slot) -> int:
        """Return how many letters stand below one another in a cell that is written downwards."""
        width = self._xs[slot.column + slot.columns] - self._xs[slot.column] - 2 * self._pad
        columns = min(self._paper.down_columns, max(1, int(width / (self._size * 1.3))))
        return -(-len(self._lines[id(slot)][0]) // columns)

    def _put_frame(self, strips: Sequence[_Strip], *, is_open: bool) -> None:
        top = self._placer.top()
        edges = [top, *(top + height for height in accumulate(strip.height for strip in strips))]
        boxes: list[Box] = []
        texts: list[Text] = []
        for slot in self._sheet.slots:
            own = [
                index for index, strip in enumerate(strips) if slot.row <= strip.row < slot.row + slot.rows
            ]
            if not own:
                continue
            box = Box(
                x0=self._xs[slot.column], x1=self._xs[slot.column + slot.columns],
                y0=edges[own[0]], y1=edges[own[-1] + 1], slot=slot, row=slot.row,
            )  # fmt: skip
            boxes.append(box)
            if slot.rows > 1 and slot.kind is not Kind.HEADER:
                self._merged.setdefault(id(slot), []).append((self._placer.pages[-1], box))
            elif self._is_down(slot):
                texts.extend(self._down(box, slot.text) if strips[own[0]].first == 0 else ())
            else:
                strip = strips[own[0]] if slot.rows == 1 else _Strip(slot.row, 0.0)
                texts.extend(self._across(box, self._lines[id(slot)][strip.first : strip.last]))
        header = sum(1 for strip in strips if strip.row < self._sheet.header)
        self._placer.add(Frame(boxes, header, is_open), texts, edges[-1] - top)

    def _label(self, parts: Sequence[tuple[Page, Box]]) -> None:
        """Write the text of a merged cell into one of its parts, into each, or through all of them."""
        slot = parts[0][1].slot
        largest = max(parts, key=lambda part: part[1].y1 - part[1].y0)
        chosen = {Label.TOP: parts[:1], Label.MIDDLE: [largest], Label.EACH: parts}[self._paper.label]
        if self._paper.label is Label.EACH:
            chosen = [part for part in parts if self._fits(part[1])] or parts
        if len(parts) > 1 and not all(self._fits(box) for _, box in chosen):
            if self._paper.break_rows:
                self._label_through(parts)
            else:
                self._label_small(*largest)
            return
        for page, box in chosen:
            lines = self._lines[id(slot)]
            page.texts.extend(self._down(box, lines[0]) if self._is_down(slot) else self._across(box, lines))

    def _fits(self, box: Box) -> bool:
        return box.y1 - box.y0 >= self._needed(box.slot) - 0.1

    def _label_small(self, page: Page, box: Box) -> None:
        """Write a label that fits into no part of its cell in smaller letters, as spreadsheets do."""
        share = (box.y1 - box.y0) / self._needed(box.slot)
        before = self._size, self._leading, self._gap
        self._size, self._leading, self._gap = (value * share for value in before)
        lines = self._lines[id(box.slot)]
        page.texts.extend(self._down(box, lines[0]) if self._is_down(box.slot) else self._across(box, lines))
        self._size, self._leading, self._gap = before

    def _label_through(self, parts: Sequence[tuple[Page, Box]]) -> None:
        lines = self._lines[id(parts[0][1].slot)]
        is_down = self._is_down(parts[0][1].slot)
        rest: Sequence[str] = lines[0] if is_down else lines
        for index, (page, box) in enumerate(parts):
            step = self._size * 1.05 if is_down else self._leading
            fit = int((box.y1 - box.y0 - 2 * self._gap + 0.1) / step)
            here = rest if index == len(parts) - 1 else rest[:fit]
            rest = rest[len(here) :]
            page.texts.extend(self._down(box, "".join(here)) if is_down else self._across(box, here))

    def _across(self, box: Box, lines: Sequence[str]) -> Iterator[Text]:
        slot, size = box.slot, self._size
        height = len(lines) * self._leading
        y = box.y0 + self._gap
        if self._paper.middle or slot.kind is Kind.HEADER:
            y = (box.y0 + box.y1 - height) / 2
        room = box.x1 - box.x0 - 2 * self._pad
        for index, line in enumerate(lines):
            width = width_of(line, size, self._paper.font)
            stretch = self._stretch(slot, line, room - width, is_last=index == len(lines) - 1)
            width += stretch * (len(line) - 1)
            x = box.x0 + self._pad
            if slot.kind is Kind.HEADER and width < room:
                x = (box.x0 + box.x1 - width) / 2
            elif line.replace(",", "").isdigit() and width < room:
                x = box.x1 - self._pad - width
            base = y + self._leading * (index + 1) - self._leading * 0.5 + size * 0.35
            cell, is_header = (slot.row, slot.column), slot.kind is Kind.HEADER
            yield Text(text=line, x=x, y=base, size=size, cell=cell, stretch=stretch, is_header=is_header)
            if slot.mark and index == len(lines) - 1:
                raised = base - size * 0.35
                yield Text(
                    text=slot.mark, x=x + width, y=raised, size=size * 0.55, cell=cell, is_header=is_header
                )

    def _stretch(self, slot: Slot, line: str, free: float, *, is_last: bool) -> float:
        spacing, gaps = self._paper.spacing, max(1, len(line) - 1)
        if free <= 0 or len(line) < 2:
            return 0.0
        if spacing is Spacing.JUSTIFIED and not is_last and slot.kind is Kind.VALUE:
            return min(free / gaps, self._size)
        if spacing is Spacing.HEADER and slot.kind is Kind.HEADER and len(line) <= 4:
            return min(free / gaps, self._size * 1.5)
        if spacing is Spacing.NUMBERS and line.isdigit():
            return min(free / gaps, self._size * 0.6)
        return 0.0

    def _down(self, box: Box, text: str) -> Iterator[Text]:
        slot, size = box.slot, self._size
        length = max(1, int((box.y1 - box.y0 - 2 * self._gap + 0.1) / (size * 1.05)))
        columns = [text[start : start + length] for start in range(0, len(text), length)]
        x = (box.x0 + box.x1) / 2 + (len(columns) - 1) * size * 0.65
        for column in columns:
            cell = (slot.row, slot.column)
            yield Text(text=column, x=x, y=box.y0 + self._gap, size=size, cell=cell, down=True)
            x -= size * 1.3
