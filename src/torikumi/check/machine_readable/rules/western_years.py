"""1-11: time is written in western years, or with them."""

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
    quoted,
    spot_at,
)
from torikumi.text.cells import CellKind, SheetCell
from torikumi.text.era import find_calendar_years, find_fiscal_years, parse_fiscal_year
from torikumi.text.width import fold_width

_WESTERN = re.compile(
    r"(?<![0-9])(?:18[6-9]|19[0-9]|20[0-9]|21[0-9])[0-9](?![0-9])|(?<![0-9])[12][0-9]{3}(?:0000|[01][0-9]){1,2}[0-9]{2}(?![0-9])"
)
_TIME_HEAD = re.compile(r"年|月日|日付|日$|時点|期間|期日|時間軸|year|date|time", re.IGNORECASE)


def _look(book: CheckedBook) -> Judgement:
    times = [time for grid in book.grids for table in grid.tables for time in _times(grid, table)]
    unseen = None if times else Words("年や日を表す項目が見当たりません。", "There is no item of time.")
    return judge((spot for spot in times if isinstance(spot, Spot)), unseen=unseen)


def _times(grid: SheetGrid, table: TableArea) -> Iterator[Spot | None]:
    """Yield something for every item of time: a spot where it has no western year, else None."""
    western = {
        cell.row
        for column in table.columns
        for cell in column.cells
        if _WESTERN.search(fold_width(cell.text))
    }
    for column in table.columns:
        if _is_era(column.head):
            yield _spot(grid, table.top, column.number, column.head)
        elif _WESTERN.search(fold_width(column.head)):
            yield None
        if _is_of_time(column):
            yield from _in_column(grid, column, western)


def _in_column(grid: SheetGrid, column: Column, western: set[int]) -> Iterator[Spot | None]:
    for cell in column.cells:
        is_era = _is_era(cell.text) and cell.row not in western
        yield _spot(grid, cell.row, cell.column, cell.text) if is_era else None


def _is_of_time(column: Column) -> bool:
    # 令和5年度 over a column says when, and the column holds something else.
    if _TIME_HEAD.search(fold_width(column.head)) and not re.search("[0-9元]", fold_width(column.head)):
        return any(_is_time(cell) for cell in column.cells)
    eras = [cell for cell in column.cells if _is_era(cell.text) and parse_fiscal_year(cell.text) is not None]
    return 2 * len(eras) > len(column.cells)


def _is_time(cell: SheetCell) -> bool:
    return (
        cell.kind is CellKind.DATE or _WESTERN.search(fold_width(cell.text)) is not None or _is_era(cell.text)
    )


def _is_era(text: str) -> bool:
    """Say whether a text names a year of an era, and no western year beside it."""
    if _WESTERN.search(fold_width(text)) or not re.search(r"[^\d\s.,]", text):
        return False
    return len(text) <= 40 and bool(
        find_fiscal_years(text) or find_calendar_years(text) or parse_fiscal_year(text)
    )


def _spot(grid: SheetGrid, row: int, column: int, text: str) -> Spot:
    return spot_at(grid, row, column, quoted(text))


RULE = FormRule(
    code="1-11",
    title=Words(
        "時間を西暦で書いてあるか、和暦に西暦を添えてある", "Time is in western years, or has them beside it"
    ),
    what=Words(
        "見出しと、年や日の列に、和暦だけの年（令和5年度、H30）がないこと。同じセルか同じ行に西暦があれば、和暦があってもかまいません。"
        "e-Statの時間軸コードも西暦とみなします。",
        "No heading and no column of time has years of an era alone. With a western year in the same cell or row they may stay.",
    ),
    advice=Words(
        "2023年度 のように西暦で書くか、西暦の列を加えてください。",
        "Write 2023年度, or add a column of western years.",
    ),
    look=_look,
)
