"""A plan as CSV (UTF-8 with BOM, so that Excel reads the Japanese)."""

from decimal import Decimal
from functools import lru_cache

from torikumi.plan.model import Plan
from torikumi.publish.data_table import Cell, DataTable
from torikumi.publish.tables import projects_table
from torikumi.text.characters import join_lines, replace_unstorable
from torikumi.text.storable import defuse


def write_csv(plan: Plan) -> bytes:
    """Return the projects, one a row, with the columns of the data workbook's first sheet."""
    return write_table(projects_table(plan))


def write_table(table: DataTable) -> bytes:
    """Return a table as CSV: texts in quotes, numbers bare, an unknown value as nothing between the commas."""
    return b"\xef\xbb\xbf" + _write(table).encode()


def write_table_cp932(table: DataTable) -> bytes:
    """Return the same as CP932 (Shift_JIS of Windows), for programs that read nothing else.

    A character that it lacks becomes 〓, the printers' mark for a missing type: seen, never silently lost.
    """
    return "".join(map(in_cp932, _write(table))).encode("cp932")


# What looks the same and has another place there (波ダッシュ and its like).
_CP932_TWINS = dict(zip("〜−‖—¢£¬", "～－∥―￠￡￢", strict=True))


def in_cp932(character: str) -> str:
    """Return the character as CP932 has it: itself, the one there that looks the same, or 〓."""
    character = _CP932_TWINS.get(character, character)
    try:
        character.encode("cp932")
    except UnicodeEncodeError:
        return "〓"
    return character


def _write(table: DataTable) -> str:
    lines = [[column.name for column in table.columns], *table.rows]
    return "".join(",".join(_field(cell) for cell in line) + "\r\n" for line in lines)


def _field(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, int | Decimal):
        return f"{cell:f}" if isinstance(cell, Decimal) else str(cell)
    return _quoted(cell)


# The same years, sections and labels stand in thousands of cells.
@lru_cache(maxsize=1 << 14)
def _quoted(cell: str) -> str:
    # The start is looked at before and after the line breaks go, for a tab or CR may stand first.
    text = join_lines(defuse(replace_unstorable(cell)))
    return '"' + text.replace('"', '""') + '"'
