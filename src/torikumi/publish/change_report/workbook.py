"""The list of changes as an Excel workbook: the sums, the list, and the records of the year."""

from collections.abc import Iterable, Sequence

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from torikumi.compare.change_list import ChangeList, ListedChange
from torikumi.compare.change_sums import sum_changes
from torikumi.publish.change_report.groups import marked_pieces
from torikumi.publish.change_report.sums import tabulate_sums
from torikumi.publish.change_report.words import (
    KINDS,
    NAME,
    NOTE_ON_SECTIONS,
    NOTE_ON_SUMS,
    field_of,
    owner_of_list,
    remark_on,
    title_of_list,
)
from torikumi.publish.people_sheets import FONT, height_of_lines, lines_in_column
from torikumi.publish.phrase_diff import Fate, Piece
from torikumi.publish.view import Table
from torikumi.publish.xlsx import PlainBook
from torikumi.text.storable import storable

_HEADS = (
    ("番号", 7), ("事業名・見出し", 30), ("目標・施策", 26), ("担当課", 18), ("区分", 10), ("項目", 13),
    ("変更前", 46), ("変更後", 46), ("備考", 14),
)  # fmt: skip
_BEFORE, _AFTER = 6, 7
_EDGE = "#7F7F7F"
_A4, _A3 = 9, 8
# A cell holds no more letters than this, and a rich one no more pieces than is sensible to read.
_MOST_PIECES = 200


def write_change_workbook(listed: ChangeList) -> bytes:
    """Return the workbook; the same editions give the same bytes. What went is struck through, what came underlined."""
    title = title_of_list(listed.old, listed.new)
    with PlainBook(title=title) as book:
        _Writer(book, listed, title).write()
    return book.octets


