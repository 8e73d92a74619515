"""The styles of a Word file: which paragraphs are headings, and of which level."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from torikumi.read.word.package import Element, child, is_on, number, tag_of, value
from torikumi.text.width import fold_width

_HEADING = re.compile(r"(?:heading|見出し)\s*([1-9])(?:\s|\Z)", re.IGNORECASE)
_TITLE = re.compile(r"(?:title|表題)\Z", re.IGNORECASE)
_CONTENTS = re.compile(
    r"(?:toc|目次)\s*(?:[1-9]|heading|見出し|の見出し)|table of figures|図表目次", re.IGNORECASE
)
_GOTHIC = re.compile(r"gothic|ゴシック|ｺﾞｼｯｸ", re.IGNORECASE)
_SIZE = 21  # half points: what Word writes Japanese in
_CHAIN = 20  # a style may be based on another; more steps than this are a circle


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """What is asked of a style; None where it leaves that to the style it is based on."""

    name: str
    based_on: str | None
    outline: int | None
    numbering: tuple[str | None, int | None] | None
    hidden: bool | None
    bold: bool = False


class Styles:
    """The styles by their ids."""

    def __init__(self, tree: Element | None) -> None:
        self._styles: dict[str, Style] = {}
        self._standard: str | None = None
        self._size = number(value(child(tree, "docDefaults", "rPrDefault", "rPr", "sz"))) or _SIZE
        for element in tree if tree is not None else ():
            identity = value(element, "styleId")
            if tag_of(element) != "style" or identity is None:
                continue
            self._styles[identity] = _style_of(element)
            if value(element, "type") == "paragraph" and value(element, "default") in ("1", "true"):
                self._standard = identity

    def level_of(self, paragraph: Element) -> int | None:
        """Return the level of the heading that a paragraph is (1 is the highest), 0 for the title, None for text."""
        properties = child(paragraph, "pPr")
        own = number(value(child(properties, "outlineLvl")))
        if own is not None:
            return own + 1 if own < 9 else None
        for style in self._chain(value(child(properties, "pStyle"))):
            if _TITLE.match(style.name):
                return 0
            found = _HEADING.match(fold_width(style.name))
            if found:
                return int(found[1])
            if style.outline is not None:
                return style.outline + 1 if style.outline < 9 else None
        return None

    def is_stressed(self, paragraph: Element) -> bool:
        """Tell whether all of a paragraph is bold, larger than the text, or in Gothic letters, as headings are."""
        own = value(child(paragraph, "pPr", "pStyle"))
        runs = [run for run in paragraph if tag_of(run) == "r" and any(tag_of(below) == "t" for below in run)]
        return bool(runs) and all(self._is_stressed_run(child(run, "rPr"), own) for run in runs)

    def _is_stressed_run(self, properties: Element | None, paragraph_style: str | None) -> bool:
        bold = child(properties, "b")
        if bold is not None:
            return is_on(bold)
        size = number(value(child(properties, "sz")))
        fonts = child(properties, "rFonts")
        font = (value(fonts, "eastAsia") or value(fonts, "ascii") or "") if fonts is not None else ""
        if (size is not None and size >= self._size + 4) or _GOTHIC.search(font):
            return True
        return paragraph_style is not None and any(style.bold for style in self._chain(paragraph_style))

    def is_contents(self, paragraph: Element) -> bool:
        """Tell whether a paragraph is a line of the table of contents."""
        chain = self._chain(value(child(paragraph, "pPr", "pStyle")))
        return any(_CONTENTS.match(style.name) for style in chain)

    def numbering_of(self, paragraph: Element) -> tuple[str, int] | None:
        """Return the list that numbers a paragraph and its level there, from 0; None where no list does."""
        own = child(paragraph, "pPr", "numPr")
        list_id, level = _numbering_in(own) if own is not None else (None, None)
        for style in self._chain(value(child(paragraph, "pPr", "pStyle"))):
            if style.numbering is not None:
                list_id = list_id if list_id is not None else style.numbering[0]
                level = level if level is not None else style.numbering[1]
        if list_id is None or list_id == "0":
            return None
        return list_id, min(level or 0, 8)

    def is_hidden(self, properties: Element | None, paragraph_style: str | None) -> bool:
        """Tell whether the text of a run is hidden; `properties` are the run's own."""
        own = child(properties, "vanish")
        if own is not None:
            return is_on(own)
        for identity in (value(child(properties, "rStyle")), paragraph_style):
            told = next((style.hidden for style in self._chain(identity) if style.hidden is not None), None)
            if identity is not None and told is not None:
                return told
        return False

    def _chain(self, identity: str | None) -> Iterator[Style]:
        identity = identity if identity is not None else self._standard
        for _ in range(_CHAIN):
            style = self._styles.get(identity or "")
            if style is None:
                return
            yield style
            identity = style.based_on


def _style_of(element: Element) -> Style:
    properties = child(element, "pPr")
    numbering = child(properties, "numPr")
    vanish = child(element, "rPr", "vanish")
    return Style(
        name=value(child(element, "name")) or value(element, "styleId") or "",
        based_on=value(child(element, "basedOn")),
        outline=number(value(child(properties, "outlineLvl"))),
        numbering=None if numbering is None else _numbering_in(numbering),
        hidden=None if vanish is None else is_on(vanish),
        bold=is_on(child(element, "rPr", "b")),
    )


def _numbering_in(element: Element) -> tuple[str | None, int | None]:
    return value(child(element, "numId")), number(value(child(element, "ilvl")))
