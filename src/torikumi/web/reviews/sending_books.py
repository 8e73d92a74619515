"""The job that writes the workbooks of a round from the answers of now, and the ZIP and the list that go with them."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from torikumi.publish.csv import write_table
from torikumi.publish.data_table import Column, DataTable
from torikumi.review.round import Round
from torikumi.review.sheets import WrittenBook, write_workbooks
from torikumi.web.accounts.permissions import Role
from torikumi.web.jobs.tasks import Course, Outcome, Task
from torikumi.web.plans.models import Original
from torikumi.web.reviews.actions.sendings import (
    BooksToSend,
    NewSending,
    OvertakenError,
    keep_sending,
)
from torikumi.web.reviews.models import ReviewRound
from torikumi.web.reviews.queries.deadlines import later_dues
from torikumi.web.reviews.queries.workbooks import BookGround, load_book_ground, round_id_of
from torikumi.web.reviews.refusals import RoundClosedError
from torikumi.web.reviews.workbook_models import BookSending, SentWorkbook

LIST_NAME = "送付一覧.csv"
_HEADS = ("ファイル", "課", "主管の事業", "関係の事業", "第何回", "SHA-256")
# The day of a member of a ZIP: the same sending always gives the same bytes.
_DAY = (1980, 1, 1, 0, 0, 0)
_MOST_TURNS = 3


def send_books(course: Course, asked: BooksToSend) -> Outcome:
    """Write the workbooks and keep them all at once; a job that was killed after that finds them kept."""
    kept = BookSending.objects.within(course.city).filter(job_id=course.job_id).first()
    if kept is None:
        rows = ReviewRound.objects.within(course.city).select_related("municipality", "base")
        kept = _send(course, rows.get(pk=asked.round_id), asked)
    count = SentWorkbook.objects.within(course.city).filter(sending=kept).count()
    # A section finds its own workbook on the page of the round's workbooks; the list of a sending is planning's.
    is_planning = course.by.role == Role.PLANNING
    url = kept.get_absolute_url() if is_planning else reverse("reviews:workbooks", args=[kept.round_id])
    return Outcome(message=f"{count}課のExcelを作りました。", url=url, figures={"books": count})


SEND_BOOKS = Task(name="send_workbooks", label="Excelの作成", arguments=BooksToSend, work=send_books)


def _send(course: Course, round_: ReviewRound, asked: BooksToSend) -> BookSending:
    for _ in range(_MOST_TURNS):
        found = load_book_ground(round_)
        books = []
        wanted = _wanted(found, asked)
        if not wanted:
            raise RoundClosedError(
                ja="評価の対象になる事業がありません。設定の「対象」を確かめてください。",
                en="No section is asked about anything; look at the projects of the round.",
            )
        for book in _write(round_, found, wanted):
            books.append(book)
            course.tell(len(books), len(wanted))
        keys = {name: found.keys.get(name, "") for name in wanted}
        new = NewSending(
            books=books,
            keys=keys,
            versions=found.versions,
            earlier={
                key: max(book.rev for book in found.sent[key]) for key in keys.values() if key in found.sent
            },
        )
        try:
            with transaction.atomic():
                return keep_sending(
                    new, round_id=round_.pk, job_id=course.job_id, by=course.by, at=timezone.now()
                )
        except OvertakenError:
            continue
    raise RoundClosedError(
        ja="ほかの人が同時にExcelを作っています。少し待って、「もう一度行う」を押してください。",
        en="Somebody else sends workbooks at the same time; wait a moment and try again.",
    )


def _wanted(found: BookGround, asked: BooksToSend) -> list[str]:
    names = [one.name for one in found.work]
    if not asked.sections:
        return names
    return [name for name in names if found.keys.get(name, "") in asked.sections]


def _write(round_: ReviewRound, found: BookGround, wanted: Iterable[str]) -> Iterator[WrittenBook]:
    later = later_dues(round_)
    for name in wanted:
        key = found.keys.get(name, "")
        yield from write_workbooks(
            found.ground.plan,
            _with_due(found.ground.round, later.get(key)),
            round_id=round_id_of(round_),
            stored=found.ground.stored,
            # Its name may have been printed otherwise then; it is the same section all the same.
            earlier=[replace(book, section=name) for book in found.sent.get(key, ())],
            work=found.work,
            only={name},
        )


def _with_due(rules: Round, due: date | None) -> Round:
    """The round as the guide sheet of a section with a later day of its own tells it."""
    if due is None or not rules.steps:
        return rules
    return replace(rules, steps=(replace(rules.steps[0], due=due), *rules.steps[1:]))


def write_list(books: Iterable[SentWorkbook]) -> bytes:
    """Return the list of a sending (送付一覧) as CSV."""
    rows = tuple(
        (
            row.file_name,
            row.section_name,
            str(row.lead_count),
            str(row.row_count - row.lead_count),
            str(row.rev),
            row.sha256,
        )
        for row in books
    )
    columns = tuple(Column(name, "") for name in _HEADS)
    return write_table(DataTable(name="送付一覧", file="sendings", columns=columns, rows=rows))


def write_zip(sending: BookSending, books: Iterable[SentWorkbook]) -> bytes:
    """Return all workbooks of a sending with their list in one ZIP; the names are UTF-8, which it says."""
    books = list(books)
    files = {
        row.pk: bytes(row.content)
        for row in Original.objects.within(sending).filter(pk__in=[book.original_id for book in books])
    }
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        _add(archive, LIST_NAME, write_list(books), zipfile.ZIP_DEFLATED)
        for book in books:
            # A workbook is a ZIP itself: packing it again costs time and saves nothing.
            _add(archive, book.file_name, files[book.original_id], zipfile.ZIP_STORED)
    return buffer.getvalue()


def _add(archive: zipfile.ZipFile, name: str, content: bytes, how: int) -> None:
    member = zipfile.ZipInfo(name, date_time=_DAY)
    member.compress_type = how
    archive.writestr(member, content)
