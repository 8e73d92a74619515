"""What each table of the application is: whose rows it holds, and what may happen to them.

Models say so themselves, and a new app joins by saying it:

- `city_path` leads from a row to its municipality ("municipality", "edition__municipality");
- `of_no_city = True`: the rows are no city's, and everybody may see them;
- `city_code_column` is a column with the municipality's code, for rows that outlive everything;
- `is_append_only = True`: rows are written once, and neither changed nor deleted;
- `changing_columns`: the only columns that change;
- `rows_go = True`: rows are deleted in the course of work.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import models

_OURS = "torikumi."
ALL_RIGHTS = ("SELECT", "INSERT", "UPDATE", "DELETE")
# Of the tables of others the application writes to these only; the path leads to the city, as in ours.
_OF_OTHERS = {
    "sessions.Session": "",
    "mfa.Authenticator": "user__municipality",
    "socialaccount.SocialAccount": "user__municipality",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table with the condition under which a row belongs to the city at work ("" for those of no city)."""

    name: str
    condition: str
    rights: tuple[str, ...]


class TableError(Exception):
    """A model that does not say, or says wrongly, whose its rows are; a mistake of ours."""


def all_tables() -> list[Table]:
    """Return every table of every installed app. Raises TableError where a model of ours does not say whose it is."""
    return [
        Table(name=model._meta.db_table, condition=_condition(model), rights=_rights(model))
        for model in apps.get_models(include_auto_created=True)
        if not model._meta.proxy
    ]


def append_only_tables(app_label: str | None = None) -> list[str]:
    """Return the tables whose rows are never changed or deleted."""
    return [
        model._meta.db_table
        for model in apps.get_models()
        if getattr(model, "is_append_only", False) and app_label in {None, model._meta.app_label}
    ]


def _is_ours(model: type[models.Model]) -> bool:
    return model.__module__.startswith(_OURS)


def _condition(model: type[models.Model]) -> str:
    path = getattr(model, "city_path", "") or _OF_OTHERS.get(model._meta.label, "")
    code = getattr(model, "city_code_column", "")
    if path:
        return _of_path(model, path)
    if code:
        return f'"{_column(model, code)}" = (SELECT torikumi_city_code())'
    if _is_ours(model) and not getattr(model, "of_no_city", False):
        raise TableError(f"{model._meta.label} says neither city_path nor city_code_column nor of_no_city")
    return ""


def _of_path(model: type[models.Model], path: str) -> str:
    first, _, rest = path.partition("__")
    column = _column(model, first)
    if not rest:
        # In parentheses with SELECT: worked out once a statement, not once a row.
        return f'"{column}" = (SELECT torikumi_city())'
    parent = model._meta.get_field(first).related_model
    if not isinstance(parent, type) or getattr(parent, "city_path", "") != rest:
        raise TableError(f"{model._meta.label}: {first} does not lead to a row whose city_path is {rest}")
    # A row is shown where the one it hangs on is shown, which has a policy of its own.
    table = model._meta.db_table
    return f'EXISTS (SELECT 1 FROM "{parent._meta.db_table}" up WHERE up.id = "{table}"."{column}")'  # noqa: S608  the names are our own


def _column(model: type[models.Model], name: str) -> str:
    column = getattr(model._meta.get_field(name), "column", None)
    if not isinstance(column, str):
        raise TableError(f"{model._meta.label}: {name} is no column")
    return column


def _rights(model: type[models.Model]) -> tuple[str, ...]:
    if model._meta.label in _OF_OTHERS:
        return ALL_RIGHTS
    if not _is_ours(model):
        return ("SELECT",)
    return tuple(_rights_of_ours(model))


def _rights_of_ours(model: type[models.Model]) -> Iterator[str]:
    yield from ("SELECT", "INSERT")
    columns: tuple[str, ...] = getattr(model, "changing_columns", ())
    if columns:
        yield f"UPDATE ({', '.join(_column(model, name) for name in columns)})"
    elif not getattr(model, "is_append_only", False):
        yield "UPDATE"
    if getattr(model, "rows_go", False):
        yield "DELETE"
