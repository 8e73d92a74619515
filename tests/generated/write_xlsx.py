"""Parts as an Excel workbook: lines in column A, tables with merged cells."""

from collections.abc import Sequence
from io import BytesIO

import xlsxwriter

from tests.generated.sheet import Part, Prose, Slot


def to_xlsx(parts: Sequence[Part]) -> bytes:
    """Return the parts one below the other on one sheet, a blank row after each table."""
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet("一覧")
        row = 0
        for part in parts:
            if isinstance(part, Prose):
                sheet.write_string(row, 0, part.text)
                row += 1
                continue
            for slot in part.slots:
                _write(sheet, slot, row)
            row += part.rows + 1
    return content.getvalue()


def _write(sheet: xlsxwriter.worksheet.Worksheet, slot: Slot, start: int) -> None:
    top = start + slot.row
    if slot.rows == slot.columns == 1:
        sheet.write_string(top, slot.column, slot.text)
        return
    bottom, right = top + slot.rows - 1, slot.column + slot.columns - 1
    sheet.merge_range(top, slot.column, bottom, right, "")
    sheet.write_string(top, slot.column, slot.text)
