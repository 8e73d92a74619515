"""The workbooks that go out: one a section, to be filled in with Excel and sent back."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from torikumi.plan.model import Plan
from torikumi.review.book_names import book_name
from torikumi.review.cell_texts import number_in_cell
from torikumi.review.check_formula import BASE_SHEET
from torikumi.review.entry_sheet import FIRST_ROW, SHEET, EntrySheet
from torikumi.review.guide_sheet import GUIDE, GuideSheet
from torikumi.review.keys import book_mark
from torikumi.review.round import Round, asked_projects
from torikumi.review.section_table import SectionTable, answer_columns, make_table
from torikumi.review.sections import SectionWork, share_work
from torikumi.review.sent import SentBook, latest
from torikumi.review.sheet_formats import Formats
from torikumi.review.sheet_rules import LIST_SHEET, add_colours, add_validations, write_lists
from torikumi.text.storable import storable

# A workbook carries the time it was made; ours must not, so that the same answers give the same bytes.
_MADE = datetime(1980, 1, 1)  # noqa: DTZ001  XlsxWriter takes it for UTC
Stored = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class WrittenBook:
    """A workbook, and the record of it that its sender keeps."""

    octets: bytes
    sent: SentBook


def write_workbooks(
    plan: Plan,
    round_: Round,
    *,
    round_id: str,
    stored: Stored,
    earlier: Sequence[SentBook] = (),
    work: Sequence[SectionWork] | None = None,
    only: Collection[str] | None = None,
) -> Iterator[WrittenBook]:
    """Yield the workbook of each section that is asked about anything, in the order of the plan.

    `stored` are the answers so far, by project and question. `earlier` are the books that went out before: where
    nothing of a section's book has changed, it is written again as it was; else it is the next sending. `work` says who
    answers for what, where that is not as the plan prints it; `only` names the sections to write, all by default.
    """
    if work is None:
        work = share_work(asked_projects(plan, round_.asks, year=round_.year))
    newest = latest(earlier)
    for number, one in enumerate(work, start=1):
        if only is not None and one.name not in only:
            continue
        table = make_table(plan, round_, one, round_id=round_id, values=stored)
        sent = _record(table, round_, round_id=round_id, before=newest.get(table.section))
        file = book_name(number, table.section, rev=sent.rev, of=len(work))
        octets = _write(plan, round_, table, mark=sent.mark)
        yield WrittenBook(octets, replace(sent, file=file, sha256=sha256(octets).hexdigest()))


def _record(table: SectionTable, round_: Round, *, round_id: str, before: SentBook | None) -> SentBook:
    columns, rows = table.sent_columns(), table.sent_rows()
    rev = 1
    if before is not None:
        is_same = (before.columns, before.rows) == (columns, rows)
        rev = before.rev if is_same else before.rev + 1
    return SentBook(
        mark=book_mark(round_id, year=round_.year, section=table.section, rev=rev),
        round_id=round_id,
        round_title=round_.title,
        year=round_.year,
        section=table.section,
        rev=rev,
        file="",
        sha256="",
        columns=columns,
        rows=rows,
    )


def _write(plan: Plan, round_: Round, table: SectionTable, *, mark: str) -> bytes:
    buffer = BytesIO()
    # Whatever a text begins with, it is a text: no formula, no link.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = Workbook(buffer, options)
    title = f"{round_.title}　{table.section}"
    book.set_properties({"title": storable(title), "subject": storable(plan.title), "created": _MADE})
    book.set_size(2400, 1600)
    formats = Formats(book)
    guide, entry = book.add_worksheet(GUIDE), book.add_worksheet(SHEET)
    base, lists = book.add_worksheet(BASE_SHEET), book.add_worksheet(LIST_SHEET)
    GuideSheet(guide, plan=plan, round_=round_, table=table, formats=formats).write()
    EntrySheet(entry, table, round_, formats).write(mark=mark)
    add_validations(entry, table, write_lists(lists, table, round_))
    add_colours(entry, table, round_, formats)
    _write_base(base, table, mark=mark)
    base.very_hidden()
    lists.very_hidden()
    book.close()
    return buffer.getvalue()


def _write_base(sheet: Worksheet, table: SectionTable, *, mark: str) -> None:
    """The answers as they went out, each at its cell: what the colour of a changed cell compares with."""
    sheet.write_string(0, 0, mark)
    columns = list(answer_columns(table.columns))
    for number, row in enumerate(table.rows, start=FIRST_ROW):
        sheet.write_string(number, 0, row.key)
        for place, column in columns:
            text = row.texts.get(column.id, "") if row.asks(column) else ""
            if not text:
                continue
            figure = number_in_cell(column.field.kind, text) if column.field else None
            if figure is None:
                sheet.write_string(number, place, storable(text))
            else:
                sheet.write_number(number, place, float(figure))
