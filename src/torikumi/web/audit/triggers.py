"""What the database itself does to keep the trail final and its heads moving, on SQLite and on PostgreSQL."""

from django.db.backends.base.base import BaseDatabaseWrapper

# REPLACE deletes without asking the trigger of DELETE, so a number that is taken is refused to it as well.
_SQLITE_EVENT = (
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
_SQLITE_EVENT_DROP = tuple(
    f"DROP TRIGGER IF EXISTS audit_event_no_{act}" for act in ("update", "delete", "replace")
)

_POSTGRESQL_EVENT = (
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
_POSTGRESQL_EVENT_DROP = (
    "DROP TRIGGER IF EXISTS audit_event_no_truncate ON audit_auditevent",
    "DROP TRIGGER IF EXISTS audit_event_no_change ON audit_auditevent",
    "DROP FUNCTION IF EXISTS audit_event_is_final()",
)

# A head begins at nothing, moves by one event at a time, and never goes.
_SQLITE_HEAD = (
    """
    CREATE TRIGGER audit_head_only_forward BEFORE UPDATE ON audit_chainhead
    WHEN NEW.position <> OLD.position + 1 OR NEW.municipality <> OLD.municipality
    BEGIN SELECT RAISE(ABORT, 'the head of the trail only moves forward'); END
    """,
    """
    CREATE TRIGGER audit_head_from_nothing BEFORE INSERT ON audit_chainhead
    WHEN NEW.position <> 0 OR EXISTS (SELECT 1 FROM audit_chainhead WHERE municipality = NEW.municipality)
    BEGIN SELECT RAISE(ABORT, 'the head of the trail only moves forward'); END
    """,
    """
    CREATE TRIGGER audit_head_no_delete BEFORE DELETE ON audit_chainhead
    BEGIN SELECT RAISE(ABORT, 'the head of the trail only moves forward'); END
    """,
)
_SQLITE_HEAD_DROP = tuple(
    f"DROP TRIGGER IF EXISTS audit_head_{what}" for what in ("only_forward", "from_nothing", "no_delete")
)

_POSTGRESQL_HEAD = (
    """
    CREATE FUNCTION audit_head_moves() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN
      IF TG_OP = 'INSERT' AND NEW.position = 0 THEN RETURN NEW; END IF;
      IF TG_OP = 'UPDATE' AND NEW.position = OLD.position + 1 AND NEW.municipality = OLD.municipality THEN
        RETURN NEW;
      END IF;
      RAISE EXCEPTION 'the head of the trail only moves forward' USING ERRCODE = 'insufficient_privilege';
    END $$
    """,
    """
    CREATE TRIGGER audit_head_only_forward BEFORE INSERT OR UPDATE OR DELETE ON audit_chainhead
    FOR EACH ROW EXECUTE FUNCTION audit_head_moves()
    """,
    """
    CREATE TRIGGER audit_head_no_truncate BEFORE TRUNCATE ON audit_chainhead
    FOR EACH STATEMENT EXECUTE FUNCTION audit_event_is_final()
    """,
)
_POSTGRESQL_HEAD_DROP = (
    "DROP TRIGGER IF EXISTS audit_head_no_truncate ON audit_chainhead",
    "DROP TRIGGER IF EXISTS audit_head_only_forward ON audit_chainhead",
    "DROP FUNCTION IF EXISTS audit_head_moves()",
)

_EVENT = {"sqlite": _SQLITE_EVENT, "postgresql": _POSTGRESQL_EVENT}
_EVENT_DROP = {"sqlite": _SQLITE_EVENT_DROP, "postgresql": _POSTGRESQL_EVENT_DROP}
_HEAD = {"sqlite": _SQLITE_HEAD, "postgresql": _POSTGRESQL_HEAD}
_HEAD_DROP = {"sqlite": _SQLITE_HEAD_DROP, "postgresql": _POSTGRESQL_HEAD_DROP}


def create_triggers(connection: BaseDatabaseWrapper) -> None:
    """Make the database refuse to change or delete an event, and to move a head back."""
    create_event_triggers(connection)
    _execute(connection, _HEAD[connection.vendor])


def drop_triggers(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away: when the tables themselves go, and between tests that empty every table."""
    _execute(connection, _HEAD_DROP[connection.vendor])
    drop_event_triggers(connection)


def create_event_triggers(connection: BaseDatabaseWrapper) -> None:
    """Make the database refuse to change or delete an event. A later change needs a migration of its own."""
    _execute(connection, _EVENT[connection.vendor])


def drop_event_triggers(connection: BaseDatabaseWrapper) -> None:
    """Take these away."""
    _execute(connection, _EVENT_DROP[connection.vendor])


def _execute(connection: BaseDatabaseWrapper, statements: tuple[str, ...]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
