"""A paragraph of Word as one text, whatever pieces it was typed in, and written again with its looks."""

from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import Any, TypeAlias

from docx.oxml.ns import qn

Element: TypeAlias = Any

# Stands in the text for what is no character: a picture, a field, a bookmark.
OBJECT = "\ufffc"
_R, _T, _TAB, _BR, _CR, _LOOKS = qn("w:r"), qn("w:t"), qn("w:tab"), qn("w:br"), qn("w:cr"), qn("w:rPr")
_PROPERTIES, _TYPE, _SPACE = qn("w:pPr"), qn("w:type"), "{http://www.w3.org/XML/1998/namespace}space"
_NO_BREAK = qn("w:noBreakHyphen")
# Marks of the spelling checker, which cut words in two and say nothing.
_DROPPED = frozenset((qn("w:proofErr"), qn("w:lastRenderedPageBreak")))
# XML has no way to write these.
_UNWRITABLE = dict.fromkeys((*range(32), *range(55296, 57344), 65534, 65535), "〓")
_UNWRITABLE[0x09], _UNWRITABLE[0x0A], _UNWRITABLE[0x0D] = "\t", "\n", ""


class Words:
    """The text of a paragraph; `rewrite` puts other words in its place."""

    def __init__(self, paragraph: Element) -> None:
        self._paragraph = paragraph
        # For each character of the text: the run whose looks it has, and the element where it is no character.
        self._owners: list[tuple[Element | None, Element | None]] = []
        characters: list[str] = []
        for character, run, thing in _atoms(paragraph):
            characters.append(character)
            self._owners.append((run, thing))
        self.text = "".join(characters)

    def rewrite(self, pieces: Sequence[tuple[int, int] | tuple[int, str]]) -> None:
        """Make the paragraph of pieces: (start, end) are words of its own, (position, words) new ones with the looks there.

        In new words a line break is one, a tab is one.
        """
        made: list[Element] = []
        for start, what in pieces:
            if isinstance(what, str):
                made += self._new(writable(what), self._owners[start][0])
                continue
            at = start
            while at < what:
                run, thing = self._owners[at]
                if run is None:
                    made.append(deepcopy(thing))
                    at += 1
                    continue
                end = at
                while end < what and self._owners[end][0] is run:
                    end += 1
                made += self._own(at, end, run)
                at = end
        paragraph = self._paragraph
        for child in list(paragraph):
            if child.tag != _PROPERTIES:
                paragraph.remove(child)
        paragraph.extend(made)

    def _own(self, start: int, end: int, run: Element) -> list[Element]:
        made = _run_like(run)
        at = start
        while at < end:
            thing = self._owners[at][1]
            if thing is not None:
                made.append(deepcopy(thing))
                at += 1
                continue
            stop = at
            while stop < end and self._owners[stop][1] is None:
                stop += 1
            _write(made, self.text[at:stop])
            at = stop
        return [made]

    def _new(self, words: str, run: Element | None) -> list[Element]:
        if not words:
            return []
        made = _run_like(run) if run is not None else self._paragraph.makeelement(_R)
        _write(made, words)
        return [made]


def writable(text: str) -> str:
    """Return a text as a Word file can hold it: 〓 for what XML has no way to write."""
    return text.translate(_UNWRITABLE)


def text_of(element: Element) -> str:
    """Return the text of a paragraph, or of all paragraphs of a cell, a row or a table, without what is no character."""
    paragraphs = [element] if element.tag == qn("w:p") else element.iter(qn("w:p"))
    return "\n".join(
        "".join(character for character, _, _ in _atoms(paragraph) if character != OBJECT)
        for paragraph in paragraphs
    )


def empty_like(paragraph: Element) -> Element:
    """Return a paragraph without words that looks like another."""
    made = paragraph.makeelement(paragraph.tag)
    properties = paragraph.find(_PROPERTIES)
    if properties is not None:
        made.append(deepcopy(properties))
    return made


def _atoms(paragraph: Element) -> Iterator[tuple[str, Element | None, Element | None]]:
    """Yield (character, its run, the element in its place): no run for what stands between runs."""
    for child in paragraph:
        if child.tag == _PROPERTIES or child.tag in _DROPPED:
            continue
        if child.tag != _R:
            yield OBJECT, None, child
            continue
        for part in child:
            if part.tag == _T:
                for character in part.text or "":
                    yield character, child, None
            elif part.tag == _TAB:
                yield "\t", child, None
            elif part.tag == _CR or (part.tag == _BR and part.get(_TYPE) in (None, "textWrapping")):
                yield "\n", child, None
            elif part.tag != _LOOKS and part.tag not in _DROPPED:
                yield OBJECT, child, part


def _run_like(run: Element) -> Element:
    made = run.makeelement(_R)
    looks = run.find(_LOOKS)
    if looks is not None:
        made.append(deepcopy(looks))
    return made


def _write(run: Element, words: str) -> None:
    text: list[str] = []

    def flush() -> None:
        if text:
            piece = run.makeelement(_T)
            piece.text = "".join(text)
            piece.set(_SPACE, "preserve")
            run.append(piece)
            text.clear()

    for character in words:
        if character in "\t\n":
            flush()
            run.append(run.makeelement(_TAB if character == "\t" else _BR))
        else:
            text.append(character)
    flush()
