"""What each row under a header is: a project, more of the same project, a heading, a note, a total."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from torikumi.read.document import Cell
from torikumi.read.examples import counts_columns, is_example_row
from torikumi.read.grid import Row
from torikumi.read.headings import Role
from torikumi.read.roles import Roles
from torikumi.text.width import fold_width

_NOTE = re.compile(
    r"[※＊*]|[(（]?\s*(?:注|備考|出典|資料)\s*[0-9０-９]*\s*[)）:：）．.、]"
    # Whom to ask, at the foot of the sheet.
    r"|[【(（]?\s*(?:お?問い?合わ?せ先?|連絡先|作成(?:者|課|部署)?|担当(?:課|部署|者)?)\s*[】)）]?\s*[:：]"
)
_TOTAL = re.compile(
    r"(?:合\s*計|総\s*計|小\s*計|総合計|計)\s*(?:[0-9０-９]|[(（:：\s]|全|\Z)|[(（]?(?:全|計)\s*[0-9０-９]+\s*(?:事業|件|項目|取組)"
)
_TOTAL_NAME = re.compile(r".{0,20}?(?:合\s*計|総\s*計|小\s*計)|計")
_PAGE = re.compile(
    r"[-－‐–—―]\s*[0-9０-９]{1,4}\s*[-－‐–—―]|[pPｐＰ][.．]?\s*[0-9０-９]{1,4}|[0-9０-９]{1,4}\s*(?:ページ|頁)"
)
_NESTING = re.compile(r"[-‐‑–—−.・_(（①-⑳].+")
_COUNT = re.compile(r"([0-9０-９,，]+)\s*(?:事業|件|項目|施策|取組)")
_COUNT_AT_END = re.compile(r"[(（]\s*(?:全|計)?\s*([0-9０-９]+)\s*(?:事業|件|項目|取組)\s*[)）]\s*\Z")


class RowKind(StrEnum):
    """What a row is."""

    PROJECT = "project"
    MORE = "more"
    HEADING = "heading"
    LEVELS = "levels"
    NOTE = "note"
    TOTAL = "total"
    PAGE = "page"
    EXAMPLE = "example"


@dataclass(frozen=True, slots=True)
class Placing:
    """Where the parts of a row stand, of all rows of one block."""

    name: int
    levels: tuple[int, ...]
    own: frozenset[int]

    @classmethod
    def of(cls, roles: Roles) -> "Placing":
        """Return the placing of a block whose name column is known."""
        name = roles.position(Role.NAME)
        assert name is not None  # noqa: S101  a block is a plan only when it has names
        levels = tuple(column.position for column in roles.of(Role.LEVEL))
        numbers = tuple(column.position for column in roles.of(Role.LEVEL_NUMBER))
        return cls(name, levels, frozenset({*levels, *numbers}))

    def level_cells(self, row: Row) -> list[Cell]:
        """Return the cells of a row that stand in level columns and end before the name."""
        name = row.cells[self.name]
        cells = [row.cells[position] for position in sorted(self.own)]
        return [cell for cell in cells if cell is not None and cell is not name]

    def other_cells(self, row: Row) -> list[Cell]:
        """Return the cells of a row that are no levels."""
        levels = self.level_cells(row)
        return [cell for cell in row.distinct() if not any(cell is level for level in levels)]


def kind_of(row: Row, placing: Placing, before: Row | None) -> RowKind:
    """Return what a row is; `before` is the row of the last project, None where none came yet."""
    cells = row.distinct()
    first = cells[0].text.strip()
    if _TOTAL.match(first) and (len(cells) > 1 or _COUNT.search(first)):
        return RowKind.TOTAL
    if _NOTE.match(first) and len(cells) == 1:
        return RowKind.NOTE
    if is_example_row(row):
        return RowKind.EXAMPLE
    others = placing.other_cells(row)
    if len(others) == 1 and is_sentence(others[0].text) and _stands_alone(others[0], row, placing):
        return RowKind.NOTE
    if (len(cells) == 1 and _PAGE.fullmatch(first)) or counts_columns(row):
        return RowKind.PAGE
    if len(cells) == 1:
        return _kind_of_lone(row, placing, before)
    if not others:
        return RowKind.LEVELS
    return _kind_of_full(row, placing, before)


def rows_with_kinds(rows: Sequence[Row], placing: Placing) -> list[tuple[Row, RowKind]]:
    """Return the rows of a block, each with what it is."""
    kinds: list[tuple[Row, RowKind]] = []
    before: Row | None = None
    for row in rows:
        kind = kind_of(row, placing, before)
        before = row if kind is RowKind.PROJECT else None if kind is RowKind.HEADING else before
        kinds.append((row, kind))
    return kinds


def _stands_alone(cell: Cell, row: Row, placing: Placing) -> bool:
    position = next(index for index, found in enumerate(row.cells) if found is cell)
    return position <= placing.name or cell.columns > 1


def _kind_of_lone(row: Row, placing: Placing, before: Row | None) -> RowKind:
    (cell,) = row.distinct()
    if is_sentence(cell.text):
        return RowKind.NOTE
    position = next(index for index, found in enumerate(row.cells) if found is cell)
    # A line that a cell of the row above ran on to; a heading stands at the front, or over several columns.
    runs_on = position > placing.name and cell.columns == 1 and before is not None and not row.gap
    return RowKind.MORE if runs_on else RowKind.HEADING


def with_numbered_headings(rows: Sequence[Row], roles: Roles) -> list[Row]:
    """Return the rows with those as headings that are a number and a name alone, and whose number begins the next.

    「1-2 ｜ 商業」 above 「1-2-1 ｜ 空き店舗対策 ｜ 商工課」 is no project.
    """
    number, name = roles.position(Role.NUMBER), roles.position(Role.NAME)
    if number is None or name is None:
        return [*rows]
    result = [*rows]
    for index, (row, below) in enumerate(pairwise(rows)):
        cells = row.distinct()
        if len(cells) != 2 or cells != [row.cells[number], row.cells[name]]:
            continue
        own, next_one = ("".join(fold_width(text).split()) for text in (cells[0].text, below.text(number)))
        if _NESTING.fullmatch(next_one.removeprefix(own)) and next_one.startswith(own):
            result[index] = replace(row, cells=_joined(row, number, name))
    return result


def _joined(row: Row, number: int, name: int) -> tuple[Cell | None, ...]:
    first, second = row.cells[number], row.cells[name]
    assert first is not None  # noqa: S101  the caller has seen both
    assert second is not None  # noqa: S101
    width = second.column + second.columns - first.column
    one = replace(first, text=f"{first.text.strip()} {second.text.strip()}", columns=max(1, width))
    return tuple(one if position in (number, name) else cell for position, cell in enumerate(row.cells))


def is_note(row: Row) -> bool:
    """Tell whether a row begins as notes do: ※, 注）."""
    return _NOTE.match(row.distinct()[0].text.strip()) is not None


def is_total(row: Row) -> bool:
    """Tell whether a row begins as totals do: 合計, 計."""
    return _TOTAL.match(row.distinct()[0].text.strip()) is not None


def is_sentence(text: str) -> bool:
    """Tell whether a text is a sentence and no heading."""
    plain = text.strip().rstrip("）)」』")
    return plain.endswith("。") or ("。" in plain and len(plain) > 40)


def count_in_heading(text: str) -> int | None:
    """Return the number of projects that a heading ends with: 「しごとをつくる（12事業）」."""
    found = _COUNT_AT_END.search(text)
    return int(found[1]) if found else None


def count_in(row: Row) -> tuple[str, int] | None:
    """Return a number of projects that a row prints (合計 72事業), with the words it stands in."""
    texts = [cell.text.strip() for cell in row.distinct()]
    for text in texts:
        found = _COUNT.search(text)
        if found:
            digits = found[1].replace(",", "").replace("，", "")
            return " ".join("".join(part.split()) for part in texts[:2]), int(digits)
    return None


def _kind_of_full(row: Row, placing: Placing, before: Row | None) -> RowKind:
    name = row.cells[placing.name]
    if name is None:
        fresh = before is None or any(
            not any(cell is old for old in placing.level_cells(before)) for cell in placing.level_cells(row)
        )
        if before is not None and not fresh:
            return RowKind.MORE
        return RowKind.LEVELS if placing.level_cells(row) else RowKind.MORE
    if before is not None and name is before.cells[placing.name]:
        return RowKind.MORE
    if _TOTAL_NAME.fullmatch(name.text.strip()):
        return RowKind.TOTAL
    if name.columns > 1 and _covers_front(name, row, placing):
        return RowKind.HEADING
    return RowKind.PROJECT


def _covers_front(name: Cell, row: Row, placing: Placing) -> bool:
    # A heading merged over the front columns, with a count or a section beside it.
    front = [position for position in range(placing.name) if row.cells[position] is name]
    return len(front) >= 2 or (placing.name > 0 and len(front) == placing.name)
