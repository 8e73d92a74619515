"""Filling a template of Word: every blank gets its value, every block is repeated or left out."""

from collections import Counter
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from docx.oxml.ns import qn

from torikumi.publish.forms.markers import (
    FormTemplateError,
    Mark,
    MarkKind,
    closing_index,
    marks_of,
    tokens_of,
    unclosed,
    whole_mark,
)
from torikumi.publish.forms.paragraph import Words, empty_like, text_of
from torikumi.publish.forms.scope import COUNT, Scope, Unknown, Unset, look_up

# The elements of lxml, whose own name for them is private.
Element: TypeAlias = Any

UNKNOWN_SIGN = "－"
# Repetitions inside each other multiply; the largest of our forms makes about 1,500 of these elements a project.
_MOST_MADE = 5_000_000
_P, _TBL, _TR, _TC = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
_CONTROL, _CONTROLLED = qn("w:sdt"), qn("w:sdtContent")
_BOX = qn("w:txbxContent")
_SECTION = f"{qn('w:pPr')}/{qn('w:sectPr')}"
# What a line of the report calls the thing that lacks a fact.
_TITLES = ("事業名", "指標名", "担当課名", "見出し")


@dataclass(frozen=True, slots=True)
class Lack:
    """A fact that is missing on the paper: its name, whose it is ("" for the whole), whether a person has to give it."""

    name: str
    of: str
    to_be_given: bool


@dataclass(slots=True)
class Filler:
    """Fills the elements of a document; `lacks` counts what was missing on the way.

    `most` is how many elements its repetitions may make.
    """

    lacks: Counter[Lack] = field(default_factory=Counter)
    most: int = _MOST_MADE
    _made: int = 0

    def fill(self, container: Element, scopes: Sequence[Scope]) -> None:
        """Fill a body, a cell, a header or a text box in place. Raises FormTemplateError for a block without its end."""
        children = list(container)
        marks = [_lone_mark(child) for child in children]
        at = 0
        while at < len(children):
            mark, child = marks[at], children[at]
            if mark is None:
                self._fill_one(child, scopes)
                at += 1
                continue
            end = closing_index(marks, at) if mark.opens else None
            if end is None:
                raise unclosed(mark, text_of(child))
            self._repeat(mark, container, children[at : end + 1], scopes)
            at = end + 1

    def _repeat(
        self, mark: Mark, container: Element, block: Sequence[Element], scopes: Sequence[Scope]
    ) -> None:
        first, *inner, last = block
        if first.find(_SECTION) is not None:
            first.addprevious(empty_like(first))
        if last.find(_SECTION) is not None:
            # A section ends in its last paragraph: the pages before it would take the looks of those after it.
            last.addnext(empty_like(last))
        size = _size(inner)
        for each in self._scopes(mark, scopes):
            self._grow(size, mark)
            holder = container.makeelement(container.tag)
            holder.extend([deepcopy(child) for child in inner])
            self.fill(holder, each)
            for child in list(holder):
                first.addprevious(child)
        for child in (first, *inner, last):
            container.remove(child)

    def _fill_one(self, child: Element, scopes: Sequence[Scope]) -> None:
        if child.tag == _P:
            self._fill_paragraph(child, scopes)
        elif child.tag == _TBL:
            self._fill_table(child, scopes)
        elif child.tag == _CONTROL:
            for content in child.findall(_CONTROLLED):
                self.fill(content, scopes)

    def _fill_paragraph(self, paragraph: Element, scopes: Sequence[Scope]) -> None:
        for box in _boxes_of(paragraph):
            self.fill(box, scopes)
        words = Words(paragraph)
        if next(marks_of(words.text), None) is not None:
            words.rewrite(list(self._pieces(words.text, scopes)))

    def _pieces(
        self, text: str, scopes: Sequence[Scope], offset: int = 0
    ) -> Iterator[tuple[int, int] | tuple[int, str]]:
        """Yield what the paragraph becomes: (start, end) of its own words, or (where a blank stood, words)."""
        tokens = tokens_of(text)
        marks = [token.mark for token in tokens]
        at = 0
        while at < len(tokens):
            token, mark = tokens[at], marks[at]
            at += 1
            if mark is None:
                yield offset + token.start, offset + token.end
            elif mark.kind is MarkKind.VALUE:
                yield offset + token.start, self._words(mark.name, scopes)
            else:
                end = closing_index(marks, at - 1) if mark.opens else None
                if end is None:
                    raise unclosed(mark, text)
                inside = text[token.end : tokens[end].start]
                for each in self._scopes(mark, scopes):
                    self._grow(end - at + 1, mark)
                    yield from self._pieces(inside, each, offset + token.end)
                at = end + 1

    def _fill_table(self, table: Element, scopes: Sequence[Scope]) -> None:
        self._fill_rows(table, table.findall(_TR), scopes)
        if table.find(_TR) is None:
            table.getparent().remove(table)

    def _fill_rows(self, table: Element, rows: Sequence[Element], scopes: Sequence[Scope]) -> None:
        at = 0
        while at < len(rows):
            opened = next(iter(_crossing(rows[at])), None)
            if opened is None:
                for cell in rows[at].iterchildren(_TC):
                    self._fill_cell(cell, scopes)
                at += 1
                continue
            at = self._repeat_rows(table, rows, at, opened, scopes)

    def _repeat_rows(
        self, table: Element, rows: Sequence[Element], at: int, opened: "_Stand", scopes: Sequence[Scope]
    ) -> int:
        """Repeat the rows of the block that begins in row `at`; return the row after its end."""
        stands = [(index, stand) for index in range(at, len(rows)) for stand in _crossing(rows[index])]
        end = closing_index([stand.mark for _, stand in stands], 0) if opened.mark.opens else None
        if end is None:
            raise unclosed(opened.mark, text_of(rows[at]))
        last, closed = stands[end]
        closed.strike()
        opened.strike()
        block = list(rows[at : last + 1])
        # Rows that held nothing but the marks are marks themselves.
        inner = [row for row in block if row not in (rows[at], rows[last]) or not _is_blank(row)]
        size = _size(inner)
        for each in self._scopes(opened.mark, scopes):
            self._grow(size, opened.mark)
            copies = [deepcopy(row) for row in inner]
            for row in copies:
                block[0].addprevious(row)
            self._fill_rows(table, copies, each)
        for row in block:
            table.remove(row)
        return last + 1

    def _fill_cell(self, cell: Element, scopes: Sequence[Scope]) -> None:
        model = cell.find(_P)
        self.fill(cell, scopes)
        children = list(cell)
        # A cell without a paragraph at its end is a broken file to Word.
        if not children or children[-1].tag != _P:
            cell.append(empty_like(model) if model is not None else cell.makeelement(_P))

    def _scopes(self, mark: Mark, scopes: Sequence[Scope]) -> Iterator[tuple[Scope, ...]]:
        value = look_up(mark.name, scopes)
        filled = not isinstance(value, (Unknown, Unset)) and len(value) > 0
        if mark.kind is MarkKind.OPEN_IF_EMPTY:
            if not filled:
                yield tuple(scopes)
        elif isinstance(value, str) or mark.kind is MarkKind.OPEN_IF_FILLED:
            if filled:
                yield tuple(scopes)
        elif not isinstance(value, (Unknown, Unset)):
            for number, each in enumerate(value, start=1):
                yield (*scopes, {COUNT: str(number), **each})

    def _grow(self, size: int, mark: Mark) -> None:
        """Count what a repetition makes. Raises FormTemplateError where the form becomes too large to hold."""
        self._made += size
        if self._made > self.most:
            raise FormTemplateError(
                ja=f"様式の {{{{#{mark.name}}}}} の繰り返しで、できる文書が大きくなりすぎます。"
                "繰り返しの中に繰り返しを重ねていないか確かめるか、担当課でしぼってください。",
                en=f"The repetition {{{{#{mark.name}}}}} makes the document too large. Look for repetitions inside "
                "each other, or take only one section's projects.",
            )

    def _words(self, name: str, scopes: Sequence[Scope]) -> str:
        value = look_up(name, scopes)
        if isinstance(value, str):
            return value
        assert isinstance(value, (Unknown, Unset))  # noqa: S101  the names were checked before
        given = isinstance(value, Unset)
        self.lacks[Lack(name, "" if given else _title(scopes), to_be_given=given)] += 1
        return f"〔{name}〕" if given else UNKNOWN_SIGN


