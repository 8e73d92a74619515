"""1-2: a cell holds one datum."""

import re
from collections.abc import Iterator

from torikumi.check.machine_readable.grid import Column, SheetGrid
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
from torikumi.text.numbers import parse_number
from torikumi.text.width import fold_width

_BETWEEN = re.compile(r"[\s、,;/・]+(?![0-9]{3}(?![0-9]))|(?<=[^\s(])(?=\()")
_SECTIONS = re.compile(
    r"[^\s、，,;；/／・（）()]{1,20}(?:課|部|局|室|係|所|センター)(?:[\s、，,;；/／・]+[^\s、，,;；/／・（）()]{1,20}(?:課|部|局|室|係|所|センター))+"
)
_LONGEST_ITEM = 25


def _look(book: CheckedBook) -> Judgement:
    return judge(spot for grid in book.grids for spot in _in_sheet(grid))


def _in_sheet(grid: SheetGrid) -> Iterator[Spot]:
    for table in grid.tables:
        for column in table.columns:
            yield from _in_column(grid, column)


def _in_column(grid: SheetGrid, column: Column) -> Iterator[Spot]:
    if column.is_text:
        return
    several = [cell for cell in column.cells if _holds_numbers(cell.text)]
    is_of_figures = 2 * (len(several) + len(column.figures)) >= len(column.cells)
    for cell in column.cells:
        if (
            (is_of_figures and cell in several)
            or _SECTIONS.fullmatch(cell.text.strip())
            or _is_list(cell.text)
        ):
            yield spot_at(grid, cell.row, cell.column, quoted(cell.text))


def _holds_numbers(text: str) -> bool:
    """Say whether a text is two numbers or more with nothing else: 12(3), 12/34, 1,234 56."""
    parts = [part.strip("() ") for part in _BETWEEN.split(fold_width(text).strip())]
    return len(parts) > 1 and all(parse_number(part) is not None for part in parts)


def _is_list(text: str) -> bool:
    """Say whether a text is a list of short items, one a line; sentences are none."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return len(lines) > 1 and all(len(line) <= _LONGEST_ITEM and "。" not in line for line in lines)


RULE = FormRule(
    code="1-2",
    title=Words("1セルに1データである", "A cell holds one datum"),
    what=Words(
        "一つのセルに、二つ以上の数（12(3)、12／34）、二つ以上の課（企画課、広報課）、改行で並べた短い項目がないこと。"
        "文の中に数がいくつかあるものは数えません。",
        "No cell holds two numbers or more, two sections or more, or short items one a line. Sentences do not count.",
    ),
    advice=Words(
        "データごとに列を分けるか、行を分けてください（担当課が二つなら二行）。",
        "Give each datum a column or a row of its own (two sections are two rows).",
    ),
    look=_look,
)
