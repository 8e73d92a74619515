"""Writing an event at the end of its chain: on PostgreSQL by one call, which holds the chain no longer than it must.

From the lock on the head to the end of the transaction nobody else of the city can act. With a question for the head,
one for the event and one for the head again, each waiting for its turn in a busy process, a city wrote thirty events a
second; the database does the three at once.
"""

from __future__ import annotations

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from torikumi.web.audit.chain import NOTHING_BEFORE, open_form, seal
from torikumi.web.audit.entries import entry_of
from torikumi.web.audit.models import AuditEvent, ChainHead

_GIVEN = (
    "at", "actor", "on_behalf_of", "role", "municipality", "action", "object_kind", "object_id",
    "before", "after", "reason", "request_id", "address",
)  # fmt: skip
_TYPES = {"at": "timestamptz", "before": "jsonb", "after": "jsonb"}
_FUNCTION = "audit_append"


def append(event: AuditEvent) -> None:
    """Write the event as the newest of its city, and move the head; sets its place, its hash and its number."""
    if connection.vendor == "postgresql":
        _append_by_call(event)
    else:
        _append_step_by_step(event)


def _append_step_by_step(event: AuditEvent) -> None:
    head, _ = ChainHead.objects.select_for_update().get_or_create(municipality=event.municipality)
    event.chain_position, event.previous_hash = head.position + 1, head.hash
    event.hash = seal(entry_of(event))
    event.save()
    ChainHead.objects.filter(pk=head.pk).update(position=event.chain_position, hash=event.hash)


def _append_by_call(event: AuditEvent) -> None:
    fields = {field.name: field for field in event._meta.concrete_fields}
    values = [fields[name].get_db_prep_save(getattr(event, name), connection) for name in _GIVEN]
    places = ", ".join(f"%s::{_TYPES.get(name, 'text')}" for name in _GIVEN)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT * FROM {_FUNCTION}(%s, %s, %s, {places})",  # noqa: S608  the names are our own
            [*open_form(entry_of(event)), *values],
        )
        event.sequence, event.chain_position, event.previous_hash, event.hash = cursor.fetchone()
    event._state.adding, event._state.db = False, connection.alias


def create_function(connection: BaseDatabaseWrapper) -> None:
    """Make the function that appends; SQLite needs none, where one process writes at a time."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(_create())


def drop_function(connection: BaseDatabaseWrapper) -> None:
    """Take the function away."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"DROP FUNCTION IF EXISTS {_FUNCTION}")


def _create() -> str:
    given = ", ".join(f"e_{name} {_TYPES.get(name, 'text')}" for name in _GIVEN)
    columns, values = ", ".join(f'"{name}"' for name in _GIVEN), ", ".join(f"e_{name}" for name in _GIVEN)
    # It runs with the rights of who calls it, and sees what they see.
    return f"""
    CREATE OR REPLACE FUNCTION {_FUNCTION}(f_first text, f_middle text, f_last text, {given})
    RETURNS TABLE (r_sequence bigint, r_position bigint, r_previous text, r_hash text) LANGUAGE plpgsql AS $$
    BEGIN
      SELECT position + 1, hash INTO r_position, r_previous FROM audit_chainhead
        WHERE municipality = e_municipality FOR UPDATE;
      IF NOT FOUND THEN
        INSERT INTO audit_chainhead (municipality, position, hash)
          VALUES (e_municipality, 0, '{NOTHING_BEFORE}') ON CONFLICT DO NOTHING;
        SELECT position + 1, hash INTO r_position, r_previous FROM audit_chainhead
          WHERE municipality = e_municipality FOR UPDATE;
      END IF;
      r_hash := encode(sha256(convert_to(f_first || r_position || f_middle || r_previous || f_last, 'UTF8')), 'hex');
      INSERT INTO audit_auditevent ({columns}, chain_position, previous_hash, hash)
        VALUES ({values}, r_position, r_previous, r_hash) RETURNING sequence INTO r_sequence;
      UPDATE audit_chainhead SET position = r_position, hash = r_hash WHERE municipality = e_municipality;
      RETURN NEXT;
    END $$
    """  # noqa: S608  the names are our own
