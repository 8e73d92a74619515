"""Jobs that a person may want to look at: their own."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q

from torikumi.web.accounts.models import User
from torikumi.web.jobs.models import OPEN_STATES, Job, JobQuerySet, JobState

_TOLD_FOR = timedelta(days=7)


def list_own_jobs(person: User) -> JobQuerySet:
    """Return everything the person asked for, newest first."""
    return Job.objects.within(person).made_by_person(person.login_name).order_by("-pk")


def find_own_job(person: User, job_id: int) -> Job | None:
    """Return one job of the person; None for somebody else's."""
    return list_own_jobs(person).filter(pk=job_id).first()


def list_told_jobs(person: User, now: datetime) -> list[Job]:
    """Return what to tell the person about: what waits or runs, and what failed in the last days."""
    failed = Q(state=JobState.FAILED, ended_at__gte=now - _TOLD_FOR)
    return [*list_own_jobs(person).filter(Q(state__in=OPEN_STATES) | failed)[:10]]
