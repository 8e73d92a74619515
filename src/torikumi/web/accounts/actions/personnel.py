"""People move on 1 April (人事異動): a list is read, looked over, and confirmed or discarded."""

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta

from django.db import transaction

from torikumi.web.accounts.actions.people import (
    AccountError,
    activate_user,
    assign_role,
    cancel_role,
    change_facts,
    create_user,
    deactivate_user,
    end_role,
)
from torikumi.web.accounts.models import Municipality, PersonnelImport, RoleAssignment, User
from torikumi.web.accounts.permissions import Role
from torikumi.web.accounts.personnel_changes import PersonChange, PersonnelChanges, find_changes
from torikumi.web.accounts.personnel_list import PersonRow
from torikumi.web.audit.actions import record
from torikumi.web.audit.actor import Actor


def rows_of(staged: PersonnelImport) -> tuple[PersonRow, ...]:
    """Return the rows that a staged list holds."""
    return tuple(
        PersonRow(**{**row, "role": Role(row["role"]) if row["role"] else None}) for row in staged.rows
    )


@transaction.atomic
def stage_personnel(
    *,
    municipality: Municipality,
    file_name: str,
    first_day: date,
    rows: Sequence[PersonRow],
    by: Actor,
    at: datetime,
) -> PersonnelImport:
    """Keep a list that was read without a problem until somebody decides on it; no account changes."""
    staged = PersonnelImport.objects.create(
        municipality=municipality,
        file_name=file_name[-255:],
        first_day=first_day,
        rows=[asdict(row) for row in rows],
        created_by=by.name,
        created_at=at,
    )
    record(
        by=by,
        at=at,
        action="stage_personnel",
        kind="personnel",
        key=staged.pk,
        after={"file": staged.file_name, "first_day": first_day, "rows": len(rows)},
    )
    return staged


@transaction.atomic
def discard_personnel(*, staged_id: int, by: Actor, at: datetime) -> None:
    """Throw a staged list away."""
    staged = _lock(staged_id, by)
    staged.discarded_at, staged.rows = at, []
    staged.save(update_fields=["discarded_at", "rows"])
    record(by=by, at=at, action="discard_personnel", kind="personnel", key=staged.pk)


@transaction.atomic
def confirm_personnel(
    *,
    staged_id: int,
    seen: str,
    close: Collection[int],
    by: Actor,
    at: datetime,
    today: date,
) -> PersonnelChanges:
    """Do what the list changes, all of it or nothing; nobody is deleted.

    `seen` is the fingerprint of the changes that were shown. `close` names the absent people whose roles end the day
    before; their accounts close too where that day has come.
    """
    staged = _lock(staged_id, by)
    city = Municipality.objects.select_for_update().get(pk=staged.municipality_id)
    changes, problems = find_changes(rows=rows_of(staged), city=city, first_day=staged.first_day, today=today)
    if problems or changes.fingerprint() != seen:
        raise AccountError(
            ja="見ているあいだに、利用者か組織が変わりました。下の内容を確かめて、もう一度確定してください。",
            en="People or units changed meanwhile; look at the changes again and confirm them.",
        )
    # First what is new: the last administrator may go only when another is there.
    for change in changes.people:
        _begin(change, city, staged.first_day, by, at)
    for change in changes.people:
        _end(change, by, at, today)
    for user, roles in changes.absent:
        if user.pk in close:
            _close(user, roles, staged.first_day, by, at, today)
    staged.confirmed_at, staged.rows = at, []
    staged.save(update_fields=["confirmed_at", "rows"])
    kinds = ("added", "moved", "ended", "changed", "untouched")
    counts = {kind: len(changes.of_kind(kind)) for kind in kinds}
    record(
        by=by,
        at=at,
        action="confirm_personnel",
        kind="personnel",
        key=staged.pk,
        after={"file": staged.file_name, "first_day": staged.first_day, **counts, "closed": len(close)},
    )
    return changes


def _lock(staged_id: int, by: Actor) -> PersonnelImport:
    found = PersonnelImport.objects.select_for_update().filter(
        pk=staged_id, municipality__code=by.municipality
    )
    staged = found.first()
    if staged is None or not staged.is_open:
        raise AccountError(
            ja="この名簿はもう確定したか、破棄されています。",
            en="This list was confirmed or discarded already.",
        )
    return staged


def _begin(change: PersonChange, city: Municipality, first_day: date, by: Actor, at: datetime) -> None:
    user = change.user
    if user is None:
        user = create_user(
            municipality=city,
            login_name=change.login_name,
            display_name=change.display_name,
            password=None,
            by=by,
            at=at,
        )
    if change.is_renamed or (change.user is None and change.email):
        email = change.email or user.email
        change_facts(user=user, display_name=change.display_name, email=email, by=by, at=at)
    if change.is_reopened:
        activate_user(user=user, by=by, at=at)
    for role, unit in change.begins:
        assign_role(user=user, role=role, unit=unit, valid_from=first_day, by=by, at=at)


def _end(change: PersonChange, by: Actor, at: datetime, today: date) -> None:
    for ending in change.ends:
        end_role(assignment=ending.assignment, last_day=ending.last_day, by=by, at=at, today=today)
    for assignment in change.cancels:
        cancel_role(assignment=assignment, by=by, at=at)


def _close(
    user: User, roles: Sequence[RoleAssignment], first_day: date, by: Actor, at: datetime, today: date
) -> None:
    for assignment in roles:
        if assignment.valid_from >= first_day:
            cancel_role(assignment=assignment, by=by, at=at)
        else:
            end_role(assignment=assignment, last_day=first_day - timedelta(days=1), by=by, at=at, today=today)
    if first_day <= today:
        deactivate_user(user=user, by=by, at=at, today=today)
