"""What the database itself does to keep mail as it was written, on SQLite and on PostgreSQL."""

from django.db.backends.base.base import BaseDatabaseWrapper

# Of a mail only what became of it may change.
_WRITTEN = (
    "municipality_id, batch, kind, about, about_label, to_address, to_name, reply_to, subject, body, message_id, "
    "made_by, made_at, again_of_id"
)
_ACTS = {
    "sentmail": f"UPDATE OF {_WRITTEN}",
    "mailfile": "UPDATE",
    "enclosure": "UPDATE",
    "storedletter": "UPDATE",
}
_SQLITE = ("update", "delete", "replace")
_REFUSE = (
    "CREATE FUNCTION mail_is_final() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'a mail is final' USING ERRCODE = 'insufficient_privilege'; END $$"
)


def create_triggers(connection: BaseDatabaseWrapper) -> None:
    """Make the database refuse to change or delete what was written. A later change of a table makes them anew."""
    if connection.vendor == "sqlite":
        _execute(connection, [each for table, act in _ACTS.items() for each in _sqlite(table, act)])
    else:
        _execute(
            connection, [_REFUSE, *(each for table, act in _ACTS.items() for each in _postgresql(table, act))]
        )


def drop_triggers(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away: when the tables themselves go, and between tests that empty every table."""
    if connection.vendor == "sqlite":
        _execute(
            connection, [f"DROP TRIGGER IF EXISTS mail_{table}_{act}" for table in _ACTS for act in _SQLITE]
        )
    else:
        for act in ("change", "truncate"):
            _execute(
                connection, [f"DROP TRIGGER IF EXISTS mail_{table}_{act} ON mail_{table}" for table in _ACTS]
            )
        _execute(connection, ["DROP FUNCTION IF EXISTS mail_is_final()"])


def _sqlite(table: str, update: str) -> list[str]:
    refuse = "BEGIN SELECT RAISE(ABORT, 'a mail is final'); END"
    # REPLACE deletes without asking the trigger of DELETE, so a row that is there is refused to it as well.
    there = f"WHEN EXISTS (SELECT 1 FROM mail_{table} WHERE id = NEW.id)"  # noqa: S608  the names are our own
    return [
        f"CREATE TRIGGER mail_{table}_update BEFORE {update} ON mail_{table} {refuse}",
        f"CREATE TRIGGER mail_{table}_delete BEFORE DELETE ON mail_{table} {refuse}",
        f"CREATE TRIGGER mail_{table}_replace BEFORE INSERT ON mail_{table} {there} {refuse}",
    ]


def _postgresql(table: str, update: str) -> list[str]:
    refuse = "EXECUTE FUNCTION mail_is_final()"
    return [
        f"CREATE TRIGGER mail_{table}_change BEFORE {update} OR DELETE ON mail_{table} FOR EACH ROW {refuse}",
        f"CREATE TRIGGER mail_{table}_truncate BEFORE TRUNCATE ON mail_{table} FOR EACH STATEMENT {refuse}",
    ]


def _execute(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
