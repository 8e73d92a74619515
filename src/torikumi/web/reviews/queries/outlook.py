"""What would happen if a round were opened today: which projects are asked, which sections answer, and who is there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from torikumi.plan.project import Project
from torikumi.review.days_off import day_off
from torikumi.review.mistakes import Mistake
from torikumi.review.round import Round, Step, StepRole, asked_projects
from torikumi.review.round_check import find_mistakes
from torikumi.review.sections import lead_section
from torikumi.text.era import format_day
from torikumi.web.accounts.models import OrganisationUnit, RoleAssignment
from torikumi.web.accounts.permissions import Role
from torikumi.web.accounts.unit_names import unit_names_through_time
from torikumi.web.plans.store import fold_section, load_edition
from torikumi.web.reviews.models import ReviewRound

_ANYWHERE = {
    StepRole.PLANNING: Role.PLANNING,
    StepRole.STUDY_TEAM: Role.STUDY_TEAM,
    StepRole.COMMITTEE: Role.COMMITTEE,
    StepRole.EXECUTIVE: Role.EXECUTIVE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionOutlook:
    """One section that would answer: `leads` sheets, `joins` further ones; `near` are units with a like name.

    `people` may write, `addresses` counts those of them whom mail reaches, `heads` and `chiefs` approve.
    """

    key: str
    name: str
    leads: int
    joins: int
    is_known: bool
    people: int
    addresses: int
    heads: int
    chiefs: int
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DayNote:
    """A date of the round that is no working day, and why."""

    label: str
    day: date
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What opening the round would do. `nobody_for` are steps of the chain that no account can take."""

    projects: tuple[Project, ...]
    sections: tuple[SectionOutlook, ...]
    without_section: tuple[Project, ...]
    mistakes: tuple[Mistake, ...]
    days_off: tuple[DayNote, ...]
    without_due: tuple[Step, ...]
    nobody_for: tuple[Step, ...]
    needs_heads: bool
    needs_chiefs: bool

    @property
    def answering(self) -> tuple[SectionOutlook, ...]:
        """The sections that lead at least one sheet."""
        return tuple(section for section in self.sections if section.leads)

    @property
    def unknown(self) -> tuple[SectionOutlook, ...]:
        """The names that no unit of the organisation bears or bore."""
        return tuple(section for section in self.sections if not section.is_known)

    @property
    def without_people(self) -> tuple[SectionOutlook, ...]:
        """Known sections that lead a sheet, but nobody could write it."""
        return tuple(s for s in self.answering if s.is_known and not s.people)

    @property
    def without_address(self) -> tuple[SectionOutlook, ...]:
        """Sections with people whom no mail reaches."""
        return tuple(s for s in self.answering if s.people and not s.addresses)

    @property
    def without_head(self) -> tuple[SectionOutlook, ...]:
        """Known sections whose head the chain waits for, but has none."""
        return tuple(s for s in self.answering if self.needs_heads and s.is_known and not s.heads)

    @property
    def without_chief(self) -> tuple[SectionOutlook, ...]:
        """Known sections whose department's head the chain waits for, but has none."""
        return tuple(s for s in self.answering if self.needs_chiefs and s.is_known and not s.chiefs)

    @property
    def has_notes(self) -> bool:
        """Whether there is anything to look at before the round is opened."""
        notes = (self.days_off, self.without_due, self.without_section, self.unknown, self.without_people)
        return any((*notes, self.without_address, self.without_head, self.without_chief, self.nobody_for))

    @property
    def can_open(self) -> bool:
        """Whether nothing keeps the round from being opened; what is only missing may follow later."""
        return bool(self.projects) and not self.mistakes


def outlook_of(round_: ReviewRound, day: date) -> Outlook:
    """Return what would happen if the round were opened on `day`. Reads the whole edition: for pages that show it."""
    rules = round_.rules()
    projects = asked_projects(load_edition(round_.base), rules.asks, year=rules.year)
    roles = {step.role for step in rules.steps}
    staff = _Staff.of(round_, day)
    return Outlook(
        projects=projects,
        sections=_sections(projects, staff),
        without_section=tuple(project for project in projects if not project.sections),
        mistakes=find_mistakes(rules),
        days_off=days_off(rules),
        without_due=tuple(step for step in rules.steps if step.due is None),
        nobody_for=tuple(
            step
            for step in rules.steps
            if step.role in _ANYWHERE and _ANYWHERE[step.role] not in staff.anywhere
        ),
        needs_heads=StepRole.SECTION_HEAD in roles,
        needs_chiefs=StepRole.DEPARTMENT_HEAD in roles,
    )


