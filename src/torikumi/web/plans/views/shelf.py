"""Which plan and which edition a page shows."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest

from torikumi.web.accounts.acting import signed_in
from torikumi.web.plans.models import Edition, PlanSeries
from torikumi.web.plans.queries.editions import list_editions
from torikumi.web.plans.queries.imports import find_series


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """A plan with its editions, newest first, and the one that is shown."""

    series: PlanSeries
    editions: list[Edition]
    edition: Edition

    @property
    def is_current(self) -> bool:
        """Whether the newest edition is shown."""
        return self.edition.pk == self.editions[0].pk

    @property
    def past(self) -> Edition | None:
        """The edition that is shown where it is not the newest; links then ask for it."""
        return None if self.is_current else self.edition

    @property
    def query(self) -> str:
        """What a link within the edition ends with."""
        return f"?edition={self.edition.sequence}" if self.past else ""


def open_series(request: HttpRequest, series_id: int) -> PlanSeries:
    """Return the plan; 404 where the person's city has none of that number."""
    series = find_series(signed_in(request), series_id)
    if series is None:
        raise Http404
    return series


def open_shelf(request: HttpRequest, series_id: int) -> Shelf:
    """Return the plan with the edition that `?edition=` asks for, else the newest; 404 where there is none."""
    shelf = find_shelf(request, series_id)
    if shelf is None:
        raise Http404
    return shelf


def find_shelf(request: HttpRequest, series_id: int) -> Shelf | None:
    """Return the same; None where the plan has no edition that counts."""
    series = open_series(request, series_id)
    editions = list_editions(series)
    if not editions:
        return None
    asked = request.GET.get("edition") or str(editions[0].sequence)
    for edition in editions:
        if str(edition.sequence) == asked:
            return Shelf(series=series, editions=editions, edition=edition)
    raise Http404
