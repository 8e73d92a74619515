"""Plans themselves."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from torikumi.web.audit.actions import record
from torikumi.web.audit.actor import Actor
from torikumi.web.plans.importers import city_of_importer
from torikumi.web.plans.models import PlanSeries


@transaction.atomic
def open_series(*, title: str, by: Actor, at: datetime) -> PlanSeries:
    """Return the city's plan of that title; a new one where there is none."""
    city = city_of_importer(by)
    title = title.strip()
    found = PlanSeries.objects.within(city).filter(title=title).first()
    if found:
        return found
    series = PlanSeries.objects.create(municipality=city, title=title, created_by=by.name, created_at=at)
    record(by=by, at=at, action="open_series", kind="plan", key=series.pk, after={"title": title})
    return series
