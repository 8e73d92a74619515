"""Who a person is in the yearly review today."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from torikumi.web.accounts.models import OrganisationUnit, RoleAssignment, User
from torikumi.web.accounts.permissions import UNIT_ROLES, Role
from torikumi.web.accounts.rights import KeptByMark, rights_of
from torikumi.web.accounts.unit_names import keys_by_unit
from torikumi.web.reviews.standing import Standing


def standing_of(person: User, day: date) -> Standing:
    """Return the person's roles of that day with the sections that each concerns, and those borrowed as a deputy.

    Sections are keys of every name that stands for them on that day, former ones among them: a plan of last year prints
    the names of last year, and its sheets must reach the desk of today.
    """
    return _standings(person, day)


def _ask(person: User, day: date) -> Standing:
    rights = rights_of(person, day)
    lent: dict[int, list[RoleAssignment]] = {}
    givers: dict[int, User] = {}
    for role in rights.borrowed:
        lent.setdefault(role.giver.pk, []).append(role.assignment)
        givers[role.giver.pk] = role.giver
    others = tuple(_standing(givers[pk], assignments, day) for pk, assignments in lent.items())
    return _standing(person, list(rights.own), day, borrowed=others)


_standings = KeptByMark(_ask)


def _standing(
    person: User, assignments: list[RoleAssignment], day: date, *, borrowed: tuple[Standing, ...] = ()
) -> Standing:
    units = {role: _units(assignments, role) for role in UNIT_ROLES}
    units[Role.DEPARTMENT_HEAD] = _with_those_below(person, units[Role.DEPARTMENT_HEAD], day)
    everyone = {pk: unit for held in units.values() for pk, unit in held.items()}
    names = keys_by_unit(everyone.values(), municipality=person.municipality.code, day=day)

    def keys(role: Role) -> frozenset[str]:
        return frozenset[str]().union(*(names[pk] for pk in units[role]))

    return Standing(
        login_name=person.login_name,
        display_name=person.display_name,
        roles=frozenset(Role(assignment.role) for assignment in assignments),
        sections=keys(Role.SECTION),
        headed=keys(Role.SECTION_HEAD),
        below=keys(Role.DEPARTMENT_HEAD),
        borrowed=borrowed,
    )


def _units(assignments: Iterable[RoleAssignment], role: Role) -> dict[int, OrganisationUnit]:
    return {a.unit.pk: a.unit for a in assignments if a.role == role and a.unit is not None}


def _with_those_below(
    person: User, units: dict[int, OrganisationUnit], day: date
) -> dict[int, OrganisationUnit]:
    """The departments that the person heads with all that lies below, whatever stands between."""
    if not units:
        return units
    reached = dict(units)
    rows = list(OrganisationUnit.objects.of_municipality(person.municipality.code).on(day))
    while more := {row.pk: row for row in rows if row.parent_id in reached and row.pk not in reached}:
        reached |= more
    return reached
