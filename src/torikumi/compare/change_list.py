"""The list of changes (変更点一覧) between two editions: one line a change, in the order of the newer document."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import TypeAlias

from torikumi.compare.changes import list_changes
from torikumi.compare.lineage.edge import Lineage
from torikumi.compare.successions import Succession, Turn, list_successions
from torikumi.compare.wording import title_of_project
from torikumi.plan.change import Change, ChangeKind
from torikumi.plan.model import Plan
from torikumi.plan.project import Project
from torikumi.text.names import section_key


class Kind(StrEnum):
    """What a line of the list is about (区分)."""

    ADDED = "added"  # 新規
    ENDED = "ended"  # 終了: not in the newer edition, and nothing says what followed
    MERGED = "merged"  # 統合: went into another
    SPLIT = "split"  # 分割: one became several
    REPLACED = "replaced"  # 後継: ended, and followed by another
    RENAMED = "renamed"  # 名称変更
    CHANGED = "changed"  # 変更
    HEADING = "heading"  # 目標・施策


# New figures every year, and a number that moves with its neighbours: a year went by (年度の記録).
RECORD_FIELDS = frozenset(("indicators", "amounts", "reviews", "comments", "number"))
# The names of the sections of today that followed one whose name is gone, by its key.
NamesToday: TypeAlias = Mapping[str, tuple[str, ...]]
_NAMES = frozenset(("name", "second_name", "provisional"))
_TURNS = {Turn.MERGED: Kind.MERGED, Turn.SPLIT: Kind.SPLIT, Turn.REPLACED: Kind.REPLACED}


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedChange:
    """One line: what it is about, the change, and where the project or heading stands.

    `path` are the headings from the top down, `sections` their names: in the newer edition, of what is gone in the
    older. `partners` are the titles of the projects at the other end of a merge, a split or a succession, and
    `confidence` how sure that is (0 to 1); None where the plan says so itself. `reorganised` says that the sections are
    the same ones under the names that the city gave them.
    """

    kind: Kind
    change: Change
    number: str | None
    name: str
    path: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    confidence: float | None = None
    reorganised: bool = False

    @property
    def is_record(self) -> bool:
        """Whether the line only says that a year went by, not that the project is another."""
        is_yearly = self.change.field in RECORD_FIELDS or self.reorganised
        return self.kind in (Kind.CHANGED, Kind.HEADING) and is_yearly


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeList:
    """The two editions, their differences field by field, what led from one project to another, and the lines."""

    old: Plan
    new: Plan
    changes: tuple[Change, ...]
    successions: tuple[Succession, ...]
    lines: tuple[ListedChange, ...]
    names_today: NamesToday = field(default_factory=dict)

    @property
    def unchanged(self) -> int:
        """How many projects stand in both editions with nothing new but the records of a year."""
        touched = {line.change.subject for line in self.lines if not line.is_record}
        return sum(
            project.id in self.old.project_by_id and project.id not in touched
            for project in self.new.projects
        )


def make_change_list(
    *,
    old: Plan,
    new: Plan,
    lineage: Lineage | None = None,
    names_today: NamesToday = MappingProxyType({}),
) -> ChangeList:
    """Return the list of changes between two editions whose ids meet, with what a lineage found where there is one.

    `names_today` are the sections that followed one whose name is gone, by its key (`SectionLineage.names_today`): a
    section that was only renamed is no change of the project.
    """
    successions = list_successions(old, new, lineage=lineage)
    changes = list_changes(old=old, new=new)
    lines = _lines(changes, successions, old=old, new=new)
    return ChangeList(
        old=old,
        new=new,
        changes=changes,
        successions=successions,
        lines=tuple(_with_reorganised(line, old=old, new=new, today=names_today) for line in lines),
        names_today=names_today,
    )


def sections_today(project: Project, today: NamesToday) -> Mapping[str, str]:
    """Return the sections of a project by their keys, those that are gone as the ones that followed them."""
    names: dict[str, str] = {}
    for section in project.sections:
        for name in today.get(section_key(section.name), (section.name,)):
            names.setdefault(section_key(name), name)
    return names


def _with_reorganised(line: ListedChange, *, old: Plan, new: Plan, today: NamesToday) -> ListedChange:
    before, after = old.project_by_id.get(line.change.subject), new.project_by_id.get(line.change.subject)
    if not today or line.change.field != "sections" or before is None or after is None:
        return line
    same = sections_today(before, today).keys() == sections_today(after, today).keys()
    return replace(line, reorganised=True) if same else line


def _lines(
    changes: Sequence[Change], successions: Sequence[Succession], *, old: Plan, new: Plan
) -> Iterator[ListedChange]:
    into: dict[str, list[Succession]] = {}
    onto: dict[str, list[Succession]] = {}
    for one in successions:
        into.setdefault(one.new, []).append(one)
        onto.setdefault(one.old, []).append(one)
    said: set[str] = set()
    for change in changes:
        project = new.project_by_id.get(change.subject) or old.project_by_id.get(change.subject)
        if project is None:
            yield _heading_line(change, old=old, new=new)
            continue
        plan = new if change.subject in new.project_by_id else old
        if plan is new and change.subject not in said:
            said.add(change.subject)
            yield from _came_from(project, into.get(project.id, ()), old=old, new=new)
        if change.kind is ChangeKind.REMOVED:
            yield _went(change, project, onto.get(project.id, ()), old=old, new=new)
        elif change.kind is ChangeKind.ADDED:
            if project.id not in into:
                yield _line(Kind.ADDED, _with_summary(change, project), project, plan)
        elif change.field == "merges" and project.id in onto:
            yield _went(change, project, onto[project.id], old=old, new=new)
        elif change.field != "merges" or project.id not in into:
            kind = Kind.RENAMED if change.field in _NAMES else Kind.CHANGED
            yield _line(kind, change, project, plan)


def _came_from(
    project: Project, successions: Sequence[Succession], *, old: Plan, new: Plan
) -> Iterator[ListedChange]:
    """Yield a line for each way in which other projects led to this one."""
    by_turn: dict[Turn, list[Succession]] = {}
    for one in successions:
        by_turn.setdefault(one.turn, []).append(one)
    for turn, group in by_turn.items():
        partners = tuple(title_of_project(old.project_by_id[one.old]) for one in group)
        title = title_of_project(project)
        change = Change(
            kind=ChangeKind.CHANGED if project.id in old.project_by_id else ChangeKind.ADDED,
            subject=project.id,
            title=title,
            field="lineage",
            before="\n".join(
                dict.fromkeys((*partners, *([title] if project.id in old.project_by_id else [])))
            ),
            after=title,
        )
        yield _line(_TURNS[turn], change, project, new, partners=partners, confidence=_least(group))


def _went(
    change: Change, project: Project, successions: Sequence[Succession], *, old: Plan, new: Plan
) -> ListedChange:
    """Return the line of a project that the newer edition lacks."""
    if not successions:
        return _line(Kind.ENDED, _with_summary(change, project), project, old)
    partners = tuple(title_of_project(new.project_by_id[one.new]) for one in successions)
    told = Change(
        kind=change.kind,
        subject=change.subject,
        title=change.title,
        field="lineage",
        before=change.title,
        after="\n".join(partners),
    )
    return _line(
        _TURNS[successions[0].turn], told, project, old, partners=partners, confidence=_least(successions)
    )


def _line(
    kind: Kind,
    change: Change,
    project: Project,
    plan: Plan,
    *,
    partners: tuple[str, ...] = (),
    confidence: float | None = None,
) -> ListedChange:
    return ListedChange(
        kind=kind,
        change=change,
        number=project.number,
        name=project.name,
        path=_path(plan, project.node),
        sections=tuple(section.name for section in project.sections),
        partners=partners,
        confidence=confidence,
    )


def _heading_line(change: Change, *, old: Plan, new: Plan) -> ListedChange:
    nodes: Mapping[str, object] = new.node_by_id
    plan = new if change.subject in nodes else old
    node = plan.node_by_id[change.subject]
    return ListedChange(
        kind=Kind.HEADING,
        change=change,
        number=node.number,
        name=node.name,
        path=_path(plan, node.parent),
    )


def _with_summary(change: Change, project: Project) -> Change:
    """A project that came or went is told with what it is about: its name stands beside it already."""
    words = project.summary or ""
    return Change(
        kind=change.kind,
        subject=change.subject,
        title=change.title,
        field="",
        before=None if change.before is None else words,
        after=None if change.after is None else words,
    )


def _path(plan: Plan, node_id: str | None) -> tuple[str, ...]:
    if node_id not in plan.node_by_id:
        return ()
    return tuple(node.printed for node in plan.path_to(node_id))


def _least(successions: Sequence[Succession]) -> float | None:
    known = [one.confidence for one in successions if one.confidence is not None]
    return min(known) if known else None
