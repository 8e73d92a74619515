"""Who followed whom between two organisations: same places first, then the best pairs, then merges and splits."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from torikumi.compare.lineage.edge import Verdict
from torikumi.compare.sections.edge import SectionEdge, SectionLineage, SectionTurn
from torikumi.compare.sections.likeness import children_share, held_share, is_same_sort, name_likeness
from torikumi.compare.sections.organisation import Organisation, Unit, key_of

Path = tuple[str, ...]

# Weights and lines were set on the lists of one city at five dates and read through; there is too little to learn from.
_NAME, _PHONE, _PLACE, _BELOW, _HANDED = 0.5, 0.3, 0.2, 0.3, 0.5
_STRONG = frozenset(("same_phone", "same_below", "same_projects"))
_ONE = 0.42
_JOINED = 0.6
_SURE, _LIKELY, _MAYBE = 0.95, 0.8, 0.6


@dataclass(frozen=True, slots=True)
class _Pair:
    score: float
    old: Unit
    new: Unit
    evidence: tuple[str, ...]


def propose_sections(
    old: Organisation,
    new: Organisation,
    *,
    decided: Iterable[SectionEdge] = (),
    handed: Mapping[tuple[str, str], float] = MappingProxyType({}),
) -> SectionLineage:
    """Return what became of each unit; what a person decided stays as it is, and what was refused is not proposed.

    Units keep their place, or are paired one to one by name, telephone number, place and what stands below them, the best
    pairs first and from the top down. A unit without a pair may have gone into one that has: a merge; or have come out of
    one: a split. The rest ended or is new. `handed` is which share of a section's projects another one has now, by the
    keys of both (`torikumi.compare.sections.handed`).
    """
    known = [*decided]
    refused = {(edge.old, edge.new) for edge in known if edge.verdict is Verdict.REFUSED}
    work = _Work(old, new, refused, handed)
    confirmed = [
        edge for edge in known if edge.verdict is Verdict.CONFIRMED and _stands(edge, old=old, new=new)
    ]
    for edge in confirmed:
        work.take(edge)
    levels = range(1, max((len(unit.path) for unit in (*old.units, *new.units)), default=0) + 1)
    for level in levels:
        work.keep_places(level)
    work.keep_names()
    for level in levels:
        work.keep_places(level)
        work.pair(level)
    work.pair(None)
    work.join()
    return work.lineage([edge for edge in known if edge.verdict is Verdict.REFUSED])


def _stands(edge: SectionEdge, *, old: Organisation, new: Organisation) -> bool:
    return edge.old in old.by_path and edge.new in new.by_path


class _Work:
    """The edges so far, and which units have none."""

    def __init__(
        self,
        old: Organisation,
        new: Organisation,
        refused: set[tuple[Path, Path]],
        handed: Mapping[tuple[str, str], float],
    ) -> None:
        self.old, self.new, self.refused, self.handed = old, new, refused, handed
        self.edges: list[SectionEdge] = []
        self.successor: dict[Path, Path] = {}
        self.left = {unit.path: unit for unit in old.units}
        self.open = {unit.path: unit for unit in new.units}

    def take(self, edge: SectionEdge) -> None:
        """Add an edge; both its ends are settled."""
        self.edges.append(edge)
        self.successor.setdefault(edge.old, edge.new)
        self.left.pop(edge.old, None)
        self.open.pop(edge.new, None)

    def keep_places(self, length: int) -> None:
        """Pair units of a level that have the same name below the same unit, whatever that one is called now."""
        for unit in [unit for unit in self.left.values() if len(unit.path) == length]:
            path = (*self._place(unit), unit.name)
            if path in self.open and (unit.path, path) not in self.refused:
                self.take(self._edge(_Pair(2.0, unit, self.open[path], ("same_name",))))

    def keep_names(self) -> None:
        """Pair units of one name that no other unit has, wherever they stand now."""
        olds, news = _alone(self.left.values()), _alone(self.open.values())
        for name, unit in olds.items():
            other = news.get(name)
            if other is not None and (unit.path, other.path) not in self.refused:
                self.take(self._edge(_Pair(1.0, unit, other, ("same_name",))))

    def pair(self, length: int | None) -> None:
        """Pair the units of a level, or those that are left of all, one to one, the best first."""
        olds = [unit for unit in self.left.values() if length in (None, len(unit.path))]
        news = [unit for unit in self.open.values() if length in (None, len(unit.path))]
        pairs = [pair for old in olds for new in news if (pair := self._judge(old, new)) is not None]
        for pair in sorted(pairs, key=lambda one: (-one.score, one.old.path, one.new.path)):
            if pair.old.path in self.left and pair.new.path in self.open:
                self.take(self._edge(pair))

    def join(self) -> None:
        """Find, for units without a pair, the one that they went into or came out of."""
        changed = {edge.new for edge in self.edges if edge.old[-1] != edge.new[-1]} | self.open.keys()
        for unit in [*self.left.values()]:
            found = self._best(unit, [self.new.by_path[path] for path in sorted(changed)], into=True)
            if found is not None:
                self._join(found, SectionTurn.MERGED)
        renamed = {edge.old for edge in self.edges if edge.old[-1] != edge.new[-1]}
        for unit in [*self.open.values()]:
            found = self._best(unit, [self.old.by_path[path] for path in sorted(renamed)], into=False)
            if found is not None:
                self._join(found, SectionTurn.SPLIT)

    def lineage(self, refused: Sequence[SectionEdge]) -> SectionLineage:
        """Return all that was found, in the order of the newer list."""
        places = {unit.path: number for number, unit in enumerate(self.new.units)}
        edges = [*map(self._with_turn, _without_lone_joins(self.edges))]
        return SectionLineage(
            edges=tuple(sorted(edges, key=lambda edge: (places[edge.new], edge.old))),
            ended=tuple(self.left),
            new=tuple(self.open),
            refused=tuple(refused),
        )

    def _with_turn(self, edge: SectionEdge) -> SectionEdge:
        """Whether a unit of the same name moved is known when all units above have their place."""
        if edge.turn not in (SectionTurn.CONTINUES, SectionTurn.MOVED) or edge.verdict is Verdict.CONFIRMED:
            return edge
        stays = self._place(self.old.by_path[edge.old]) == edge.new[:-1]
        return replace(edge, turn=SectionTurn.CONTINUES if stays else SectionTurn.MOVED)

    def _place(self, unit: Unit) -> Path:
        """The unit of today that stands where the one above stood."""
        return self.successor.get(unit.above, unit.above)

    def _judge(self, old: Unit, new: Unit) -> _Pair | None:
        if (old.path, new.path) in self.refused:
            return None
        name = name_likeness(old.name, new.name)
        phone = bool(old.phone) and old.phone == new.phone
        below = children_share(old, new, before=self.old, after=self.new)
        place = self._place(old) == new.above
        handed = self._handed(old, new)
        score = _NAME * name + _PHONE * phone + _PLACE * place + _BELOW * below + _HANDED * handed
        strong = phone or below >= 0.5 or handed >= 0.5
        if score < _ONE or not (strong or (name >= 0.34 and is_same_sort(old.name, new.name))):
            return None
        same = old.name == new.name
        told = _evidence(name, below, handed, same=same, phone=phone, place=place)
        return _Pair(score, old, new, tuple(told))

    def _edge(self, pair: _Pair) -> SectionEdge:
        same = pair.old.name == pair.new.name
        stays = self._place(pair.old) == pair.new.above
        turn = SectionTurn.RENAMED if not same else SectionTurn.CONTINUES if stays else SectionTurn.MOVED
        strong = _STRONG & {*pair.evidence}
        return SectionEdge(
            old=pair.old.path,
            new=pair.new.path,
            turn=turn,
            confidence=_SURE if same or len(strong) > 1 or (strong and pair.score > _JOINED) else
            _LIKELY if strong or pair.score > _JOINED else _MAYBE,
            evidence=pair.evidence,
        )  # fmt: skip

    def _best(self, unit: Unit, others: Iterable[Unit], *, into: bool) -> _Pair | None:
        pairs = [
            pair
            for other in others
            if (pair := self._judge_join(*((unit, other) if into else (other, unit)))) is not None
        ]
        return max(pairs, key=lambda one: (one.score, one.old.path, one.new.path), default=None)

    def _judge_join(self, old: Unit, new: Unit) -> _Pair | None:
        if (old.path, new.path) in self.refused:
            return None
        below = children_share(old, new, before=self.old, after=self.new)
        held = max(held_share(old.name, new.name), held_share(new.name, old.name))
        phone = bool(old.phone) and old.phone == new.phone
        near = self._place(old)[:1] == new.above[:1]
        # A nursery goes into a nursery, an office into an office: units far apart in depth have little to do.
        if abs(len(old.path) - len(new.path)) > 1 or not near:
            return None
        handed = self._handed(old, new)
        score = held + below + phone + handed
        strong = below >= 0.5 or phone or handed >= 0.5
        if not (strong or (held >= 0.5 and is_same_sort(old.name, new.name))):
            return None
        same = old.name == new.name
        told = _evidence(held, below, handed, same=same, phone=phone, place=False)
        return _Pair(score, old, new, tuple(told))

    def _handed(self, old: Unit, new: Unit) -> float:
        return self.handed.get((key_of(old), key_of(new)), 0.0)

    def _join(self, pair: _Pair, turn: SectionTurn) -> None:
        strong = _STRONG & {*pair.evidence}
        edge = SectionEdge(
            old=pair.old.path,
            new=pair.new.path,
            turn=turn,
            confidence=_LIKELY if strong else _MAYBE,
            evidence=pair.evidence,
        )
        # The one that was there before is now one of several.
        end = edge.new if turn is SectionTurn.MERGED else edge.old
        self.edges = [
            replace(one, turn=turn)
            if (one.new if turn is SectionTurn.MERGED else one.old) == end and one.old[-1] != one.new[-1]
            else one
            for one in self.edges
        ]
        self.take(edge)


def _alone(units: Iterable[Unit]) -> dict[str, Unit]:
    """The units by name; a name that two have names none."""
    found: dict[str, Unit | None] = {}
    for unit in units:
        found[unit.name] = None if unit.name in found else unit
    return {name: unit for name, unit in found.items() if unit is not None}


def _without_lone_joins(edges: Sequence[SectionEdge]) -> Iterator[SectionEdge]:
    """A merge of one and a split into one are renamings."""
    into, out = Counter(edge.new for edge in edges), Counter(edge.old for edge in edges)
    for edge in edges:
        alone = into[edge.new] == 1 if edge.turn is SectionTurn.MERGED else out[edge.old] == 1
        is_join = edge.turn in (SectionTurn.MERGED, SectionTurn.SPLIT)
        lone = is_join and alone and edge.verdict is not Verdict.CONFIRMED
        yield replace(edge, turn=SectionTurn.RENAMED) if lone else edge


def _evidence(
    name: float, below: float, handed: float, *, same: bool, phone: bool, place: bool
) -> Iterator[str]:
    if same:
        yield "same_name"
    elif name >= 0.34:
        yield "alike_name"
    if phone:
        yield "same_phone"
    if below >= 0.5:
        yield "same_below"
    if handed >= 0.5:
        yield "same_projects"
    if place:
        yield "same_place"
