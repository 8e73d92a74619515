"""Cities, people and their roles."""

import secrets
from datetime import date, datetime, timedelta

from django.db import transaction

from torikumi.errors import UserError
from torikumi.web.accounts.models import Municipality, OrganisationUnit, RoleAssignment, User
from torikumi.web.accounts.permissions import UNIT_ROLES, Role
from torikumi.web.accounts.queries import other_administrators
from torikumi.web.audit.actions import record
from torikumi.web.audit.actor import Actor

# Without letters that look like others: a first password is read out or copied from paper.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


class AccountError(UserError):
    """A change of people or roles that cannot be made as asked."""


def make_password() -> str:
    """Return a password that nobody can guess, in four groups of four."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))


@transaction.atomic
def create_municipality(*, code: str, name: str, prefecture: str, by: Actor, at: datetime) -> Municipality:
    """Take a city in."""
    municipality = Municipality.objects.create(code=code, name=name, prefecture=prefecture)
    record(
        by=by,
        at=at,
        action="create_municipality",
        kind="municipality",
        key=code,
        after={"name": name, "prefecture": prefecture},
    )
    return municipality


@transaction.atomic
def create_user(
    *,
    municipality: Municipality,
    login_name: str,
    display_name: str,
    password: str | None,
    must_change_password: bool = True,
    by: Actor,
    at: datetime,
) -> User:
    """Make an account; its first password has to be changed at the first log-in, unless its owner chose it.

    Without a password (None) nobody can log in to it with one until one is made.
    """
    user = User(
        municipality=municipality,
        login_name=login_name,
        display_name=display_name,
        must_change_password=must_change_password,
    )
    user.set_password(password)
    user.save(force_insert=True)
    record(
        by=by,
        at=at,
        action="create_user",
        kind="person",
        key=login_name,
        after={"display_name": display_name},
    )
    return user


@transaction.atomic
def change_facts(*, user: User, display_name: str, email: str, by: Actor, at: datetime) -> None:
    """Change the name that people see, or the address of mail."""
    before = {"display_name": user.display_name, "email": user.email}
    user.display_name, user.email = display_name, email
    user.save(update_fields=["display_name", "email"])
    record(
        by=by,
        at=at,
        action="change_facts",
        kind="person",
        key=user.login_name,
        before=before,
        after={"display_name": display_name, "email": email},
    )


@transaction.atomic
def reset_password(*, user: User, password: str, by: Actor, at: datetime) -> None:
    """Give somebody a new first password; all their sessions end."""
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    record(by=by, at=at, action="reset_password", kind="person", key=user.login_name)


@transaction.atomic
def deactivate_user(*, user: User, by: Actor, at: datetime, today: date) -> None:
    """Close an account at once and for good: its sessions do not come back with it. What the person did stays."""
    _lock_city(user)
    _keep_an_administrator(user, today)
    user.is_active = False
    user.session_epoch += 1
    user.save(update_fields=["is_active", "session_epoch"])
    record(by=by, at=at, action="deactivate_user", kind="person", key=user.login_name)


@transaction.atomic
def activate_user(*, user: User, by: Actor, at: datetime) -> None:
    """Open a closed account again."""
    user.is_active = True
    user.save(update_fields=["is_active"])
    record(by=by, at=at, action="activate_user", kind="person", key=user.login_name)


@transaction.atomic
def assign_role(
    *,
    user: User,
    role: Role,
    unit: OrganisationUnit | None = None,
    valid_from: date,
    valid_to: date | None = None,
    by: Actor,
    at: datetime,
) -> RoleAssignment:
    """Give somebody a role from one day on; section staff and heads have it in one section or department."""
    if (role in UNIT_ROLES) != (unit is not None):
        raise AccountError(
            ja="課の担当、課長、部長には課か部を選び、ほかの役割では空欄にしてください。",
            en="Choose a section or department for section staff and heads, and none for the other roles.",
        )
    if unit is not None and unit.municipality_id != user.municipality_id:
        raise AccountError(
            ja="この課・部は別の団体のものです。同じ団体のものを選んでください。",
            en="That unit is another city's; choose one of the same city.",
        )
    assignment = RoleAssignment.objects.create(
        user=user, role=role, unit=unit, valid_from=valid_from, valid_to=valid_to
    )
    record(
        by=by,
        at=at,
        action="assign_role",
        kind="person",
        key=user.login_name,
        after={"role": role, "unit": unit.code if unit else None, "from": valid_from, "to": valid_to},
    )
    return assignment


@transaction.atomic
def end_role(*, assignment: RoleAssignment, last_day: date, by: Actor, at: datetime, today: date) -> None:
    """Let a role end with `last_day`."""
    _lock_city(assignment.user)
    if last_day < assignment.valid_from:
        raise AccountError(
            ja="終わりの日が始まりの日より前です。始まりの日以後の日を入れてください。",
            en="The last day is before the first; give a later one.",
        )
    if assignment.role == Role.ADMINISTRATOR:
        _keep_an_administrator(assignment.user, max(today, last_day + timedelta(days=1)))
    before = assignment.valid_to
    assignment.valid_to = last_day
    assignment.save(update_fields=["valid_to"])
    record(
        by=by,
        at=at,
        action="end_role",
        kind="person",
        key=assignment.user.login_name,
        before={"role": assignment.role, "to": before},
        after={"role": assignment.role, "to": last_day},
    )


@transaction.atomic
def cancel_role(*, assignment: RoleAssignment, by: Actor, at: datetime) -> None:
    """Take back a role that has not begun; it never counts."""
    _lock_city(assignment.user)
    if assignment.role == Role.ADMINISTRATOR:
        _keep_an_administrator(assignment.user, assignment.valid_from)
    assignment.cancelled_at = at
    assignment.save(update_fields=["cancelled_at"])
    record(
        by=by,
        at=at,
        action="cancel_role",
        kind="person",
        key=assignment.user.login_name,
        before={"role": assignment.role, "from": assignment.valid_from},
    )


def _lock_city(user: User) -> None:
    # Two administrators who close each other's account at the same moment wait for one another here.
    Municipality.objects.select_for_update().get(pk=user.municipality_id)


def _keep_an_administrator(user: User, day: date) -> None:
    if Role.ADMINISTRATOR not in user.roles_on(day) and Role.ADMINISTRATOR not in user.roles_on(
        day - timedelta(days=1)
    ):
        return
    if not other_administrators(municipality=user.municipality.code, than=user.pk, day=day).exists():
        raise AccountError(
            ja="管理者がいなくなるため、できません。先にほかの人を管理者にしてください。",
            en="The city would have no administrator left; make somebody else one first.",
        )
