"""2-1: the data of a table are not cut apart."""

from collections.abc import Iterator

from torikumi.check.machine_readable.grid import SheetGrid, TableArea
from torikumi.check.machine_readable.rule import CheckedBook, FormRule, Judgement, Spot, Words, judge


def _look(book: CheckedBook) -> Judgement:
    return judge(spot for grid in book.grids for spot in (*_cut(grid), *_repeated(grid)))


def _cut(grid: SheetGrid) -> Iterator[Spot]:
    """Yield what goes on below an empty row in the same columns without a header of its own."""
    above: TableArea | None = None
    for table in grid.tables:
        if above is not None and _goes_on(grid, above, table):
            words = Words("空いた行の下に表が続いています", "the table goes on below an empty row")
            yield Spot(sheet=grid.name, place=f"{above.bottom + 1}:{table.top - 1}", ja=words.ja, en=words.en)
        above = table


def _goes_on(grid: SheetGrid, above: TableArea, below: TableArea) -> bool:
    if below.top <= above.bottom or (below.left, below.right) != (above.left, above.right):
        return False
    heads = _line(grid, below, below.top)
    if heads == _line(grid, above, above.top):
        return True
    # A header says words where the rows below say numbers; here the first row says numbers as well.
    numeric = [column for column in above.columns if column.is_numeric]
    return bool(numeric) and all(
        (below.top, column.number) in grid.cells
        and grid.cells[below.top, column.number].kind is column.cells[0].kind
        and any(character.isdigit() for character in grid.cells[below.top, column.number].text)
        for column in numeric
    )


def _repeated(grid: SheetGrid) -> Iterator[Spot]:
    """Yield the rows that say the header again (a page began there)."""
    for table in grid.tables:
        heads = _line(grid, table, table.top)
        for row in range(table.first, table.bottom + 1):
            if row in grid.rows and _line(grid, table, row) == heads:
                words = Words("見出しの行がくり返されています", "the header stands here again")
                yield Spot(sheet=grid.name, place=f"{row}:{row}", ja=words.ja, en=words.en)


def _line(grid: SheetGrid, table: TableArea, row: int) -> tuple[str, ...]:
    return tuple(
        grid.cells[row, column].text.strip() if (row, column) in grid.cells else ""
        for column in range(table.left, table.right + 1)
    )


RULE = FormRule(
    code="2-1",
    title=Words("データが分断されていない", "The data are not cut apart"),
    what=Words(
        "一つの表が、空いた行や、くり返した見出しの行で切れていないこと。",
        "No table is cut by an empty row or by its header standing there again.",
    ),
    advice=Words(
        "空いた行と、二つ目からの見出しの行を消してください。",
        "Remove the empty rows, and every header but the first.",
    ),
    look=_look,
)
