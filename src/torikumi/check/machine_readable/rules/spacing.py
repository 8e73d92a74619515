"""1-5: no spaces and line breaks serve the looks."""

from collections.abc import Iterator

from torikumi.check.machine_readable.grid import SheetGrid
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
from torikumi.text.cells import CellKind
from torikumi.text.spacing import is_laid_out


def _look(book: CheckedBook) -> Judgement:
    return judge(spot for grid in book.grids for spot in _in_sheet(grid))


def _in_sheet(grid: SheetGrid) -> Iterator[Spot]:
    for cell in grid.sheet.cells.cells:
        if cell.kind is CellKind.TEXT and is_laid_out(cell.text):
            yield spot_at(grid, cell.row, cell.column, quoted(cell.text))


RULE = FormRule(
    code="1-5",
    title=Words("空白や改行で体裁を整えていない", "No spaces or line breaks serve the looks"),
    what=Words(
        "文字の前後の空白、続けて二つ以上の空白、文字の間を空けた「氏　名」、セルの中の改行、空白だけのセルがないこと。",
        "No text has spaces around it, two or more in a row, one after each letter, or a line break.",
    ),
    advice=Words(
        "空白と改行を消してください。字下げや折り返しは、セルの書式（インデント、折り返して全体を表示）で行えます。",
        "Remove them. Indents and wrapping can be set in the format of the cell.",
    ),
    look=_look,
)
