"""The one way to write into the trail."""

import json
from collections.abc import Mapping
from datetime import datetime

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction

from torikumi.web.audit.actor import Actor
from torikumi.web.audit.appending import append
from torikumi.web.audit.models import AuditEvent


def record(  # noqa: PLR0913  an event has this many sides, and each is named
    *,
    by: Actor,
    at: datetime,
    action: str,
    kind: str,
    key: object,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
    reason: str = "",
) -> AuditEvent:
    """Write that `by` did `action` to the thing `kind`/`key`, in the transaction that does it.

    `before` and `after` hold what changed as plain values; never a password or a secret. `reason` is why, where the
    person had to say so. Where a program acted, `after` says so under "via". Call it last: from here to the end of
    the transaction nobody else of the city can act.
    """
    if not connection.in_atomic_block:
        message = "record() belongs into the transaction of what it records"
        raise RuntimeError(message)
    event = AuditEvent(
        at=at,
        actor=by.name,
        on_behalf_of=by.on_behalf_of,
        role=by.role,
        municipality=by.municipality,
        action=action,
        object_kind=kind,
        object_id=str(key),
        before=_plain(before),
        after=_plain(after if not by.via else {**(after or {}), "via": by.via}),
        reason=reason,
        request_id=by.request_id,
        address=by.address,
    )
    append(event)
    return event


@transaction.atomic
def record_export(*, by: Actor, at: datetime, form: str) -> AuditEvent:
    """Write that somebody took a copy of the whole trail with them."""
    return record(
        by=by, at=at, action="export_trail", kind="trail", key=by.municipality, after={"form": form}
    )


def _plain(values: Mapping[str, object] | None) -> dict[str, object] | None:
    # Databases write fractions in ways of their own (1e16, 1.0), and the seal must hold in each: they are kept as text.
    if values is None:
        return None
    text = json.dumps(dict(values), cls=DjangoJSONEncoder, allow_nan=False)
    plain: dict[str, object] = json.loads(text, parse_float=str)
    return plain
