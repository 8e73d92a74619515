"""What became of projects that did not simply go on: which went into which, which were divided, which were followed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from torikumi.compare.lineage.edge import EdgeKind, Lineage, Verdict
from torikumi.plan.model import Plan
from torikumi.plan.project import Merge, MergeKind, Project
from torikumi.text.names import project_key


class Turn(StrEnum):
    """How one project led to another: 統合, 分割, 後継."""

    MERGED = "merged"
    SPLIT = "split"
    REPLACED = "replaced"


_TURNS = {EdgeKind.MERGED: Turn.MERGED, EdgeKind.SPLIT: Turn.SPLIT, EdgeKind.REPLACED: Turn.REPLACED}

# Shorter words are part of many names.
_TELLING = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Succession:
    """A line from a project of the older edition to another one of the newer, by their ids there.

    `confidence` is None where the newer edition says so itself, or a person does.
    """

    old: str
    new: str
    turn: Turn
    confidence: float | None = None


def list_successions(old: Plan, new: Plan, *, lineage: Lineage | None = None) -> tuple[Succession, ...]:
    """Return the lines between two editions whose ids meet, each pair once: what the plan tells of, then the lineage.

    A lineage speaks of the ids of `new`; `torikumi.compare.lineage.carry.with_carried_ids` sees to that.
    """
    found: dict[tuple[str, str], Succession] = {}
    for one in (*_told(old, new), *_proposed(lineage)):
        found.setdefault((one.old, one.new), one)
    return tuple(found.values())


def _proposed(lineage: Lineage | None) -> Iterator[Succession]:
    for edge in lineage.edges if lineage else ():
        # A merge has an edge also from the project that went on; that one is no other project.
        if edge.kind in _TURNS and edge.old != edge.new:
            sure = edge.verdict is Verdict.CONFIRMED
            yield Succession(
                old=edge.old,
                new=edge.new,
                turn=_TURNS[edge.kind],
                confidence=None if sure else edge.confidence,
            )


def _told(old: Plan, new: Plan) -> Iterator[Succession]:
    if not any(project.merges for project in new.projects):
        return
    before, after = _by_name(old), _by_name(new)
    for project in new.projects:
        was = old.project_by_id.get(project.id)
        known = {(merge.kind, project_key(merge.partner)) for merge in was.merges} if was else set()
        for merge in project.merges:
            is_news = (merge.kind, project_key(merge.partner)) not in known
            for one in _line(project, merge, old=old, new=new, before=before, after=after):
                # What was told before is told of a row that went only now.
                if is_news or one.old not in new.project_by_id:
                    yield one


def _line(
    project: Project,
    merge: Merge,
    *,
    old: Plan,
    new: Plan,
    before: Mapping[str, str],
    after: Mapping[str, str],
) -> Iterator[Succession]:
    partner = merge.partner_id
    key = project_key(merge.partner)
    was = partner if partner in old.project_by_id else before.get(key) or _one_gone(key, old=old, new=new)
    now = partner if partner in new.project_by_id else after.get(key)
    if merge.kind is MergeKind.INTO:
        source, target = (project.id, now) if project.id in old.project_by_id else (None, None)
    elif merge.kind is MergeKind.ABSORBED or now is None:
        source, target = was, project.id
    else:
        return  # 「…と統合して実施」 of two that both go on does not say which remains
    if source is not None and target is not None and source != target:
        yield Succession(old=source, new=target, turn=Turn.MERGED)


def _one_gone(key: str, *, old: Plan, new: Plan) -> str | None:
    """Return the one project that the newer edition lacks and whose name holds the words: names are told in short."""
    if len(key) < _TELLING:
        return None
    gone = [project for project in old.projects if project.id not in new.project_by_id]
    found = [project.id for project in gone if key in project_key(project.name)]
    return found[0] if len(found) == 1 else None


def _by_name(plan: Plan) -> dict[str, str]:
    """The ids of the projects by their names; a name that two have names none."""
    ids: dict[str, str | None] = {}
    for project in plan.projects:
        key = project_key(project.name)
        ids[key] = None if key in ids else project.id
    return {key: one for key, one in ids.items() if key and one is not None}
