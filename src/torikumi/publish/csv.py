"""A plan as CSV (UTF-8 with BOM, so that Excel reads the Japanese)."""

import re
from decimal import Decimal

from torikumi.plan.model import Plan
from torikumi.publish.tables import Cell, DataTable, projects_table
from torikumi.text.characters import join_lines, replace_unstorable

# What makes Excel or LibreOffice take a text for a formula, also behind white space and what has no width. The
# full-width ones count too: Japanese versions fold them.
_FORMULA = re.compile("[\t\r]|[\\s\u200b-\u200f\u2060\ufeff]*[-=+@＝＋－＠−]")


def write_csv(plan: Plan) -> bytes:
    """Return the projects, one a row, with the columns of the data workbook's first sheet."""
    return write_table(projects_table(plan))


def write_table(table: DataTable) -> bytes:
    """Return a table as CSV: texts in quotes, numbers bare, an unknown value as nothing between the commas."""
    lines = [[column.name for column in table.columns], *table.rows]
    text = "".join(",".join(_field(cell) for cell in line) + "\r\n" for line in lines)
    return b"\xef\xbb\xbf" + text.encode()


def defuse(text: str) -> str:
    """Return `text` with an apostrophe before it where a spreadsheet would take it for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def _field(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, int | Decimal):
        return f"{cell:f}" if isinstance(cell, Decimal) else str(cell)
    # The start is looked at before and after the line breaks go, for a tab or CR may stand first.
    text = join_lines(defuse(replace_unstorable(cell)))
    return '"' + text.replace('"', '""') + '"'
