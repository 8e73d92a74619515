"""Jobs: written down, begun, told how far, ended, put off, stopped, tried again."""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar

from django.db import transaction
from django.db.models import Max

from torikumi.errors import UserError
from torikumi.web.accounts.models import Municipality
from torikumi.web.audit.actions import record
from torikumi.web.audit.actor import Actor
from torikumi.web.jobs.handing_over import hand_over
from torikumi.web.jobs.models import MOST_LOSSES, Job, JobQuerySet, JobState
from torikumi.web.jobs.tasks import Outcome, Task

A = TypeVar("A")

TOO_MANY_LOSSES = (
    "途中で何度も止まったので、続けるのをやめました（サーバーが止まったか、記憶が足りません）。"
    "管理者に知らせ、原因が分かってから「もう一度行う」を押してください。"
)


class WrongJobStateError(UserError):
    """The job is not in the state that this step needs."""


@transaction.atomic
def enqueue(task: Task[A], *, city: Municipality, arguments: A, by: Actor, at: datetime) -> Job:
    """Write a job down in the caller's transaction; it is begun after the commit, and not lost before it is done.

    Whatever the task will read must be written before this is called.
    """
    job = Job.objects.create(
        municipality=city,
        kind=task.name,
        arguments=task.pack(arguments),
        turn=_next_turn(city),
        made_by=by.name,
        made_role=by.role,
        request_id=by.request_id,
        made_at=at,
        due_at=at,
    )
    record(by=by, at=at, action="enqueue_job", kind="job", key=job.pk, after=job.facts())
    hand_over(job)
    return job


@transaction.atomic
def begin_job(*, city: Municipality, job_id: int, runner: str, now: datetime) -> Job | None:
    """Take the job for `runner`; None where it is done, not due, or in somebody else's hands. No act of a person."""
    job = Job.objects.within(city).select_for_update().to_be_done(now).filter(pk=job_id).first()
    if job is None:
        return None
    job.losses += job.state == JobState.RUNNING
    if job.losses >= MOST_LOSSES:
        _end(job, JobState.FAILED, message=TOO_MANY_LOSSES, at=now)
        system = Actor(name="system", municipality=city.code)
        record(by=system, at=now, action="fail_job", kind="job", key=job.pk, after=job.facts())
        return None
    job.state, job.runner = JobState.RUNNING, runner
    job.tries += 1
    job.begun_at = job.beat_at = now
    job.message = ""
    job.save(update_fields=["state", "runner", "tries", "losses", "begun_at", "beat_at", "message"])
    return job


def tell_beat(job: Job, *, now: datetime) -> bool:
    """Keep that the job's runner is there; return whether it still is the job's. No act, so no event."""
    return _held(job).update(beat_at=now) == 1


def tell_job_progress(job: Job, *, done: int, whole: int, message: str, now: datetime) -> bool:
    """Keep how far the job is; return whether it is to go on. No act of a person, so no event."""
    told = {"done": done, "whole": whole, "message": message, "beat_at": now}
    return _held(job).filter(is_to_stop=False).update(**told) == 1


def still_holds(job: Job) -> bool:
    """Tell whether the job's runner is still the one that does it."""
    return _held(job).exists()


@transaction.atomic
def finish_job(job: Job, *, outcome: Outcome, by: Actor, at: datetime) -> None:
    """The work is done; nothing changes where another runner has the job by now."""
    held = _held(job).select_for_update().first()
    if held is None:
        return
    held.result = {"url": outcome.url, **outcome.figures}
    if held.whole:
        held.done = held.whole
    _end(held, JobState.DONE, message=outcome.message, at=at)
    record(by=by, at=at, action="finish_job", kind="job", key=held.pk, after=held.facts())


@transaction.atomic
def fail_job(job: Job, *, message: str, by: Actor, at: datetime) -> None:
    """The work could not be done; the sentence tells the next step."""
    held = _held(job).select_for_update().first()
    if held is None:
        return
    _end(held, JobState.FAILED, message=message, at=at)
    record(by=by, at=at, action="fail_job", kind="job", key=held.pk, after=held.facts())


@transaction.atomic
def put_off_job(job: Job, *, until: datetime, message: str, by: Actor, at: datetime) -> None:
    """The work cannot be done now: the job waits again until `until`."""
    held = _held(job).select_for_update().first()
    if held is None:
        return
    held.state, held.due_at, held.message, held.runner = JobState.QUEUED, until, message, ""
    held.save(update_fields=["state", "due_at", "message", "runner"])
    after = {**held.facts(), "until": until}
    record(by=by, at=at, action="put_off_job", kind="job", key=held.pk, after=after)
    hand_over(held)


@transaction.atomic
def give_up_job(job: Job, *, by: Actor, at: datetime) -> None:
    """Whoever did the work heard that it is to stop, and did."""
    held = _held(job).select_for_update().first()
    if held is None:
        return
    _end(held, JobState.STOPPED, message="途中で止めました。", at=at)
    record(by=by, at=at, action="give_up_job", kind="job", key=held.pk, after=held.facts())


@transaction.atomic
def stop_job(*, city: Municipality, job_id: int, by: Actor, at: datetime) -> Job:
    """Have the job stopped: at once where it waits, at its next step where it runs. Raises WrongJobStateError."""
    job = Job.objects.within(city).select_for_update().get(pk=job_id)
    if not job.is_open():
        raise WrongJobStateError(
            ja=f"この処理はもう動いていません（{JobState(job.state).label}）。画面を開き直してください。",
            en=f"This job runs no more (it is {job.state}); open the page again.",
        )
    if job.state == JobState.QUEUED or job.is_silent(at):
        _end(job, JobState.STOPPED, message="始まる前に止めました。", at=at)
    else:
        job.is_to_stop = True
        job.save(update_fields=["is_to_stop"])
    record(by=by, at=at, action="stop_job", kind="job", key=job.pk, after=job.facts())
    return job


@transaction.atomic
def retry_job(*, city: Municipality, job_id: int, by: Actor, at: datetime) -> Job:
    """Have a job that failed or was stopped done once more, from where it is. Raises WrongJobStateError."""
    job = Job.objects.within(city).select_for_update().get(pk=job_id)
    if job.state not in {JobState.FAILED, JobState.STOPPED}:
        raise WrongJobStateError(
            ja=f"もう一度行えるのは、できなかった処理か、止めた処理だけです（いまは{JobState(job.state).label}）。画面を開き直してください。",
            en=f"Only a job that failed or was stopped can be tried again (it is {job.state}); open the page again.",
        )
    job.state, job.ended_at, job.due_at, job.is_to_stop = JobState.QUEUED, None, at, False
    job.losses, job.turn, job.message = 0, _next_turn(city), ""
    job.save(update_fields=["state", "ended_at", "due_at", "is_to_stop", "losses", "turn", "message"])
    record(by=by, at=at, action="retry_job", kind="job", key=job.pk, after=job.facts())
    hand_over(job)
    return job


def _next_turn(city: Municipality) -> int:
    """Return the place behind everything of this city that still waits; 0 where nothing does."""
    last = Job.objects.within(city).filter(state=JobState.QUEUED).aggregate(last=Max("turn"))["last"]
    return 0 if last is None else last + 1


def _held(job: Job) -> JobQuerySet:
    return Job.objects.within(job).filter(pk=job.pk, runner=job.runner, state=JobState.RUNNING)


def _end(job: Job, state: JobState, *, message: str, at: datetime) -> None:
    job.state = state
    job.message = message
    job.ended_at = at
    job.runner = ""
    job.save(update_fields=["state", "message", "ended_at", "runner", "done", "losses", "result"])
