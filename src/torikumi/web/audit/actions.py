"""The one way to write into the trail."""

from collections.abc import Mapping
from datetime import datetime

from django.db import connection

from torikumi.web.audit.actor import Actor
from torikumi.web.audit.models import AuditEvent


def record(
    *,
    by: Actor,
    at: datetime,
    action: str,
    kind: str,
    key: object,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
) -> AuditEvent:
    """Write that `by` did `action` to the thing `kind`/`key`, in the transaction that does it.

    `before` and `after` hold what changed as plain values; never a password or a secret.
    """
    if not connection.in_atomic_block:
        message = "record() belongs into the transaction of what it records"
        raise RuntimeError(message)
    event = AuditEvent(
        at=at,
        actor=by.name,
        role=by.role,
        municipality=by.municipality,
        action=action,
        object_kind=kind,
        object_id=str(key),
        before=dict(before) if before is not None else None,
        after=dict(after) if after is not None else None,
        request_id=by.request_id,
        address=by.address,
    )
    event.save()
    return event
