"""The lineage between two editions: candidates, features, chances, one partner each, then merges and splits."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from torikumi.compare.lineage.assign import choose_pairs
from torikumi.compare.lineage.candidates import find_pairs
from torikumi.compare.lineage.edge import Edge, EdgeKind, Evidence, Lineage, Verdict
from torikumi.compare.lineage.features import FEATURES, measure_pairs
from torikumi.compare.lineage.model import Model, load_model
from torikumi.compare.lineage.record import Record, records_of
from torikumi.compare.lineage.told import told_merges, told_successors
from torikumi.plan.identity import pair_nodes
from torikumi.plan.model import Plan

# Below this a pair is no edge; a second line to a project that has one already needs more.
_LEAST = 0.5
_LEAST_SECOND = 0.6
# A name or a summary that tells of a merge is hardly ever wrong.
_TOLD = 0.97
# That one follows the other is told of what has little else in common: too seldom to be measured, so not called sure.
_TOLD_SUCCESSOR = 0.8
_SPEAKING = (
    "same_name", "same_bare_name", "former_name", "named_by_new", "named_by_old", "name", "text", "same_section",
    "same_amounts", "same_values", "indicators", "same_top",
)  # fmt: skip
_FAINTEST = 0.3


def propose_lineage(
    old: Plan, new: Plan, *, decided: Iterable[Edge] = (), model: Model | None = None
) -> Lineage:
    """Return the lineage from the plan `old` to the plan `new`.

    `decided` are edges that a person confirmed or refused; they stay as they are, whatever the program thinks. Ids are
    not looked at. The model is the one that comes with the package, unless another is given.
    """
    work = _Work(old, new, model or load_model())
    for edge in decided:
        work.take(edge)
    work.propose()
    return work.lineage()


@dataclass(slots=True)
class _Line:
    """An edge in the making, by the indexes of its ends."""

    old: int
    new: int
    chance: float
    features: np.ndarray | None
    told: bool = False
    succeeds: bool = False
    confirmed: Edge | None = None


class _Work:
    def __init__(self, old: Plan, new: Plan, model: Model) -> None:
        self._plans, self._model = (old, new), model
        self._old, self._new = records_of(old), records_of(new)
        self._same_node = pair_nodes(old=old, new=new)
        self._index = [{one.id: at for at, one in enumerate(plan.projects)} for plan in self._plans]
        self._lines: dict[tuple[int, int], _Line] = {}
        self._refused: dict[tuple[int, int], Edge] = {}

    def take(self, edge: Edge) -> None:
        """Keep what a person said of two projects that are there."""
        ends = self._index[0].get(edge.old), self._index[1].get(edge.new)
        if ends[0] is None or ends[1] is None:
            return
        if edge.verdict is Verdict.REFUSED:
            self._refused[ends[0], ends[1]] = edge
        elif edge.verdict is Verdict.CONFIRMED:
            self._lines[ends[0], ends[1]] = _Line(ends[0], ends[1], 1.0, None, confirmed=edge)

    def propose(self) -> None:
        """Add what the program thinks beside it."""
        taken_old = {line.old for line in self._lines.values()}
        taken_new = {line.new for line in self._lines.values()}
        pairs = find_pairs(self._old, self._new)
        features = measure_pairs(self._old, self._new, pairs)
        chances = self._model.chances(features)
        for at, (one, other) in enumerate(pairs):
            if (int(one), int(other)) in self._refused:
                chances[at] = 0
        free = np.asarray(
            [one not in taken_old and other not in taken_new for one, other in pairs], dtype=bool
        )
        likely = np.where(free, chances, 0)
        for at in choose_pairs(pairs, self._with_tie_breaks(pairs, likely), (len(self._old), len(self._new))):
            if likely[at] >= _LEAST:
                self._add(pairs[at], chances[at], features[at])
        self._add_told()
        self._add_second(pairs, chances, features)
        self._add_successors(pairs, features)

    def _with_tie_breaks(self, pairs: np.ndarray, chances: np.ndarray) -> np.ndarray:
        """Tell rows that are alike in everything apart by their number and their place in the document."""
        found = chances.copy()
        for at in np.flatnonzero((chances > 0) & (chances < 1)):
            one, other = self._old[pairs[at, 0]], self._new[pairs[at, 1]]
            near = 1 - abs(one.position - other.position)
            same_number = one.number == other.number and bool(one.number)
            odds = np.log(found[at] / (1 - found[at])) + 0.01 * near + 0.02 * same_number
            found[at] = 1 / (1 + np.exp(-odds))
        return found

    def _add(self, pair: np.ndarray, chance: float, features: np.ndarray) -> None:
        ends = int(pair[0]), int(pair[1])
        self._lines.setdefault(ends, _Line(*ends, float(chance), features))

    def _add_told(self) -> None:
        for ends in told_merges(*self._plans):
            self._tell(*ends)

    def _add_successors(self, pairs: np.ndarray, features: np.ndarray) -> None:
        """Mark what the newer text says it follows; join it where neither of the two has another line."""
        from_old = Counter(line.old for line in self._lines.values())
        from_new = Counter(line.new for line in self._lines.values())
        row = {(int(one), int(other)): at for at, (one, other) in enumerate(pairs)}
        for one, other in told_successors(self._old, self._new, row):
            line = self._lines.get((one, other))
            if (
                line is None
                and (one, other) not in self._refused
                and not from_old[one]
                and not from_new[other]
            ):
                line = _Line(one, other, _TOLD_SUCCESSOR, features[row[one, other]])
                self._lines[one, other] = line
                from_old[one] += 1
                from_new[other] += 1
            if line is not None and from_old[one] == 1 == from_new[other]:
                line.succeeds = True

    def _tell(self, old: int, new: int) -> None:
        line = self._lines.get((old, new))
        if line is not None:
            line.told = True
        elif (old, new) not in self._refused:
            self._lines[old, new] = _Line(old, new, _TOLD, None, told=True)

    def _add_second(self, pairs: np.ndarray, chances: np.ndarray, features: np.ndarray) -> None:
        """Join those that have no line yet to a project that has one: a merge, or a split."""
        olds = {line.old for line in self._lines.values()}
        news = {line.new for line in self._lines.values()}
        for at in np.argsort(-chances, kind="stable"):
            if chances[at] < _LEAST_SECOND:
                break
            one, other = int(pairs[at, 0]), int(pairs[at, 1])
            if (one in olds) != (other in news):
                self._add(pairs[at], chances[at], features[at])
                olds.add(one)
                news.add(other)

    def lineage(self) -> Lineage:
        """Return the whole."""
        lines = sorted(self._lines.values(), key=lambda line: (line.new, line.old))
        from_old = Counter(line.old for line in lines)
        from_new = Counter(line.new for line in lines)
        # Who was taken in by another and is listed all the same was not split.
        parts = Counter(line.old for line in lines if not line.told)
        old, new = self._plans
        return Lineage(
            edges=tuple(
                self._edge(line, merged=from_new[line.new] > 1, split=parts[line.old] > 1) for line in lines
            ),
            ended=tuple(one.id for at, one in enumerate(old.projects) if at not in from_old),
            new=tuple(one.id for at, one in enumerate(new.projects) if at not in from_new),
            refused=tuple(self._refused.values()),
        )

    def _is_moved(self, line: _Line) -> bool:
        """Tell whether the heading is another one; a heading with a new name moves nobody."""
        old, new = self._plans[0].projects[line.old], self._plans[1].projects[line.new]
        return old.node != (None if new.node is None else self._same_node.get(new.node))

    def _edge(self, line: _Line, *, merged: bool, split: bool) -> Edge:
        if line.confirmed is not None:
            return line.confirmed
        old, new = self._old[line.old], self._new[line.new]
        return Edge(
            old=self._plans[0].projects[line.old].id,
            new=self._plans[1].projects[line.new].id,
            kind=_kind(line, old, new, merged=merged, split=split),
            confidence=round(min(line.chance, 0.9999), 4),
            evidence=_evidence(line),
            changes=tuple(_changes(old, new, moved=self._is_moved(line))),
        )


def _kind(line: _Line, old: Record, new: Record, *, merged: bool, split: bool) -> EdgeKind:
    if merged:
        return EdgeKind.MERGED
    if split:
        return EdgeKind.SPLIT
    if line.succeeds:
        return EdgeKind.REPLACED
    return EdgeKind.CONTINUES if old.name == new.name else EdgeKind.RENAMED


def _evidence(line: _Line) -> tuple[Evidence, ...]:
    told = (Evidence(feature="told", strength=1.0),) if line.told else ()
    if line.succeeds:
        told = (*told, Evidence(feature="succeeds", strength=1.0))
    if line.features is None:
        return told
    strengths = dict(zip(FEATURES, line.features, strict=True))
    spoken = [(name, round(float(strengths[name]), 2)) for name in _SPEAKING if strengths[name] >= _FAINTEST]
    said = {name for name, _ in spoken}
    # Who has the same name need not be told that the names are alike.
    hidden = (
        {"name", "same_bare_name"} if "same_name" in said else {"name"} if "same_bare_name" in said else set()
    )
    return (*told, *(Evidence(feature=name, strength=how) for name, how in spoken if name not in hidden))


def _changes(old: Record, new: Record, *, moved: bool) -> Sequence[str]:
    found = []
    if old.number != new.number:
        found.append("number")
    if old.name != new.name:
        found.append("name")
    if old.sections != new.sections:
        found.append("sections")
    if moved:
        found.append("place")
    return found
