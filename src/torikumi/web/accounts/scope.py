"""Rows that belong to a city, and can only be read inside it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator
from typing import Any, ClassVar, NoReturn, Protocol, Self, TypeVar, cast

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

    def delete(self, using: str | None = None, keep_parents: bool = False) -> NoReturn:
        """Never: what was stored stays."""
        raise UnscopedQueryError(f"{type(self).__name__} rows are never deleted")


Row = TypeVar("Row", bound=CityModel, covariant=True)


class Resident(Protocol):
    """Whatever belongs to a municipality: a person, a series, an edition."""

    municipality_id: int


class CityQuerySet(models.QuerySet[Row]):
    """A query that raises unless `within` was called: a forgotten filter must never show another city's plan."""

    _city: int | None = None

    def within(self, holder: Resident | Municipality) -> Self:
        """Return the rows of a city: the one given, or that of the person, series or edition given."""
        city = holder.pk if isinstance(holder, Municipality) else holder.municipality_id
        scoped = self.filter(**{f"{self.model.city_path}_id": city})
        scoped._city = city
        return scoped

    def _clone(self) -> Self:
        clone = cast(Self, super()._clone())  # type: ignore[misc]  # private, and so not in the stubs
        clone._city = self._city
        return clone

    def _require_scope(self) -> None:
        if self._city is None and not self.query.is_empty():
            raise UnscopedQueryError(f"{self.model.__name__} was read without within(…)")

    def _fetch_all(self) -> None:
        self._require_scope()
        super()._fetch_all()

    def iterator(self, chunk_size: int | None = None) -> Iterator[Row]:
        """Return the rows one after another."""
        self._require_scope()
        return super().iterator(chunk_size)

    def aiterator(self, chunk_size: int = 2000) -> AsyncIterator[Row]:
        """Return the rows one after another."""
        self._require_scope()
        return super().aiterator(chunk_size)

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

    def bulk_create(self, objs: Iterable[Row], *args: Any, **kwargs: Any) -> list[Row]:
        """Write new rows; those that are there already are not changed by it."""
        if kwargs.get("update_conflicts"):
            raise UnscopedQueryError(
                f"{self.model.__name__} rows that are there are not changed by bulk_create"
            )
        return super().bulk_create(objs, *args, **kwargs)

    def raw(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Never: nobody can tell whose rows SQL of one's own gives."""
        raise UnscopedQueryError(f"{self.model.__name__} is not read by raw SQL")

    def explain(self, *args: Any, **kwargs: Any) -> str:
        """Return how the database would go about it."""
        self._require_scope()
        return super().explain(*args, **kwargs)

    def union(self, *others: Any, all: bool = False) -> Self:  # noqa: A002  Django's own name
        """Return the rows of this and of the others, all of one city."""
        self._require_same_city(*others)
        return super().union(*others, all=all)

    def intersection(self, *others: Any) -> Self:
        """Return the rows that all of them have."""
        self._require_same_city(*others)
        return super().intersection(*others)

    def difference(self, *others: Any) -> Self:
        """Return the rows that the others do not have."""
        self._require_same_city(*others)
        return super().difference(*others)

    def resolve_expression(self, *args: Any, **kwargs: Any) -> Any:
        """Become a part of another question (`pk__in=…`)."""
        self._require_scope()
        return super().resolve_expression(*args, **kwargs)

    def _merge_sanity_check(self, other: Any) -> None:
        # What `|`, `&` and `^` ask first: an unscoped half would open the whole.
        self._require_same_city(other)
        super()._merge_sanity_check(other)  # type: ignore[misc]  # private, and so not in the stubs

    def _require_same_city(self, *others: Any) -> None:
        for one in (self, *others):
            if isinstance(one, CityQuerySet):
                one._require_scope()
        cities = {
            one._city for one in (self, *others) if isinstance(one, CityQuerySet) and one._city is not None
        }
        if len(cities) > 1:
            raise UnscopedQueryError(f"{self.model.__name__} rows of several cities are not put together")
