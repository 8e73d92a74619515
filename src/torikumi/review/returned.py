"""Workbooks that came back: which project each row is about, what becomes of each value, and what a person must look at."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan
from torikumi.review.answers import find_problems
from torikumi.review.came import CameFile, CameRow, CameValue, Note, Returned, Stored
from torikumi.review.came_rows import Found, RowFinder, count_moved, missing_rows
from torikumi.review.came_sheet import LaidSheet, find_keys, find_mark, lay
from torikumi.review.came_values import read_answer
from torikumi.review.came_words import Told, tell_of_missing, tell_of_order, tell_of_row, tell_of_sheets
from torikumi.review.columns import section_step
from torikumi.review.merge import merge_values
from torikumi.review.questions import Question, questions_of
from torikumi.review.round import Round
from torikumi.review.sent import SentBook, SentRow, latest
from torikumi.text.cells import CellSheet, cell_name

# (sheet, row) -> the project that a person says it is; "" stands for any sheet.
Confirmed = Mapping[tuple[str, int], str]
_NOTHING: Confirmed = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What a file is held against: everything that went out in the round, and what is stored now."""

    plan: Plan
    round: Round
    books: tuple[SentBook, ...]
    stored: Stored


def read_returned(file: CameFile, ground: Ground, *, confirmed: Confirmed = _NOTHING) -> tuple[Returned, ...]:
    """Return what a file says, once for each book that is in it; at least once, with the reason where there is none.

    Nothing in the file is trusted but its keys and its answers: what went out is taken from the ground.
    """
    told = Told(file.name)
    found: dict[str, tuple[SentBook, list[LaidSheet]]] = {}
    for sheet in file.sheets:
        book = _book_of(sheet, ground.books, told)
        laid = lay(sheet, book) if book else None
        if book and laid:
            found.setdefault(book.mark, (book, []))[1].append(laid)
    if not found:
        _tell_of_stranger(told)
        return (Returned(file=file.name, sha256=file.sha256, book=None, findings=tuple(told.findings)),)
    parts = []
    for book, sheets in found.values():
        parts.append(_read_book(file, book, sheets, ground, told=told, confirmed=confirmed))
        told = Told(file.name)
    return tuple(parts)


def _read_book(
    file: CameFile,
    book: SentBook,
    laid: Sequence[LaidSheet],
    ground: Ground,
    *,
    told: Told,
    confirmed: Confirmed,
) -> Returned:
    _tell_of_age(told, book, ground.books)
    tell_of_sheets(told, laid, book)
    finder = RowFinder(book, [other for other in ground.books if other.section != book.section])
    rows = finder.find(laid)
    _confirm(rows, finder, ground.books, confirmed)
    for one in rows:
        tell_of_row(told, one, book)
    missing = tuple(missing_rows(rows, book))
    tell_of_missing(told, missing)
    tell_of_order(told, count_moved(rows, book))
    reader = _RowReader(ground, told)
    return Returned(
        file=file.name,
        sha256=file.sha256,
        book=book,
        rows=tuple(reader.read(one) for one in rows if not one.repeats),
        missing=tuple(row.project for row in missing),
        findings=tuple(told.findings),
    )


def _book_of(sheet: CellSheet, books: Sequence[SentBook], told: Told) -> SentBook | None:
    """The book that a sheet is of: by its mark, else by the keys or the names that are most in it."""
    mark = find_mark(sheet)
    if mark is not None:
        book = next((book for book in books if book.mark == mark.text), None)
        if book is None and lays_any(sheet, books):
            told.tell(
                "unknown-sending", Severity.ERROR,
                f"控えにない送付のブックです（{mark.year}年度）。今回送ったブックに書き写して返してもらってください。",
                f"The workbook is of a sending ({mark.year}) that is not on record; have this round's filled in.",
            )  # fmt: skip
        return book
    newest = [*latest(books).values()]
    keys = Counter(key.text for key in find_keys(sheet))
    texts = {cell.text for cell in sheet.cells}
    scores = [(_hits(book, keys), _names(book, texts), -place) for place, book in enumerate(newest)]
    best = max(scores, default=(0, 0, 0))
    return newest[-best[2]] if best[:2] > (0, 0) else None


def lays_any(sheet: CellSheet, books: Sequence[SentBook]) -> bool:
    """Tell whether a sheet has the header of some book: the copy of the answers for the colours has none."""
    return any(lay(sheet, book) is not None for book in latest(books).values())


def _hits(book: SentBook, keys: Mapping[str, int]) -> int:
    return sum(row.key in keys for row in book.rows)


def _names(book: SentBook, texts: Collection[str]) -> int:
    return sum(value.key == "@name" and value.text in texts for row in book.rows for value in row.locked)


