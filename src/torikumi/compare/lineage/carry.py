"""The ids of an older edition for the projects that a lineage says are the same."""

from collections import Counter
from dataclasses import replace

from torikumi.compare.lineage.edge import Edge, EdgeKind, Lineage, Verdict
from torikumi.plan.model import Plan

_SURE = 0.9
_ONE = frozenset((EdgeKind.CONTINUES, EdgeKind.RENAMED))


def carry_by_lineage(new: Plan, lineage: Lineage) -> Plan:
    """Return the new edition with the old ids wherever the lineage is sure that one project became one.

    Sure is what a person confirmed, and what has a confidence of nine in ten. An id that the new edition has already
    is left where it is, so no two projects get one.
    """
    ids = carried_ids(new, lineage)
    if not ids:
        return new
    return replace(
        new,
        projects=tuple(
            replace(
                project,
                id=ids.get(project.id, project.id),
                merges=tuple(
                    replace(merge, partner_id=ids.get(merge.partner_id or "", merge.partner_id))
                    for merge in project.merges
                ),
            )
            for project in new.projects
        ),
    )


def with_carried_ids(lineage: Lineage, new: Plan) -> Lineage:
    """Return the lineage of the same editions after `carry_by_lineage`: its ids of the newer one are those it has then.

    `new` is the newer edition as the lineage was made of it.
    """
    ids = carried_ids(new, lineage)

    def renamed(edges: tuple[Edge, ...]) -> tuple[Edge, ...]:
        return tuple(replace(edge, new=ids.get(edge.new, edge.new)) for edge in edges)

    return replace(
        lineage,
        edges=renamed(lineage.edges),
        new=tuple(ids.get(one, one) for one in lineage.new),
        refused=renamed(lineage.refused),
    )


def carried_ids(new: Plan, lineage: Lineage) -> dict[str, str]:
    """Return the older id of each project of the newer edition that gets one, by the id that it has."""
    ids = {edge.new: edge.old for edge in lineage.edges if _is_sure(edge)}
    taken = Counter(ids.values())
    known = {project.id for project in new.projects}
    return {after: before for after, before in ids.items() if taken[before] == 1 and before not in known}


def _is_sure(edge: Edge) -> bool:
    return edge.kind in _ONE and (edge.verdict is Verdict.CONFIRMED or edge.confidence >= _SURE)
