"""Who a person is in the yearly review today."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from torikumi.web.accounts.models import OrganisationUnit, RoleAssignment, User
from torikumi.web.accounts.permissions import UNIT_ROLES, Role
from torikumi.web.accounts.queries import acting_for
from torikumi.web.accounts.unit_names import unit_names_through_time
from torikumi.web.reviews.standing import Standing


def standing_of(person: User, day: date) -> Standing:
    """Return the person's roles of that day with the sections that each concerns, and those borrowed as a deputy.

    Sections are keys of every name that stands for them on that day, former ones among them: a plan of last year prints
    the names of last year, and its sheets must reach the desk of today.
    """
    own = RoleAssignment.objects.filter(user=person).on(day).select_related("unit")
    borrowed: dict[int, list[RoleAssignment]] = {}
    givers: dict[int, User] = {}
    for role in acting_for(person, day):
        borrowed.setdefault(role.giver.pk, []).append(role.assignment)
        givers[role.giver.pk] = role.giver
    others = tuple(_standing(givers[pk], assignments, day) for pk, assignments in borrowed.items())
    return _standing(person, list(own), day, borrowed=others)


def _standing(
    person: User, assignments: list[RoleAssignment], day: date, *, borrowed: tuple[Standing, ...] = ()
) -> Standing:
    units = {role: _units(assignments, role) for role in UNIT_ROLES}
    units[Role.DEPARTMENT_HEAD] = _with_those_below(person, units[Role.DEPARTMENT_HEAD], day)
    names = unit_names_through_time(person.municipality.code, day) if any(units.values()) else {}

    def keys(role: Role) -> frozenset[str]:
        return frozenset(key for key, stood in names.items() if any(unit.pk in units[role] for unit in stood))

    return Standing(
        login_name=person.login_name,
        display_name=person.display_name,
        roles=frozenset(Role(assignment.role) for assignment in assignments),
        sections=keys(Role.SECTION),
        headed=keys(Role.SECTION_HEAD),
        below=keys(Role.DEPARTMENT_HEAD),
        borrowed=borrowed,
    )


def _units(assignments: Iterable[RoleAssignment], role: Role) -> frozenset[int]:
    return frozenset(a.unit_id for a in assignments if a.role == role and a.unit_id is not None)


def _with_those_below(person: User, units: frozenset[int], day: date) -> frozenset[int]:
    """The departments that the person heads with all that lies below, whatever stands between."""
    if not units:
        return units
    reached = set(units)
    found = OrganisationUnit.objects.of_municipality(person.municipality.code).on(day)
    rows = list(found.values_list("pk", "parent_id"))
    while more := {pk for pk, parent in rows if parent in reached and pk not in reached}:
        reached |= more
    return frozenset(reached)
