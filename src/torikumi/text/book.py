"""A file of sheets with how it looks: what someone needs who judges its form, not its content."""

from dataclasses import dataclass
from enum import StrEnum

from torikumi.text.cells import CellSheet


class BookKind(StrEnum):
    """The types of file that hold sheets."""

    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    CSV = "csv"


class ObjectKind(StrEnum):
    """What can lie over the cells of a sheet."""

    PICTURE = "picture"
    SHAPE = "shape"
    CHART = "chart"
    COMMENT = "comment"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """Merged cells: the first and the last row and column, counted from 1."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class SheetObject:
    """Something that lies over the cells; `row` and `column` are those of the cell under its corner, from 1."""

    kind: ObjectKind
    row: int
    column: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetLook:
    """How a sheet looks. `objects` is None where nobody looked; `formats` are the number formats that add words."""

    merged: tuple[Area, ...] = ()
    objects: tuple[SheetObject, ...] | None = None
    formats: tuple[tuple[int, int, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BookSheet:
    """The cells of a sheet, and how it looks."""

    cells: CellSheet
    look: SheetLook

    def texts(self) -> list[list[str]]:
        """Return the texts row by row, all rows as wide as the widest, "" where nothing stands; empty rows are left out."""
        rows: dict[int, dict[int, str]] = {}
        for cell in self.cells.cells:
            rows.setdefault(cell.row, {})[cell.column] = cell.text
        width = max((column for row in rows.values() for column in row), default=0)
        return [[row.get(column, "") for column in range(1, width + 1)] for _, row in sorted(rows.items())]


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """A file of sheets; `encoding` is that of a CSV ("UTF-8", "UTF-16", "CP932"), else None."""

    name: str
    kind: BookKind
    sheets: tuple[BookSheet, ...]
    encoding: str | None = None
