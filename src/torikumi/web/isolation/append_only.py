"""Triggers that keep the rows of a table as they were written, for every model that says `is_append_only = True`.

The trail and the editions have their own, made by their migrations, with words of their own; a table that has none gets
these, after each `migrate`, because changing a table on SQLite loses its triggers.
"""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

from torikumi.web.isolation.tables import append_only_tables

_PREFIX = "append_only_"
_FUNCTION = (
    "CREATE OR REPLACE FUNCTION append_only_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'rows of % are never changed', TG_TABLE_NAME "
    "USING ERRCODE = 'insufficient_privilege'; END $$"
)
# What pg_trigger.tgtype says of a trigger: 8 is DELETE, 16 is UPDATE, 32 is TRUNCATE.
_ALL_ACTS = 8 | 16 | 32


def guard_append_only_tables(connection: BaseDatabaseWrapper) -> list[str]:
    """Make the database refuse to change rows of append-only tables; return the tables that had no such triggers."""
    found = [table for table in append_only_tables() if not is_guarded(connection, table)]
    if found and connection.vendor == "postgresql":
        _execute(connection, [_FUNCTION])
    for table in found:
        _drop(connection, table)  # a part of them may be there
        _execute(connection, _sqlite(table) if connection.vendor == "sqlite" else _postgresql(table))
    return found


def unguard_append_only_tables(connection: BaseDatabaseWrapper) -> None:
    """Take these triggers away; for tests that empty every table."""
    for table in append_only_tables():
        _drop(connection, table)


def is_guarded(connection: BaseDatabaseWrapper, table: str) -> bool:
    """Tell whether triggers refuse changing, deleting, and what does either by another name."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table])
            said = " ".join(row[0].upper() for row in cursor.fetchall())
            return all(f"BEFORE {act}" in said for act in ("UPDATE", "DELETE", "INSERT"))
        cursor.execute(
            "SELECT coalesce(bit_or(tgtype), 0) FROM pg_trigger"
            " WHERE tgrelid = to_regclass(%s) AND NOT tgisinternal AND tgenabled IN ('O', 'A')",
            [table],
        )
        return bool(cursor.fetchone()[0] & _ALL_ACTS == _ALL_ACTS)


def _sqlite(table: str) -> list[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are never changed'); END"
    # REPLACE deletes without asking the trigger of DELETE, so a row that is there is refused to it as well.
    there = f"WHEN EXISTS (SELECT 1 FROM {table} WHERE rowid = NEW.rowid)"  # noqa: S608  the names are our own
    return [
        f"CREATE TRIGGER {_PREFIX}{table}_update BEFORE UPDATE ON {table} {refuse}",
        f"CREATE TRIGGER {_PREFIX}{table}_delete BEFORE DELETE ON {table} {refuse}",
        f"CREATE TRIGGER {_PREFIX}{table}_replace BEFORE INSERT ON {table} {there} {refuse}",
    ]


def _postgresql(table: str) -> list[str]:
    refuse = "EXECUTE FUNCTION append_only_refuse()"
    return [
        f"CREATE TRIGGER {_PREFIX}rows BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW {refuse}",
        f"CREATE TRIGGER {_PREFIX}table BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {refuse}",
    ]


def _drop(connection: BaseDatabaseWrapper, table: str) -> None:
    if connection.vendor == "sqlite":
        names = [f"{_PREFIX}{table}_{act}" for act in ("update", "delete", "replace")]
        _execute(connection, [f"DROP TRIGGER IF EXISTS {name}" for name in names])
    else:
        names = [f"{_PREFIX}{what}" for what in ("rows", "table")]
        _execute(connection, [f"DROP TRIGGER IF EXISTS {name} ON {table}" for name in names])


def _execute(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
