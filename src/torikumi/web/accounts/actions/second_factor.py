"""The second factor of a log-in: what its owner changed, and taking it away from somebody who lost it."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction

from torikumi.web.accounts.models import User
from torikumi.web.audit.actions import record
from torikumi.web.audit.actor import Actor


@transaction.atomic
def note_second_factor(*, user: User, what: str, by: Actor, at: datetime) -> None:
    """Record that somebody changed their own second factor ("totp_activated"); allauth has made the change."""
    record(
        by=by,
        at=at,
        action="change_second_factor",
        kind="person",
        key=user.login_name,
        after={"what": what},
    )


@transaction.atomic
def note_wrong_code(*, user: User, by: Actor, at: datetime) -> None:
    """Record a wrong code after a right password."""
    record(by=by, at=at, action="second_factor_failed", kind="person", key=user.login_name)


@transaction.atomic
def reset_second_factor(*, user: User, by: Actor, at: datetime) -> None:
    """Take all devices, passkeys and recovery codes of somebody away, and end their sessions."""
    devices = Authenticator.objects.filter(user=user)
    kinds = sorted(devices.values_list("type", flat=True))
    devices.delete()
    user.session_epoch += 1
    user.save(update_fields=["session_epoch"])
    record(
        by=by,
        at=at,
        action="reset_second_factor",
        kind="person",
        key=user.login_name,
        before={"devices": kinds},
    )
