"""Triggers that draw a city's mark anew when something changes that decides who may do what (see `rights`)."""

from __future__ import annotations

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from torikumi.web.isolation.securing import is_table_owner

_OF_USER = "(SELECT municipality_id FROM accounts_user WHERE id = {row}.%s)"
# Each table with the way from a row to its city.
_CITIES = {
    "accounts_organisationunit": "{row}.municipality_id",
    "accounts_user": "{row}.municipality_id",
    "accounts_roleassignment": _OF_USER % "user_id",
    "accounts_delegation": _OF_USER % "giver_id",
    "accounts_unitsuccession": "(SELECT municipality_id FROM accounts_organisationunit WHERE id = {row}.predecessor_id)",
}
# A log-in writes into its person as well, and changes nothing about rights.
_COLUMNS = {"accounts_user": ("login_name", "display_name", "is_active", "municipality_id")}
_MARK = "UPDATE accounts_municipality SET rights_mark = {random} WHERE id IN ({cities})"


def watch_rights(*, using: str, **_: object) -> None:
    """Put the triggers where they are missing: after each `migrate`, since changing a table on SQLite loses its own."""
    connection = connections[using]
    if not set(_CITIES) <= set(connection.introspection.table_names()):
        return  # only a part of the migrations was asked for
    if connection.vendor == "postgresql" and not is_table_owner(connection):
        return
    for table, city in _CITIES.items():
        for statement in _statements(connection, table, city):
            with connection.cursor() as cursor:
                cursor.execute(statement)


def _statements(connection: BaseDatabaseWrapper, table: str, city: str) -> list[str]:
    if connection.vendor == "sqlite":
        return _sqlite(table, city)
    return _postgresql(table, city)


def _sqlite(table: str, city: str) -> list[str]:
    columns = f" OF {', '.join(_COLUMNS[table])}" if table in _COLUMNS else ""
    return [
        f"CREATE TRIGGER IF NOT EXISTS {table}_marks_{act.lower()} AFTER {act}{columns if act == 'UPDATE' else ''} "
        f"ON {table} BEGIN {_MARK.format(random='random()', cities='SELECT ' + city.format(row=row))}; END"
        for act, row in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD"))
    ]


def _postgresql(table: str, city: str) -> list[str]:
    """Once a statement, not once a row: a list of people on 1 April is thousands of rows."""
    statements = []
    for act, held in (
        ("INSERT", "NEW TABLE AS rows_now"),
        ("UPDATE", "OLD TABLE AS rows_before NEW TABLE AS rows_now"),
        ("DELETE", "OLD TABLE AS rows_now"),
    ):
        name = f"{table}_marks_{act.lower()}"
        cities = f"SELECT {city.format(row='rows_now')} FROM rows_now"  # noqa: S608  the names are our own
        if act == "UPDATE" and table in _COLUMNS:
            was, is_ = (
                "ROW(" + ", ".join(f"{row}.{c}" for c in _COLUMNS[table]) + ")"
                for row in ("rows_before", "rows_now")
            )
            cities += f" JOIN rows_before USING (id) WHERE {was} IS DISTINCT FROM {is_}"
        mark = _MARK.format(random="(random() * 9007199254740991)::bigint", cities=cities)
        statements += [
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN {mark}; RETURN NULL; END $$",
            f"CREATE OR REPLACE TRIGGER {name} AFTER {act} ON {table} REFERENCING {held} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {name}()",
        ]
    return statements
