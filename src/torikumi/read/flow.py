"""A document that flows (PDF, Word, HTML): lines and tables, in the order in which a person reads them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from torikumi.read.document import Box, Cell, Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of text outside all tables; `heading` and `confidence` as in Cell."""

    text: str
    page: int | None = None
    box: Box | None = None
    heading: int | None = None
    confidence: float | None = None


Part = Line | tuple[Cell, ...]  # a line, or the cells of a table; the cells count their rows from 1


def tables_of(parts: Iterable[Part], *, file: str) -> tuple[Table, ...]:
    """Return one Table for each table of the document, the lines above it as rows of one cell.

    What stands below the last table belongs to it. A document without any table is one Table of its lines. A row number is
    left out before those last lines, as a blank row stands on a sheet.
    """
    tables: list[Table] = []
    cells: list[Cell] = []
    row = 0
    holds_table = False
    for part in parts:
        if isinstance(part, Line):
            if holds_table:
                tables.append(Table(index=len(tables), file=file, cells=tuple(cells)))
                cells, row, holds_table = [], 0, False
            row += 1
            cells.append(_cell_of(part, row))
            continue
        if holds_table:
            tables.append(Table(index=len(tables), file=file, cells=tuple(cells)))
            cells, row = [], 0
        cells.extend(replace(cell, row=cell.row + row) for cell in part)
        row += max((cell.row + cell.rows - 1 for cell in part), default=0)
        holds_table = True
    if tables and not holds_table:
        tables[-1] = _extended(tables[-1], cells)
    elif cells:
        tables.append(Table(index=len(tables), file=file, cells=tuple(cells)))
    return tuple(tables)


def _cell_of(line: Line, row: int) -> Cell:
    return Cell(
        text=line.text,
        row=row,
        column=1,
        page=line.page,
        box=line.box,
        heading=line.heading,
        confidence=line.confidence,
    )


def _extended(table: Table, lines: Iterable[Cell]) -> Table:
    last = max((cell.row + cell.rows for cell in table.cells), default=1)
    return replace(table, cells=(*table.cells, *(replace(cell, row=cell.row + last) for cell in lines)))
