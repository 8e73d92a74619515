"""A table that a machine reads: one value a cell, plain numbers, western years, units apart.

The rules are those of the state for machine-readable tables (機械判読可能なデータの表記方法).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from torikumi.text.characters import replace_unstorable
from torikumi.text.dependent import write_plainly
from torikumi.text.spacing import without_layout

Cell = str | int | Decimal | None


class ColumnKind(StrEnum):
    """What the cells of a column hold."""

    TEXT = "text"
    ID = "id"  # points at something: written exactly as it is
    INTEGER = "integer"
    DECIMAL = "decimal"
    YEAR = "year"  # the western year in which a fiscal year starts
    FLAG = "flag"  # 1 or 0
    DATE = "date"  # 2025-04-01


@dataclass(frozen=True, slots=True)
class Column:
    """A column's name, what it means, and what it holds."""

    name: str
    meaning: str
    kind: ColumnKind = ColumnKind.TEXT


@dataclass(frozen=True, slots=True, kw_only=True)
class DataTable:
    """One table; `name` is the sheet's, `file` the name of its CSV file without ending.

    `about` says what a row is; `keys` are the names of the columns that no two rows share.
    """

    name: str
    file: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    about: str = ""
    keys: tuple[str, ...] = ()


def plain_table(table: DataTable) -> DataTable:
    """Return the table with its texts written plainly: no line breaks or spaces for the looks, ① as (1), 外字 as 〓."""
    columns = tuple(replace(column, name=plain_text(column.name)) for column in table.columns)
    rows = tuple(tuple(_plain_cells(row, table.columns)) for row in table.rows)
    return replace(table, columns=columns, rows=rows, keys=tuple(map(plain_text, table.keys)))


# The same years, sections and labels stand in thousands of cells.
@lru_cache(maxsize=1 << 14)
def plain_text(text: str) -> str:
    """Return a text as it stands in the tables for machines."""
    return without_layout(write_plainly(replace_unstorable(text)))


def _plain_cells(row: Sequence[Cell], columns: Sequence[Column]) -> list[Cell]:
    return [
        plain_text(cell) if isinstance(cell, str) and column.kind is not ColumnKind.ID else cell
        for cell, column in zip(row, columns, strict=True)
    ]
