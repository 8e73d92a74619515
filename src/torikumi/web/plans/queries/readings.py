"""Readings that somebody may still want to look at."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import F

from torikumi.web.plans.reading_models import SILENT_AFTER, ReadingJob, ReadingState
from torikumi.web.plans.scope import Resident

_TOLD_FOR = timedelta(days=7)
_TOLD_AT_ONCE = timedelta(seconds=3)  # a refusal so soon was the answer to the upload itself


def find_reading(person: Resident, pk: int) -> ReadingJob | None:
    """Return one reading of the person's city."""
    found = ReadingJob.objects.within(person).defer("result").select_related("series", "batch")
    return found.defer("result", "batch__plan").filter(pk=pk).first()


def list_open_readings(person: Resident, now: datetime) -> list[ReadingJob]:
    """Return the readings that run or ask something, newest first."""
    rows = ReadingJob.objects.within(person).defer("result").order_by("-pk")
    running = rows.filter(state=ReadingState.RUNNING, beat_at__gte=now - SILENT_AFTER)
    return [*running, *rows.filter(state=ReadingState.ASKING)]


def list_failed_readings(person: Resident, now: datetime) -> list[ReadingJob]:
    """Return the refusals of the last days that came when the page was perhaps closed, newest first."""
    rows = ReadingJob.objects.within(person).defer("result").filter(created_at__gte=now - _TOLD_FOR)
    late = rows.filter(state=ReadingState.REFUSED, ended_at__gte=F("created_at") + _TOLD_AT_ONCE)
    return [*late.order_by("-pk")]
