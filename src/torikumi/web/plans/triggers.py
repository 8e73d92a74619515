"""What the database itself does to keep editions as they were confirmed, on SQLite and on PostgreSQL."""

from django.db.backends.base.base import BaseDatabaseWrapper

_FINAL = (
    "storednode",
    "storedproject",
    "storedplacement",
    "storedsection",
    "storedfinding",
    "storedchange",
    "original",
)
# Of an edition only the state may change: confirmed, then undone.
_EDITION = "municipality_id, series_id, sequence, base_id, year, label, notice, head, sha256, project_count"
_ACTS = ("update", "delete", "replace", "truncate")
_REFUSE = (
    "CREATE FUNCTION plans_edition_is_final() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'an edition is final' USING ERRCODE = 'insufficient_privilege'; END $$"
)


def create_triggers(connection: BaseDatabaseWrapper) -> None:
    """Make the database refuse to change or delete a row of an edition. A later change of a table makes them anew."""
    acts = {**dict.fromkeys(_FINAL, "UPDATE"), "edition": f"UPDATE OF {_EDITION}"}
    is_sqlite = connection.vendor == "sqlite"
    make = _sqlite if is_sqlite else _postgresql
    statements = [] if is_sqlite else [_REFUSE]
    _execute(connection, statements + [each for table, act in acts.items() for each in make(table, act)])


def drop_triggers(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away: when the tables themselves go, and between tests that empty every table."""
    tables = (*_FINAL, "edition")
    if connection.vendor == "sqlite":
        statements = [f"DROP TRIGGER IF EXISTS plans_{table}_no_{act}" for table in tables for act in _ACTS]
    else:
        statements = [
            f"DROP TRIGGER IF EXISTS plans_{table}_no_{act} ON plans_{table}"
            for table in tables
            for act in _ACTS
        ]
        statements.append("DROP FUNCTION IF EXISTS plans_edition_is_final()")
    _execute(connection, statements)


def _sqlite(table: str, update: str) -> list[str]:
    refuse = "BEGIN SELECT RAISE(ABORT, 'an edition is final'); END"
    # REPLACE deletes without asking the trigger of DELETE, so a row that is there is refused to it as well.
    there = f"WHEN EXISTS (SELECT 1 FROM plans_{table} WHERE id = NEW.id)"  # noqa: S608  the names are our own
    return [
        f"CREATE TRIGGER plans_{table}_no_update BEFORE {update} ON plans_{table} {refuse}",
        f"CREATE TRIGGER plans_{table}_no_delete BEFORE DELETE ON plans_{table} {refuse}",
        f"CREATE TRIGGER plans_{table}_no_replace BEFORE INSERT ON plans_{table} {there} {refuse}",
    ]


def _postgresql(table: str, update: str) -> list[str]:
    refuse = "EXECUTE FUNCTION plans_edition_is_final()"
    return [
        f"CREATE TRIGGER plans_{table}_no_update BEFORE {update} ON plans_{table} FOR EACH ROW {refuse}",
        f"CREATE TRIGGER plans_{table}_no_delete BEFORE DELETE ON plans_{table} FOR EACH ROW {refuse}",
        f"CREATE TRIGGER plans_{table}_no_truncate BEFORE TRUNCATE ON plans_{table} FOR EACH STATEMENT {refuse}",
    ]


def _execute(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
