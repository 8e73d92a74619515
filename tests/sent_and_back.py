"""Workbooks sent, worked on with openpyxl as staff do, and read again as they come back."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from invented_round import ROUND, ROUND_ID, sample_plan
from torikumi.plan.model import Plan
from torikumi.read.cells import read_cells
from torikumi.review.came import CameFile, CameRow, Ground, Returned
from torikumi.review.returned import Confirmed, read_returned
from torikumi.review.round import Round
from torikumi.review.sent import SentBook
from torikumi.review.sheets import WrittenBook, write_workbooks

FIRST = 6


@cache
def small_plan() -> Plan:
    """Return what two sections of the invented city do."""
    plan = sample_plan()
    wanted = {"農政課", "図書館"}
    return replace(plan, projects=tuple(p for p in plan.projects if wanted & {s.name for s in p.sections}))


@cache
def _plain_books() -> tuple[WrittenBook, ...]:
    return _write(small_plan(), ROUND, {}, ())


def _write(
    plan: Plan, round_: Round, stored: dict[str, dict[str, str]], earlier: tuple[SentBook, ...]
) -> tuple[WrittenBook, ...]:
    return tuple(write_workbooks(plan, round_, round_id=ROUND_ID, stored=stored, earlier=earlier))


class Case:
    """A section's workbook on its way out and back."""

    def __init__(
        self,
        folder: Path,
        *,
        plan: Plan | None = None,
        round_: Round = ROUND,
        section: str | None = "農政課",
        stored: dict[str, dict[str, str]] | None = None,
        earlier: tuple[SentBook, ...] = (),
    ) -> None:
        self.folder = folder
        self.plan = plan or small_plan()
        self.round = round_
        self.stored = stored or {}
        is_plain = plan is None and round_ is ROUND and not self.stored and not earlier
        self.written = _plain_books() if is_plain else _write(self.plan, round_, self.stored, earlier)
        self.books = (*earlier, *(book.sent for book in self.written))
        chosen = [book for book in self.written if section in (None, book.sent.section)]
        self.out = chosen[0]
        self.ids = {column.id: place for place, column in enumerate(self.out.sent.columns, start=1)}

    def column(self, name: str) -> int:
        return self.ids[name]

    def project(self, place: int) -> str:
        return self.out.sent.rows[place].project

    def save(
        self, work: Callable[[Worksheet], None] = lambda sheet: None, *, name: str = "back.xlsx"
    ) -> Path:
        """Work on the sheet as somebody in the section does, and return the file that comes back."""
        book = openpyxl.load_workbook(BytesIO(self.out.octets))
        work(book["評価シート"])
        path = self.folder / name
        book.save(path)
        return path

    def read(self, path: Path, *, confirmed: Confirmed | None = None) -> Returned:
        (returned,) = self.read_all(path, confirmed=confirmed)
        return returned

    def read_all(self, path: Path, *, confirmed: Confirmed | None = None) -> tuple[Returned, ...]:
        cells = read_cells(path)
        came = CameFile(
            name=path.name, sha256=hashlib.sha256(path.read_bytes()).hexdigest(), sheets=cells.sheets
        )
        ground = Ground(plan=self.plan, round=self.round, books=self.books, stored=self.stored)
        return read_returned(came, ground, confirmed=confirmed or {})

    def back(self, work: Callable[[Worksheet], None] = lambda sheet: None) -> Returned:
        return self.read(self.save(work))


def codes(returned: Returned) -> list[str]:
    return [finding.code for finding in returned.findings]


def taken(returned: Returned) -> dict[tuple[str | None, str], str | None]:
    """What is stored afterwards of the values that somebody wrote, by project and question; of certain rows only."""
    return {
        (row.project, value.key): value.merged.value
        for row in returned.rows
        if row.is_certain
        for value in row.values
        if value.is_change
    }


def row_of(returned: Returned, project: str) -> CameRow:
    (row,) = [row for row in returned.rows if row.project == project]
    return row
