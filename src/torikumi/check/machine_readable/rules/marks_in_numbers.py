"""1-13: marks among the numbers (秘匿 and the like) are explained."""

import re
from collections.abc import Iterator

from torikumi.check.machine_readable.grid import Column, SheetGrid
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
from torikumi.text.book import BookKind
from torikumi.text.cells import CellKind, SheetCell
from torikumi.text.width import fold_width

# The marks of official statistics: not there, no figure, kept secret.
_OFFICIAL = frozenset(("***", "-", "X", "x"))
_MARK = re.compile(r"[-−‐‑–—―ー*＊※xX×χ/\\.…・△▲?]{1,6}|\.{3}|n/?a", re.IGNORECASE)


def _look(book: CheckedBook) -> Judgement:
    columns = [
        (grid, column)
        for grid in book.grids
        for table in grid.tables
        for column in table.columns
        if column.is_numeric
    ]
    unseen = None if columns else Words("数値の列が見当たりません。", "There is no column of numbers.")
    return judge((spot for grid, column in columns for spot in _in_column(grid, column)), unseen=unseen)


def _in_column(grid: SheetGrid, column: Column) -> Iterator[Spot]:
    for cell in column.cells:
        if _is_unknown_mark(cell, grid.kind):
            yield spot_at(grid, cell.row, cell.column, quoted(cell.text))


def _is_unknown_mark(cell: SheetCell, kind: BookKind) -> bool:
    if cell.kind is CellKind.ERROR:
        return True
    text = fold_width(cell.text).strip()
    is_text = cell.kind is CellKind.TEXT or kind is BookKind.CSV
    return is_text and _MARK.fullmatch(text) is not None and text not in _OFFICIAL


RULE = FormRule(
    code="1-13",
    title=Words("数値の列の特殊記号が決まった記号である", "Marks among numbers are the official ones"),
    what=Words(
        "数値の列にある数でない記号が、公的統計の記号（*** 該当なし・不詳、- データなし、X 秘匿）であること。"
        "「…」「△」「※」や、#N/A などのエラーは数えます。",
        "What is no number in a column of numbers is one of the official marks: ***, -, X. Other marks and errors count.",
    ),
    advice=Words(
        "***、-、X のどれかにし、意味を備考に書いてください。分からない値は空にします。",
        "Use ***, - or X, and say what it means in a remark. What is not known stays empty.",
    ),
    look=_look,
)