class _Writer:
    def __init__(self, book: PlainBook, listed: ChangeList, title: str) -> None:
        self.book = book.workbook
        self.listed = listed
        self.heading = title
        line = {"border": 1, "border_color": _EDGE}
        self.title = self._format(bold=True, font_size=14)
        self.plain = self._format()
        self.strong = self._format(bold=True, font_size=12)
        self.head = self._format(
            bold=True, font_color="#FFFFFF", bg_color="#00118F", align="center", valign="vcenter",
            text_wrap=True, **line,
        )  # fmt: skip
        self.cell = self._format(text_wrap=True, **line)
        self.sum = self._format(bold=True, text_wrap=True, bg_color="#F2F2F2", **line)
        self.figures = {
            (is_sum, is_whole): self._format(
                align="right", num_format="#,##0" if is_whole else "#,##0.###", bold=is_sum,
                **({"bg_color": "#F2F2F2"} if is_sum else {}), **line,
            )
            for is_sum in (False, True)
            for is_whole in (False, True)
        }  # fmt: skip
        self.gone = self._format(font_strikeout=True, font_color="#A10000")
        self.new = self._format(bold=True, underline=1, font_color="#00531E")
        self.same = self._format()

    def write(self) -> None:
        """Write the three sheets; that of the records only where there are any."""
        self._write_sums(self.book.add_worksheet("まとめ"))
        changed = [line for line in self.listed.lines if not line.is_record]
        records = [line for line in self.listed.lines if line.is_record]
        self._write_list(self.book.add_worksheet(NAME), changed, NAME)
        if records:
            self._write_list(self.book.add_worksheet("年度の記録"), records, "年度の記録")

    def _format(self, **properties: object) -> Format:
        return self.book.add_format({"font_name": FONT, "font_size": 10, "valign": "top", **properties})

    def _set_up(self, sheet: Worksheet, paper: int) -> None:
        sheet.set_landscape()
        sheet.set_paper(paper)
        sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.hide_gridlines(2)
        sheet.set_footer("&C&9&P / &N")

    def _write_sums(self, sheet: Worksheet) -> None:
        self._set_up(sheet, _A3)
        sheet.set_column(0, 0, 38)
        sheet.set_column(1, 30, 10)
        sheet.write_string(0, 0, storable(self.heading), self.title)
        sheet.set_row(0, 24)
        row = 1
        for words in (owner_of_list(self.listed.new), self.listed.new.notice or "", NOTE_ON_SUMS):
            if words:
                sheet.write_string(row, 0, storable(words), self.plain)
                row += 1
        for table, note in zip(tabulate_sums(sum_changes(self.listed)), ("", NOTE_ON_SECTIONS), strict=True):
            row = self._write_table(sheet, row + 1, table, note)

    def _write_table(self, sheet: Worksheet, row: int, table: Table, note: str) -> int:
        sheet.write_string(row, 0, table.caption, self.strong)
        row += 1
        if note:
            sheet.write_string(row, 0, note, self.plain)
            row += 1
        for column, name in enumerate(table.heads):
            sheet.write_string(row, column, storable(name), self.head)
        sheet.set_row(row, 44)
        for number, cells in enumerate(table.rows, start=1):
            is_sum = number == len(table.rows)
            for column, cell in enumerate(cells):
                words = storable(cell) if isinstance(cell, str) else ""
                if column in table.numeric:
                    self._write_figure(sheet, row + number, column, words, is_sum=is_sum)
                else:
                    sheet.write_string(row + number, column, words, self.sum if is_sum else self.cell)
        return row + len(table.rows) + 2

    def _write_figure(self, sheet: Worksheet, row: int, column: int, words: str, *, is_sum: bool) -> None:
        number = words.replace(",", "").replace("＋", "").replace("－", "-")
        style = self.figures[is_sum, "." not in number]
        if number:
            sheet.write_number(row, column, float(number), style)
        else:
            sheet.write_blank(row, column, None, style)

    def _write_list(self, sheet: Worksheet, lines: Sequence[ListedChange], name: str) -> None:
        self._set_up(sheet, _A3)
        for column, (_, width) in enumerate(_HEADS):
            sheet.set_column(column, column, width)
        sheet.write_string(
            0, 0, storable(f"{self.heading} {name}" if name != NAME else self.heading), self.title
        )
        sheet.set_row(0, 24)
        for column, (head, _) in enumerate(_HEADS):
            sheet.write_string(1, column, head, self.head)
        sheet.repeat_rows(1)
        sheet.freeze_panes(2, 2)
        for row, line in enumerate(lines, start=2):
            self._write_line(sheet, row, line)
        if lines:
            sheet.autofilter(1, 0, len(lines) + 1, len(_HEADS) - 1)
        else:
            sheet.write_string(2, 0, "二つの版に違いはありません。", self.plain)

    def _write_line(self, sheet: Worksheet, row: int, line: ListedChange) -> None:
        texts = (
            line.number or "", line.name, " ＞ ".join(line.path), "、".join(line.sections), KINDS[line.kind],
            field_of(line), line.change.before or "", line.change.after or "", remark_on(line),
        )  # fmt: skip
        for column, text in enumerate(texts):
            sheet.write_string(row, column, storable(text), self.cell)
        widths = [width for _, width in _HEADS]
        lines = max(lines_in_column(text, width) for text, width in zip(texts, widths, strict=True))
        sheet.set_row(row, height_of_lines(lines))
        pieces = marked_pieces(line)
        if 0 < len(pieces) <= _MOST_PIECES:
            self._write_rich(sheet, row, _BEFORE, (one for one in pieces if one.fate is not Fate.NEW))
            self._write_rich(sheet, row, _AFTER, (one for one in pieces if one.fate is not Fate.GONE))

    def _write_rich(self, sheet: Worksheet, row: int, column: int, pieces: Iterable[Piece]) -> None:
        looks = {Fate.GONE: self.gone, Fate.NEW: self.new, Fate.SAME: self.same}
        parts: list[Format | str] = []
        for piece in pieces:
            text = storable(piece.text)
            if text:
                parts += [looks[piece.fate], text]
        # A cell of one piece is no rich text; what stays plain is written already.
        if len(parts) > 2:
            sheet.write_rich_string(row, column, *parts, self.cell)
