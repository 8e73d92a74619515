"""Doing one job: take it, say every few seconds that it is being done, keep what came of it."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import copy_context
from threading import Event, Thread

from django.conf import settings
from django.db import OperationalError, connection
from django.utils import timezone

from torikumi.errors import UserError
from torikumi.web.accounts.models import Municipality
from torikumi.web.audit.actor import Actor
from torikumi.web.isolation.cities import in_city
from torikumi.web.jobs.actions import (
    begin_job,
    fail_job,
    finish_job,
    give_up_job,
    put_off_job,
    still_holds,
    tell_beat,
    tell_job_progress,
)
from torikumi.web.jobs.models import BEAT_EVERY, Job
from torikumi.web.jobs.tasks import LostJobError, StoppedJobError, TryLaterError, find_task

_OUR_MISTAKE = (
    "途中でこのソフトの誤りが起きました。「もう一度行う」を押し、同じことが起きたら管理者に知らせてください。"
)
_log = logging.getLogger("torikumi.jobs")


def run_job(city_id: int, job_id: int) -> bool:
    """Do a job if it is its turn; return whether it was begun. Whatever goes wrong in it is told on its page."""
    with in_city(city_id):  # whatever the job asks, it is shown the rows of its city alone
        return _run(city_id, job_id)


def _run(city_id: int, job_id: int) -> bool:
    city = Municipality.objects.get(pk=city_id)
    job = begin_job(city=city, job_id=job_id, runner=uuid.uuid4().hex, now=timezone.now())
    if job is None:
        return False
    by = Actor(name=job.made_by, role=job.made_role, municipality=city.code, request_id=job.request_id)
    with _beating(job):
        _do(job, _Course(job, city, by))
    return True


def _do(job: Job, course: _Course) -> None:
    by = course.by
    try:
        outcome = find_task(job.kind).do(course, job.arguments)
    except LostJobError:
        _log.warning("job %s was taken over by another runner", job.pk)
    except StoppedJobError:
        give_up_job(job, by=by, at=timezone.now())
    except TryLaterError as error:
        now = timezone.now()
        put_off_job(job, until=now + error.wait, message=error.ja, by=by, at=now)
    except UserError as error:
        fail_job(job, message=error.ja, by=by, at=timezone.now())
    except Exception:  # noqa: BLE001  the outer door of a job: logged, and told to the person
        _log.exception("job %s (%s) failed", job.pk, job.kind)
        fail_job(job, message=_OUR_MISTAKE, by=by, at=timezone.now())
    else:
        finish_job(job, outcome=outcome, by=by, at=timezone.now())


class _Course:
    """A job that goes on, as its task sees it."""

    def __init__(self, job: Job, city: Municipality, by: Actor) -> None:
        self._job = job
        self.city = city
        self.by = by

    @property
    def job_id(self) -> int:
        return self._job.pk

    @property
    def tries(self) -> int:
        return self._job.tries

    def tell(self, done: int, whole: int, message: str = "") -> None:
        told = tell_job_progress(self._job, done=done, whole=whole, message=message, now=timezone.now())
        if told:
            return
        if still_holds(self._job):
            raise StoppedJobError
        raise LostJobError


@contextmanager
def _beating(job: Job) -> Iterator[None]:
    """Say in a thread beside the work that it goes on: a step may take long."""
    if not settings.JOBS_BESIDE_REQUESTS:
        yield
        return
    ended = Event()
    heart = Thread(target=copy_context().run, args=(_beat, job, ended), name=f"beat-{job.pk}", daemon=True)
    heart.start()
    try:
        yield
    finally:
        ended.set()
        heart.join()


def _beat(job: Job, ended: Event) -> None:
    try:
        while not ended.wait(BEAT_EVERY.total_seconds()):
            try:
                tell_beat(job, now=timezone.now())
            except OperationalError:  # the next beat tells it
                _log.warning("the beat of job %s was not kept", job.pk)
    finally:
        connection.close()
