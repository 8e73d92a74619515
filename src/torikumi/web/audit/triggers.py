"""What the database itself does to keep the trail final, on SQLite and on PostgreSQL."""

from django.db.backends.base.base import BaseDatabaseWrapper

# REPLACE deletes without asking the trigger of DELETE, so a number that is taken is refused to it as well.
_SQLITE = (
    """
    CREATE TRIGGER audit_event_no_update BEFORE UPDATE ON audit_auditevent
    BEGIN SELECT RAISE(ABORT, 'the trail is final'); END
    """,
    """
    CREATE TRIGGER audit_event_no_delete BEFORE DELETE ON audit_auditevent
    BEGIN SELECT RAISE(ABORT, 'the trail is final'); END
    """,
    """
    CREATE TRIGGER audit_event_no_replace BEFORE INSERT ON audit_auditevent
    WHEN EXISTS (SELECT 1 FROM audit_auditevent WHERE sequence = NEW.sequence)
    BEGIN SELECT RAISE(ABORT, 'the trail is final'); END
    """,
)
_SQLITE_DROP = tuple(
    f"DROP TRIGGER IF EXISTS audit_event_no_{act}" for act in ("update", "delete", "replace")
)

_POSTGRESQL = (
    """
    CREATE FUNCTION audit_event_is_final() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the trail is final' USING ERRCODE = 'insufficient_privilege'; END $$
    """,
    """
    CREATE TRIGGER audit_event_no_change BEFORE UPDATE OR DELETE ON audit_auditevent
    FOR EACH ROW EXECUTE FUNCTION audit_event_is_final()
    """,
    """
    CREATE TRIGGER audit_event_no_truncate BEFORE TRUNCATE ON audit_auditevent
    FOR EACH STATEMENT EXECUTE FUNCTION audit_event_is_final()
    """,
)
_POSTGRESQL_DROP = (
    "DROP TRIGGER IF EXISTS audit_event_no_truncate ON audit_auditevent",
    "DROP TRIGGER IF EXISTS audit_event_no_change ON audit_auditevent",
    "DROP FUNCTION IF EXISTS audit_event_is_final()",
)

_CREATE = {"sqlite": _SQLITE, "postgresql": _POSTGRESQL}
_DROP = {"sqlite": _SQLITE_DROP, "postgresql": _POSTGRESQL_DROP}


def create_triggers(connection: BaseDatabaseWrapper) -> None:
    """Make the database refuse to change or delete an event. A later change needs a migration of its own."""
    _execute(connection, _CREATE[connection.vendor])


def drop_triggers(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away: when the table itself goes, and between tests that empty every table."""
    _execute(connection, _DROP[connection.vendor])


def _execute(connection: BaseDatabaseWrapper, statements: tuple[str, ...]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
