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


def create_triggers(connection: BaseDatabaseWrapper) -> None:
    """Make the database refuse to change a row of an edition. A later change of a table makes them anew."""
    acts = {**dict.fromkeys(_FINAL, "UPDATE"), "edition": f"UPDATE OF {_EDITION}"}
    if connection.vendor == "sqlite":
        statements = [
            f"CREATE TRIGGER plans_{table}_is_final BEFORE {act} ON plans_{table} "
            "BEGIN SELECT RAISE(ABORT, 'an edition is final'); END"
            for table, act in acts.items()
        ]
    else:
        refuse = (
            "CREATE FUNCTION plans_edition_is_final() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'an edition is final' USING ERRCODE = 'insufficient_privilege'; END $$"
        )
        statements = [refuse] + [
            f"CREATE TRIGGER plans_{table}_is_final BEFORE {act} ON plans_{table} "
            "FOR EACH ROW EXECUTE FUNCTION plans_edition_is_final()"
            for table, act in acts.items()
        ]
    _execute(connection, statements)


def drop_triggers(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away, when the tables themselves go."""
    on = "" if connection.vendor == "sqlite" else " ON plans_{table}"
    statements = [
        f"DROP TRIGGER IF EXISTS plans_{table}_is_final" + on.format(table=table)
        for table in (*_FINAL, "edition")
    ]
    if connection.vendor != "sqlite":
        statements.append("DROP FUNCTION IF EXISTS plans_edition_is_final()")
    _execute(connection, statements)


def _execute(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
