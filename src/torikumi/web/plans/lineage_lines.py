"""The lines between an edition and the import after it: what is proposed, under what people decided. Knows no database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from torikumi.compare.lineage.edge import Evidence, Lineage
from torikumi.compare.lineage.words import SURE
from torikumi.web.plans.lineage_models import LineageDecision, LineKind, LineVerdict

Ends = tuple[str, int]
Pairs = Mapping[int, str]

# One project became one; in the first two it is the same project, with one id.
ONE_TO_ONE = frozenset({LineKind.CONTINUES, LineKind.RENAMED, LineKind.REPLACED})
SAME = frozenset({LineKind.CONTINUES, LineKind.RENAMED})
_UNKNOWN = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line from a project of the older edition to one of the newer; an end is "" or 0 where there is none.

    `confidence` is None where the program did not propose it. `is_paired` tells that name or number alone say that both
    are one. `decision` is what a person said; None while nobody has.
    """

    old: str
    new: int
    kind: LineKind
    confidence: float | None = None
    evidence: tuple[Evidence, ...] = ()
    changes: tuple[str, ...] = ()
    is_paired: bool = False
    decision: LineageDecision | None = None

    @property
    def ends(self) -> Ends:
        """Both ends."""
        return self.old, self.new

    @property
    def is_open(self) -> bool:
        """Whether nobody has said anything of it."""
        return self.decision is None

    @property
    def is_refused(self) -> bool:
        """Whether a person said that there is no such line."""
        return self.decision is not None and self.decision.verdict == LineVerdict.REFUSED

    @property
    def is_sure(self) -> bool:
        """Whether it may be confirmed without a look at it: the same name, a high confidence, and paired as well."""
        return (
            self.kind is LineKind.CONTINUES
            and self.is_paired
            and self.confidence is not None
            and self.confidence >= SURE
        )


def holding(decisions: Iterable[LineageDecision]) -> dict[Ends, LineageDecision]:
    """Return what holds of each line: the newest word on it, where that was not taken back."""
    newest: dict[Ends, LineageDecision] = {}
    for one in sorted(decisions, key=lambda row: row.turn):
        newest[one.ends] = one
    return {ends: one for ends, one in newest.items() if one.verdict != LineVerdict.WITHDRAWN}


def identity_pairs(careful: Pairs, held: Mapping[Ends, LineageDecision]) -> dict[int, str]:
    """Return which project of the import is which of the edition before ({position: old id}).

    A person's word goes before the careful pairs: what they refused is no pair, what they confirmed as continued or
    renamed is one, and a project that was replaced, ended or is new keeps its id for itself.
    """
    confirmed = [one for one in held.values() if one.verdict == LineVerdict.CONFIRMED]
    settled = [one for one in confirmed if one.kind in ONE_TO_ONE or not one.old or not one.new]
    olds, news = {one.old for one in settled if one.old}, {one.new for one in settled if one.new}
    pairs = {
        new: old
        for new, old in careful.items()
        if old not in olds and new not in news and not _is_refused(held.get((old, new)))
    }
    return pairs | {one.new: one.old for one in settled if one.kind in SAME}


def draw_lines(
    proposal: Lineage,
    careful: Pairs,
    held: Mapping[Ends, LineageDecision],
    *,
    olds: Sequence[str],
    count: int,
) -> list[Line]:
    """Return all lines: those with two ends by position, then what ended, in the order of `olds`, and what is new.

    `olds` are the ids of the edition before, `count` is how many projects the import has. A confirmed line from one to
    one puts away what was proposed beside it.
    """
    lines = _proposed(proposal, careful)
    for ends, one in held.items():
        kind = LineKind(one.kind)
        line = lines.get(ends) or Line(old=ends[0], new=ends[1], kind=kind)
        if one.verdict == LineVerdict.CONFIRMED:
            line = replace(line, kind=kind)
        lines[ends] = replace(line, decision=one)
    joined = [line for line in _beside_settled(lines.values()) if line.old and line.new]
    standing = [line for line in joined if not line.is_refused]
    at_old, at_new = {line.old for line in standing}, {line.new for line in standing}
    alone = [
        lines.get(ends) or Line(old=ends[0], new=ends[1], kind=kind)
        for ends, kind in (
            *(((old, 0), LineKind.ENDED) for old in olds if old not in at_old),
            *((("", new), LineKind.NEW) for new in range(1, count + 1) if new not in at_new),
        )
    ]
    return [*sorted(joined, key=lambda line: line.new), *alone]


def _proposed(proposal: Lineage, careful: Pairs) -> dict[Ends, Line]:
    lines: dict[Ends, Line] = {}
    for edge in proposal.edges:
        ends = edge.old, int(edge.new)
        lines[ends] = Line(
            old=ends[0],
            new=ends[1],
            kind=LineKind(edge.kind.value),
            confidence=edge.confidence,
            evidence=edge.evidence,
            changes=edge.changes,
            is_paired=careful.get(ends[1]) == ends[0],
        )
    for new, old in careful.items():
        # Nothing else speaks for it, or something speaks for another: it is looked at.
        told = (Evidence(feature="paired", strength=1.0),)
        line = Line(
            old=old, new=new, kind=LineKind.CONTINUES, confidence=_UNKNOWN, evidence=told, is_paired=True
        )
        lines.setdefault((old, new), line)
    return lines


def _beside_settled(lines: Iterable[Line]) -> list[Line]:
    found = list(lines)
    settled = [
        line
        for line in found
        if not line.is_open
        and not line.is_refused
        and (line.kind in ONE_TO_ONE or not line.old or not line.new)
    ]
    olds, news = {line.old for line in settled if line.old}, {line.new for line in settled if line.new}
    ended = {line.old for line in settled if not line.new}
    new = {line.new for line in settled if not line.old}

    def is_put_away(line: Line) -> bool:
        if not line.is_open:
            return False
        if line.old in ended or line.new in new:
            return True
        return line.kind in ONE_TO_ONE and (line.old in olds or line.new in news)

    return [line for line in found if not is_put_away(line)]


def _is_refused(one: LineageDecision | None) -> bool:
    return one is not None and one.verdict == LineVerdict.REFUSED
