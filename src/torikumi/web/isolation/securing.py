"""Putting the policies and the rights into PostgreSQL, and looking whether they are there."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import sql

from torikumi.errors import UserError
from torikumi.web.isolation.tables import ALL_RIGHTS, Table, all_tables

POLICY = "torikumi_city"

_FUNCTIONS = (
    """
    CREATE OR REPLACE FUNCTION torikumi_city() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS $$
      SELECT CASE WHEN current_setting('torikumi.city', true) ~ '^[0-9]{1,18}$'
        THEN current_setting('torikumi.city', true)::bigint END
    $$
    """,
    """
    CREATE OR REPLACE FUNCTION torikumi_all_cities() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
      SELECT coalesce(current_setting('torikumi.city', true) = '*', false)
    $$
    """,
    """
    CREATE OR REPLACE FUNCTION torikumi_city_code() RETURNS varchar LANGUAGE sql STABLE PARALLEL SAFE AS $$
      SELECT code FROM accounts_municipality WHERE id = torikumi_city()
    $$
    """,
)


class UnknownRoleError(UserError):
    """The role that is to be given rights does not exist."""


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """How PostgreSQL guards the cities for whoever is connected."""

    role: str
    is_above_policies: bool  # a superuser, or BYPASSRLS
    is_owner: bool
    unguarded: tuple[str, ...]
    too_much: tuple[str, ...]  # rights that this role has and does not need, as "UPDATE audit_auditevent"

    @property
    def is_separate(self) -> bool:
        """Whether the application is somebody else than the owner of the tables."""
        return not self.is_owner and not self.is_above_policies and not self.too_much


def install_policies(connection: BaseDatabaseWrapper) -> int:
    """Give every table with rows of cities its policy; return how many were new. To be done by the owner."""
    count = 0
    with connection.cursor() as cursor:
        for statement in _FUNCTIONS:
            cursor.execute(statement)
        for table in all_tables():
            if table.condition and not _has_policy(cursor, table):
                for statement in _statements(table):
                    cursor.execute(statement)
                count += 1
    return count


def grant_rights(connection: BaseDatabaseWrapper, role: str) -> None:
    """Give `role` what the application needs of each table, and take everything else from it. By the owner.

    Raises UnknownRoleError where PostgreSQL has no such role.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        if cursor.fetchone() is None:
            raise UnknownRoleError(
                ja=f"PostgreSQL に利用者「{role}」がいません。createuser で作ってから、もう一度実行してください。",
                en=f"PostgreSQL has no role {role}; make it with createuser, then run this again.",
            )
    whom = sql.Identifier(role)
    statements = [sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(whom)]
    statements.append(sql.SQL("GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {}").format(whom))
    names = {table.name: table.rights for table in all_tables()} | {"django_migrations": ("SELECT",)}
    names |= dict.fromkeys([*_tables_of_tickets(connection), *_tables_of_caches()], ALL_RIGHTS)
    for name, rights in names.items():
        place = {"what": sql.SQL(", ".join(rights)), "table": sql.Identifier(name), "whom": whom}
        statements.append(sql.SQL("REVOKE ALL ON {table} FROM {whom}, PUBLIC").format(**place))
        statements.append(sql.SQL("GRANT {what} ON {table} TO {whom}").format(**place))
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def is_table_owner(connection: BaseDatabaseWrapper) -> bool:
    """Tell whether whoever is connected owns the tables, and so may change what guards them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = to_regclass('accounts_municipality')"
        )
        row = cursor.fetchone()
    return bool(row and row[0])


def look_at(connection: BaseDatabaseWrapper) -> State:
    """Return how the cities are guarded for whoever is connected."""
    tables = all_tables()
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolname, rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        role, above = cursor.fetchone()
        unguarded = [table.name for table in tables if table.condition and not _has_policy(cursor, table)]
        too_much = [one for table in tables for one in _too_much(cursor, table)]
    return State(
        role=role,
        is_above_policies=above,
        is_owner=is_table_owner(connection),
        unguarded=tuple(unguarded),
        too_much=tuple(too_much),
    )


def _tables_of_tickets(connection: BaseDatabaseWrapper) -> list[str]:
    # procrastinate's own, which carry the numbers of a city and a job; they have no models here.
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
            " AND starts_with(relname, 'procrastinate_')"
        )
        return [row[0] for row in cursor.fetchall()]


def _tables_of_caches() -> list[str]:
    caches = settings.CACHES.values()
    return [str(one["LOCATION"]) for one in caches if str(one["BACKEND"]).endswith("DatabaseCache")]


def _fingerprint(table: Table) -> str:
    return sha256(table.condition.encode()).hexdigest()[:16]


def _has_policy(cursor: object, table: Table) -> bool:
    # PostgreSQL writes a condition in words of its own, so the fingerprint of ours stands in a comment.
    cursor.execute(  # type: ignore[attr-defined]
        """
        SELECT relrowsecurity AND relforcerowsecurity AND obj_description(pg_policy.oid, 'pg_policy') = %s
        FROM pg_class JOIN pg_policy ON polrelid = pg_class.oid
        WHERE pg_class.oid = to_regclass(%s) AND polname = %s
        """,
        [_fingerprint(table), table.name, POLICY],
    )
    row = cursor.fetchone()  # type: ignore[attr-defined]
    return bool(row and row[0])


def _statements(table: Table) -> list[str]:
    condition = f"(SELECT torikumi_all_cities()) OR {table.condition}"
    return [
        f'ALTER TABLE "{table.name}" ENABLE ROW LEVEL SECURITY',
        # The owner, too: where one role is both, it is guarded against our own mistakes all the same.
        f'ALTER TABLE "{table.name}" FORCE ROW LEVEL SECURITY',
        f'DROP POLICY IF EXISTS {POLICY} ON "{table.name}"',
        f'CREATE POLICY {POLICY} ON "{table.name}" USING ({condition}) WITH CHECK ({condition})',
        f"COMMENT ON POLICY {POLICY} ON \"{table.name}\" IS '{_fingerprint(table)}'",
    ]


def _too_much(cursor: object, table: Table) -> list[str]:
    allowed = {right.partition(" ")[0] for right in table.rights}
    narrow = {right.partition(" ")[0] for right in table.rights if "(" in right}
    more = [right for right in ("UPDATE", "DELETE", "TRUNCATE") if right not in allowed or right in narrow]
    found = []
    for right in more:
        cursor.execute("SELECT has_table_privilege(%s, %s)", [table.name, right])  # type: ignore[attr-defined]
        if cursor.fetchone()[0]:  # type: ignore[attr-defined]
            found.append(f"{right} {table.name}")
    return found
