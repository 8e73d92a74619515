"""Two stored editions as people decided that they belong together: ids that meet, and the lines between projects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from torikumi.compare.lineage.edge import Edge, EdgeKind, Lineage, Verdict
from torikumi.compare.successions import Succession, Turn
from torikumi.plan.model import Plan
from torikumi.web.plans.lineage_models import LineKind
from torikumi.web.plans.queries.lineage_links import DecidedLink

_TURNS: Mapping[LineKind, Turn] = {
    LineKind.MERGED: Turn.MERGED,
    LineKind.SPLIT: Turn.SPLIT,
    LineKind.REPLACED: Turn.REPLACED,
}
_EDGES = {Turn.MERGED: EdgeKind.MERGED, Turn.SPLIT: EdgeKind.SPLIT, Turn.REPLACED: EdgeKind.REPLACED}


def join_editions(before: Plan, after: Plan, joined: Mapping[str, str]) -> tuple[Plan, Mapping[str, str]]:
    """Return the newer edition with the older ids of projects that a person joined, and those ids by the older one."""
    ids = {
        key: first
        for key, first in joined.items()
        if key in after.project_by_id and first in before.project_by_id and first not in after.project_by_id
    }
    projects = tuple(replace(one, id=ids.get(one.id, one.id)) for one in after.projects)
    return replace(after, projects=projects), {first: key for key, first in ids.items()}


def lineage_of(links: Sequence[DecidedLink], *, own: Mapping[str, str]) -> Lineage:
    """Return the merges, splits and successions that people decided, in the ids of `join_editions` (`own` is of it)."""
    olders = {key: first for first, key in own.items()}
    return Lineage(
        edges=tuple(
            Edge(
                old=one.old.key,
                new=olders.get(one.new.key, one.new.key),
                kind=_EDGES[turn],
                confidence=1.0,
                verdict=Verdict.CONFIRMED,
            )
            for one in links
            if (turn := _TURNS.get(one.kind)) is not None and not one.is_refused
        )
    )


def succession_of(link: DecidedLink) -> Succession | None:
    """Return a decided line as what led from one project to another; None where both are one, or it was refused."""
    turn = _TURNS.get(link.kind)
    if turn is None or link.is_refused:
        return None
    return Succession(old=link.old.key, new=link.new.key, turn=turn)
