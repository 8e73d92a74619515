"""T-1: nothing is hidden. The state's list does not say it; a machine reads what people do not see."""

from collections.abc import Iterator

from torikumi.check.machine_readable.grid import SheetGrid
from torikumi.check.machine_readable.rule import CheckedBook, FormRule, Judgement, Spot, Words, judge
from torikumi.text.cells import column_letters


def _look(book: CheckedBook) -> Judgement:
    return judge(spot for grid in book.grids for spot in _in_sheet(grid))


def _in_sheet(grid: SheetGrid) -> Iterator[Spot]:
    sheet = grid.sheet.cells
    if sheet.hidden and grid.cells:
        yield Spot(sheet=grid.name, place="", ja="シート", en="the sheet")
    filled_rows = {row for row, _ in grid.cells}
    filled_columns = {column for _, column in grid.cells}
    for row in sorted(sheet.hidden_rows & filled_rows):
        yield Spot(sheet=grid.name, place=f"{row}:{row}", ja="行", en="a row")
    for column in sorted(sheet.hidden_columns & filled_columns):
        letters = column_letters(column)
        yield Spot(sheet=grid.name, place=f"{letters}:{letters}", ja="列", en="a column")


RULE = FormRule(
    code="T-1",
    title=Words("隠れた行、列、シートがない", "No row, column or sheet is hidden"),
    what=Words(
        "値のある行、列、シートが非表示になっていないこと。国のルールにはない、取組が加えた項目です。"
        "プログラムは隠れた値も読み、公表した人は気づきません。",
        "No row, column or sheet with values is hidden. This one is ours: programs read what is hidden, people do not see it.",
    ),
    advice=Words(
        "要らなければ消し、要るなら再表示してください。", "Delete what is not wanted, and show the rest."
    ),
    look=_look,
)
