"""Files that come in: what an upload holds, and the job that reads them and lays them over what went out."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path, PurePath
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from torikumi.errors import UserError
from torikumi.read.archive import open_archive, read_member
from torikumi.read.cells import CellFile
from torikumi.read.sandbox.cells import read_cells_apart
from torikumi.review.came import CameFile, Returned
from torikumi.review.returned import read_returned
from torikumi.web.jobs.tasks import Course, Outcome, Task, TryLaterError
from torikumi.web.plans.documents import UploadedDocument
from torikumi.web.plans.models import Original
from torikumi.web.plans.slots import ReadersBusyError, reading_slot
from torikumi.web.reviews.actions.workbooks import BooksToRead, Reading, keep_reading, refuse_file
from torikumi.web.reviews.models import ReviewRound
from torikumi.web.reviews.queries.workbooks import BookGround, load_book_ground, untouched_hashes
from torikumi.web.reviews.workbook_models import ReturnedState, ReturnedWorkbook

BOOK_SUFFIXES = frozenset((".xlsx", ".xlsm", ".xls", ".ods", ".csv"))
MOST_FILES = 300
MOST_UNPACKED = 200 * 1024 * 1024
_UNTOUCHED = "送ったときのままのファイルです。何も書かれていないので、取り込むものはありません。"
_WAIT = timedelta(seconds=5)


class UploadError(UserError):
    """An upload that holds nothing that can be taken in."""


def unpack(files: Iterable[UploadedFile[Any]]) -> list[UploadedDocument]:
    """Return the workbooks of an upload, those inside ZIPs among them. Raises a UserError for what cannot be opened.

    A ZIP is looked at by its members, since every .xlsx is one, too.
    """
    documents: list[UploadedDocument] = []
    for file in files:
        name, content = PurePath(file.name or "").name, file.read()
        if PurePath(name).suffix.lower() == ".zip":
            documents.extend(_members(content, name))
        else:
            documents.append(UploadedDocument(name=name, content=content))
    if not documents or len(documents) > MOST_FILES:
        raise UploadError(
            ja=f"Excelのファイルを1個から{MOST_FILES}個まで選んでください（ZIPにまとめたものでも構いません）。",
            en=f"Choose 1 to {MOST_FILES} workbooks, or a ZIP of them.",
        )
    return documents


def _members(content: bytes, name: str) -> Iterator[UploadedDocument]:
    with open_archive(content, name=name) as archive:
        if sum(member.file_size for member in archive.infolist()) > MOST_UNPACKED:
            raise UploadError(
                ja=f"「{name}」は展開すると大きすぎます。返ってきたExcelだけを、いくつかに分けて送ってください。",
                en=f"{name} is too large when unpacked; send only the workbooks, in several parts.",
            )
        for member in archive.infolist():
            inner = PurePath(_name_of(member.filename, is_utf8=bool(member.flag_bits & 0x800))).name
            # ~$… is what Excel leaves beside a file that is open, ._… what a Mac packs in.
            is_book = PurePath(inner).suffix.lower() in BOOK_SUFFIXES and not inner.startswith(("~$", "."))
            if not member.is_dir() and is_book and inner != "送付一覧.csv":
                yield UploadedDocument(name=inner, content=read_member(archive, member.filename, name=name))


def _name_of(name: str, *, is_utf8: bool) -> str:
    """A member's name as its maker meant it: Windows in Japan writes them in CP932, which zipfile takes for CP437."""
    if is_utf8:
        return name
    try:
        return name.encode("cp437").decode("cp932")
    except UnicodeError:
        return name


def read_books(course: Course, asked: BooksToRead) -> Outcome:
    """Read the files that wait, one sandboxed process for all; each is staged by itself, so nothing is read twice."""
    rows = ReturnedWorkbook.objects.within(course.city).filter(pk__in=asked.files)
    waiting = list(rows.filter(state=ReturnedState.WAITING).order_by("pk"))
    if waiting:
        round_ = ReviewRound.objects.within(course.city).select_related("municipality", "base")
        found = load_book_ground(round_.get(pk=asked.round_id))
        untouched = untouched_hashes(waiting[0].round)
        for number, (row, file) in enumerate(zip(waiting, read_files(waiting), strict=True), start=1):
            _stage(course, row, file, found, untouched)
            course.tell(number, len(waiting))
    return Outcome(
        message=f"{len(asked.files)}個のファイルを読みました。まだ何も取り込んでいません。違いを確かめてください。",
        url=asked.url,
        figures={"files": len(asked.files)},
    )


READ_BOOKS = Task(
    name="read_workbooks", label="返ってきたExcelの読み取り", arguments=BooksToRead, work=read_books
)


def _stage(
    course: Course, row: ReturnedWorkbook, file: CellFile, found: BookGround, untouched: frozenset[str]
) -> None:
    refusal = file.refusal.ja if file.refusal else _UNTOUCHED if row.sha256 in untouched else ""
    if refusal:
        refuse_file(returned_id=row.pk, message=refusal, by=course.by, at=timezone.now())
        return
    keep_reading(returned_id=row.pk, reading=lay_over(row, file, found), by=course.by, at=timezone.now())


def lay_over(row: ReturnedWorkbook, file: CellFile, found: BookGround) -> Reading:
    """Return what a file says of each book that is in it, held against what is stored now."""
    came = CameFile(name=row.file_name, sha256=row.sha256, sheets=file.sheets)
    confirmed = {(sheet, number): project for sheet, number, project in row.confirmed}
    parts = read_returned(came, found.ground, confirmed=confirmed)
    return Reading(parts=tuple(map(_with_findings_in_order, parts)))


def _with_findings_in_order(part: Returned) -> Returned:
    order = ("error", "warning", "info")
    return replace(part, findings=tuple(sorted(part.findings, key=lambda one: order.index(one.severity))))


def read_files(rows: Sequence[ReturnedWorkbook]) -> tuple[CellFile, ...]:
    """Return the cells of the originals, read in the sandbox. Raises TryLaterError where all readers are busy."""
    originals = Original.objects.within(rows[0]).filter(pk__in=[row.original_id for row in rows])
    contents = {one.pk: bytes(one.content) for one in originals}
    try:
        with reading_slot(), tempfile.TemporaryDirectory(prefix="torikumi-") as folder:
            paths = []
            for number, row in enumerate(rows):
                path = Path(folder) / f"{number}"
                path.write_bytes(contents[row.original_id])
                paths.append(path)
            return read_cells_apart(paths, names=[row.file_name for row in rows])
    except ReadersBusyError as busy:
        raise TryLaterError(
            wait=_WAIT, ja="ほかの文書を読み取っているので、少し待ってから読みます。", en=busy.en
        ) from busy