def _tell_of_stranger(told: Told) -> None:
    if not told.findings:
        told.tell(
            "not-a-review-workbook", Severity.ERROR,
            "この回に送ったブックではありません（評価シートが見つかりません）。送ったブックを返してもらってください。",
            "This is no workbook of the round: there is no review sheet in it. Ask for the one that was sent.",
        )  # fmt: skip


def _tell_of_age(told: Told, book: SentBook, books: Sequence[SentBook]) -> None:
    newest = max(other.rev for other in books if other.section == book.section)
    if book.rev < newest:
        told.tell(
            "older-sending", Severity.WARNING,
            f"第{book.rev}回に送ったブックです（最新は第{newest}回）。第{book.rev}回に送った値と比べて読みました。",
            f"The workbook is of sending {book.rev}, the newest is {newest}; it was held against what went out then.",
        )  # fmt: skip


def _confirm(
    rows: Sequence[Found], finder: RowFinder, books: Sequence[SentBook], confirmed: Confirmed
) -> None:
    if not confirmed:
        return
    by_project = {row.project: row for other in books for row in other.rows}
    by_project |= {row.project: row for row in finder.book.rows}
    for one in rows:
        project = confirmed.get((one.laid.sheet.name, one.row)) or confirmed.get(("", one.row))
        if one.doubts and project in by_project:
            finder.confirm(one, by_project[project])


class _RowReader:
    """Reads the answers of rows."""

    def __init__(self, ground: Ground, told: Told) -> None:
        self.ground = ground
        self.told = told
        self.step = section_step(ground.round)

    def read(self, one: Found) -> CameRow:
        """Return a row with its answers, and tell what is to be known about its cells."""
        sent = next(iter(one.candidates), None) if one.doubts else one.sent
        project = self.ground.plan.project_by_id.get(sent.project) if sent else None
        values: tuple[CameValue, ...] = ()
        if sent is not None and project is None:
            self.told.tell(
                "project-gone", Severity.ERROR,
                f"{one.row}行目の事業は、この計画にありません。送ったときの計画を指定してください。",
                f"The project of row {one.row} is not in this plan; name the plan that the workbooks were made from.",
                place=self.told.place(one.laid, one.row), subject=sent.project,
            )  # fmt: skip
        if sent is not None and project is not None:
            questions = {q.key: q for q in questions_of(self.ground.round, project, step=self.step)}
            values = self._values(one, sent, questions)
        row = CameRow(
            sheet=one.laid.sheet.name,
            row=one.row,
            project=sent.project if project and sent and not one.doubts else None,
            candidates=tuple(candidate.project for candidate in one.candidates),
            doubts=tuple(one.doubts),
            values=values,
        )
        return self._with_problems(row)

    def _values(self, one: Found, sent: SentRow, questions: Mapping[str, Question]) -> tuple[CameValue, ...]:
        stored = self.ground.stored.get(sent.project, {})
        before = {value.key: value.text for value in sent.values}
        read: dict[str, tuple[str, Note | None]] = {}
        for key, question in questions.items():
            if key in before and key in one.laid.columns:
                text, note = self._text(one, question, sent, known=(before[key], stored.get(key, "")))
                if text is not None:
                    read[key] = (text, note)
        merged = merge_values(
            keys=read,
            sent=before,
            stored=stored,
            returned={key: text for key, (text, _) in read.items()},
            empty_erases=self.ground.round.empty_erases,
        )
        return tuple(
            CameValue(
                cell=cell_name(one.row, one.laid.columns[one_merged.key]),
                typed=one.laid.text(one.row, one_merged.key),
                merged=one_merged,
                note=read[one_merged.key][1],
            )
            for one_merged in merged
        )

    def _text(
        self, one: Found, question: Question, sent: SentRow, *, known: tuple[str, ...]
    ) -> tuple[str | None, Note | None]:
        cell = one.laid.cell(one.row, question.key)
        read = read_answer(cell, question, self.ground.round, known=known)
        if read.remark is not None:
            self.told.tell(
                read.remark.code,
                Severity.ERROR if read.remark.refused else Severity.WARNING,
                f"「{question.label}」は{read.remark.ja}",
                f"{question.label} {read.remark.en}",
                place=self.told.place(one.laid, one.row, one.laid.columns[question.key]),
                subject=sent.project,
                field=question.key,
            )
        return read.text, read.note

    def _with_problems(self, row: CameRow) -> CameRow:
        if row.project is None:
            return row
        project = self.ground.plan.project_by_id[row.project]
        values = dict(self.ground.stored.get(row.project, {}))
        values |= {value.key: value.merged.value for value in row.values if value.merged.value is not None}
        problems = find_problems(self.ground.round, project, values, step=self.step)
        return CameRow(
            sheet=row.sheet, row=row.row, project=row.project, candidates=row.candidates, doubts=row.doubts,
            values=row.values, problems=problems,
        )  # fmt: skip
