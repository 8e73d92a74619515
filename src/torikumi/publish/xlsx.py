"""The two workbooks: one for people to print, one for machines to read."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from torikumi.plan.finding import Finding
from torikumi.plan.model import Plan
from torikumi.publish.data_table import Cell, Column, DataTable
from torikumi.publish.findings_table import SEVERITIES, findings_table
from torikumi.publish.people_sheets import FONT, PeopleWriter
from torikumi.publish.tables import data_tables
from torikumi.publish.words import title_words
from torikumi.text.characters import join_lines
from torikumi.text.storable import fits_a_float, storable

# A workbook carries the time it was made; ours must not, so that the same plan gives the same bytes.
_MADE = datetime(1980, 1, 1)  # noqa: DTZ001  XlsxWriter takes it for UTC


def write_people_workbook(plan: Plan) -> bytes:
    """Return the table for people: bands for goals and measures, wrapped texts, ready for A4 landscape."""
    with PlainBook(title=title_words(plan)) as book:
        PeopleWriter(plan, book=book.workbook).write()
    return book.octets


def write_checked_workbook(plan: Plan, findings: Sequence[Finding]) -> bytes:
    """Return the table for people with what a check says: a column 点検 and a comment at the name of each project.

    A sheet 点検 lists all findings, those about headings and the whole plan too.
    """
    remarks: dict[str, str] = {}
    for finding in findings:
        if finding.subject in plan.project_by_id:
            line = f"{SEVERITIES[finding.severity]}：{finding.ja}（{finding.code}）"
            remarks[finding.subject] = (
                f"{remarks[finding.subject]}\n{line}" if finding.subject in remarks else line
            )
    with PlainBook(title=f"{title_words(plan)} 点検") as book:
        PeopleWriter(plan, book=book.workbook, remarks=remarks).write()
        head = book.workbook.add_format({"font_name": FONT, "bold": True, "bottom": 1})
        body = book.workbook.add_format({"font_name": FONT})
        _write_table(
            book.workbook.add_worksheet("点検"), findings_table(plan, findings), head=head, body=body
        )
    return book.octets


def write_data_workbook(plan: Plan, tables: Iterable[DataTable] = (), *, remark: str = "") -> bytes:
    """Return the tables for machines, one a sheet, the header in row 1, nothing merged, no formula.

    `tables` are those of the plan where the caller has them already. `remark` is kept in the properties of the file:
    the source and the terms of use.
    """
    made = tables or data_tables(plan)
    return write_tables_workbook(made, title=f"{title_words(plan)} データ", remark=remark)


def write_tables_workbook(tables: Iterable[DataTable], *, title: str, remark: str = "") -> bytes:
    """Return any tables in the same way."""
    with PlainBook(title=title, remark=remark) as book:
        head = book.workbook.add_format({"font_name": FONT, "bold": True, "bottom": 1})
        body = book.workbook.add_format({"font_name": FONT})
        for table in tables:
            _write_table(book.workbook.add_worksheet(table.name), table, head=head, body=body)
    return book.octets


class PlainBook:
    """A workbook in memory that never writes a formula, a link or the time."""

    def __init__(self, *, title: str, remark: str = "") -> None:
        self._buffer = BytesIO()
        self.octets = b""
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self.workbook = Workbook(self._buffer, options)
        self.workbook.set_properties(
            {"title": storable(title), "comments": storable(remark), "created": _MADE}
        )
        self.workbook.set_size(2400, 1600)

    def __enter__(self) -> "PlainBook":
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self.workbook.close()
            self.octets = self._buffer.getvalue()


def _write_table(sheet: Worksheet, table: DataTable, *, head: Format, body: Format) -> None:
    for index, column in enumerate(table.columns):
        sheet.write_string(0, index, column.name, head)
        sheet.set_column(index, index, _width(column, [row[index] for row in table.rows[:200]]))
    for number, row in enumerate(table.rows, start=1):
        for index, cell in enumerate(row):
            _write_cell(sheet, (number, index), cell, body)
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _write_cell(sheet: Worksheet, at: tuple[int, int], cell: Cell, body: Format) -> None:
    if cell is None:
        return
    if isinstance(cell, str):
        sheet.write_string(*at, _words(cell), body)
    elif fits_a_float(cell):
        sheet.write_number(*at, float(cell), body)
    else:
        sheet.write_string(*at, f"{cell:f}" if isinstance(cell, Decimal) else str(cell), body)


# The same years, sections and labels stand in thousands of cells.
@lru_cache(maxsize=1 << 14)
def _words(cell: str) -> str:
    return storable(join_lines(cell))


def _width(column: Column, cells: Sequence[Cell]) -> float:
    longest = max((len(str(cell)) for cell in cells if cell is not None), default=0)
    return min(max(2.0 * len(column.name) + 2, 1.2 * longest), 48.0)
