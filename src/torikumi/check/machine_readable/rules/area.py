"""1-12: the area that the data speak of is named."""

import re
from collections.abc import Iterator

from torikumi.check.machine_readable.grid import SheetGrid, TableArea
from torikumi.check.machine_readable.rule import CheckedBook, FormRule, Judgement, Spot, Words, judge
from torikumi.text.width import fold_width

_HEAD = re.compile(
    r"地域|市区町村|市町村|都道府県|自治体|団体(?:コード|名)|場所|所在地|住所|地区|(?:^|[^所])市名|町名|area|region|municipality",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"(?:東京都|北海道|(?:京都|大阪)府|[一-龥]{2,3}県|[一-龥ぁ-んァ-ヶ]{1,6}(?:市|町|村|特別区))"
)


def _look(book: CheckedBook) -> Judgement:
    tables = [
        (grid, table)
        for grid in book.grids
        for table in grid.tables
        if any(c.is_numeric for c in table.columns)
    ]
    unseen = (
        None
        if tables
        else Words("数値の列のある表が見当たりません。", "There is no table with a column of numbers.")
    )
    return judge((spot for grid, table in tables for spot in _unplaced(grid, table)), unseen=unseen)


def _unplaced(grid: SheetGrid, table: TableArea) -> Iterator[Spot]:
    named = [column for column in table.columns if _HEAD.search(fold_width(column.head))]
    if any(column.cells for column in named):
        return
    if _NAME.search(grid.name) or any(_NAME.search(text) for text in grid.captions):
        return
    if any(_holds_names([cell.text for cell in column.cells]) for column in table.columns):
        return
    words = (
        Words("地域の列はありますが、空です", "the column of the area is empty")
        if named
        else Words("地域コードも地域の名前もありません", "neither a code nor a name of the area")
    )
    yield Spot(sheet=grid.name, place="", ja=words.ja, en=words.en)


def _holds_names(texts: list[str]) -> bool:
    return bool(texts) and 2 * sum(1 for text in texts if _NAME.match(text)) > len(texts)


RULE = FormRule(
    code="1-12",
    title=Words("地域コードか地域の名前を書いてある", "The area is named, or its code given"),
    what=Words(
        "数値の列のある表に、市区町村コードや地域の名前の列があるか、表題かシート名に地域の名前があること。",
        "Each table with numbers has a column of codes or names of areas, or the area stands in a title or the sheet's name.",
    ),
    advice=Words(
        "市区町村コード（6桁、文字として）か、市区町村の名前の列を加えてください。",
        "Add a column of the municipality's code (six digits, as text) or name.",
    ),
    look=_look,
)
