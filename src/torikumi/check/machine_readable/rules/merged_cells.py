"""1-4: no cells are merged."""

from torikumi.check.machine_readable.rule import CheckedBook, FormRule, Judgement, Spot, Words, judge, shown
from torikumi.text.book import Area
from torikumi.text.cells import cell_name


def _look(book: CheckedBook) -> Judgement:
    return judge(
        _spot(grid.name, area, grid.cells[at].text if (at := (area.top, area.left)) in grid.cells else "")
        for grid in book.grids
        for area in sorted(grid.sheet.look.merged, key=lambda area: (area.top, area.left))
    )


def _spot(sheet: str, area: Area, text: str) -> Spot:
    place = f"{cell_name(area.top, area.left)}:{cell_name(area.bottom, area.right)}"
    return Spot(
        sheet=sheet,
        place=place,
        ja=f"「{shown(text)}」" if text else "（空）",
        en=f"“{shown(text)}”" if text else "(empty)",
    )


RULE = FormRule(
    code="1-4",
    title=Words("セルを結合していない", "No cells are merged"),
    what=Words(
        "シートに結合したセルが一つもないこと。見出しも、表題も数えます。CSVには結合がありません。",
        "The sheets have no merged cell, be it in a heading or a title. A CSV has none.",
    ),
    advice=Words(
        "結合を解き、空いたセルのすべてに同じ値を入れてください。",
        "Unmerge them, and put the same value into every cell that becomes empty.",
    ),
    look=_look,
)
