"""Rows that belong to a city, and can only be read inside it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar, Protocol, Self, TypeVar, cast

from django.db import models

from torikumi.errors import TorikumiError
from torikumi.web.accounts.models import Municipality


class UnscopedQueryError(TorikumiError):
    """A query that forgot to say whose rows it wants; a mistake of ours, never of the person."""


class CityModel(models.Model):
    """A row of one city; `city_path` leads from it to its municipality.

    Where rows are written once (`is_append_only`), or only some of their columns change (`changing_columns`), the model
    says so, and the application's role in PostgreSQL has no right to more (isolation/tables.py).
    """

    city_path: ClassVar[str] = "municipality"
    is_append_only: ClassVar[bool] = False
    changing_columns: ClassVar[tuple[str, ...]] = ()

    class Meta:
        """No table of its own."""

        abstract = True


Row = TypeVar("Row", bound=CityModel, covariant=True)


class Resident(Protocol):
    """Whatever belongs to a municipality: a person, a series, an edition."""

    municipality_id: int


class CityQuerySet(models.QuerySet[Row]):
    """A query that raises unless `within` was called: a forgotten filter must never show another city's plan."""

    _is_scoped = False

    def within(self, holder: Resident | Municipality) -> Self:
        """Return the rows of a city: the one given, or that of the person, series or edition given."""
        city = holder.pk if isinstance(holder, Municipality) else holder.municipality_id
        scoped = self.filter(**{f"{self.model.city_path}_id": city})
        scoped._is_scoped = True
        return scoped

    def _clone(self) -> Self:
        clone = cast(Self, super()._clone())  # type: ignore[misc]  # private, and so not in the stubs
        clone._is_scoped = self._is_scoped
        return clone

    def _require_scope(self) -> None:
        if not self._is_scoped and not self.query.is_empty():
            raise UnscopedQueryError(f"{self.model.__name__} was read without within(…)")

    def _fetch_all(self) -> None:
        self._require_scope()
        super()._fetch_all()

    def iterator(self, chunk_size: int | None = None) -> Iterator[Row]:
        """Return the rows one after another."""
        self._require_scope()
        return super().iterator(chunk_size)

    def count(self) -> int:
        """Return how many rows there are."""
        self._require_scope()
        return super().count()

    def exists(self) -> bool:
        """Return whether there is any row."""
        self._require_scope()
        return super().exists()

    def aggregate(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return the figures asked for."""
        self._require_scope()
        return super().aggregate(*args, **kwargs)

    def update(self, **kwargs: Any) -> int:
        """Change the rows, and return how many."""
        self._require_scope()
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        """Never: what was stored stays."""
        raise UnscopedQueryError(f"{self.model.__name__} rows are never deleted")
