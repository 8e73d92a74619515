"""The tickets of jobs on PostgreSQL: procrastinate carries them, and this package is its only door.

A ticket holds two numbers. It is written through Django's own connection, so in the transaction that writes the job:
both are there or neither is.
"""

from __future__ import annotations

from datetime import datetime

from procrastinate import App
from procrastinate.contrib.django.django_connector import DjangoConnector

TICKET = "torikumi.run_job"
QUEUE = "jobs"
_LARGEST_TURN = 2**31 - 1


def send_ticket(*, city_id: int, job_id: int, turn: int, due_at: datetime | None) -> None:
    """Write the ticket of a job; a worker takes it after the commit, when it is due (None: at once), in turn."""
    app = App(connector=DjangoConnector())
    app.configure_task(
        TICKET,
        queue=QUEUE,
        # Larger comes first there; an earlier turn is a smaller number here.
        priority=-min(turn, _LARGEST_TURN),
        schedule_at=due_at,
    ).defer(city=city_id, job=job_id)
