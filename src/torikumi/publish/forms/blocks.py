"""What a Word file shows, as values for the typesetter: paragraphs and tables, one after another."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from torikumi.publish.forms.looks import Looks, Piece
from torikumi.read.word.numbering import Numbering
from torikumi.read.word.package import Element, WordParts, child, is_on, number, tag_of, value
from torikumi.read.word.styles import Styles

Block = dict[str, Any]

_TWIPS = 1440 / 25.4  # in a millimetre
_WRAPPERS = frozenset(("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "hyperlink"))
_LONGEST_WHOLE = 1200  # letters of a row in narrow cells that a page of A4 holds
_MOST_COLUMNS = 63  # that Word lets a table have; a file can name any number
_PICTURES = frozenset(("drawing", "pict", "object"))


@dataclass(slots=True)
class BlockMaker:
    """Makes the blocks of a document; `left_out` counts what the typesetter will not show."""

    parts: WordParts
    left_out: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._looks = Looks(self.parts.styles)
        self._styles = Styles(self.parts.styles)
        self._numbering = Numbering(self.parts.numbering)

    _looks: Looks = field(init=False)
    _styles: Styles = field(init=False)
    _numbering: Numbering = field(init=False)
    _level: int = 0

    def blocks_of(self, container: Element) -> Iterator[Block]:
        """Yield the blocks of a body, a cell, a header or a text box."""
        for element in container:
            tag = tag_of(element)
            if tag == "p":
                yield from self._paragraph(element)
            elif tag == "tbl":
                yield from self._table(element)
            elif tag in _WRAPPERS:
                yield from self.blocks_of(element)

    def _paragraph(self, paragraph: Element) -> Iterator[Block]:
        shape = self._looks.shape_of(paragraph)
        pieces, boxes, breaks = self._pieces(paragraph)
        listed = self._styles.numbering_of(paragraph)
        if listed is not None and pieces:
            pieces = [replace(pieces[0], text=self._numbering.next_label(*listed)), *pieces]
        level = self._styles.level_of(paragraph)
        yield {
            "kind": "paragraph",
            "level": self._next_level(level)
            if level is not None and any(p.text.strip() for p in pieces)
            else 0,
            "align": shape.align,
            "indent": shape.indent,
            "first": shape.first,
            "new-page": shape.new_page,
            "keep": shape.keep,
            "line": shape.line,
            "pieces": [_value(piece) for piece in pieces],
            "break-after": breaks,
        }
        for box in boxes:
            yield from self.blocks_of(box)

    def _next_level(self, asked: int) -> int:
        """Return the level of a heading; a PDF for everyone takes no step down that leaves one out."""
        self._level = min(max(asked, 1), self._level + 1)
        return self._level

    def _pieces(self, paragraph: Element) -> tuple[list[Piece], list[Element], bool]:
        """Return the words of a paragraph, its text boxes, and whether a page ends in it."""
        pieces: list[Piece] = []
        boxes: list[Element] = []
        breaks = False
        for run in _runs(paragraph):
            text = "".join(_word_of(part) for part in run)
            if text:
                pieces.append(self._looks.piece_of(run, paragraph, text))
            breaks = breaks or any(tag_of(part) == "br" and value(part, "type") == "page" for part in run)
            for part in run:
                boxes += self._boxes(part)
        return pieces, boxes, breaks

    def _boxes(self, part: Element) -> list[Element]:
        """Return the text boxes of a part of a run; take note of what has none and is not words either."""
        tag = tag_of(part)
        if tag in ("footnoteReference", "endnoteReference"):
            self._leave_out("脚注")
        if tag not in _PICTURES and tag != "AlternateContent":
            return []
        found = _boxes(part)
        if not found:
            self._leave_out("図")
        return found

    def _leave_out(self, what: str) -> None:
        self.left_out[what] = self.left_out.get(what, 0) + 1

    def _table(self, table: Element) -> Iterator[Block]:
        rows = [row for row in table if tag_of(row) == "tr"]
        if not rows:
            return
        placed = self._cells(rows)
        count = max((cell["column"] + cell["columns"] for row in placed for cell in row), default=0)
        heads = 0
        for row in rows:
            if not is_on(child(row, "trPr", "tblHeader")):
                break
            heads += 1
        yield {
            "kind": "table",
            "widths": _widths(table, count),
            "heads": min(heads, len(rows) - 1),
            "rows": placed,
        }

    def _cells(self, rows: Sequence[Element]) -> list[list[Block]]:
        placed: list[list[Block]] = []
        above: dict[int, Block] = {}
        for row in rows:
            # A row that is longer than a page must break, whatever the template wishes.
            whole = is_on(child(row, "trPr", "cantSplit")) and _length(row) <= _LONGEST_WHOLE
            line: list[Block] = []
            below: dict[int, Block] = {}
            column = _columns(value(child(row, "trPr", "gridBefore")), least=0)
            for cell in (each for each in row if tag_of(each) == "tc"):
                properties = child(cell, "tcPr")
                columns = _columns(value(child(properties, "gridSpan")), least=1)
                merge = child(properties, "vMerge")
                if merge is not None and value(merge) in (None, "continue") and column in above:
                    above[column]["rows"] += 1
                    below[column] = above[column]
                else:
                    made: Block = {
                        "column": column,
                        "columns": columns,
                        "rows": 1,
                        "fill": _colour(value(child(properties, "shd"), "fill")),
                        "whole": whole,
                        "blocks": _without_lone_blank([*self.blocks_of(cell)]),
                    }
                    line.append(made)
                    if merge is not None:
                        below[column] = made
                column += columns
            placed.append(line)
            above = below
        return placed


def _columns(said: str | None, *, least: int) -> int:
    return min(max(number(said) or least, least), _MOST_COLUMNS)


def _length(row: Element) -> int:
    return sum(len(part.text or "") for part in row.iter() if tag_of(part) == "t")


def _word_of(part: Element) -> str:
    tag = tag_of(part)
    if tag == "t":
        return part.text or ""
    if tag == "br" and value(part, "type") in (None, "textWrapping"):
        return "\n"
    return {"tab": "\t", "cr": "\n", "noBreakHyphen": "-"}.get(tag, "")


def _without_lone_blank(blocks: list[Block]) -> list[Block]:
    """Leave out the paragraph that every empty cell has."""
    alone = len(blocks) == 1 and blocks[0]["kind"] == "paragraph"
    return [] if alone and not blocks[0]["pieces"] else blocks


def _runs(paragraph: Element) -> Iterator[Element]:
    for below in paragraph:
        tag = tag_of(below)
        if tag == "r":
            yield below
        elif tag in _WRAPPERS:
            yield from _runs(below)


def _boxes(part: Element) -> list[Element]:
    """Return the text boxes of a drawing; a drawing that stands in two dialects has them twice."""
    chosen = child(part, "Choice") if tag_of(part) == "AlternateContent" else part
    if chosen is None:
        return []
    return [box for box in chosen.iter() if tag_of(box) == "txbxContent"]


def _widths(table: Element, count: int) -> list[float]:
    """Return the widths of the columns in millimetres; equal ones where the file does not say."""
    grid = child(table, "tblGrid")
    found = [number(value(column, "w")) or 0 for column in (grid if grid is not None else ())]
    if len(found) != count or not all(found):
        return [1.0] * count
    return [round(width / _TWIPS, 2) for width in found]


def _colour(fill: str | None) -> str:
    plain = (fill or "").lower()
    return f"#{plain}" if len(plain) == 6 and all(letter in "0123456789abcdef" for letter in plain) else ""


def _value(piece: Piece) -> Block:
    return {"text": piece.text, "bold": piece.bold, "underlined": piece.underlined, "size": piece.size}
