"""1-7: formulas are made into values."""

from torikumi.check.machine_readable.grid import SheetGrid
from torikumi.check.machine_readable.rule import (
    CheckedBook,
    FormRule,
    Judgement,
    Words,
    judge,
    quoted,
    spot_at,
)
from torikumi.text.book import BookKind
from torikumi.text.cells import SheetCell


def _look(book: CheckedBook) -> Judgement:
    return judge(
        spot_at(grid, cell.row, cell.column, _words(cell))
        for grid in book.grids
        for cell in grid.sheet.cells.cells
        if _is_formula(cell, grid)
    )


def _is_formula(cell: SheetCell, grid: SheetGrid) -> bool:
    return cell.formula or (grid.kind is BookKind.CSV and cell.text.startswith("=") and len(cell.text) > 1)


def _words(cell: SheetCell) -> Words:
    return quoted(cell.text) if cell.text else Words("（値が保存されていません）", "(no value is stored)")


RULE = FormRule(
    code="1-7",
    title=Words("数式を値に直してある", "Formulas are made into values"),
    what=Words(
        "数式のセルがないこと。CSVでは、= で始まる値（開いたとたんに数式として動く）がないこと。",
        "No cell is a formula; no value of a CSV begins with =, which would run as one when opened.",
    ),
    advice=Words(
        "数式のセルを写し、「値の貼り付け」で値だけにしてください。",
        "Copy the cells, and paste them as values.",
    ),
    look=_look,
)
