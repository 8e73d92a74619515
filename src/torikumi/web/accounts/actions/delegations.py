"""Deputies (代理・代決): who decides in the place of somebody who is away."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from torikumi.web.accounts.actions.people import AccountError
from torikumi.web.accounts.models import Delegation, RoleAssignment, User
from torikumi.web.accounts.permissions import DELEGABLE_ROLES
from torikumi.web.accounts.queries import delegable_assignments
from torikumi.web.audit.actions import record
from torikumi.web.audit.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """Who is away, from when to when and why; with one role, or with all that may be handed on (None)."""

    person: User
    assignment: RoleAssignment | None
    first_day: date
    last_day: date
    reason: str


@transaction.atomic
def delegate(*, absence: Absence, taker: User, by: Actor, at: datetime) -> Delegation:
    """Let `taker` act for somebody who is away. Nobody makes themselves the deputy of another."""
    _check_absence(absence)
    _check_taker(absence, taker, by)
    delegation = Delegation.objects.create(
        giver=absence.person,
        taker=taker,
        assignment=absence.assignment,
        valid_from=absence.first_day,
        valid_to=absence.last_day,
        reason=absence.reason,
        made_by=by.name,
        made_at=at,
    )
    role = absence.assignment
    record(
        by=by,
        at=at,
        action="delegate",
        kind="delegation",
        key=delegation.pk,
        after={
            "giver": absence.person.login_name,
            "taker": taker.login_name,
            "role": role.role if role else None,
            "unit": role.unit.code if role and role.unit else None,
            "from": absence.first_day,
            "to": absence.last_day,
            "reason": absence.reason,
        },
    )
    return delegation


@transaction.atomic
def end_delegation(*, delegation: Delegation, by: Actor, at: datetime) -> None:
    """End a delegation at once, also one that has not begun."""
    locked = Delegation.objects.select_for_update().get(pk=delegation.pk)
    if locked.ended_at is not None:
        raise AccountError(ja="この代理はもう終わっています。", en="This delegation has ended already.")
    locked.ended_at = at
    locked.save(update_fields=["ended_at"])
    record(
        by=by,
        at=at,
        action="end_delegation",
        kind="delegation",
        key=locked.pk,
        before={"to": locked.valid_to},
        after={"ended": at},
    )


def _check_absence(absence: Absence) -> None:
    if absence.last_day < absence.first_day:
        raise AccountError(
            ja="「いつまで」は「いつから」以後の日にしてください。",
            en="The last day must not be before the first.",
        )
    role = absence.assignment
    if role is not None and (role.user_id != absence.person.pk or role.role not in DELEGABLE_ROLES):
        raise AccountError(
            ja="この役割は代理に任せられません。課長、部長、市長・副市長の役割を選んでください。",
            en="That role cannot be handed to a deputy; choose one of a head or of the mayor.",
        )
    own = delegable_assignments(absence.person.municipality.code).filter(user=absence.person)
    if role is None and not own.exists():
        raise AccountError(
            ja="この人には、代理に任せられる役割がありません。",
            en="This person has no role that can be handed to a deputy.",
        )


def _check_taker(absence: Absence, taker: User, by: Actor) -> None:
    if taker.municipality_id != absence.person.municipality_id or not taker.is_active:
        raise AccountError(
            ja="代理する人は、同じ団体の、ログインできる人にしてください。",
            en="The deputy must be a person of the same city who can log in.",
        )
    if taker.pk == absence.person.pk:
        raise AccountError(ja="本人のほかの人を選んでください。", en="Choose somebody else than the person.")
    if taker.login_name == by.name:
        raise AccountError(
            ja="自分をほかの人の代理にはできません。本人か、ほかの管理者・企画担当に頼んでください。",
            en="Nobody makes themselves a deputy; ask the person, or another administrator.",
        )
