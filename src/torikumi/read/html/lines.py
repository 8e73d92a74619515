"""The lines and tables of a web page, in the order in which a person reads them."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from torikumi.read.flow import CAPTION, COUNT, Line
from torikumi.read.html.page import Element, PageTree
from torikumi.read.html.spans import SpanGrid
from torikumi.read.nesting import STRESSED, Piece, settle

_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_FOLDED = 7  # what can be folded away (<summary>, <legend>) stands below every numbered heading
_BLOCKS = frozenset(
    (
        "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dir", "div", "dl", "dt",
        "fieldset", "figcaption", "figure", "footer", "form", "header", "hgroup", "hr", "li", "main", "menu", "ol",
        "option", "p", "pre", "section", "td", "th", "tr", "ul",
    )
)  # fmt: skip
_BESIDE = frozenset(("b", "strong", "span", "small", "em", "i", "sup", "sub", "data", "a"))
_SHORT = 3
_REPEATED = "再掲"
_SPACE = re.compile(r"[ \t\r\n\f]+")
_EDGES = " \t\r\n\f"
_BREAK = "\0"  # a line break; the page itself has no such character any more


@dataclass(slots=True)
class _Stream:
    """What was gathered of one block: parts that are whole, and the text of the line that is not yet."""

    parts: list[Piece] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    is_plain: bool = False  # some of the line's text is not bold
    bold: int = 0  # how many elements that make bold are open

    def end_line(self) -> None:
        """Make the text so far a line."""
        if _as_shown("".join(self.pieces)):
            self.break_line()
        self.pieces.clear()

    def break_line(self) -> None:
        """Make the text so far a line, though it be empty: two breaks one after the other leave a line blank."""
        text = _as_shown("".join(self.pieces))
        self.pieces.clear()
        self.parts.append(Line(text=text, heading=None if self.is_plain or not text else STRESSED))
        self.is_plain = False


class PageReader:
    """Reads a page that is a tree already."""

    def __init__(self, tree: PageTree, *, name: str) -> None:
        self._tree = tree
        self._grid = SpanGrid(name=name, is_shown=tree.is_shown, parts_of=self._cell)

    def parts(self) -> list[Piece]:
        """Return the lines and tables of the page."""
        body = self._tree.body
        if body is None:
            return []
        parts = [part for part in self._parts_of(body).parts if not _is_blank(part)]
        if self._tree.title and not any(isinstance(part, Line) and part.heading == 1 for part in parts):
            return [Line(text=self._tree.title), *parts]
        return parts

    def _cell(self, element: Element) -> list[Piece]:
        mark = _last_inline(element)
        if mark is not None and self._tree.is_badge(mark) and _is_short_mark(mark, element):
            self._take_off(mark, element)
        stream = self._parts_of(element)
        # A mark may be a picture (○); its name counts where nothing else stands in the cell.
        parts = _trimmed(stream.parts)
        return [Line(text="".join(stream.pictures))] if stream.pictures and not parts else parts

    def _take_off(self, mark: Element, cell: Element) -> None:
        """Take a mark off the cell's text; one that says that the project stands elsewhere stays, as if in brackets."""
        text = _as_shown(mark.text_content())
        cell.remove(mark)
        if _REPEATED in text:
            cell.append(cell.makeelement("span"))
            cell[-1].text = f"（{text.strip('（）()【】[]')}）"
        else:
            self._tree.badges.append(text)

    def _parts_of(self, element: Element) -> _Stream:
        stream = _Stream()
        self._add(element, stream)
        stream.end_line()
        return stream

    def _add(self, element: Element, stream: _Stream) -> None:
        is_exact = element.tag == "pre"
        _add_text(element.text, stream, is_exact=is_exact)
        for child in element:
            if self._tree.is_shown(child):
                self._add_child(child, stream)
            _add_text(child.tail, stream, is_exact=is_exact)

    def _add_child(self, element: Element, stream: _Stream) -> None:
        tag = str(element.tag)
        level = _level_of(element)
        if tag == "br":
            stream.break_line()
        elif tag == "img":
            stream.pictures.extend(filter(None, [(element.get("alt") or "").strip()]))
        elif tag == "table":
            stream.end_line()
            stream.parts.extend(self._captions(element))
            stream.parts.extend(settle(self._grid.slots_of(element)))
        elif level is not None:
            stream.end_line()
            stream.parts.extend(self._heading(element, level))
        elif tag in _BLOCKS:
            stream.end_line()
            self._add(element, stream)
            stream.end_line()
        elif tag in ("b", "strong"):
            stream.bold += 1
            self._add(element, stream)
            stream.bold -= 1
        else:
            self._add(element, stream)

    def _captions(self, table: Element) -> Iterator[Piece]:
        for child in table:
            if child.tag == "caption" and self._tree.is_shown(child):
                yield from self._heading(child, CAPTION)

    def _heading(self, element: Element, level: int) -> Iterator[Piece]:
        badge = _badge_of(element)
        beside = None
        if badge is not None:
            beside = _as_shown(badge.text_content())
            element.remove(badge)
        stream = self._parts_of(element)
        lines = [part.text for part in stream.parts if isinstance(part, Line) and part.text]
        lines = lines or stream.pictures
        if lines:
            yield Line(text="\n".join(lines), heading=level, beside=beside)
        yield from (part for part in stream.parts if not isinstance(part, Line))


