"""The text of a Word paragraph as a person reads it on paper."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from torikumi.read.flow import COUNT
from torikumi.read.word.package import Element, child, number, tag_of, value
from torikumi.read.word.styles import Styles

_SIGNS: Mapping[str, str] = {
    "tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-",
}  # fmt: skip
# What is not printed in the running text, or is printed elsewhere (the note at the foot of the page).
_NOT_PRINTED = frozenset(
    (
        "pPr", "rPr", "rt", "footnoteReference", "endnoteReference", "commentReference", "annotationRef",
        "sectPr", "softHyphen", "sdtPr", "tblPr", "proofErr", "bookmarkStart", "bookmarkEnd",
    )
)  # fmt: skip
_DELETED = frozenset(("del", "moveFrom"))
# Signs of Wingdings, which stand in the file as places in the font: the ones that forms and tables use.
_WINGDINGS: Mapping[int, str] = {
    0x6C: "●", 0x6E: "■", 0x6F: "□", 0x75: "◆", 0x76: "❖", 0xA1: "○", 0xA4: "◎", 0xA7: "▪", 0xA8: "□",
    0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xF0: "⇨", 0xFB: "×", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
    0xB7: "•",
}  # fmt: skip
# Ruby in the old way: EQ \* jc2 \o\ad(\s\up 9(みなと),港). The text itself stands at the end of the instruction.
_OLD_RUBY = re.compile(
    r"\\o\s*\\ad\s*\(\s*\\s\s*\\up\s*[0-9]+\s*\([^()]*\)\s*[,;]\s*([^()]*)\)", re.IGNORECASE
)


@dataclass(slots=True)
class Dropped:
    """What stands in the file and was left out: words struck out under tracked changes, hidden words, unknown signs."""

    deleted: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Words:
    """The text of one paragraph, and the text boxes that are anchored in it."""

    styles: Styles
    dropped: Dropped
    style: str | None = None
    pieces: list[str] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    _instruction: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, paragraph: Element, styles: Styles, dropped: Dropped) -> "Words":
        """Return the words of a paragraph."""
        words = cls(styles, dropped, style=value(child(paragraph, "pPr", "pStyle")))
        words.add(paragraph)
        return words

    @property
    def text(self) -> str:
        """The text with its line breaks."""
        return "".join(self.pieces)

    def count_at_end(self) -> str | None:
        """Return the count that the last pieces of a heading are (17, 件), apart from the words before it."""
        for length in range(1, min(4, len(self.pieces))):
            before, last = "".join(self.pieces[:-length]).strip(), "".join(self.pieces[-length:])
            if COUNT.fullmatch(last.strip()) and before and not before[-1].isdigit():
                return last
        return None

    def add(self, element: Element) -> None:
        """Add what an element prints, and everything below it."""
        for below in element:
            tag = tag_of(below)
            if tag == "t":
                self.pieces.append(below.text or "")
            elif tag in _SIGNS:
                self.pieces.append(_SIGNS[tag])
            elif tag not in _NOT_PRINTED:
                self._add_other(below, tag)

    def _add_other(self, element: Element, tag: str) -> None:
        if tag == "r":
            self._add_run(element)
        elif tag == "sym":
            self._add_sign(element)
        elif tag in _DELETED:
            _note(self.dropped.deleted, element)
        elif tag == "txbxContent":
            self.boxes.append(element)
        elif tag == "AlternateContent":
            self._add_alternative(element)
        elif tag in ("fldChar", "instrText"):
            self._add_field(element, tag)
        else:
            self.add(element)

    def _add_run(self, run: Element) -> None:
        properties = child(run, "rPr")
        if self.styles.is_hidden(properties, self.style):
            _note(self.dropped.hidden, run)
            return
        self.add(run)

    def _add_alternative(self, element: Element) -> None:
        # The same drawing twice, for new and for old programs: one of them is enough.
        chosen = child(element, "Choice")
        chosen = chosen if chosen is not None else child(element, "Fallback")
        if chosen is not None:
            self.add(chosen)

    def _add_sign(self, element: Element) -> None:
        try:
            code = int(value(element, "char") or "", 16)
        except ValueError:
            return
        if 0xE000 <= code <= 0xF8FF:
            sign = _WINGDINGS.get(code & 0xFF)
            if sign is None:
                self.dropped.unknown.append(f"{value(element, 'font') or ''} {code & 0xFF:X}".strip())
            self.pieces.append(sign or "")
        elif 0x20 <= code < 0xD800 or 0xE000 <= code < 0x110000:
            self.pieces.append(chr(code))

    def _add_field(self, element: Element, tag: str) -> None:
        if tag == "instrText":
            self._instruction.append(element.text or "")
        elif value(element, "fldCharType") == "begin":
            self._instruction.clear()
        elif self._instruction:
            found = _OLD_RUBY.search("".join(self._instruction))
            if found:
                self.pieces.append(found[1])
            self._instruction.clear()


def _note(left_out: list[str], element: Element) -> None:
    text = "".join(below.text or "" for below in element.iter() if tag_of(below) in ("t", "delText")).strip()
    if text:
        left_out.append(text)


def span(element: Element | None) -> int:
    """Return a number of columns, at least 0; 0 where none is given."""
    return number(value(element)) or 0
