"""From the edition before and a document that was read to ids and a proposed lineage; worked out before any lock."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from torikumi.compare.lineage.edge import (
    Edge,
    EdgeKind,
    Evidence,
    Lineage,
    Verdict,
    dump_lineage,
    load_lineage,
)
from torikumi.plan.file import load_plan
from torikumi.plan.identity import assign_identities, carry_identities
from torikumi.plan.model import Plan
from torikumi.web.plans.lineage_lines import Ends, Pairs, holding, identity_pairs
from torikumi.web.plans.lineage_models import KeptLineage, LineageDecision, LineVerdict

# Beyond this a proposal takes minutes; the largest plans of cities have some thousand projects.
MOST_TRACED = 6_000
_DECIDED = Evidence(feature="decided", strength=1.0)
_OF_EDGES = frozenset(EdgeKind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Traced:
    """The plan with the ids that its projects have in the edition before, and what they were made of.

    `read` is the plan whose headings have the old ids and whose projects have none.
    """

    read: Plan
    plan: Plan
    careful: Pairs
    pairs: Pairs


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedLineage:
    """The lineage of an import that is to be kept; `repeated` are decisions of an earlier import, not saved yet."""

    read: str
    careful: Pairs
    pairs: Pairs
    proposal: Lineage
    repeated: tuple[LineageDecision, ...]


def trace(*, old: Plan, new: Plan, held: Mapping[Ends, LineageDecision]) -> Traced:
    """Return the new plan with the old ids: where nothing else could be meant, and where a person said so."""
    carried = carry_identities(old=old, new=new)
    careful = {
        position: project.id
        for position, project in enumerate(carried.projects, start=1)
        if project.id in old.project_by_id
    }
    own = zip(carried.projects, new.projects, strict=True)
    read = replace(
        carried,
        projects=tuple(replace(here, id=before.id, merges=before.merges) for here, before in own),
    )
    pairs = {
        position: key
        for position, key in identity_pairs(careful, held).items()
        if key in old.project_by_id and 1 <= position <= len(read.projects)
    }
    ids = {read.projects[position - 1].id: key for position, key in pairs.items()}
    plan = assign_identities(old=old, new=read, pairs=ids)
    return Traced(read=read, plan=plan, careful=careful, pairs=pairs)


def is_traceable(*, old: Plan, new: Plan) -> bool:
    """Tell whether a lineage between both is proposed: not where either has more projects than seconds allow."""
    return max(len(old.projects), len(new.projects)) <= MOST_TRACED


def propose_lines(
    *, old: Plan, new: Plan, held: Mapping[Ends, LineageDecision], before: Lineage | None = None
) -> Lineage:
    """Return the lineage from `old` to `new`, whose projects are named by their positions; takes seconds.

    What people decided (`held`) is kept out of it, but the line of which they decided stays as it was proposed
    `before`, so that its evidence can be read, and holds again where the decision is taken back.
    """
    from torikumi.compare.lineage.propose import propose_lineage  # loads scipy

    ids = [project.id for project in new.projects]
    position = {key: str(at) for at, key in enumerate(ids, start=1)}
    decided = [
        Edge(
            old=one.old,
            new=ids[one.new - 1],
            kind=EdgeKind(one.kind),
            confidence=1.0,
            verdict=Verdict.CONFIRMED if one.verdict == LineVerdict.CONFIRMED else Verdict.REFUSED,
        )
        for one in held.values()
        if one.old and 1 <= one.new <= len(ids) and one.kind in _OF_EDGES
    ]
    found = propose_lineage(old, new, decided=decided)
    known = {(edge.old, edge.new): edge for edge in (before.edges if before else ())}
    edges: list[Edge] = []
    for edge in (*found.edges, *found.refused):
        here = replace(edge, new=position[edge.new])
        if edge.verdict is Verdict.PROPOSED:
            edges.append(here)
        elif (here.old, here.new) in known:
            edges.append(known[here.old, here.new])
        elif edge.verdict is Verdict.CONFIRMED:
            edges.append(replace(here, verdict=Verdict.PROPOSED, evidence=(_DECIDED,)))
    return Lineage(edges=tuple(edges))


def repeat_decisions(
    *, earlier: KeptLineage, decisions: Iterable[LineageDecision], read: Plan, is_same_document: bool
) -> tuple[LineageDecision, ...]:
    """Return what held of an earlier import on the same edition, for the same rows of the new document; not saved yet.

    A row is the same where number, name and sections are. Of what ended only the same document says anything.
    """
    if not earlier.read:
        return ()
    before = [project.id for project in load_plan(earlier.read).projects]
    there = {project.id: position for position, project in enumerate(read.projects, start=1)}
    again = []
    for one in holding(decisions).values():
        new = there.get(before[one.new - 1], 0) if one.new else 0
        if (one.new and not new) or (not one.new and not is_same_document):
            continue
        again.append(
            LineageDecision(
                turn=0,
                old=one.old,
                new=new,
                kind=one.kind,
                verdict=one.verdict,
                origin_id=one.origin_id or one.batch_id,
                made_by=one.made_by,
                made_at=one.made_at,
            )
        )
    return tuple(again)


def dump_pairs(pairs: Pairs) -> str:
    """Return pairs as they are kept; the same pairs always give the same text."""
    return json.dumps({str(new): pairs[new] for new in sorted(pairs)}, ensure_ascii=False)


def load_pairs(text: str) -> dict[int, str]:
    """Return pairs as they were kept."""
    return {int(new): old for new, old in json.loads(text).items()}


def load_proposal(kept: KeptLineage) -> Lineage:
    """Return the lines as they were proposed."""
    return load_lineage(kept.proposal)


def dump_proposal(proposal: Lineage) -> str:
    """Return the lines as they are kept."""
    return dump_lineage(proposal)
