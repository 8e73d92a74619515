"""The sheet that a section fills in (評価シート): a row a project, locked but for the answers."""

import math
import re
from collections.abc import Iterator

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from torikumi.plan.tints import Tint
from torikumi.review.cell_texts import NUMERIC, number_in_cell
from torikumi.review.check_formula import check_formula, check_words
from torikumi.review.columns import CHECK, KEY, NAME, NUMBER, PART, Column, ColumnRole
from torikumi.review.form import Field, FieldKind
from torikumi.review.round import Round
from torikumi.review.section_table import SectionTable, TableRow
from torikumi.review.sheet_formats import LOCKED, OPEN, Formats
from torikumi.text.cells import column_letters
from torikumi.text.era import format_day
from torikumi.text.storable import storable

SHEET = "評価シート"
BAND_ROW, ID_ROW, HEAD_ROW, FIRST_ROW = 2, 3, 4, 5  # from 0
_FROZEN = 4  # key, number, name, check
_A4, _A3 = 9, 8
# Beyond so many characters a page would have to shrink the letters of ten points below seven.
_WIDEST_A4, _WIDEST_A3 = 190, 300
_LINE = 13.5
_TALLEST = 409
_WIDE = re.compile("[^\x00-\u10ff\uff61-\uff9f]")
_CENTRED = frozenset({FieldKind.DIRECTION, FieldKind.CHOICE})


class EntrySheet:
    """Writes the sheet of one section."""

    def __init__(self, sheet: Worksheet, table: SectionTable, round_: Round, formats: Formats) -> None:
        self.sheet = sheet
        self.table = table
        self.round = round_
        self.formats = formats
        self._styles: dict[tuple[str, bool], Format] = {}

    def write(self, *, mark: str) -> None:
        """Write everything but validations and conditional colours; `mark` goes into the hidden corner."""
        self._write_top(mark)
        for number, row in enumerate(self.table.rows):
            self._write_row(FIRST_ROW + number, row)
        self._set_up_page()

    def _write_top(self, mark: str) -> None:
        sheet, make, columns = self.sheet, self.formats.make, self.table.columns
        sheet.write_string(0, 0, mark)
        sheet.write_string(
            0, 1, storable(f"{self.round.title}　{self.table.section}"), make(bold=True, font_size=14)
        )
        sheet.write_string(1, 1, storable(self._reminder()), make())
        sheet.set_row(0, 24)
        sheet.set_row(1, 18)
        for place, column in enumerate(columns):
            is_hidden = {"hidden": True} if column.id == KEY else {}
            sheet.set_column(place, place, column.width, None, is_hidden)
            sheet.write_string(ID_ROW, place, storable(column.id))
            # Two brackets, the year's and the unit's, stand below one another.
            label = column.label.replace("）（", "）\n（")
            sheet.write_string(HEAD_ROW, place, storable(label), self._head(column))
        self._write_bands()
        sheet.set_row(ID_ROW, None, None, {"hidden": True})
        lines = max(_lines(column.label, column.width - 2) for column in columns)
        sheet.set_row(HEAD_ROW, _LINE * max(2, lines) + 8)

    def _reminder(self) -> str:
        due = f"締切：{format_day(self.round.due)}　　" if self.round.due else ""
        return f"{due}黄色の見出しの列に記入してください。行の追加・削除・並べ替えはしないでください。"

    def _write_bands(self) -> None:
        """The names of the groups of columns; not merged, since a page of print may end inside a group."""
        style = self.formats.make(bold=True, bg_color="#d9e6ff", font_color="#00118f", top=1, bottom=1)
        begin = self.formats.make(
            bold=True, bg_color="#d9e6ff", font_color="#00118f", top=1, bottom=1, left=1
        )
        before = ""
        for place, column in enumerate(self.table.columns):
            if column.band != before and column.id != KEY:
                self.sheet.write_string(BAND_ROW, place, storable(column.band), begin)
                before = column.band
            elif column.id != KEY:
                self.sheet.write_blank(BAND_ROW, place, None, style)
        self.sheet.set_row(BAND_ROW, 18)

    def _head(self, column: Column) -> Format:
        is_answer = column.role is ColumnRole.ANSWER
        tint = Tint("#ffd43d", "#1a1a1a") if is_answer else Tint("#00118f", "#ffffff")
        return self.formats.box(tint, bold=True, align="center", valign="vcenter")

    def _write_row(self, number: int, row: TableRow) -> None:
        height = 0.0
        for place, column in enumerate(self.table.columns):
            text = row.texts.get(column.id, "")
            self._write_cell((number, place), column, row, text)
            height = max(height, self._height(column, row, text))
        self.sheet.set_row(number, min(max(height, 2 * _LINE + 5), _TALLEST))

    def _write_cell(self, at: tuple[int, int], column: Column, row: TableRow, text: str) -> None:
        style = self._style(column, row)
        if column.id == CHECK:
            formula = check_formula(self.table.columns, row, number=at[0] + 1)
            self.sheet.write_formula(*at, formula, style, check_words(row, self.round))
            return
        number = number_in_cell(column.field.kind, text) if row.asks(column) and column.field else None
        if number is not None:
            self.sheet.write_number(*at, float(number), style)
        elif text:
            self.sheet.write_string(*at, storable(text), style)
        else:
            self.sheet.write_blank(*at, None, style)

    def _style(self, column: Column, row: TableRow) -> Format:
        is_open = row.asks(column)
        key = (column.id if column.id != PART else f"{PART}{row.lead}", is_open)
        if key not in self._styles:
            self._styles[key] = self._make_style(column, row, is_open=is_open)
        return self._styles[key]

    def _make_style(self, column: Column, row: TableRow, *, is_open: bool) -> Format:
        box = self.formats.box
        if is_open and column.field is not None:
            return box(OPEN, locked=False, **_open_wishes(column.field))
        if column.id in (NUMBER, CHECK):
            return box(LOCKED, align="center", bold=column.id == CHECK)
        if column.id == NAME:
            return box(LOCKED, bold=True)
        if column.id == PART:
            return box(LOCKED, align="center", bold=not row.lead)
        is_figure = column.field is not None and column.field.kind in NUMERIC
        if is_figure and not column.id.startswith("@name."):
            return box(LOCKED, align="right")
        is_centred = column.field is not None and column.field.kind in _CENTRED
        return box(LOCKED, align="center") if is_centred else box(LOCKED)

    def _height(self, column: Column, row: TableRow, text: str) -> float:
        room = 4 if row.asks(column) and column.field and column.field.kind is FieldKind.TEXT else 1
        # A line more than was counted: Excel breaks before some characters, and faces differ.
        lines = _lines(text, column.width - 1.5)
        return _LINE * max(lines + (1 if lines > 3 else 0), room) + 5

    def _set_up_page(self) -> None:
        sheet, table = self.sheet, self.table
        last_row, last_column = FIRST_ROW + len(table.rows) - 1, len(table.columns) - 1
        sheet.freeze_panes(FIRST_ROW, _FROZEN)
        sheet.autofilter(HEAD_ROW, 1, max(last_row, HEAD_ROW), last_column)
        sheet.protect(
            "", {"format_rows": True, "format_columns": True, "autofilter": True, "select_locked_cells": True}
        )
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        width = sum(column.width for column in table.columns if column.id != KEY)
        sheet.set_paper(_A4 if width <= _WIDEST_A4 else _A3)
        sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
        sheet.fit_to_pages(self._pages_across(width), 0)
        sheet.repeat_rows(BAND_ROW, HEAD_ROW)
        sheet.repeat_columns(1, _FROZEN - 1)
        sheet.print_area(0, 1, max(last_row, HEAD_ROW), last_column)
        sheet.set_header(_page_header(self.round.title, table.section))
        sheet.set_footer("&C&9&P / &N")
        letters = column_letters(last_column + 1)
        sheet.ignore_errors({"number_stored_as_text": f"A1:{letters}{max(last_row, HEAD_ROW) + 1}"})

    def _pages_across(self, width: float) -> int:
        """How many pages of A3 the columns need beside one another; number, name and check stand on each."""
        if width <= _WIDEST_A3:
            return 1
        repeated = sum(column.width for column in self.table.columns[1:_FROZEN])
        return math.ceil((width - repeated) / (_WIDEST_A3 - repeated))


