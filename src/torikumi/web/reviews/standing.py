"""What a person is to the sheets of a round: by role, by section, by the step whose turn it is. Pure values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from torikumi.review.parts import Part, may_move
from torikumi.review.round import Step, StepRole
from torikumi.review.states import Move
from torikumi.web.accounts.permissions import Role

_OVERSEERS = frozenset({Role.ADMINISTRATOR, Role.AUDITOR, Role.EXECUTIVE})
_ADVISERS = frozenset({Role.STUDY_TEAM, Role.COMMITTEE})
_READ_ALL_STEPS = frozenset({Part.PLANNING, Part.OVERSEER})


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A person's roles of one day, and the keys of the sections that they work for, head, or stand above.

    `borrowed` are the standings of those who are away and whose deputy the person is (代理).
    """

    login_name: str
    display_name: str
    roles: frozenset[Role] = frozenset()
    sections: frozenset[str] = frozenset()
    headed: frozenset[str] = frozenset()
    below: frozenset[str] = frozenset()
    borrowed: tuple[Standing, ...] = ()

    @property
    def concerned(self) -> frozenset[str]:
        """The sections whose unfinished answers are the person's business."""
        own = self.sections | self.headed | self.below
        return own.union(*(other.concerned for other in self.borrowed))


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetFacts:
    """What the tables need of a sheet: its sections, the lead first, and the step whose turn it is."""

    lead: str
    sections: frozenset[str]
    step: int


def parts_in(standing: Standing, sheet: SheetFacts, steps: tuple[Step, ...]) -> frozenset[Part]:
    """Return all that the person is to the sheet."""
    own = frozenset(_parts(standing, sheet, steps))
    return own.union(*(_parts(other, sheet, steps) for other in standing.borrowed))


def is_rater_of(standing: Standing, step: Step, *, lead: str) -> bool:
    """Tell whether a step of the chain is the person's, for sheets whose lead section is `lead`."""
    sections = rated_sections(standing, step)
    return sections is None or lead in sections


def rated_sections(standing: Standing, step: Step) -> frozenset[str] | None:
    """Return the lead sections for whose sheets a step is the person's, borrowed roles left aside; None for all."""
    match step.role:
        case StepRole.SECTION:
            return standing.sections
        case StepRole.SECTION_HEAD:
            return standing.headed
        case StepRole.DEPARTMENT_HEAD:
            return standing.below
        case _:
            return None if Role(step.role.value) in standing.roles else frozenset()


def standing_for(
    move: Move, standing: Standing, sheet: SheetFacts, steps: tuple[Step, ...]
) -> Standing | None:
    """Return the standing by which the person may make the move: their own before one lent to them; None without."""
    everyone = (standing, *standing.borrowed)
    return next((one for one in everyone if may_move(frozenset(_parts(one, sheet, steps)), move)), None)


def rates_for(standing: Standing, step: Step, *, lead: str) -> str:
    """Return for whom the person takes a step as deputy: the log-in name of who is away, "" where it is their own."""
    if is_rater_of(standing, step, lead=lead):
        return ""
    away = (other.login_name for other in standing.borrowed if is_rater_of(other, step, lead=lead))
    return next(away, "")


def visible_steps(standing: Standing, sheet: SheetFacts, steps: tuple[Step, ...]) -> frozenset[str]:
    """Return the ids of the steps whose fields the person may read, where they may see the sheet at all.

    What a rater has not handed on yet is a draft: only those who take that step, planning and overseers read it.
    """
    if not parts_in(standing, sheet, steps).isdisjoint(_READ_ALL_STEPS):
        return frozenset(step.id for step in steps)
    everyone = (standing, *standing.borrowed)
    return frozenset(
        step.id
        for number, step in enumerate(steps)
        if number < max(sheet.step, 1) or any(is_rater_of(one, step, lead=sheet.lead) for one in everyone)
    )


def _parts(standing: Standing, sheet: SheetFacts, steps: tuple[Step, ...]) -> Iterator[Part]:
    yield Part.COLLEAGUE
    if sheet.lead in standing.sections:
        yield Part.LEAD
    if not (sheet.sections - {sheet.lead}).isdisjoint(standing.sections):
        yield Part.CONTRIBUTOR
    if not sheet.sections.isdisjoint(standing.headed | standing.below):
        yield Part.HEAD
    yield from _parts_of_roles(standing.roles)
    yield from _parts_of_steps(standing, sheet, steps)


def _parts_of_roles(roles: Iterable[Role]) -> Iterator[Part]:
    for role in roles:
        if role is Role.PLANNING:
            yield Part.PLANNING
        elif role in _OVERSEERS:
            yield Part.OVERSEER
        elif role in _ADVISERS:
            yield Part.ADVISER


def _parts_of_steps(standing: Standing, sheet: SheetFacts, steps: tuple[Step, ...]) -> Iterator[Part]:
    for number, step in enumerate(steps[1:], start=1):
        if is_rater_of(standing, step, lead=sheet.lead):
            if number == sheet.step:
                yield Part.RATER
            else:
                yield Part.EARLIER_RATER if number < sheet.step else Part.LATER_RATER
