"""Sections that are renamed, merged, split or moved (組織改正): the old ones end, the new ones begin, one act."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from torikumi.web.accounts.actions.people import AccountError, assign_role, cancel_role, end_role
from torikumi.web.accounts.actions.units import create_unit, end_unit
from torikumi.web.accounts.models import (
    Municipality,
    OrganisationUnit,
    RoleAssignment,
    SuccessionKind,
    UnitSuccession,
)
from torikumi.web.accounts.permissions import Role
from torikumi.web.audit.actions import record
from torikumi.web.audit.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitChange:
    """What happens on `day`: which units end, and what goes on in their place (code and name), under which unit."""

    kind: SuccessionKind
    day: date
    predecessors: tuple[OrganisationUnit, ...]
    successors: tuple[tuple[str, str], ...]
    parent: OrganisationUnit | None
    carries_roles: bool


@transaction.atomic
def succeed_units(
    *, change: UnitChange, by: Actor, at: datetime, today: date
) -> tuple[OrganisationUnit, ...]:
    """Let units go on as others from a day on; return those.

    A successor that exists already on that day takes the others in. Roles go with their unit where that was asked, and
    the units below a department do so always; of a split unit neither does, as nobody can tell to which part.
    """
    _check(change)
    city = Municipality.objects.select_for_update().get(pk=change.predecessors[0].municipality_id)
    roles = _roles_in(change)
    for unit in change.predecessors:
        if unit.valid_to is None or unit.valid_to >= change.day:
            end_unit(unit=unit, last_day=change.day - timedelta(days=1), by=by, at=at)
    made = tuple(_successor(change, city, code, name, by, at) for code, name in change.successors)
    for before in change.predecessors:
        for after in made:
            UnitSuccession.objects.create(
                predecessor=before, successor=after, kind=change.kind, day=change.day
            )
    if len(made) == 1:
        _move_below(change, made[0], by, at)
        if change.carries_roles:
            _carry(roles, made[0], change.day, by, at, today)
    record(
        by=by,
        at=at,
        action="succeed_units",
        kind="unit",
        key="、".join(unit.code for unit in change.predecessors)[:200],
        before={"units": [unit.name for unit in change.predecessors]},
        after={
            "units": [f"{unit.code} {unit.name}" for unit in made],
            "kind": change.kind,
            "day": change.day,
            "with_roles": change.carries_roles,
        },
    )
    return made


def _check(change: UnitChange) -> None:
    if change.kind == SuccessionKind.MERGED and len(change.predecessors) < 2:
        raise AccountError(
            ja="統合では、いっしょになる組織をほかに1つ以上選んでください。",
            en="A merger needs at least one more unit.",
        )
    if change.kind != SuccessionKind.MERGED and len(change.predecessors) > 1:
        raise AccountError(
            ja="いっしょになる組織を選べるのは、統合のときだけです。", en="Only a merger has several units."
        )
    is_split = change.kind == SuccessionKind.SPLIT
    if (len(change.successors) < 2) if is_split else (len(change.successors) != 1):
        raise AccountError(
            ja="新しい組織は、分割のときは2行以上、ほかのときは1行にしてください。",
            en="Name two or more new units for a split, and one otherwise.",
        )
    for unit in change.predecessors:
        if not unit.valid_from < change.day or (
            unit.valid_to and unit.valid_to < change.day - timedelta(days=1)
        ):
            raise AccountError(
                ja=f"「{unit.name}」は、その日の前の日にはありません。日を確かめてください。",
                en=f"{unit.name} does not exist on the day before; check the day.",
            )


def _successor(
    change: UnitChange, city: Municipality, code: str, name: str, by: Actor, at: datetime
) -> OrganisationUnit:
    present = OrganisationUnit.objects.of_municipality(city.code).on(change.day)
    existing = present.filter(code=code, name=name).first()
    if existing is not None:
        return existing
    return create_unit(
        municipality=city, code=code, name=name, parent=change.parent, valid_from=change.day, by=by, at=at
    )


def _move_below(change: UnitChange, after: OrganisationUnit, by: Actor, at: datetime) -> None:
    below = OrganisationUnit.objects.filter(parent__in=change.predecessors).not_ended_before(change.day)
    for unit in below.exclude(pk=after.pk).select_related("parent"):
        before = unit.parent
        unit.parent = after
        unit.save(update_fields=["parent"])
        record(
            by=by,
            at=at,
            action="move_unit",
            kind="unit",
            key=unit.code,
            before={"parent": before.name if before else ""},
            after={"parent": after.name},
        )


def _roles_in(change: UnitChange) -> tuple[RoleAssignment, ...]:
    found = RoleAssignment.objects.filter(unit__in=change.predecessors).not_ended_before(change.day)
    return tuple(found.select_related("user__municipality"))


def _carry(
    roles: Sequence[RoleAssignment],
    unit: OrganisationUnit,
    day: date,
    by: Actor,
    at: datetime,
    today: date,
) -> None:
    present = RoleAssignment.objects.filter(unit=unit).not_ended_before(day)
    held = set(present.values_list("user_id", "role"))
    for old in roles:
        until = old.valid_to
        if old.valid_from < day:
            end_role(assignment=old, last_day=day - timedelta(days=1), by=by, at=at, today=today)
        else:
            cancel_role(assignment=old, by=by, at=at)
        # Two units in which one person had the same role become one.
        if (old.user_id, old.role) not in held:
            held.add((old.user_id, old.role))
            assign_role(
                user=old.user,
                role=Role(old.role),
                unit=unit,
                valid_from=max(day, old.valid_from),
                valid_to=until,
                by=by,
                at=at,
            )
