"""Running heads and feet, and page numbers: what stands at the edges of page after page is no part of the text."""

import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from torikumi.read.page.columns import TextLine, text_line
from torikumi.read.page.content import PageContent
from torikumi.read.page.text import lines_of

_EDGE = 0.13  # of the height of a page
_WINDOW = 2  # pages before and after: left and right pages may have heads of their own
_FREE = 0.9  # of the size of the font: so much white parts a head from the text
_SAME_PLACE = 4.0  # points
_LONGEST = 60  # characters
_PAGE_NUMBER = re.compile(
    r"(?:[-－–―‐・(（\[]?[ 　]*(?:p\.?|P\.?|第)?[ 　]*[0-9０-９ivxIVX]{1,4}[ 　]*(?:ページ|頁)?"
    r"(?:[ 　]*[/／][ 　]*[0-9０-９]{1,4})?[ 　]*[-－–―‐・)）\]]?)"
)
_DIGITS = re.compile(r"[0-9０-９]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class _EdgeLine:
    key: str
    line: TextLine
    is_number: bool


def without_running_heads(pages: Iterable[PageContent]) -> Iterator[PageContent]:
    """Yield the pages without what their neighbours have in the same place, digits aside, and without page numbers."""
    before: deque[Sequence[_EdgeLine]] = deque(maxlen=_WINDOW)
    ahead: deque[tuple[PageContent, Sequence[_EdgeLine]]] = deque()
    for page in pages:
        ahead.append((page, _edge_lines(page)))
        if len(ahead) > _WINDOW:
            yield _without(ahead.popleft(), before, ahead)
    while ahead:
        yield _without(ahead.popleft(), before, ahead)


def _without(
    current: tuple[PageContent, Sequence[_EdgeLine]],
    before: deque[Sequence[_EdgeLine]],
    ahead: deque[tuple[PageContent, Sequence[_EdgeLine]]],
) -> PageContent:
    page, lines = current
    others = [other for neighbour in (*before, *(edge for _, edge in ahead)) for other in neighbour]
    before.append(lines)
    gone = {
        id(piece)
        for line in lines
        if line.is_number or any(_is_same(line, other) for other in others)
        for piece in line.line.pieces
    }
    if not gone:
        return page
    return replace(page, pieces=tuple(piece for piece in page.pieces if id(piece) not in gone))


def _is_same(line: _EdgeLine, other: _EdgeLine) -> bool:
    return line.key == other.key and abs(line.line.middle - other.line.middle) <= _SAME_PLACE


def _edge_lines(page: PageContent) -> Sequence[_EdgeLine]:
    """Return the lines at the upper and the lower edge that stand free of the text and of tables."""
    top, bottom = _EDGE * page.height, (1 - _EDGE) * page.height
    near = [piece for piece in page.pieces if not top * 1.3 < piece.middle < page.height - top * 1.3]
    lines = [text_line(line) for line in lines_of([piece for piece in near if not piece.down])]
    found = []
    for index, line in enumerate(lines):
        if top < line.middle < bottom or len(line.segments) > 2 or _is_in_table(line, page):
            continue
        text = "".join("".join(piece.text.split()) for piece in line.pieces)
        if len(text) > _LONGEST:
            continue
        is_number = _PAGE_NUMBER.fullmatch(text) is not None
        if is_number or _is_free(lines, index, upper=line.middle <= top):
            found.append(_EdgeLine(key=_DIGITS.sub("#", text), line=line, is_number=is_number))
    return found


def _is_free(lines: Sequence[TextLine], index: int, *, upper: bool) -> bool:
    """Tell whether white parts a line from what stands towards the middle of the page."""
    line = lines[index]
    size = max(piece.size for piece in line.pieces)
    if upper:
        return index + 1 == len(lines) or lines[index + 1].top - line.bottom >= _FREE * size
    return index == 0 or line.top - lines[index - 1].bottom >= _FREE * size


def _is_in_table(line: TextLine, page: PageContent) -> bool:
    left, right = line.segments[0][0], line.segments[-1][1]
    covering = [rule.at for rule in page.across if rule.start <= left and right <= rule.end]
    above = any(at <= line.top + 2 for at in covering)
    below = any(at >= line.bottom - 2 for at in covering)
    return (above and below) or _between_rules(left, right, line, page)


def _between_rules(left: float, right: float, line: TextLine, page: PageContent) -> bool:
    """Tell whether rules that run down stand on both sides of a line."""
    beside = [rule.at for rule in page.down if rule.start - 1 <= line.middle <= rule.end + 1]
    return any(at <= left + 1 for at in beside) and any(at >= right - 1 for at in beside)