def days_off(rules: Round) -> tuple[DayNote, ...]:
    """Return those dates of the round that are no working days."""
    named = [("始まる日", rules.opens), *((f"「{step.label}」の締切", step.due) for step in rules.steps)]
    return tuple(
        DayNote(label=label, day=day, why=why) for label, day in named if day and (why := day_off(day))
    )


def notes_on_later_day(rules: Round, day: date) -> tuple[str, ...]:
    """Return what to look at before a section gets `day` as its last one: no working day, or a rater's own day gone."""
    found = []
    if why := day_off(day):
        found.append(f"{format_day(day)}は{why}です。")
    found += [
        f"「{step.label}」の締切（{format_day(step.due)}）より後の日です。見る時間がなくなります。"
        if day > step.due
        else f"「{step.label}」の締切と同じ日です。見る時間がなくなります。"
        for step in rules.steps[1:]
        if step.due is not None and day >= step.due
    ]
    return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Staff:
    """Who could act on a day: the units by every name they bear or bore, and people by unit."""

    units: Mapping[str, tuple[OrganisationUnit, ...]]
    names: tuple[str, ...]
    people: Mapping[int, list[str]]
    heads: Mapping[int, int]
    chiefs: Mapping[int, int]
    anywhere: frozenset[Role]

    @classmethod
    def of(cls, round_: ReviewRound, day: date) -> _Staff:
        city = round_.municipality.code
        units = list(OrganisationUnit.objects.of_municipality(city).on(day))
        found = RoleAssignment.objects.filter(user__municipality__code=city, user__is_active=True).on(day)
        people: dict[int, list[str]] = {}
        heads: dict[int, int] = {}
        chiefs: dict[int, int] = {}
        anywhere: set[Role] = set()
        for role, unit, address in found.values_list("role", "unit_id", "user__email"):
            match Role(role):
                case Role.SECTION:
                    people.setdefault(unit, []).append(address)
                case Role.SECTION_HEAD:
                    heads[unit] = heads.get(unit, 0) + 1
                case Role.DEPARTMENT_HEAD:
                    chiefs[unit] = chiefs.get(unit, 0) + 1
                case other:
                    anywhere.add(other)
        return cls(
            units=unit_names_through_time(city, day),
            names=tuple(unit.name for unit in units),
            people=people,
            heads=heads,
            chiefs=_downwards(chiefs, {unit.pk: unit.parent_id for unit in units}),
            anywhere=frozenset(anywhere),
        )


def _downwards(chiefs: Mapping[int, int], parents: Mapping[int, int | None]) -> dict[int, int]:
    """How many heads stand above each unit, whatever stands between, or lead it themselves."""
    counted: dict[int, int] = {}
    for unit in parents:
        above: int | None = unit
        seen: set[int] = set()
        while above is not None and above not in seen:
            seen.add(above)
            counted[unit] = counted.get(unit, 0) + chiefs.get(above, 0)
            above = parents.get(above)
    return counted


def _sections(projects: Iterable[Project], staff: _Staff) -> tuple[SectionOutlook, ...]:
    names: dict[str, str] = {}
    leads: dict[str, int] = {}
    joins: dict[str, int] = {}
    for project in projects:
        leading = lead_section(project)
        lead = fold_section(leading.name if leading is not None else "")
        for name in dict.fromkeys(section.name for section in project.sections):
            key = fold_section(name)
            names.setdefault(key, name)
            counts = leads if key == lead else joins
            counts[key] = counts.get(key, 0) + 1
    return tuple(
        _section(key, name, staff, leads=leads.get(key, 0), joins=joins.get(key, 0))
        for key, name in names.items()
    )


def _section(key: str, name: str, staff: _Staff, *, leads: int, joins: int) -> SectionOutlook:
    units = [unit.pk for unit in staff.units.get(key, ())]
    addresses = [address for unit in units for address in staff.people.get(unit, [])]
    return SectionOutlook(
        key=key,
        name=name,
        leads=leads,
        joins=joins,
        is_known=bool(units),
        people=len(addresses),
        addresses=sum(bool(address) for address in addresses),
        heads=sum(staff.heads.get(unit, 0) for unit in units),
        chiefs=sum(staff.chiefs.get(unit, 0) for unit in units),
        near=() if units else tuple(get_close_matches(name, staff.names, n=3, cutoff=0.4)),
    )
