"""Sending a round's workbooks out: asked for, written down as a whole, taken along."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from torikumi.plan.codec import encode
from torikumi.review.sheets import WrittenBook
from torikumi.web.accounts.permissions import Permission, Role
from torikumi.web.audit.actions import record
from torikumi.web.audit.actor import Actor
from torikumi.web.jobs.actions import enqueue
from torikumi.web.jobs.models import Job
from torikumi.web.jobs.tasks import Task
from torikumi.web.plans.documents import UploadedDocument
from torikumi.web.plans.store import insert_original
from torikumi.web.reviews.actions.access import city_of
from torikumi.web.reviews.actions.proposals import person_of
from torikumi.web.reviews.days import day_of
from torikumi.web.reviews.models import ReviewRound, RoundState
from torikumi.web.reviews.queries.standing import standing_of
from torikumi.web.reviews.queries.workbooks import newest_sent, sendings_of
from torikumi.web.reviews.refusals import NotAllowedError, RoundClosedError
from torikumi.web.reviews.standing import Standing
from torikumi.web.reviews.workbook_models import BookSending, SentWorkbook


@dataclass(frozen=True, slots=True, kw_only=True)
class BooksToSend:
    """The arguments of the job: the round, and the keys of the sections, none for all."""

    round_id: int
    sections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSending:
    """What the job wrote: the books with the keys of their sections, the sheets' versions, the revs it built on."""

    books: Sequence[WrittenBook]
    keys: Mapping[str, str]
    versions: Mapping[str, int]
    earlier: Mapping[str, int]


class OvertakenError(Exception):
    """Somebody else sent workbooks of the same sections meanwhile: these must be written again."""


@transaction.atomic
def ask_for_sending(
    *, task: Task[BooksToSend], round_id: int, sections: Collection[str], by: Actor, at: datetime
) -> Job:
    """Have the workbooks of some sections written, of all without `sections`. A section may ask for its own alone."""
    city = city_of(by, Permission.ANSWER)
    round_ = ReviewRound.objects.within(city).get(pk=round_id)
    require_running(round_)
    require_own(sections, standing_of(person_of(by), day_of(at)), by)
    asked = BooksToSend(round_id=round_id, sections=tuple(sections))
    record(
        by=by,
        at=at,
        action="ask_for_workbooks",
        kind="round",
        key=round_.pk,
        after={"sections": list(asked.sections)},
    )
    return enqueue(task, city=city, arguments=asked, by=by, at=at)


@transaction.atomic
def keep_sending(
    new: NewSending, *, round_id: int, job_id: int | None, by: Actor, at: datetime
) -> BookSending:
    """Keep a sending with all its workbooks. Raises OvertakenError where another one came in between."""
    city = city_of(by, Permission.ANSWER)
    round_ = ReviewRound.objects.within(city).select_for_update().get(pk=round_id)
    require_running(round_)
    person = person_of(by)
    require_own(new.keys.values(), standing_of(person, day_of(at)), by)
    revs = {row.section_key: row.rev for row in newest_sent(round_, set(new.keys.values()))}
    if revs != dict(new.earlier):
        raise OvertakenError
    before = sendings_of(round_).first()
    sending = BookSending.objects.create(
        municipality=city,
        round=round_,
        job_id=job_id,
        number=before.number + 1 if before else 1,
        by=by.name,
        by_name=person.display_name,
        at=at,
    )
    rows = [_row(sending, place, book, new) for place, book in enumerate(new.books)]
    SentWorkbook.objects.bulk_create(rows)
    record(
        by=by,
        at=at,
        action="send_workbooks",
        kind="round",
        key=round_.pk,
        after={
            "sending": sending.number,
            "files": [[row.file_name, row.sha256, row.rev] for row in rows],
        },
    )
    return sending


@transaction.atomic
def record_taking_along(*, round_id: int, files: Sequence[str], by: Actor, at: datetime) -> None:
    """Write that somebody took workbooks of a round with them."""
    city = city_of(by, Permission.ANSWER)
    round_ = ReviewRound.objects.within(city).get(pk=round_id)
    record(by=by, at=at, action="export_workbooks", kind="round", key=round_.pk, after={"files": list(files)})


def require_running(round_: ReviewRound) -> None:
    """Raise RoundClosedError where the round is not open."""
    if round_.state != RoundState.OPEN:
        raise RoundClosedError(
            ja=f"この評価は{RoundState(round_.state).label}なので、Excelは配れず、取り込めません。",
            en=f"The round is {round_.state}: workbooks neither go out nor come in.",
        )


def require_own(sections: Collection[str], standing: Standing, by: Actor) -> None:
    """Raise NotAllowedError where somebody who is not of the planning section means another section's workbook."""
    if by.role == Role.PLANNING and Role.PLANNING in standing.roles:
        return
    if not sections or not set(sections) <= standing.sections:
        raise NotAllowedError(
            ja="扱えるのは、自分の課のExcelだけです。ほかの課のものは企画担当に頼んでください。",
            en="Only your own section's workbook is yours; ask the planning section for others.",
        )


def _row(sending: BookSending, place: int, book: WrittenBook, new: NewSending) -> SentWorkbook:
    sent = book.sent
    document = UploadedDocument(name=sent.file, content=book.octets)
    return SentWorkbook(
        municipality_id=sending.municipality_id,
        round_id=sending.round_id,
        sending=sending,
        position=place,
        section_key=new.keys.get(sent.section, ""),
        section_name=sent.section,
        rev=sent.rev,
        mark=sent.mark,
        file_name=sent.file,
        sha256=sent.sha256,
        original=insert_original(document, city=sending.round.municipality),
        row_count=len(sent.rows),
        lead_count=sum(row.lead for row in sent.rows),
        book=json.dumps(encode(sent), ensure_ascii=False, separators=(",", ":")),
        versions={row.project: new.versions[row.project] for row in sent.rows},
    )
