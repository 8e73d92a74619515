"""Events as entries of a chain: what is sealed, verified and handed to auditors."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from torikumi.web.audit.chain import SEALED, written_time

if TYPE_CHECKING:
    from torikumi.web.audit.models import AuditEvent

# What a person who looks at an entry wants to see first.
EXPORTED = ("sequence", "hash", *SEALED)


def entry_of(event: AuditEvent) -> dict[str, object]:
    """Return an event as an entry; its hash is what it has so far."""
    return entry_from_row({name: getattr(event, name) for name in EXPORTED})


def entry_from_row(row: dict[str, object]) -> dict[str, object]:
    """Return a row of the table, as `values(*EXPORTED)` gives it, as an entry."""
    at = row["at"]
    assert isinstance(at, datetime)  # noqa: S101  the column gives nothing else
    row["at"] = written_time(at)
    return row
