"""The loop on SQLite: it does the jobs of all cities in their turn, and picks up what a process that died left."""

from __future__ import annotations

import logging
from threading import Event, Lock, Thread

from django.db import DatabaseError, close_old_connections
from django.db.models import Min
from django.utils import timezone

from torikumi.web.accounts.models import Municipality
from torikumi.web.jobs.handing_over import BELL
from torikumi.web.jobs.models import Job, can_be_begun
from torikumi.web.jobs.running import run_job

SECONDS_BETWEEN_LOOKS = 5.0
_log = logging.getLogger("torikumi.jobs")
_starting = Lock()
_running: list[Thread] = []


def start_loop() -> None:
    """Start the loop in a thread of this process, unless it is there; the jobs of other processes are found, too."""
    with _starting:
        if not any(thread.is_alive() for thread in _running):
            thread = Thread(target=run_loop, args=(Event(),), name="jobs", daemon=True)
            _running[:] = [thread]
            thread.start()


def run_loop(stop: Event) -> None:
    """Do jobs until `stop` is set; sleep while there are none."""
    while not stop.is_set():
        try:
            if run_next():
                continue
        except DatabaseError:
            # Locked for too long, or not there yet: what was begun is picked up again by its silence.
            _log.exception("the loop of jobs could not use the database")
        finally:
            close_old_connections()
        BELL.wait(SECONDS_BETWEEN_LOOKS)
        BELL.clear()


def run_next() -> bool:
    """Do the job whose turn it is; return whether there was one."""
    found = next_job()
    return found is not None and run_job(found.municipality_id, found.pk)


def next_job() -> Job | None:
    """Return the job with the smallest turn of all cities, the oldest of several; None where nothing is to be done."""
    now = timezone.now()
    cities = Municipality.objects.filter(can_be_begun(now, "jobs__"))
    ordered = cities.annotate(turn=Min("jobs__turn"), oldest=Min("jobs__pk")).order_by("turn", "oldest")
    city = ordered.first()
    if city is None:
        return None
    return Job.objects.within(city).to_be_done(now).order_by("turn", "pk").first()
