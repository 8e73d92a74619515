"""A plan as CSV (UTF-8 with BOM, so that Excel reads the Japanese)."""

from decimal import Decimal

from torikumi.plan.model import Plan
from torikumi.publish.tables import Cell, DataTable, projects_table
from torikumi.text.characters import join_lines, replace_unstorable
from torikumi.text.storable import defuse


def write_csv(plan: Plan) -> bytes:
    """Return the projects, one a row, with the columns of the data workbook's first sheet."""
    return write_table(projects_table(plan))


def write_table(table: DataTable) -> bytes:
    """Return a table as CSV: texts in quotes, numbers bare, an unknown value as nothing between the commas."""
    lines = [[column.name for column in table.columns], *table.rows]
    text = "".join(",".join(_field(cell) for cell in line) + "\r\n" for line in lines)
    return b"\xef\xbb\xbf" + text.encode()


def _field(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, int | Decimal):
        return f"{cell:f}" if isinstance(cell, Decimal) else str(cell)
    # The start is looked at before and after the line breaks go, for a tab or CR may stand first.
    text = join_lines(defuse(replace_unstorable(cell)))
    return '"' + text.replace('"', '""') + '"'
