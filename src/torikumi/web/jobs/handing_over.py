"""How a job that was written down comes to be done: a bell for the loop on SQLite, a ticket on PostgreSQL.

Nothing begins before the transaction that wrote the job is committed.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from threading import Event

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from torikumi.web.jobs import carrier
from torikumi.web.jobs.models import Job

# Rung at each commit that leaves a job; the loop of this process hears it at once, those of others within seconds.
BELL = Event()

_AT_ONCE: list[Callable[[int, int], object]] = []


def set_runner(run: Callable[[int, int], object]) -> None:
    """Name what does a job (its city, its number) in tests, where jobs are done at once."""
    _AT_ONCE[:] = [run]


def has_loop() -> bool:
    """Tell whether jobs are done inside the server itself; otherwise a worker does them."""
    return connection.vendor == "sqlite"


def hand_over(job: Job) -> None:
    """Have the job done when it is due."""
    if not settings.JOBS_BESIDE_REQUESTS:
        with transaction.atomic():  # what fails in the job must not break the transaction around it
            _AT_ONCE[0](job.municipality_id, job.pk)
    elif has_loop():
        transaction.on_commit(partial(BELL.set))
    else:
        due_at = job.due_at if job.due_at > timezone.now() else None
        carrier.send_ticket(city_id=job.municipality_id, job_id=job.pk, turn=job.turn, due_at=due_at)
