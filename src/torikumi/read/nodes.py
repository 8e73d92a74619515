"""Finds the headings that a table means by a name or a code, among those that are known, and opens those that are not."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import islice

from torikumi.plan.indicator import Indicator, YearValue
from torikumi.plan.place import Place
from torikumi.read.level_tables import code_key
from torikumi.read.tree import Heading, Outline, Tree, parse_heading
from torikumi.text.width import search_key

_GOES_ON = re.compile(r"[0-9.\-]")
_LABEL_AND_NUMBER = re.compile(r"[^0-9０-９\s]{2,8}\s*[0-9０-９]{1,2}(?:[-－.．][0-9０-９]{1,2})*")


class KnownNodes:
    """The nodes of a tree by name and by code."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.differences: list[tuple[str, str, str, str, Place | None]] = []
        self._codes: dict[str, str] = {}
        self._by_key: dict[str, list[str]] = {}
        self._by_number: dict[str, list[str]] = {}
        self._indexed = 0

    def add_codes(self, codes: dict[str, str]) -> None:
        """Remember the codes that a table gives to nodes."""
        for code, node in codes.items():
            self._codes.setdefault(code_key(code), node)

    def by_code(self, code: str | None) -> str | None:
        """Return the node with a code of two signs or more; None where none has it, or two do."""
        key = code_key(code or "")
        if len(key) < 2:
            return None
        if key in self._codes:
            return self._codes[key]
        self._index()
        found = self._by_number.get(key, [])
        return found[0] if len(found) == 1 else None

    def by_name(self, text: str) -> str | None:
        """Return the one node with a name, with or without its number; None where none has it, or two do."""
        self._index()
        heading = parse_heading(text)
        keys = dict.fromkeys((search_key(heading.name), search_key(text)))
        found = list(dict.fromkeys(node for key in keys for node in self._by_key.get(key, [])))
        if heading.number is not None:
            nodes = self.tree.nodes
            found = [node for node in found if nodes[node].number in (None, heading.number)] or found
        if not found and _LABEL_AND_NUMBER.fullmatch(text.strip()):
            found = self._begun_by(search_key(text))
        return found[0] if len(found) == 1 else None

    def _begun_by(self, key: str) -> list[str]:
        """Return the nodes that a label and a number alone mean: 「基本目標1」 is 「基本目標1 しごとをつくる」."""
        return [
            node
            for known, nodes in self._by_key.items()
            if known.startswith(key) and _GOES_ON.match(known, len(key)) is None
            for node in nodes
        ]

    def _index(self) -> None:
        """Take in the nodes that were entered since the last look."""
        for node in islice(self.tree.nodes.values(), self._indexed, None):
            for key in dict.fromkeys((search_key(node.name), search_key(node.printed))):
                self._by_key.setdefault(key, []).append(node.id)
            if node.number is not None:
                self._by_number.setdefault(code_key(node.number), []).append(node.id)
        self._indexed = len(self.tree.nodes)

    def enter(self, parent: str | None, text: str, code: str | None, place: Place | None) -> str:
        """Return the node that a table names, and make it below `parent` where it is not known."""
        known = self.by_code(code) or self.by_name(text)
        if known is not None:
            self._compare(known, text, code, place)
            return known
        heading = parse_heading(text)
        if code and heading.number is None:
            heading = replace(heading, number=code, printed=f"{code} {text}")
        node = self.tree.enter(parent, heading, place)
        if code and len(code_key(code)) > 1:
            self._codes.setdefault(code_key(code), node)
        return node

    def _compare(self, node_id: str, text: str, code: str | None, place: Place | None) -> None:
        """Remember where a code stands beside another name than the one known."""
        node = self.tree.nodes[node_id]
        if code and search_key(parse_heading(text).name) not in (
            search_key(node.name),
            search_key(node.printed),
        ):
            self.differences.append((node_id, code, node.printed, text, place))

    def give(self, node_id: str, indicator: Indicator) -> None:
        """Give a node an indicator; what it knows already is joined with what another table says of it."""
        node = self.tree.nodes[node_id]
        self.tree.nodes[node_id] = replace(node, indicators=with_indicator(node.indicators, indicator))


@dataclass(slots=True)
class _Open:
    rank: int
    heading: Heading
    place: Place
    node: str | None = None


class OpenHeadings:
    """The headings above a place in the document; each becomes a node only when something stands under it."""

    def __init__(self, nodes: KnownNodes) -> None:
        self._nodes = nodes
        self._open: list[_Open] = []
        self._outline = Outline()

    def enter(self, heading: Heading, place: Place, level: int | None) -> None:
        """Open a heading; `level` is what the file type gives it (1 is the highest), None where it gives none."""
        rank = level if level is not None else 100 + self._outline.levels_of([heading])[0]
        while self._open and self._open[-1].rank >= rank:
            self._open.pop()
        self._open.append(_Open(rank, heading, place))

    def clear(self) -> None:
        """Close all headings: another sheet begins."""
        self._open.clear()
        self._outline = Outline()

    def node_above(self, place: Place | None) -> str | None:
        """Return the node of the lowest open heading, made with those above it; None where no heading is open.

        A heading that stands at `place` is not among them.
        """
        parent: str | None = None
        for entry in self._open:
            if place is not None and entry.place == place:
                continue
            if entry.node is None:
                known = self._nodes.by_name(entry.heading.printed)
                entry.node = known or self._nodes.tree.enter(parent, entry.heading, entry.place)
            parent = entry.node
        return parent


def with_indicator(known: Iterable[Indicator], fresh: Indicator) -> tuple[Indicator, ...]:
    """Return indicators with one more; one of the same name gets the years that it does not have yet."""
    result = [*known]
    for index, one in enumerate(result):
        if search_key(one.name) == search_key(fresh.name) and (one.unit or fresh.unit) == (
            fresh.unit or one.unit
        ):
            joined = _joined(one, fresh)
            if joined is not None:
                result[index] = joined
                return tuple(result)
    return (*result, fresh)


def _joined(one: Indicator, other: Indicator) -> Indicator | None:
    """Return two parts of one indicator as one; None where they say two things of one year."""
    if one.base and other.base and one.base != other.base:
        return None
    if one.final_target and other.final_target and one.final_target != other.final_target:
        return None
    targets, actuals = _merged(one.targets, other.targets), _merged(one.actuals, other.actuals)
    if targets is None or actuals is None:
        return None
    return replace(
        one,
        unit=one.unit or other.unit,
        definition=one.definition or other.definition,
        source=one.source or other.source,
        base=one.base or other.base,
        final_target=one.final_target or other.final_target,
        targets=targets,
        actuals=actuals,
    )


def _merged(one: tuple[YearValue, ...], other: tuple[YearValue, ...]) -> tuple[YearValue, ...] | None:
    if not other:
        return one
    by_year = {value.year: value for value in one}
    for value in other:
        if value.year is None and one:
            return None
        if by_year.setdefault(value.year, value) != value:
            return None
    if None in by_year:
        return other
    return tuple(by_year[year] for year in sorted(year for year in by_year if year is not None))
