"""What peers hand over, as tables of our own cells."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from torikumi.read.document import Cell, Table

Rows = list[list[str | None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundTable:
    """A table that a reader found, as cells with spans, those that are empty left out; rows and columns count from 1."""

    cells: tuple[Cell, ...]
    height: int
    width: int

    def rows(self) -> Rows:
        """Return its rows of texts; "" where a cell is empty, None where a merged cell covers a place."""
        rows: Rows = [[""] * self.width for _ in range(self.height)]
        for cell in self.cells:
            top, left = cell.row - 1, cell.column - 1
            for row in range(top, min(top + cell.rows, self.height)):
                for column in range(left, min(left + cell.columns, self.width)):
                    rows[row][column] = None
            rows[top][left] = cell.text
        return rows


def tables_from(plain: Sequence[dict[str, object]]) -> tuple[FoundTable, ...]:
    """Return the tables that an adapter wrote: as cells with spans, or as rows with None where a cell is covered."""
    found = []
    for table in plain:
        page = table.get("page")
        if "cells" in table:
            cells = [_cell(cell, page) for cell in _list(table["cells"])]
        else:
            cells = cells_of_rows(_list(table["rows"]), page=page if isinstance(page, int) else None)
        cells = [cell for cell in cells if cell.text.strip()]
        if cells:
            found.append(
                FoundTable(
                    cells=tuple(cells),
                    height=max(cell.row + cell.rows - 1 for cell in cells),
                    width=max(cell.column + cell.columns - 1 for cell in cells),
                )
            )
    return tuple(found)


def cells_of_rows(rows: Sequence[Sequence[str | None]], *, page: int | None = None) -> list[Cell]:
    """Return the cells of rows of texts, where None stands for a place that a merged cell covers.

    A row of None says not whose they are: those right of a text belong to it, and only what then is left to the cell
    above.
    """
    free = {
        (row, column)
        for row, texts in enumerate(rows)
        for column, text in enumerate(texts)
        if text is None and all(other is None for other in texts[:column])
    }
    cells = []
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            if text is None:
                continue
            columns = 1
            while column + columns < len(texts) and texts[column + columns] is None:
                columns += 1
            height = 1
            while all((row + height, place) in free for place in range(column, column + columns)):
                height += 1
            cells.append(
                Cell(text=str(text), row=row + 1, column=column + 1, rows=height, columns=columns, page=page)
            )
    return cells


def join_tables(tables: Sequence[FoundTable]) -> tuple[FoundTable, ...]:
    """Return the tables with those that follow one another and are equally wide made one, as over a page's end."""
    joined: list[FoundTable] = []
    for table in tables:
        if joined and joined[-1].width == table.width:
            joined[-1] = _below(joined[-1], table)
        else:
            joined.append(table)
    return tuple(joined)


def stack_tables(tables: Sequence[FoundTable]) -> tuple[FoundTable, ...]:
    """Return all tables as one below the other, however wide."""
    stacked = tables[:1]
    for table in tables[1:]:
        stacked = [_below(stacked[0], table)]
    return tuple(stacked)


def to_table(table: FoundTable, *, index: int, file: str) -> Table:
    """Return the table as our reader would have handed it over."""
    return Table(index=index, file=file, cells=table.cells)


def _below(table: FoundTable, other: FoundTable) -> FoundTable:
    moved = tuple(replace(cell, row=cell.row + table.height) for cell in other.cells)
    return FoundTable(
        cells=table.cells + moved,
        height=table.height + other.height,
        width=max(table.width, other.width),
    )


def _cell(plain: dict[str, object], page: object) -> Cell:
    row, column, rows, columns = (
        int(str(plain.get(name) or 1)) for name in ("row", "column", "rows", "columns")
    )
    on_page = plain.get("page") or page
    return Cell(
        text=str(plain["text"] or ""),
        row=row,
        column=column,
        rows=rows,
        columns=columns,
        page=on_page if isinstance(on_page, int) else None,
    )


def _list(value: object) -> list:  # type: ignore[type-arg]
    assert isinstance(value, list)
    return value
