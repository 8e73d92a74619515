"""The list of comments with their answers (意見・対応方針一覧) as an Excel sheet for the committee's paper."""

import io
from collections.abc import Iterable

import xlsxwriter

from torikumi.text.characters import replace_unstorable

HEADS = ("番号", "対象", "意見", "委員会", "答える課", "対応方針", "状態")
_WIDTHS = (6, 24, 44, 16, 16, 44, 12)
_A4 = 9


def write_comment_list(lines: Iterable[tuple[str, ...]]) -> bytes:
    """Return a workbook with one row a comment, in the columns of `HEADS`, to be printed on A4, landscape."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet = book.add_worksheet("意見と対応方針")
    head = book.add_format({"bold": True, "border": 1, "text_wrap": True, "bg_color": "#E8F1FE"})
    cell = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.freeze_panes(1, 0)
    for column, (name, width) in enumerate(zip(HEADS, _WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, name, head)
    for number, line in enumerate(lines, start=1):
        for column, text in enumerate(line):
            sheet.write_string(number, column, replace_unstorable(text), cell)
    book.close()
    return file.getvalue()
