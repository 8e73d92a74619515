"""1-9: the unit of every number is stated."""

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
    shown,
    spot_at,
)
from torikumi.text.width import fold_width

_UNITS = (
    "円|人|名|件|%|回|か所|箇所|カ所|世帯|戸|棟|台|m2|m3|km2|km|m|ha|kg|t|トン|時間|分|秒|日|点|校|園|団体|社|店|冊|頭|歳|才|位|倍|"
    "ポイント|pt|本|枚|個|kWh|kW|MW|床|便|隻|羽|か月|カ月|ヶ月|年間|事業|施設|地区|路線|種類|品目|単位|DID|泊|食|票|議席"
)
_IN_HEAD = re.compile(rf"\((?![0-9]+年)[^()]{{1,12}}\)|(?:{_UNITS})$|(?:{_UNITS})\s|単位")
_UNIT_COLUMN = re.compile(r"単位|unit", re.IGNORECASE)
_CAPTION = re.compile(r"単位\s*[::]?\s*\S")


def _look(book: CheckedBook) -> Judgement:
    columns = [
        (grid, table, column)
        for grid in book.grids
        for table in grid.tables
        for column in table.columns
        if column.is_measured
    ]
    unseen = (
        None
        if columns
        else Words("単位の要る数値の列が見当たりません。", "No column of numbers needs a unit.")
    )
    stated = {id(grid): _is_in_caption(grid) for grid, _, _ in columns}
    return judge(
        (
            spot
            for grid, table, column in columns
            if not stated[id(grid)]
            for spot in _without_unit(grid, table, column)
        ),
        unseen=unseen,
    )


def _without_unit(grid: SheetGrid, table: TableArea, column: Column) -> Iterator[Spot]:
    if _IN_HEAD.search(fold_width(column.head)) or any(_UNIT_COLUMN.search(c.head) for c in table.columns):
        return
    formats = {(row, at): code for row, at, code in grid.sheet.look.formats}
    code = next((formats[c.row, c.column] for c in column.cells if (c.row, c.column) in formats), None)
    if code is None:
        words = Words(f"「{shown(column.head)}」の単位", f"the unit of “{shown(column.head)}”")
    else:
        words = Words(
            f"「{shown(column.head)}」の単位は表示形式（{code}）の中だけです",
            f"the unit of “{shown(column.head)}” stands in the number format only ({code})",
        )
    yield spot_at(grid, table.top, column.number, words)


def _is_in_caption(grid: SheetGrid) -> bool:
    return any(_CAPTION.search(text) for text in grid.captions)


RULE = FormRule(
    code="1-9",
    title=Words("データの単位を書いてある", "The unit of every number is stated"),
    what=Words(
        "数値の列の単位が、見出し（事業費（千円））、「単位」の列、表の上の「単位：千円」のどこかにあること。"
        "年、順番、0か1の印、「…数」という名前の列は、単位がなくてよいものとします。",
        "The unit of each column of numbers stands in its heading, in a column 単位, or above the table. Years, orders, "
        "marks of 0 and 1 and columns named …数 need none.",
    ),
    advice=Words(
        "見出しに単位を書くか、「単位」の列を作ってください。",
        "Write the unit into the heading, or give it a column.",
    ),
    look=_look,
)
