"""Readings: one begins, tells how far it is, asks, ends, or is stopped."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from torikumi.web.audit.actions import record
from torikumi.web.audit.actor import Actor
from torikumi.web.plans.documents import UploadedDocument
from torikumi.web.plans.importers import city_of_importer
from torikumi.web.plans.models import Import
from torikumi.web.plans.preparing import EditionWishes
from torikumi.web.plans.reading_models import SILENT_AFTER, ReadingJob, ReadingState
from torikumi.web.plans.refusals import WrongStateError
from torikumi.web.plans.store import insert_original

GONE = "読み取りは途中で止まりました（サーバーが止まったか、動かし直されました）。文書をもう一度取り込んでください。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What has to be asked ("title" or "year"), in words, and what was said so far."""

    asks: str
    message: str
    title: str
    year: int | None


@transaction.atomic
def start_reading(
    *,
    file_name: str,
    series_id: int | None,
    title: str,
    wishes: EditionWishes,
    by: Actor,
    at: datetime,
) -> ReadingJob:
    """Begin a reading; those that went away without a word are ended first."""
    city = city_of_importer(by)
    running = ReadingJob.objects.within(city).filter(state=ReadingState.RUNNING)
    running.filter(beat_at__lt=at - SILENT_AFTER).update(
        state=ReadingState.STOPPED, message=GONE, ended_at=at
    )
    job = ReadingJob.objects.create(
        municipality=city,
        series_id=series_id,
        file_name=file_name[:255],
        title=title[:200],
        year=wishes.year,
        label=wishes.label[:100],
        absent=wishes.absent,
        created_by=by.name,
        created_at=at,
        beat_at=at,
    )
    record(by=by, at=at, action="start_reading", kind="reading", key=job.pk, after=job.facts())
    return job


def tell_progress(job: ReadingJob, *, page: int, pages: int, now: datetime) -> bool:
    """Keep how far the reading is; return whether it is to go on. No act of a person, so no event."""
    running = ReadingJob.objects.within(job).filter(pk=job.pk, state=ReadingState.RUNNING)
    known = {"page": page, "pages": pages} if pages else {}
    return running.filter(is_to_stop=False).update(beat_at=now, **known) == 1


@transaction.atomic
def stop_reading(*, reading_id: int, by: Actor, at: datetime) -> ReadingJob:
    """Have the reading stopped; whoever reads looks every second whether this was asked."""
    job = _running(reading_id, by)
    job.is_to_stop = True
    job.save(update_fields=["is_to_stop"])
    if job.is_silent(at):
        _end(job, ReadingState.STOPPED, message=GONE, at=at)
    record(by=by, at=at, action="stop_reading", kind="reading", key=job.pk, after=job.facts())
    return job


@transaction.atomic
def finish_reading(*, reading_id: int, batch: Import, by: Actor, at: datetime) -> ReadingJob:
    """The document is an import now."""
    job = _of(reading_id, by)
    job.batch = batch
    job.result = ""
    _end(job, ReadingState.DONE, message="", at=at)
    record(by=by, at=at, action="finish_reading", kind="reading", key=job.pk, after={"import": batch.pk})
    return job


@transaction.atomic
def refuse_reading(
    *, reading_id: int, state: ReadingState, message: str, batch: Import | None, by: Actor, at: datetime
) -> ReadingJob:
    """The document was not read: refused with a sentence, or stopped; `batch` is the import that has it already."""
    job = _of(reading_id, by)
    job.batch = batch
    job.result = ""
    _end(job, state, message=message, at=at)
    after = {**job.facts(), "state": state.value, "message": message}
    record(by=by, at=at, action="refuse_reading", kind="reading", key=job.pk, after=after)
    return job


@transaction.atomic
def ask_about_reading(
    *,
    reading_id: int,
    question: Question,
    document: UploadedDocument,
    result: str,
    by: Actor,
    at: datetime,
) -> ReadingJob:
    """The document was read, but a person has to say what it does not say: keep both until then."""
    job = _of(reading_id, by)
    job.state = ReadingState.ASKING
    job.asks = question.asks
    job.message = question.message
    job.title = question.title[:200]
    job.year = question.year
    job.result = result
    job.original = insert_original(document, city=job.municipality)
    job.beat_at = at
    job.save(update_fields=["state", "asks", "title", "year", "message", "result", "original", "beat_at"])
    record(
        by=by, at=at, action="ask_about_reading", kind="reading", key=job.pk, after={"asks": question.asks}
    )
    return job


def _of(reading_id: int, by: Actor) -> ReadingJob:
    return ReadingJob.objects.within(city_of_importer(by)).select_for_update().get(pk=reading_id)


def _running(reading_id: int, by: Actor) -> ReadingJob:
    job = _of(reading_id, by)
    if job.state != ReadingState.RUNNING:
        raise WrongStateError(
            ja=f"この読み取りはもう動いていません（{ReadingState(job.state).label}）。画面を開き直してください。",
            en=f"This reading runs no more (it is {job.state}); open the page again.",
        )
    return job


def _end(job: ReadingJob, state: ReadingState, *, message: str, at: datetime) -> None:
    job.state = state
    job.message = message
    job.ended_at = at
    job.save(update_fields=["state", "message", "ended_at", "batch", "result"])
