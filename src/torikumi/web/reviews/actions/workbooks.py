"""Workbooks that came back: kept, read, set aside. Nothing here changes an answer."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from torikumi.errors import UserError
from torikumi.plan.codec import encode
from torikumi.plan.finding import Severity
from torikumi.review.came import Returned
from torikumi.review.came_again import erases
from torikumi.review.merge import Fate
from torikumi.web.accounts.permissions import Permission, Role
from torikumi.web.audit.actions import record
from torikumi.web.audit.actor import Actor
from torikumi.web.jobs.actions import enqueue
from torikumi.web.jobs.models import Job
from torikumi.web.jobs.tasks import Task
from torikumi.web.plans.documents import UploadedDocument
from torikumi.web.plans.store import insert_original, refuse_unstorable_text
from torikumi.web.reviews.actions.access import city_of
from torikumi.web.reviews.actions.proposals import person_of
from torikumi.web.reviews.actions.sendings import require_running
from torikumi.web.reviews.days import day_of
from torikumi.web.reviews.models import ReviewRound
from torikumi.web.reviews.queries.standing import standing_of
from torikumi.web.reviews.queries.workbooks import same_file, sent_by_mark
from torikumi.web.reviews.refusals import NotAllowedError
from torikumi.web.reviews.standing import Standing
from torikumi.web.reviews.workbook_models import ReturnedState, ReturnedWorkbook, SentWorkbook

_LONGEST_NAME = 255
_OTHERS = (
    "ほかの課のブックです。自分の課のものだけを取り込めます。間違いでなければ、企画担当に渡してください。"
)


class WrongWorkbookStateError(UserError):
    """The workbook is not in the state that this step needs, or somebody else looked at it meanwhile."""

    def __init__(self) -> None:
        super().__init__(
            ja="開いている間に、ほかの人がこのブックを扱いました。まだ何も保存していません。今の状態を確かめてください。",
            en="Somebody else handled this workbook meanwhile; nothing was saved. Look at it again.",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class BooksToRead:
    """The arguments of the job: the round, the rows of the files, and the page to go on at."""

    round_id: int
    files: tuple[int, ...]
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a file says, once for each book that is in it."""

    parts: tuple[Returned, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """What came of an upload: the job that reads (None where nothing is new), and the files that were there before."""

    job: Job | None
    files: tuple[ReturnedWorkbook, ...]
    again: tuple[ReturnedWorkbook, ...]


@transaction.atomic
def receive_files(
    *,
    task: Task[BooksToRead],
    round_id: int,
    documents: Sequence[UploadedDocument],
    url: str,
    by: Actor,
    at: datetime,
) -> Received:
    """Keep files as they came, and have them read; a file that is there already is not taken a second time."""
    city = city_of(by, Permission.ANSWER)
    # One at a time: the same file sent twice at once must find itself.
    round_ = ReviewRound.objects.within(city).select_for_update().get(pk=round_id)
    require_running(round_)
    files: list[ReturnedWorkbook] = []
    again: list[ReturnedWorkbook] = []
    for document in documents:
        known = same_file(round_, document.sha256)
        if known is not None:
            again.append(known)
            continue
        files.append(_keep(round_, document, by=by, at=at))
    if not files:
        return Received(job=None, files=(), again=tuple(again))
    asked = BooksToRead(round_id=round_.pk, files=tuple(row.pk for row in files), url=url)
    job = enqueue(task, city=city, arguments=asked, by=by, at=at)
    return Received(job=job, files=tuple(files), again=tuple(again))


@transaction.atomic
def keep_reading(*, returned_id: int, reading: Reading, by: Actor, at: datetime) -> None:
    """Keep what was read of a file beside it; one that another runner read meanwhile stays as it is."""
    row = lock_workbook(returned_id, by)
    if row.state != ReturnedState.WAITING:
        return
    standing = standing_of(person_of(by), day_of(at))
    sent = sent_by_mark(row.round)
    for number, part in enumerate(reading.parts):
        target = row if number == 0 else _further(row, number)
        _put(target, part, sent, standing)
        target.save()
        record(by=by, at=at, action="stage_workbook", kind="workbook", key=target.pk, after=target.facts())


@transaction.atomic
def refuse_file(*, returned_id: int, message: str, by: Actor, at: datetime) -> None:
    """Keep why nothing of a file is taken in."""
    row = lock_workbook(returned_id, by)
    if row.state != ReturnedState.WAITING:
        return
    row.state, row.message = ReturnedState.REFUSED, message
    row.save(update_fields=["state", "message"])
    after = {**row.facts(), "message": message}
    record(by=by, at=at, action="refuse_workbook", kind="workbook", key=row.pk, after=after)


@transaction.atomic
def confirm_rows(
    *,
    returned_id: int,
    version: int,
    confirmed: Sequence[tuple[str, int, str]],
    reading: Reading,
    by: Actor,
    at: datetime,
) -> ReturnedWorkbook:
    """Keep which projects doubtful rows are about, with the file as it reads then; no answer changes yet."""
    row = open_staged(returned_id, version, by, at=at)
    assert row.sent is not None  # noqa: S101  staged
    part = next(one for one in reading.parts if one.book is not None and one.book.mark == row.sent.mark)
    _fill(row, part)
    row.confirmed = [list(one) for one in confirmed]
    row.version += 1
    row.save()
    after = {**row.facts(), "rows": row.confirmed}
    record(by=by, at=at, action="confirm_workbook_rows", kind="workbook", key=row.pk, after=after)
    return row


@transaction.atomic
def discard_workbook(*, returned_id: int, version: int, by: Actor, at: datetime) -> ReturnedWorkbook:
    """Set a workbook aside; the file is kept, no answer changes."""
    row = open_staged(returned_id, version, by, at=at)
    row.state, row.decided_by, row.decided_at = ReturnedState.DISCARDED, by.name, at
    row.version += 1
    row.save(update_fields=["state", "decided_by", "decided_at", "version"])
    record(by=by, at=at, action="discard_workbook", kind="workbook", key=row.pk, after=row.facts())
    return row


def open_staged(returned_id: int, version: int, by: Actor, *, at: datetime) -> ReturnedWorkbook:
    """Return a staged workbook, locked. Raises NotAllowedError, RoundClosedError and WrongWorkbookStateError."""
    row = lock_workbook(returned_id, by)
    require_own_workbook(row, standing_of(person_of(by), day_of(at)), by)
    require_running(row.round)
    if row.state != ReturnedState.STAGED or row.version != version:
        raise WrongWorkbookStateError
    return row


def require_own_workbook(row: ReturnedWorkbook, standing: Standing, by: Actor) -> None:
    """Raise NotAllowedError where the workbook is another section's and the person not of the planning section."""
    if by.role == Role.PLANNING and Role.PLANNING in standing.roles:
        return
    if row.section_key not in standing.sections:
        raise NotAllowedError(
            ja=_OTHERS, en="It is another section's workbook; give it to the planning section."
        )


def lock_workbook(returned_id: int, by: Actor) -> ReturnedWorkbook:
    """Return a workbook that came back, locked. Raises PermissionDenied where the role does not allow it."""
    city = city_of(by, Permission.ANSWER)
    rows = ReturnedWorkbook.objects.within(city).select_related("round", "sent")
    return rows.select_for_update(of=("self",)).get(pk=returned_id)


def _keep(round_: ReviewRound, document: UploadedDocument, *, by: Actor, at: datetime) -> ReturnedWorkbook:
    refuse_unstorable_text(document.name)
    row = ReturnedWorkbook.objects.create(
        municipality_id=round_.municipality_id,
        round=round_,
        original=insert_original(document, city=round_.municipality),
        file_name=document.name[:_LONGEST_NAME],
        sha256=document.sha256,
        uploaded_by=by.name,
        uploaded_at=at,
    )
    record(by=by, at=at, action="receive_workbook", kind="workbook", key=row.pk, after=row.facts())
    return row


def _further(row: ReturnedWorkbook, number: int) -> ReturnedWorkbook:
    """The row of a further book in the same file."""
    return ReturnedWorkbook(
        municipality_id=row.municipality_id,
        round=row.round,
        original_id=row.original_id,
        file_name=row.file_name,
        sha256=row.sha256,
        part=number,
        uploaded_by=row.uploaded_by,
        uploaded_at=row.uploaded_at,
    )


def _put(row: ReturnedWorkbook, part: Returned, sent: dict[str, SentWorkbook], standing: Standing) -> None:
    if part.book is None:
        row.state, row.message = ReturnedState.REFUSED, part.findings[0].ja
        return
    book = sent[part.book.mark]
    if Role.PLANNING not in standing.roles and book.section_key not in standing.sections:
        row.state, row.message = ReturnedState.REFUSED, _OTHERS
        return
    row.sent, row.section_key, row.section_name = book, book.section_key, book.section_name
    row.state = ReturnedState.STAGED
    _fill(row, part)


def _fill(row: ReturnedWorkbook, part: Returned) -> None:
    plain = replace(part, book=None)  # what went out is kept with its own row
    row.content = json.dumps(encode(plain), ensure_ascii=False, separators=(",", ":"))
    certain = [value for one in part.rows if one.is_certain for value in one.values]
    row.changes = sum(value.merged.fate is Fate.TAKE or erases(value) for value in certain)
    row.conflicts = sum(value.merged.fate is Fate.CONFLICT for value in certain)
    row.emptied = sum(value.merged.fate is Fate.EMPTIED and not erases(value) for value in certain)
    row.doubts = sum(bool(one.doubts) for one in part.rows)
    row.errors = sum(finding.severity is Severity.ERROR for finding in part.findings)
