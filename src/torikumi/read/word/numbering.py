"""The automatic numbers of a Word file: what is printed before a paragraph, and stands nowhere in its text."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from torikumi.read.word.numerals import write_number
from torikumi.read.word.package import Element, child, is_on, number, tag_of, value

_SLOT = re.compile(r"%([1-9])")
# Bullets of the fonts Symbol and Wingdings, which have no meaning outside them.
_BULLETS: Mapping[str, str] = {
    "\uf06c": "●", "\uf06e": "■", "\uf075": "◆", "\uf0b7": "•", "\uf0a7": "▪", "\uf0d8": "➢",
    "\uf0fc": "✓", "\uf076": "❖", "\uf0a8": "□", "\uf06f": "□", "\uf0a1": "○",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class _Level:
    """How one level of a list is numbered."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    suffix: str = " "
    legal: bool = False
    restart: int | None = None


class Numbering:
    """Counts the paragraphs of the document's lists, in the order in which they are asked for."""

    def __init__(self, tree: Element | None) -> None:
        self._abstract: dict[str, dict[int, _Level]] = {}
        self._owner: dict[str, str] = {}
        self._own_levels: dict[str, dict[int, _Level]] = {}
        self._starts: dict[tuple[str, int], int] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()
        if tree is not None:
            self._load(tree)

    def next_label(self, list_id: str, level: int) -> str:
        """Return what is printed before the next paragraph of a list, with the space after it; "" for nothing."""
        owner = self._owner.get(list_id)
        levels = self._levels(list_id)
        if owner is None or level not in levels:
            return ""
        self._count(list_id, owner, level, levels)
        printed = levels[level]
        if printed.form == "bullet":
            return _bullet(printed.text) + " " if printed.text.strip() else ""
        if printed.form == "none" and "%" not in printed.text:
            return printed.text + printed.suffix if printed.text else ""
        text = _SLOT.sub(lambda slot: self._slot(owner, int(slot[1]) - 1, levels, printed), printed.text)
        return text + printed.suffix if text else ""

    def _slot(self, owner: str, level: int, levels: Mapping[int, _Level], printed: _Level) -> str:
        above = levels.get(level, _Level())
        count = self._counts[owner].get(level, above.start)
        return write_number(count, "decimal" if printed.legal else above.form)

    def _count(self, list_id: str, owner: str, level: int, levels: Mapping[int, _Level]) -> None:
        counts = self._counts.setdefault(owner, {})
        start = self._starts.get((list_id, level))
        if start is not None and (list_id, level) not in self._begun:
            counts[level] = start
        elif level in counts:
            counts[level] += 1
        else:
            counts[level] = levels[level].start
        self._begun.add((list_id, level))
        for deeper in [deep for deep in counts if deep > level]:
            restart = levels[deeper].restart if deeper in levels else None
            if restart is None or 0 < restart <= level + 1:
                del counts[deeper]

    def _levels(self, list_id: str) -> dict[int, _Level]:
        own = self._own_levels.get(list_id)
        shared = self._abstract.get(self._owner.get(list_id, ""), {})
        return shared if not own else {**shared, **own}

    def _load(self, tree: Element) -> None:
        links: dict[str, str] = {}
        styles: dict[str, str] = {}
        for element in tree:
            if tag_of(element) == "abstractNum":
                identity = value(element, "abstractNumId") or ""
                self._abstract[identity] = _levels_in(element)
                link, style = value(child(element, "numStyleLink")), value(child(element, "styleLink"))
                if link is not None:
                    links[identity] = link
                if style is not None:
                    styles[style] = identity
        for element in tree:
            if tag_of(element) == "num":
                self._load_list(element)
        for identity, link in links.items():
            self._abstract[identity] = self._abstract.get(styles.get(link, ""), {})

    def _load_list(self, element: Element) -> None:
        list_id = value(element, "numId") or ""
        self._owner[list_id] = value(child(element, "abstractNumId")) or ""
        for override in element:
            level = number(value(override, "ilvl"))
            if tag_of(override) != "lvlOverride" or level is None:
                continue
            start = number(value(child(override, "startOverride")))
            if start is not None:
                self._starts[list_id, level] = start
            if child(override, "lvl") is not None:
                self._own_levels.setdefault(list_id, {}).update(_levels_in(override))


def _levels_in(element: Element) -> dict[int, _Level]:
    levels: dict[int, _Level] = {}
    for below in element:
        index = number(value(below, "ilvl"))
        if tag_of(below) == "lvl" and index is not None:
            levels[index] = _level_of(below)
    return levels


def _level_of(element: Element) -> _Level:
    start = number(value(child(element, "start")))
    level = _Level(
        form=value(child(element, "numFmt")) or "decimal",
        text=value(child(element, "lvlText")) or "",
        suffix="" if value(child(element, "suff")) == "nothing" else " ",
        legal=is_on(child(element, "isLgl")),
        restart=number(value(child(element, "lvlRestart"))),
    )
    return level if start is None else replace(level, start=start)


def _bullet(text: str) -> str:
    return "".join(_BULLETS.get(mark, "・" if "\ue000" <= mark <= "\uf8ff" else mark) for mark in text)
