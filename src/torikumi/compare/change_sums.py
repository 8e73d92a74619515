"""The changes between two editions summed up, by goal and by section."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from torikumi.compare.change_list import ChangeList, Kind, sections_today
from torikumi.compare.match import match_nodes
from torikumi.plan.model import Plan
from torikumi.plan.money import Phase
from torikumi.plan.money_size import YEN, MoneySize, size_by_money
from torikumi.plan.project import Project

# What is counted, in the order of the table: what a line is about, else the field that changed.
COUNTED = (
    "added",
    "ended",
    "merged",
    "split",
    "replaced",
    "renamed",
    "direction",
    "summary",
    "node",
    "sections",
    "indicators",
    "amounts",
    "reviews",
)
_FIELDS = {
    **{field: field for field in COUNTED},
    "layers": "summary",
    "also_under": "node",
    "comments": "reviews",
    "merges": "merged",
}
# What was voted is known of both editions first; what was spent comes a year later.
_PHASES = (Phase.INITIAL, Phase.CURRENT, Phase.REQUEST, Phase.SETTLED)
_TURNS = (Kind.ADDED, Kind.ENDED, Kind.MERGED, Kind.SPLIT, Kind.REPLACED, Kind.RENAMED)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeSum:
    """A goal or a section: its projects before and after, how many of them changed in what, and their money.

    `unchanged` are those with nothing new but the records of a year. `counts` are projects by the words of `COUNTED`;
    one project may stand in several. `money_before` and `money_after` are in the unit and of the years of `Sums.money`;
    None where the editions' money cannot be put side by side.
    """

    name: str
    before: int
    after: int
    unchanged: int
    counts: Mapping[str, int]
    money_before: Decimal | None = None
    money_after: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SummedMoney:
    """Of which fiscal years and phase the summed money is, in which unit."""

    year_before: int
    year_after: int
    phase: Phase
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """The sums by goal (the headings at the top) and by section, and the sum of all.

    A project of several sections counts in each, so the sections add up to more than the whole.
    """

    goals: tuple[ChangeSum, ...]
    sections: tuple[ChangeSum, ...]
    total: ChangeSum
    money: SummedMoney | None


def sum_changes(listed: ChangeList) -> Sums:
    """Return the changes of a list summed up; a goal or section that was renamed counts under its newer name."""
    counter = _Counter(listed)
    goals = _goal_names(listed)
    return Sums(
        goals=tuple(counter.sums(goals)),
        sections=tuple(counter.sums(_section_names(listed))),
        total=counter.sum_of("計", listed.old.projects, listed.new.projects),
        money=counter.money,
    )


class _Groups:
    """The projects of both editions by what they are counted under, in order of appearance."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}
        self.old: dict[str, list[Project]] = {}
        self.new: dict[str, list[Project]] = {}

    def put(self, side: dict[str, list[Project]], key: str, name: str, project: Project) -> None:
        self.names.setdefault(key, name)
        under = side.setdefault(key, [])
        if not under or under[-1] is not project:
            under.append(project)


def _goal_names(listed: ChangeList) -> _Groups:
    groups = _Groups()
    same = {before.id: after.id for before, after in match_nodes(old=listed.old, new=listed.new).both}
    for node in listed.new.nodes:
        if node.parent is None:
            groups.names[f"new:{node.id}"] = node.printed
    for project in listed.new.projects:
        key, name = _top(listed.new, project)
        groups.put(groups.new, f"new:{key}", name, project)
    for project in listed.old.projects:
        key, name = _top(listed.old, project)
        met = same.get(key, "" if key == "" else None)
        groups.put(groups.old, f"old:{key}" if met is None else f"new:{met}", name, project)
    return groups


def _top(plan: Plan, project: Project) -> tuple[str, str]:
    if project.node not in plan.node_by_id:
        return "", "（位置づけなし）"
    top = plan.path_to(project.node)[0]
    return top.id, top.printed


def _section_names(listed: ChangeList) -> _Groups:
    groups = _Groups()
    for side, plan in ((groups.new, listed.new), (groups.old, listed.old)):
        for project in plan.projects:
            for key, name in sections_today(project, listed.names_today).items():
                groups.put(side, key, name, project)
            if not project.sections:
                groups.put(side, "", "（担当課なし）", project)
    return groups


class _Counter:
    """Counts what became of the projects of a group."""

    def __init__(self, listed: ChangeList) -> None:
        self._touched: dict[str, set[str]] = {}
        self._changed: set[str] = set()
        for line in listed.lines:
            word = line.kind.value if line.kind in _TURNS else _FIELDS.get(line.change.field, "")
            if line.kind is not Kind.HEADING and not line.reorganised:
                self._touched.setdefault(line.change.subject, set()).add(word)
            if line.kind is not Kind.HEADING and not line.is_record:
                self._changed.add(line.change.subject)
        self._old_ids, self._new_ids = listed.old.project_by_id.keys(), listed.new.project_by_id.keys()
        self._before, self._after, self.money = _money(listed)

    def sums(self, groups: _Groups) -> Iterator[ChangeSum]:
        """Yield the sum of each group that has a project."""
        for key, name in groups.names.items():
            old, new = groups.old.get(key, []), groups.new.get(key, [])
            if old or new:
                yield self.sum_of(name, old, new)

    def sum_of(self, name: str, old: Iterable[Project], new: Iterable[Project]) -> ChangeSum:
        """Return the sum of some projects; what went counts where it was, everything else where it is."""
        before, after = list(old), list(new)
        gone = [project.id for project in before if project.id not in self._new_ids]
        here = [project.id for project in after]
        counts = Counter(word for one in (*here, *gone) for word in self._touched.get(one, ()) if word)
        return ChangeSum(
            name=name,
            before=len(before),
            after=len(after),
            unchanged=sum(one in self._old_ids and one not in self._changed for one in here),
            counts={word: counts[word] for word in COUNTED},
            money_before=_sum(before, self._before),
            money_after=_sum(after, self._after),
        )


def _sum(projects: Iterable[Project], money: Mapping[str, Decimal] | None) -> Decimal | None:
    if money is None:
        return None
    return sum((money.get(project.id, Decimal(0)) for project in projects), Decimal(0))


def _money(
    listed: ChangeList,
) -> tuple[Mapping[str, Decimal] | None, Mapping[str, Decimal] | None, SummedMoney | None]:
    """The costs by project on either side, in the newer unit; None where the editions tell of other phases."""
    for phase in _PHASES:
        before, after = (size_by_money(plan, phases=(phase,)) for plan in (listed.old, listed.new))
        if before is not None and after is not None and before.year <= after.year:
            told = SummedMoney(year_before=before.year, year_after=after.year, phase=phase, unit=after.unit)
            return _in_unit(before, after.unit), after.by_project, told
    return None, None, None


def _in_unit(size: MoneySize, unit: str) -> Mapping[str, Decimal]:
    factor = Decimal(YEN[size.unit]) / YEN[unit]
    return {key: number * factor for key, number in size.by_project.items()}
