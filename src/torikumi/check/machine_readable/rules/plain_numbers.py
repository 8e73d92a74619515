"""1-3: numbers are numbers, without text."""

from collections.abc import Iterator

from torikumi.check.machine_readable.grid import Column, SheetGrid, is_number, is_number_like
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
from torikumi.text.cells import SheetCell


def _look(book: CheckedBook) -> Judgement:
    columns = [(grid, column) for grid in book.grids for table in grid.tables for column in table.columns]
    numeric = [(grid, column) for grid, column in columns if column.is_numeric]
    unseen = None if numeric else Words("数値の列が見当たりません。", "There is no column of numbers.")
    return judge((spot for grid, column in numeric for spot in _in_column(grid, column)), unseen=unseen)


def _in_column(grid: SheetGrid, column: Column) -> Iterator[Spot]:
    for cell in column.figures:
        if _is_text(cell, grid):
            yield spot_at(grid, cell.row, cell.column, quoted(cell.text))


def _is_text(cell: SheetCell, grid: SheetGrid) -> bool:
    return is_number_like(cell) and not is_number(cell, grid.kind)


RULE = FormRule(
    code="1-3",
    title=Words("数値データが数値で、文字を含まない", "Numbers are numbers, without text"),
    what=Words(
        "数値の列に、文字になった数（1,234、18千円、△5、35%、全角の数字、文字として入れた数字）がないこと。"
        "見出しがコード、番号、ID、原文などの列は、文字でよいものとして見ません。"
        "Excelの表示形式で見えているだけの桁区切りや△は、値が数値なので数えません。",
        "No column of numbers holds a number as text (1,234; 18千円; △5). Columns headed code, number, ID or 原文 are "
        "left out, and so is what only a number format shows.",
    ),
    advice=Words(
        "数だけを数値として入れ、単位は見出しか別の列に書いてください。減額は -5 のように書きます。",
        "Enter the bare number, and put the unit into the heading or a column of its own. A loss is -5.",
    ),
    look=_look,
)
