"""A document that flows (PDF, Word, HTML): lines and tables, in the order in which a person reads them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from torikumi.read.document import Box, Cell, Table

# A count that stands at the end of a heading in an element of its own: 17件, （全3事業）.
COUNT = re.compile(r"[(（\[［]?\s*(?:全|計)?\s*[0-9０-９]{1,4}\s*(?:件|事業|施策|項目|取組)\s*[)）\]］]?")
CAPTION = 90  # the level of a table's caption: below every heading, and of that table only


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of text outside all tables; `heading` and `confidence` as in Cell.

    `beside` is what stands at its end in an element of its own: a count (17件) beside a heading.
    """

    text: str
    beside: str | None = None
    page: int | None = None
    box: Box | None = None
    heading: int | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Body:
    """The cells of a table that count their rows from 1, and how it is ruled: "full", "partial", "none"."""

    cells: tuple[Cell, ...]
    ruling: str | None = None


Part = Line | Body | tuple[Cell, ...]  # a line, or a table


def tables_of(parts: Iterable[Part], *, file: str) -> tuple[Table, ...]:
    """Return one Table for each table of the document, the lines above it as rows of one cell.

    What stands below the last table belongs to it. A document without any table is one Table of its lines. A row number is
    left out before those last lines, as a blank row stands on a sheet.
    """
    tables: list[Table] = []
    cells: list[Cell] = []
    row = 0
    ruling: str | None = None
    holds_table = False

    def close() -> None:
        nonlocal cells, row
        tables.append(Table(index=len(tables), file=file, cells=tuple(cells), ruling=ruling, flows=True))
        cells, row = [], 0

    for part in parts:
        if holds_table:
            close()
            holds_table = False
        if isinstance(part, Line):
            row += 1
            cells.extend(_cells_of(part, row))
            continue
        body = part if isinstance(part, Body) else Body(part)
        # A table without lines above it is taken as it is: it may have hundreds of thousands of cells.
        cells.extend(body.cells if row == 0 else [replace(cell, row=cell.row + row) for cell in body.cells])
        ruling = body.ruling
        holds_table = True
    if holds_table or (cells and not tables):
        close()
    elif cells:
        tables[-1] = _extended(tables[-1], cells)
    return tuple(tables)


def _cells_of(line: Line, row: int) -> Iterator[Cell]:
    cell = Cell(
        text=line.text,
        row=row,
        column=1,
        page=line.page,
        box=line.box,
        heading=line.heading,
        confidence=line.confidence,
    )
    yield cell
    if line.beside is not None:
        yield replace(cell, text=line.beside, column=2, heading=None)


def _extended(table: Table, lines: Iterable[Cell]) -> Table:
    last = max((cell.row + cell.rows for cell in table.cells), default=1)
    return replace(table, cells=(*table.cells, *(replace(cell, row=cell.row + last) for cell in lines)))
