"""To whom letters of a round go: sections that owe answers, and those whose approval sheets wait for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from torikumi.plan.project import ReviewState
from torikumi.review.round import Round, Step, StepRole
from torikumi.web.accounts.models import Delegation, OrganisationUnit, RoleAssignment
from torikumi.web.accounts.permissions import DELEGABLE_ROLES, ROLE_LABELS, Role
from torikumi.web.accounts.unit_names import unit_names_through_time
from torikumi.web.mail.addresses import NotAnAddressError, check_address
from torikumi.web.reviews.models import ReviewRound, Sheet, SheetMove
from torikumi.web.reviews.queries.board import count_progress
from torikumi.web.reviews.queries.deadlines import later_dues
from torikumi.web.reviews.queries.sheets import sheets_of
from torikumi.web.reviews.queries.waiting import IN_HAND
from torikumi.web.reviews.reminders import Contact, OpenSheet, Party

_COLUMNS = ("municipality_id", "number", "name", "lead_key", "lead_name", "state", "step")


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """Who does what on a day: units by every name they bear or bore, people by role and unit, deputies among them."""

    units: Mapping[str, tuple[OrganisationUnit, ...]]
    parents: Mapping[int, OrganisationUnit | None]
    people: Mapping[tuple[Role, int | None], tuple[Contact, ...]]

    def of_section(self, role: Role, key: str) -> tuple[Contact, ...]:
        """Return who has the role in the section with this key."""
        return _merged(self.people.get((role, unit.pk), ()) for unit in self.units.get(key, ()))

    def above(self, key: str) -> tuple[OrganisationUnit, ...]:
        """Return the units over the section, itself included, that have a head of a department."""
        found: dict[int, OrganisationUnit] = {}
        for unit in self.units.get(key, ()):
            above: OrganisationUnit | None = unit
            seen: set[int] = set()
            while above is not None and above.pk not in seen:
                seen.add(above.pk)
                if (Role.DEPARTMENT_HEAD, above.pk) in self.people:
                    found[above.pk] = above
                above = self.parents.get(above.pk)
        return tuple(found.values())


def staff_of(round_: ReviewRound, day: date) -> Staff:
    """Return who does what in the round's city on `day`; a handful of questions, whatever the size."""
    city = round_.municipality.code
    rows = RoleAssignment.objects.filter(user__municipality__code=city, user__is_active=True).on(day)
    deputies = _deputies(city, day)
    people: dict[tuple[Role, int | None], list[Contact]] = {}
    for row in rows.select_related("user").order_by("user__login_name"):
        found = people.setdefault((Role(row.role), row.unit_id), [])
        found.append(_contact(row.user.display_name, row.user.email))
        found += deputies.get((row.user_id, row.pk), ())
        if Role(row.role) in DELEGABLE_ROLES:
            found += deputies.get((row.user_id, None), ())
    units = OrganisationUnit.objects.of_municipality(city).on(day).select_related("parent")
    return Staff(
        units=unit_names_through_time(city, day),
        parents={unit.pk: unit.parent for unit in units},
        people={place: tuple(found) for place, found in people.items()},
    )


def _deputies(city: str, day: date) -> dict[tuple[int, int | None], list[Contact]]:
    found: dict[tuple[int, int | None], list[Contact]] = {}
    rows = Delegation.objects.of_municipality(city).on(day).filter(taker__is_active=True)
    for row in rows.select_related("taker", "giver"):
        place = (row.giver_id, row.assignment_id)
        found.setdefault(place, []).append(_contact(row.taker.display_name, row.taker.email))
    return found


def _contact(name: str, address: str) -> Contact:
    try:
        return Contact(name=name, address=check_address(address) if address else "")
    except NotAnAddressError:
        # One mistyped address must not keep the letters of a whole city.
        return Contact(name=name, address="")


def _merged(groups: Iterable[tuple[Contact, ...]]) -> tuple[Contact, ...]:
    return tuple(dict.fromkeys(contact for group in groups for contact in group))


def section_parties(round_: ReviewRound, staff: Staff) -> tuple[Party, ...]:
    """Return the lead sections that still have sheets in hand, those with the most left first."""
    sheets = sheets_of(round_).filter(state__in=IN_HAND)
    notes = _return_notes(round_)
    by_section: dict[str, list[OpenSheet]] = {}
    for sheet in sheets.only(*_COLUMNS):
        by_section.setdefault(sheet.lead_key, []).append(
            OpenSheet(
                label=str(sheet),
                is_returned=sheet.state == ReviewState.RETURNED,
                note=notes.get(sheet.pk, ""),
            )
        )
    later = later_dues(round_)
    return tuple(
        Party(
            key=section.key,
            name=section.name,
            due=later.get(section.key, round_.due),
            sheets=tuple(by_section[section.key]),
            total=section.total,
            people=staff.of_section(Role.SECTION, section.key),
            heads=staff.of_section(Role.SECTION_HEAD, section.key),
            last_change=section.last_change,
        )
        for section in count_progress(sheets_of(round_)).sections
        if section.key in by_section
    )


def _return_notes(round_: ReviewRound) -> dict[int, str]:
    """The note of the newest return of each sheet that is returned now."""
    rows = SheetMove.objects.within(round_).filter(
        sheet__round=round_, sheet__state=ReviewState.RETURNED, to_state=ReviewState.RETURNED
    )
    return dict(rows.order_by("version").values_list("sheet_id", "note"))


def rater_parties(round_: ReviewRound, rules: Round, staff: Staff) -> tuple[Party, ...]:
    """Return those whose approval or mark sheets wait for, step by step: heads by section or department, others whole."""
    waiting: dict[tuple[int, str], list[Sheet]] = {}
    sheets = sheets_of(round_).filter(state=ReviewState.SUBMITTED)
    for sheet in sheets.only(*_COLUMNS):
        waiting.setdefault((sheet.step, sheet.lead_key), []).append(sheet)
    found: dict[str, tuple[Step, str, tuple[Contact, ...], list[Sheet]]] = {}
    for (number, section), held in sorted(waiting.items()):
        if 0 < number < len(rules.steps):
            step = rules.steps[number]
            for key, name, people in _desks(step, section, held[0].lead_name, staff):
                found.setdefault(key, (step, name, people, []))[3].extend(held)
    return tuple(
        Party(
            key=key,
            name=name,
            due=step.due,
            sheets=tuple(OpenSheet(label=f"{sheet}（{sheet.lead_name}）") for sheet in held),
            total=len(held),
            people=people,
        )
        for key, (step, name, people, held) in found.items()
    )


def _desks(step: Step, section: str, name: str, staff: Staff) -> list[tuple[str, str, tuple[Contact, ...]]]:
    """The desks at which sheets of a section wait in a step: a key, words, people."""
    match step.role:
        case StepRole.SECTION | StepRole.SECTION_HEAD:
            people = staff.of_section(Role(step.role.value), section)
            return [(f"{step.id}:{section}", f"{name} {step.label}", people)]
        case StepRole.DEPARTMENT_HEAD:
            units = staff.above(section)
            if not units:
                return [(f"{step.id}:{section}", f"{name}の{step.label}", ())]
            place = Role.DEPARTMENT_HEAD
            return [
                (f"{step.id}:{unit.pk}/", f"{unit.name} {step.label}", staff.people[(place, unit.pk)])
                for unit in units
            ]
        case _:
            role = Role(step.role.value)
            return [(f"{step.id}:", step.label or ROLE_LABELS[role], staff.people.get((role, None), ()))]
