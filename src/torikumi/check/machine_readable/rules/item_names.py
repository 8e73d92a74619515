"""1-6: no item is left without its name."""

import re
from collections.abc import Iterator

from torikumi.check.machine_readable.grid import Column, SheetGrid, TableArea
from torikumi.check.machine_readable.rule import (
    CheckedBook,
    FormRule,
    Judgement,
    Spot,
    Words,
    judge,
    quoted,
    spot_at,
)
from torikumi.text.width import fold_width

_DITTO = re.compile(r"[〃″々]|同上|〃+|''|\"")


def _look(book: CheckedBook) -> Judgement:
    tables = [(grid, table) for grid in book.grids for table in grid.tables]
    unseen = None if tables else Words("表が見当たりません。", "There is no table.")
    return judge((spot for grid, table in tables for spot in _in_table(grid, table)), unseen=unseen)


def _in_table(grid: SheetGrid, table: TableArea) -> Iterator[Spot]:
    seen: dict[str, int] = {}
    for column in table.columns:
        name = fold_width(column.head)
        if not name and column.cells:
            yield spot_at(grid, table.top, column.number, Words("見出しが空です", "without a heading"))
        elif name in seen:
            words = Words(f"見出し「{column.head}」が二つあります", f"two headings are “{column.head}”")
            yield spot_at(grid, table.top, column.number, words)
        seen.setdefault(name, column.number)
        for cell in () if column.is_text else column.cells:
            if _DITTO.fullmatch(fold_width(cell.text.strip())):
                yield spot_at(grid, cell.row, cell.column, quoted(cell.text))
    yield from _blanks_below(grid, table)


def _blanks_below(grid: SheetGrid, table: TableArea) -> Iterator[Spot]:
    """Yield the rows whose first column is left empty below its first value, though the row holds more."""
    first = next((column for column in table.columns if column.cells), None)
    if first is None or _is_filled(first, table):
        return
    filled = {cell.row for cell in first.cells}
    rows = {cell.row for column in table.columns for cell in column.cells}
    for row in sorted(rows - filled):
        if row > min(filled):
            yield spot_at(
                grid, row, first.number, Words("上と同じとして空いています", "empty for “as above”")
            )


def _is_filled(column: Column, table: TableArea) -> bool:
    # A column of remarks is empty in most rows; labels that are left out stand at the head of each group.
    return len(column.cells) == table.bottom - table.first + 1 or column.cells[0].row != table.first


RULE = FormRule(
    code="1-6",
    title=Words("項目名などを省略していない", "No item name is left out"),
    what=Words(
        "データのある列に見出しがあり、同じ見出しが二つないこと。「〃」「同上」がなく、左端の項目が「上と同じ」として空いていないこと。",
        "Every column with data has a heading of its own; no 〃 or 同上, and no first column left empty for “as above”.",
    ),
    advice=Words(
        "見出しと項目名を、すべての列と行に書いてください。",
        "Write the heading over every column, and the name into every row.",
    ),
    look=_look,
)
