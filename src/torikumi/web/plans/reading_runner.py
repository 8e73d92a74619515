"""Carrying a reading from the uploaded document to the import, beside the request that began it."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable
from contextvars import copy_context
from threading import Event, Thread

from django.conf import settings
from django.db import connections
from django.utils import timezone

from torikumi.errors import UserError
from torikumi.plan.codec import decode_all, encode_all
from torikumi.plan.file import dump_plan, load_plan
from torikumi.plan.finding import Finding
from torikumi.read.sandbox.ends import ReaderBrokeError, StoppedReadingError
from torikumi.web.audit.actor import Actor
from torikumi.web.plans.actions.readings import (
    Question,
    ask_about_reading,
    finish_reading,
    refuse_reading,
    tell_progress,
)
from torikumi.web.plans.carry import Absent
from torikumi.web.plans.documents import ReadDocument, UploadedDocument, read_in_slot
from torikumi.web.plans.importing import stage_import, stage_new_plan
from torikumi.web.plans.models import Import
from torikumi.web.plans.preparing import EditionWishes
from torikumi.web.plans.reading_models import ReadingJob, ReadingState
from torikumi.web.plans.refusals import AlreadyImportedError, MissingTitleError, MissingYearError

_SECONDS_BETWEEN_BEATS = 1.0
_OUR_MISTAKE = (
    "読み取りの途中でこのソフトの誤りが起きました。もう一度試し、同じことが起きたら管理者に知らせてください。"
)
_log = logging.getLogger("torikumi.reading")


def run_beside(work: Callable[[], None]) -> Event:
    """Do the work in a thread of its own, and return what is set when it is done; in tests it is done at once."""
    done = Event()
    context = copy_context()  # the log of the reading keeps the number of the request

    def run() -> None:
        try:
            context.run(work)
        finally:
            done.set()
            connections.close_all()

    if settings.READ_BESIDE_REQUESTS:
        Thread(target=run, name="reading", daemon=True).start()
    else:
        work()
        done.set()
    return done


def carry_out(job: ReadingJob, document: UploadedDocument, *, slot: int, by: Actor) -> None:
    """Read the document, and keep what came of it; whatever goes wrong is told on the page of the reading."""
    try:
        _read_and_settle(job, document, slot=slot, by=by)
    except Exception:  # noqa: BLE001  the outer door of a job: logged, and told to the person
        _log.exception("reading %s failed", job.pk)
        _refuse(job, UserError(ja=_OUR_MISTAKE, en="A mistake of ours."), by=by)


def _read_and_settle(job: ReadingJob, document: UploadedDocument, *, slot: int, by: Actor) -> None:
    beats = _Beats(job)
    try:
        read = read_in_slot(document, slot=slot, on_page=beats.on_page, is_stopped=beats.is_to_stop)
    except StoppedReadingError as error:
        _refuse(job, error, by=by, state=ReadingState.STOPPED)
    except UserError as error:
        if isinstance(error, ReaderBrokeError):
            _log.error("the reader broke at %s: %s", document.sha256, error.said)
        _refuse(job, error, by=by)
    else:
        settle(job, read, by=by)


def settle(job: ReadingJob, read: ReadDocument, *, by: Actor) -> None:
    """Stage what was read, or ask for what it does not say, or tell why it is refused."""
    try:
        batch = _stage(job, read, by=by)
    except (MissingTitleError, MissingYearError) as error:
        asks = "title" if isinstance(error, MissingTitleError) else "year"
        ask_about_reading(
            reading_id=job.pk,
            question=Question(asks=asks, message=error.ja, title=job.title, year=job.year),
            document=read.document,
            result=_as_text(read),
            by=by,
            at=timezone.now(),
        )
    except AlreadyImportedError as error:
        _refuse(job, error, by=by, batch=error.batch)
    except UserError as error:
        _refuse(job, error, by=by)
    else:
        finish_reading(reading_id=job.pk, batch=batch, by=by, at=timezone.now())


def kept_result(job: ReadingJob) -> ReadDocument:
    """Return what was read of a document about which a question is open."""
    job.refresh_from_db(fields=["result", "original"], from_queryset=ReadingJob.objects.within(job))
    assert job.original is not None  # noqa: S101  a question is open, so both were kept
    kept = json.loads(job.result)
    return ReadDocument(
        document=UploadedDocument(name=job.file_name, content=bytes(job.original.content)),
        plan=load_plan(kept["plan"]),
        findings=decode_all(Finding, kept["findings"]),
    )


def _as_text(read: ReadDocument) -> str:
    kept = {"plan": dump_plan(read.plan), "findings": encode_all(read.findings)}
    return json.dumps(kept, ensure_ascii=False)


def _stage(job: ReadingJob, read: ReadDocument, *, by: Actor) -> Import:
    wishes = _wishes(job)
    if job.series_id is not None:
        return stage_import(read, series_id=job.series_id, wishes=wishes, by=by, at=timezone.now())
    title = job.title or read.plan.title.strip()[:200]
    if not title:
        raise MissingTitleError(
            ja="文書に題名がありません。計画の名前を入れてください。",
            en="The document has no title; enter the name of the plan.",
        )
    return stage_new_plan(read, title=title, wishes=wishes, by=by, at=timezone.now())


def _wishes(job: ReadingJob) -> EditionWishes:
    return EditionWishes(year=job.year, label=job.label, absent=Absent(job.absent))


def _refuse(
    job: ReadingJob,
    error: UserError,
    *,
    by: Actor,
    state: ReadingState = ReadingState.REFUSED,
    batch: Import | None = None,
) -> None:
    refuse_reading(reading_id=job.pk, state=state, message=error.ja, batch=batch, by=by, at=timezone.now())


class _Beats:
    """Tells the database how far a reading is, at most once a second, and hears whether somebody wants it stopped."""

    def __init__(self, job: ReadingJob) -> None:
        self._job = job
        self._far = (0, 0)
        self._told = time.monotonic()

    def on_page(self, page: int, pages: int) -> None:
        self._far = (page, pages)

    def is_to_stop(self) -> bool:
        if time.monotonic() - self._told < _SECONDS_BETWEEN_BEATS:
            return False
        self._told = time.monotonic()
        page, pages = self._far
        return not tell_progress(self._job, page=page, pages=pages, now=timezone.now())
