"""Plain text: one row a line, tabs between the cells, as a table is copied out of a document."""

from torikumi.errors import UserError
from torikumi.plan.finding import Finding
from torikumi.read.document import Cell, Table
from torikumi.read.encoding import decode_text

MAX_CELLS = 2_000_000
MAX_COLUMNS = 16_384  # as many as a workbook may have


class OverfullTextError(UserError):
    """The text has more cells than any plan."""


def read_tables(
    octets: bytes, *, name: str, encoding: str | None = None
) -> tuple[tuple[Table, ...], tuple[Finding, ...]]:
    """Return the text's one table."""
    text = decode_text(octets, name=name, encoding=encoding)
    # Only the line ends of files: splitlines() would also cut at characters that may stand inside a cell.
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if text.count("\t") > MAX_CELLS or any(line.count("\t") >= MAX_COLUMNS for line in lines):
        raise OverfullTextError(
            ja=f"「{name}」のセルが多すぎます。計画の表だけを残してください。",
            en=f"{name} has too many cells. Keep only the plan's table.",
        )
    cells = [
        Cell(text=field, row=row, column=column)
        for row, line in enumerate(lines, start=1)
        for column, field in enumerate(line.split("\t"), start=1)
        if field != ""
    ]
    return (Table(index=0, file=name, cells=tuple(cells)),), ()