@dataclass(frozen=True, slots=True)
class _Stand:
    """A mark of a block that reaches beyond its cell, and where it stands."""

    mark: Mark
    paragraph: Element
    index: int

    def strike(self) -> None:
        """Take the mark out of its paragraph, and the paragraph out of its cell where nothing else is in it."""
        words = Words(self.paragraph)
        tokens = tokens_of(words.text)
        struck = [token for token in tokens if token.mark is not None][self.index]
        words.rewrite([(token.start, token.end) for token in tokens if token is not struck])
        cell = self.paragraph.getparent()
        if not text_of(self.paragraph) and len(cell.findall(_P)) > 1:
            cell.remove(self.paragraph)


def _crossing(row: Element) -> list[_Stand]:
    """Return the marks of blocks in a row that are not closed, or not opened, in the cell that they stand in."""
    found: list[_Stand] = []
    for cell in row.iterchildren(_TC):
        pending: list[_Stand] = []
        for paragraph in cell.iterchildren(_P):
            for index, mark in enumerate(marks_of(text_of(paragraph))):
                if mark.kind is MarkKind.VALUE:
                    continue
                top = pending[-1].mark if pending else None
                if mark.kind is MarkKind.CLOSE and top is not None and top.opens and top.name == mark.name:
                    pending.pop()
                else:
                    pending.append(_Stand(mark, paragraph, index))
        found += pending
    return found


def _lone_mark(child: Element) -> Mark | None:
    if child.tag != _P:
        return None
    mark = whole_mark(text_of(child))
    return mark if mark is not None and mark.kind is not MarkKind.VALUE else None


def _size(elements: Sequence[Element]) -> int:
    """Return how many elements a copy of these has, and at least one."""
    return 1 + sum(1 for element in elements for _ in element.iter())


def _boxes_of(paragraph: Element) -> list[Element]:
    return [box for box in paragraph.iter(_BOX) if next(box.iterancestors(_BOX), None) is None]


def _is_blank(row: Element) -> bool:
    return not text_of(row).strip()


def _title(scopes: Sequence[Scope]) -> str:
    for scope in reversed(scopes):
        for name in _TITLES:
            value = scope.get(name)
            if isinstance(value, str) and value:
                return value
    return ""
