"""Questions about people and sections."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Exists, OuterRef, Q

from torikumi.web.accounts.models import (
    Delegation,
    DelegationQuerySet,
    OrganisationUnit,
    OrganisationUnitQuerySet,
    PersonnelImport,
    RoleAssignment,
    RoleAssignmentQuerySet,
    User,
    UserQuerySet,
)
from torikumi.web.accounts.permissions import DELEGABLE_ROLES, ROLE_LABELS, Role
from torikumi.web.audit.actor import Actor

# They take no decision of the office: a committee is asked from outside, a reader looks on.
_OUTSIDE = (Role.READER, Role.COMMITTEE)


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
    return role_in_words(Role(assignment.role), assignment.unit)


def role_in_words(role: Role, unit: OrganisationUnit | None) -> str:
    """Return 「課の担当（企画課）」, or 「閲覧者」 where the role has no unit."""
    return f"{ROLE_LABELS[role]}（{unit.name}）" if unit else ROLE_LABELS[role]


def other_administrators(*, municipality: str, than: int, day: date) -> UserQuerySet:
    """Return the active administrators of a city on `day`, besides one person."""
    holders = RoleAssignment.objects.filter(role=Role.ADMINISTRATOR).on(day).values("user_id")
    return people_of(municipality).active().filter(pk__in=holders).exclude(pk=than)


@dataclass(frozen=True, slots=True, kw_only=True)
class BorrowedRole:
    """A role of somebody who is away, and the delegation by which a deputy may use it."""

    assignment: RoleAssignment
    delegation: Delegation

    @property
    def role(self) -> Role:
        """The role."""
        return Role(self.assignment.role)

    @property
    def giver(self) -> User:
        """Whose role it is."""
        return self.delegation.giver

    def carried_by(self, actor: Actor) -> Actor:
        """Return `actor` as the trail shall name them where they act in this role: on behalf of its owner."""
        return replace(actor, role=str(self.role), on_behalf_of=self.giver.login_name)


def acting_for(person: User, day: date) -> tuple[BorrowedRole, ...]:
    """Return the roles of others that `person` may use on `day` as their deputy (代理・代決), each once.

    One question to the database where there are none, else two. A role counts only while its owner has it and can
    log in; a borrowed role is never handed on.
    """
    found = Delegation.objects.filter(taker=person, giver__is_active=True).on(day)
    delegations = list(found.select_related("giver__municipality"))
    if not delegations:
        return ()
    owned = delegable_assignments(person.municipality.code).on(day)
    owned = owned.filter(user__in=[delegation.giver_id for delegation in delegations])
    borrowed: dict[int, BorrowedRole] = {}
    for assignment in owned:
        for delegation in delegations:
            if delegation.giver_id == assignment.user_id and delegation.assignment_id in (
                None,
                assignment.pk,
            ):
                borrowed.setdefault(assignment.pk, BorrowedRole(assignment=assignment, delegation=delegation))
    return tuple(borrowed.values())


def possible_deputies(municipality: str, day: date) -> UserQuerySet:
    """Return a city's active people who may act for somebody else: those who only read or advise on `day` left out."""
    today = RoleAssignment.objects.on(day).filter(user=OuterRef("pk"))
    outside = Q(Exists(today.filter(role__in=_OUTSIDE))) & ~Q(Exists(today.exclude(role__in=_OUTSIDE)))
    return people_of(municipality).active().exclude(outside)


def delegable_assignments(municipality: str) -> RoleAssignmentQuerySet:
    """Return a city's roles that may be handed to a deputy, with their people and units."""
    rows = RoleAssignment.objects.filter(
        user__municipality__code=municipality, role__in=[str(role) for role in DELEGABLE_ROLES]
    )
    return rows.select_related("user", "unit")


def delegations_of(municipality: str) -> DelegationQuerySet:
    """Return a city's delegations with everybody they speak of."""
    rows = Delegation.objects.of_municipality(municipality)
    return rows.select_related("giver", "taker", "assignment__unit")


def personnel_import_of(municipality: str, key: int) -> PersonnelImport | None:
    """Return one list of people of a city."""
    return PersonnelImport.objects.filter(municipality__code=municipality, pk=key).first()
