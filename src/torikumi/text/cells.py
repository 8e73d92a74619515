"""The cells of a sheet as text, before anyone asks what they mean: what a spreadsheet holds, hidden parts included."""

from dataclasses import dataclass
from enum import StrEnum


class CellKind(StrEnum):
    """What a spreadsheet took a value for; a CSV knows texts only."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    TIME = "time"
    TRUTH = "truth"  # TRUE, FALSE
    ERROR = "error"  # #REF!, #N/A


@dataclass(frozen=True, slots=True)
class SheetCell:
    """A cell that holds anything; `row` and `column` count from 1.

    A number is its digits (`35%` where it is shown as per cent), a date is `2025-04-01`. `formula` tells that the
    value was worked out; its `text` is "" where the file keeps a formula without its value.
    """

    row: int
    column: int
    text: str
    kind: CellKind = CellKind.TEXT
    formula: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CellSheet:
    """One sheet of a workbook, or the one of a CSV (its name is ""); `cells` from the top, from left to right.

    `hidden` tells that the sheet is not shown; the hidden rows and columns are read like the others.
    """

    name: str
    cells: tuple[SheetCell, ...]
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()


def column_letters(column: int) -> str:
    """Return the letters of a sheet's column: 1 is A, 27 is AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """Return the name of a cell in a workbook: row 12, column 10 is J12."""
    return f"{column_letters(column)}{row}"
