"""1-12: the area that the data speak of is named."""

import re

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
    tables = [(grid, table) for grid in book.grids for table in grid.tables]
    unnamed = [(grid, table) for grid, table in tables if not _is_named(grid, table)]
    spots = (
        _spot(grid, table) for grid, table in unnamed if any(column.is_measured for column in table.columns)
    )
    nothing = Words(
        "測った数値のある表が見当たりません。", "There is no table with numbers that measure something."
    )
    return judge(spots, unseen=nothing if len(unnamed) == len(tables) else None)


def _is_named(grid: SheetGrid, table: TableArea) -> bool:
    return (
        any(_HEAD.search(fold_width(column.head)) and column.cells for column in table.columns)
        or _NAME.search(grid.name) is not None
        or any(_NAME.search(text) for text in grid.captions)
        or any(_holds_names([cell.text for cell in column.cells]) for column in table.columns)
    )


def _spot(grid: SheetGrid, table: TableArea) -> Spot:
    has_head = any(_HEAD.search(fold_width(column.head)) for column in table.columns)
    words = (
        Words("地域の列はありますが、空です", "the column of the area is empty")
        if has_head
        else Words("地域コードも地域の名前もありません", "neither a code nor a name of the area")
    )
    return Spot(sheet=grid.name, place="", ja=words.ja, en=words.en)


def _holds_names(texts: list[str]) -> bool:
    return bool(texts) and 2 * sum(1 for text in texts if _NAME.match(text)) > len(texts)


RULE = FormRule(
    code="1-12",
    title=Words("地域コードか地域の名前を書いてある", "The area is named, or its code given"),
    what=Words(
        "測った数値のある表に、市区町村コードや地域の名前の列があるか、表題かシート名に地域の名前があること。",
        "Each table with measured numbers has a column of codes or names of areas, or a title or sheet's name that says it.",
    ),
    advice=Words(
        "市区町村コード（6桁、文字として）か、市区町村の名前の列を加えてください。",
        "Add a column of the municipality's code (six digits, as text) or name.",
    ),
    look=_look,
)
