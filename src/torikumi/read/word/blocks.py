"""What follows what in a Word file: paragraphs with their printed numbers, and tables with their merged cells."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from torikumi.read.archive import oversized
from torikumi.read.flow import Line
from torikumi.read.nesting import STRESSED, Piece, Slot, settle
from torikumi.read.word.numbering import Numbering
from torikumi.read.word.package import Element, child, is_on, tag_of, value
from torikumi.read.word.styles import Styles
from torikumi.read.word.words import Dropped, Words, span

MAX_AREA = 2_000_000
MAX_COLUMNS = 1_000  # Word itself takes 63
# What only wraps paragraphs, rows or cells: controls of a form, words put in under tracked changes.
_WRAPPERS = frozenset(("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "hyperlink"))


@dataclass(slots=True)
class BlockReader:
    """Reads the lines and tables of a document's body, and what is left out on the way."""

    name: str
    styles: Styles
    numbering: Numbering
    dropped: Dropped = field(default_factory=Dropped)
    _area: int = 0

    def parts_of(self, container: Element) -> Iterator[Piece]:
        """Yield the lines and tables that stand in a body, a cell or a text box."""
        for block in container:
            tag = tag_of(block)
            if tag == "p":
                yield from self._paragraph(block)
            elif tag == "tbl":
                yield from settle(self._slots(block))
            elif tag == "AlternateContent":
                chosen = child(block, "Choice")
                chosen = chosen if chosen is not None else child(block, "Fallback")
                if chosen is not None:
                    yield from self.parts_of(chosen)
            elif tag in _WRAPPERS and not _is_contents(block):
                yield from self.parts_of(block)

    def _paragraph(self, paragraph: Element) -> Iterator[Piece]:
        if self.styles.is_contents(paragraph):
            return
        words = Words.of(paragraph, self.styles, self.dropped)
        listed = self.styles.numbering_of(paragraph)
        # A paragraph without a word still takes a number: the cells of a column that Word numbers are like that.
        text = words.text if listed is None else self.numbering.next_label(*listed) + words.text
        if text.strip():
            level = self.styles.level_of(paragraph)
            if level is None and self.styles.is_stressed(paragraph):
                level = STRESSED
            count = None if level is None else words.count_at_end()
            text = text.removesuffix(count or "")
            yield Line(text=text if words.text else text.rstrip(), heading=level, beside=count)
        for box in words.boxes:
            yield from self.parts_of(box)

    def _slots(self, table: Element) -> list[Slot]:
        slots: list[Slot] = []
        above: dict[int, int] = {}  # the column where a cell begins -> which of the slots it is
        for number, row in enumerate(self._rows(table), start=1):
            below: dict[int, int] = {}
            column = 1 + span(child(row, "trPr", "gridBefore"))
            before: int | None = None
            for cell in _inner(row, "tc"):
                properties = child(cell, "tcPr")
                columns = max(1, span(child(properties, "gridSpan")))
                self._count(columns, column)
                if before is not None and _goes_on(child(properties, "hMerge")):
                    slots[before] = _wider(slots[before], columns)
                elif _goes_on(child(properties, "vMerge")) and column in above:
                    below[column] = before = above[column]
                    slots[before] = replace(slots[before], rows=number - slots[before].row + 1)
                else:
                    before = below[column] = len(slots)
                    parts = tuple(self.parts_of(cell))
                    slots.append(Slot(row=number, column=column, columns=columns, parts=parts))
                column += columns
            above = below
        return slots

    def _rows(self, table: Element) -> Iterator[Element]:
        for row in _inner(table, "tr"):
            properties = child(row, "trPr")
            words = "".join(below.text or "" for below in row.iter() if tag_of(below) in ("t", "delText"))
            if child(properties, "del") is not None:
                self.dropped.deleted.extend([words] if words.strip() else [])
            elif is_on(child(properties, "hidden")):
                self.dropped.hidden.extend([words] if words.strip() else [])
            else:
                yield row

    def _count(self, columns: int, column: int) -> None:
        self._area += columns
        if self._area > MAX_AREA or column + columns > MAX_COLUMNS + 1:
            raise oversized(self.name, "表の列かセルが多すぎる", "a table has too many columns or cells")


def _inner(element: Element, wanted: str) -> Iterator[Element]:
    for below in element:
        tag = tag_of(below)
        if tag == wanted:
            yield below
        elif tag in _WRAPPERS:
            yield from _inner(below, wanted)


def _goes_on(merge: Element | None) -> bool:
    """Tell whether a cell is the continuation of the one above or before it."""
    return merge is not None and value(merge) in (None, "continue")


def _wider(slot: Slot, columns: int) -> Slot:
    return replace(slot, columns=slot.columns + columns)


def _is_contents(block: Element) -> bool:
    """Tell whether a block is the table of contents that Word makes."""
    gallery = value(child(block, "sdtPr", "docPartObj", "docPartGallery"))
    return gallery is not None and gallery.lower() == "table of contents"
