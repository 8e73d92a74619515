"""Questions about people and sections."""

from collections.abc import Iterable
from datetime import date

from torikumi.web.accounts.models import (
    OrganisationUnit,
    OrganisationUnitQuerySet,
    RoleAssignment,
    User,
    UserQuerySet,
    valid_on,
)
from torikumi.web.accounts.permissions import ROLE_LABELS, Role


def people_of(municipality: str) -> UserQuerySet:
    """Return a city's people."""
    return User.objects.of_municipality(municipality)


def units_of(municipality: str) -> OrganisationUnitQuerySet:
    """Return a city's departments and sections with the one above each."""
    return OrganisationUnit.objects.of_municipality(municipality).select_related("parent")


def roles_in_words(people: Iterable[User], day: date) -> dict[int, tuple[str, ...]]:
    """Return what each of `people` is on `day`, in Japanese, with one question for all of them."""
    assignments = RoleAssignment.objects.filter(user__in=[person.pk for person in people]).on(day)
    words: dict[int, list[str]] = {}
    for assignment in assignments.select_related("unit"):
        words.setdefault(assignment.user_id, []).append(assignment_in_words(assignment))
    return {person: tuple(said) for person, said in words.items()}


def assignment_in_words(assignment: RoleAssignment) -> str:
    """Return 「課の担当（企画課）」."""
    label = ROLE_LABELS[Role(assignment.role)]
    return f"{label}（{assignment.unit.name}）" if assignment.unit else label


def other_administrators(*, municipality: str, than: int, day: date) -> UserQuerySet:
    """Return the active administrators of a city on `day`, besides one person."""
    holders = RoleAssignment.objects.filter(valid_on(day), role=Role.ADMINISTRATOR).values("user_id")
    return people_of(municipality).active().filter(pk__in=holders).exclude(pk=than)
