"""2-2: a sheet holds one table."""

from collections.abc import Iterator

from torikumi.check.machine_readable.grid import SheetGrid, TableArea
from torikumi.check.machine_readable.rule import CheckedBook, FormRule, Judgement, Spot, Words, judge
from torikumi.text.cells import cell_name


def _look(book: CheckedBook) -> Judgement:
    return judge(spot for grid in book.grids for spot in _more(grid))


def _more(grid: SheetGrid) -> Iterator[Spot]:
    if len(grid.tables) < 2:
        return
    for table in grid.tables:
        yield Spot(sheet=grid.name, place=_area(table), ja="表", en="a table")


def _area(table: TableArea) -> str:
    return f"{cell_name(table.top, table.left)}:{cell_name(table.bottom, table.right)}"


RULE = FormRule(
    code="2-2",
    title=Words("1シートに複数の表がない", "A sheet holds one table"),
    what=Words(
        "シートに、空いた行や列で隔てられた二つ以上の表がないこと（二行二列以上のまとまりを表とみなします）。",
        "No sheet has two tables or more, parted by empty rows or columns (two rows and two columns make a table).",
    ),
    advice=Words(
        "表ごとにシートを分けてください。同じ表の続きなら、間の空きをなくします。",
        "Give each table a sheet. Where it is one table, close the gap.",
    ),
    look=_look,
)
