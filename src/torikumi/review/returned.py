"""Workbooks that came back: which project each row is about, what becomes of each value, and what a person must look at."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from torikumi.plan.finding import Severity
from torikumi.review.came import CameFile, Ground, Returned
from torikumi.review.came_answers import RowReader
from torikumi.review.came_rows import Found, RowFinder, count_moved, missing_rows
from torikumi.review.came_sheet import LaidSheet, find_keys, find_mark, lay
from torikumi.review.came_words import Told, tell_of_missing, tell_of_order, tell_of_row, tell_of_sheets
from torikumi.review.sent import SentBook, latest
from torikumi.text.cells import CellSheet

# (sheet, row) -> the project that a person says it is; "" stands for any sheet.
Confirmed = Mapping[tuple[str, int], str]
_NOTHING: Confirmed = {}
_MOST_MORE = 2_000


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
    if sum(1 for sheet in laid for _ in sheet.rows(book)) > len(book.rows) + _MOST_MORE:
        told.tell(
            "too-many-rows", Severity.ERROR,
            f"送った{len(book.rows)}行より、行が{_MOST_MORE:,}を超えて増えています。要らない行を消して返してもらってください。",
            f"There are {_MOST_MORE:,} more rows than the {len(book.rows)} that went out; have the others removed.",
        )  # fmt: skip
        return Returned(file=file.name, sha256=file.sha256, book=book, findings=tuple(told.findings))
    rows = finder.find(laid)
    _confirm(rows, finder, ground.books, confirmed)
    for one in rows:
        tell_of_row(told, one, book)
    missing = tuple(missing_rows(rows, book))
    tell_of_missing(told, missing)
    tell_of_order(told, count_moved(rows, book))
    reader = RowReader(ground, told)
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
