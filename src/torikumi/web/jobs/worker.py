"""The worker on PostgreSQL: procrastinate hands it the tickets of jobs; those of a worker that died come back."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import timedelta

from django.db import connections
from procrastinate import App, RetryStrategy
from procrastinate.contrib.django.db_cleanup import DjangoApp
from procrastinate.contrib.django.django_connector import DjangoConnector

from torikumi.errors import TorikumiError
from torikumi.web.accounts.models import Municipality
from torikumi.web.isolation.cities import in_city
from torikumi.web.jobs.carrier import QUEUE, TICKET
from torikumi.web.jobs.models import BEAT_EVERY, SILENT_AFTER, Job, JobState
from torikumi.web.jobs.running import run_job

# procrastinate's own: how often a worker says that it is there, and after how long its tickets are handed out again.
_GONE_AFTER = timedelta(seconds=30)
_SECONDS_TO_END = 30


class BusyJobError(TorikumiError):
    """The ticket came back, but the job was heard of just now: look again later."""


def run_worker(*, concurrency: int) -> None:
    """Do jobs, `concurrency` at once, until a signal to stop; those begun may take half a minute to end."""
    connector = DjangoConnector().get_worker_connector()
    app = _with_ticket(DjangoApp(connector=connector))
    try:
        asyncio.run(_work(app, concurrency))
    finally:
        connections.close_all()


def do_ticket(*, city: int, job: int) -> None:
    """Do the job of a ticket. Raises BusyJobError where it may still be in the hands of a worker that went away."""
    if run_job(city, job):
        return
    holder = Municipality.objects.get(pk=city)
    with in_city(city):
        if Job.objects.within(holder).filter(pk=job, state=JobState.RUNNING).exists():
            raise BusyJobError


def _with_ticket(app: App) -> App:
    # Only what is around a job can raise here; a job's own failure is told on its page. So: again, without end.
    retry = RetryStrategy(wait=int(SILENT_AFTER.total_seconds() / 4) or 1)
    app.task(name=TICKET, queue=QUEUE, retry=retry)(do_ticket)
    return app


async def _work(app: App, concurrency: int) -> None:
    async with app.open_async():
        returning = asyncio.create_task(_return_tickets(app))
        try:
            await app.run_worker_async(
                queues=[QUEUE],
                concurrency=concurrency,
                delete_jobs="successful",
                shutdown_graceful_timeout=_SECONDS_TO_END,
                update_heartbeat_interval=BEAT_EVERY.total_seconds(),
                stalled_worker_timeout=_GONE_AFTER.total_seconds(),
            )
        finally:
            returning.cancel()
            with suppress(asyncio.CancelledError):
                await returning


async def _return_tickets(app: App) -> None:
    """Hand out again, now and then, what workers that died had in hand."""
    while True:
        gone = await app.job_manager.get_stalled_jobs(
            queue=QUEUE, seconds_since_heartbeat=_GONE_AFTER.total_seconds()
        )
        for ticket in gone:
            await app.job_manager.retry_job(ticket)
        await asyncio.sleep(BEAT_EVERY.total_seconds())