def _is_blank(part: Piece) -> bool:
    return isinstance(part, Line) and not part.text


def _trimmed(parts: list[Piece]) -> list[Piece]:
    """Return what stands in a cell without the blank lines at its ends."""
    kept = [index for index, part in enumerate(parts) if not _is_blank(part)]
    return parts[kept[0] : kept[-1] + 1] if kept else []


def _level_of(element: Element) -> int | None:
    tag = str(element.tag)
    if element.get("role") == "heading" and (element.get("aria-level") or "").isdecimal():
        return min(int((element.get("aria-level") or "")[:2]), _FOLDED - 1)
    if tag in ("summary", "legend"):
        outer = sum(1 for above in element.iterancestors() if above.tag in ("details", "fieldset"))
        return _FOLDED + outer
    return _HEADINGS.get(tag)


def _badge_of(heading: Element) -> Element | None:
    """Return the count that stands in an element of its own at the end of a heading."""
    last = _last_inline(heading)
    if last is None or COUNT.fullmatch(_as_shown(last.text_content())) is None:
        return None
    return last if _before(last, heading) else None


def _last_inline(element: Element) -> Element | None:
    last = element[-1] if len(element) else None
    is_inline = last is not None and last.tag in _BESIDE and not (last.tail or "").strip()
    return last if is_inline else None


def _is_short_mark(mark: Element, cell: Element) -> bool:
    # 「未」「新」「NEW」 drawn behind a name; a figure or a word alone in its cell is what the cell says.
    text = _as_shown(mark.text_content())
    return 0 < len(text) <= _SHORT and not any(map(str.isdigit, text)) and bool(_before(mark, cell))


def _before(last: Element, whole: Element) -> str:
    return str(whole.text_content()).strip().removesuffix(str(last.text_content()).strip()).strip()


def _add_text(text: str | None, stream: _Stream, *, is_exact: bool) -> None:
    if text:
        stream.is_plain = stream.is_plain or (not stream.bold and bool(text.strip()))
        stream.pieces.append(text.replace("\r\n", _BREAK).replace("\n", _BREAK) if is_exact else text)


def _as_shown(text: str) -> str:
    """Return text with its white space as a browser shows it; U+3000 and no-break spaces are no white space there."""
    lines = [_SPACE.sub(_one_space, line).strip(_EDGES) for line in text.split(_BREAK)]
    return "\n".join(lines).strip("\n")


def _one_space(found: re.Match[str]) -> str:
    # A line of the source may end inside a Japanese sentence, where no space is meant.
    if "\n" in found[0] and found.start() and found.end() < len(found.string):
        before, after = found.string[found.start() - 1], found.string[found.end()]
        if _is_wide(before) and _is_wide(after):
            return ""
    return " "


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in ("W", "F")