def _open_wishes(field: Field) -> dict[str, object]:
    match field.kind:
        case FieldKind.DIRECTION | FieldKind.CHOICE:
            return {"align": "center", "bold": True, "num_format": "@"}
        case FieldKind.AMOUNT:
            return {"align": "right", "num_format": "#,##0;-#,##0"}
        case FieldKind.NUMBER | FieldKind.INDICATORS:
            return {"align": "right"}
        case _:
            # The format of texts keeps Excel from making a date of 4-1 and a formula of =1+1.
            return {"num_format": "@"}


def _lines(text: str, width: float) -> int:
    room = max(width, 2)
    return sum(_lines_of(line, room) for line in text.split("\n"))


def _lines_of(line: str, room: float) -> int:
    wide = len(_WIDE.findall(line))
    return max(1, -int(-(len(line) + wide) // room))


def _page_header(left: str, right: str) -> str:
    # & begins a command, a digit after &9 would belong to the size, and Excel takes 255 characters in all.
    def plain(text: str) -> str:
        return storable(text)[:60].replace("&", "&&").replace("\n", " ")

    return f"&L&9 {plain(left)}&R&9 {plain(right)}"


def answer_ranges(table: SectionTable) -> Iterator[tuple[Column, tuple[int, int, int, int]]]:
    """Yield the columns that are answered, each with its cells as first row, column, last row, column from 0."""
    for place, column in enumerate(table.columns):
        if column.role is ColumnRole.ANSWER and table.rows:
            yield column, (FIRST_ROW, place, FIRST_ROW + len(table.rows) - 1, place)
