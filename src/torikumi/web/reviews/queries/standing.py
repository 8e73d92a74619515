"""Who a person is in the yearly review today."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from torikumi.web.accounts.models import OrganisationUnit, RoleAssignment, User
from torikumi.web.accounts.permissions import Role
from torikumi.web.accounts.queries import acting_for
from torikumi.web.plans.store import fold_section
from torikumi.web.reviews.standing import Standing


def standing_of(person: User, day: date) -> Standing:
    """Return the person's roles of that day with the sections that each concerns, and those borrowed as a deputy."""
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
    return Standing(
        login_name=person.login_name,
        display_name=person.display_name,
        roles=frozenset(Role(assignment.role) for assignment in assignments),
        sections=_keys(assignments, Role.SECTION),
        headed=_keys(assignments, Role.SECTION_HEAD),
        below=_keys_below(person, assignments, day),
        borrowed=borrowed,
    )


def _keys(assignments: Iterable[RoleAssignment], role: Role) -> frozenset[str]:
    return frozenset(
        fold_section(assignment.unit.name)
        for assignment in assignments
        if assignment.role == role and assignment.unit is not None
    )


def _keys_below(person: User, assignments: Iterable[RoleAssignment], day: date) -> frozenset[str]:
    """The sections of the departments that the person heads, whatever stands between."""
    reached = {a.unit_id for a in assignments if a.role == Role.DEPARTMENT_HEAD and a.unit_id is not None}
    if not reached:
        return frozenset()
    city = person.municipality.code
    units = list(
        OrganisationUnit.objects.of_municipality(city).on(day).values_list("pk", "parent_id", "name")
    )
    while more := {pk for pk, parent, _ in units if parent in reached and pk not in reached}:
        reached |= more
    return frozenset(fold_section(name) for pk, _, name in units if pk in reached)
