"""A table that goes on over pages becomes one table again."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from torikumi.read.document import Cell
from torikumi.read.flow import Body, Line, Part
from torikumi.read.page.layout import PageParts
from torikumi.read.page.table import PageTable

_NEAR = 4.0  # points by which the borders of columns may differ from page to page
_MOST_HEADER = 6  # rows that may be repeated at the top of a page
_EDGE = 0.12  # of the height of the page: what stands there may be a running head, a foot, a page number


def join_pages(pages: Iterable[PageParts]) -> Iterator[Part]:
    """Yield the parts of all pages; the pieces of a table that is cut by page ends are one table."""
    growing: _Growing | None = None
    for page in pages:
        lines: list[Line] = []
        for part in page.parts:
            if isinstance(part, Line):
                lines.append(part)
                continue
            if growing is not None and growing.takes(part, lines, page):
                growing.add(part)
                lines = []
                continue
            if growing is not None:
                yield growing.body()
            yield from lines
            growing, lines = _Growing(part), []
        if lines and growing is not None and all(_is_at_edge(line, page) for line in lines):
            # A page number below the table does not end it.
            growing.below = lines
        elif lines:
            if growing is not None:
                yield growing.body()
                growing = None
            yield from lines
    if growing is not None:
        yield growing.body()
        yield from growing.below


class _Growing:
    """A table that may go on on the next page."""

    def __init__(self, table: PageTable) -> None:
        self._first = table
        self._cells = list(table.cells)
        self._rows = table.row_count
        self._page = table.page
        self._ruling = table.ruling
        self.below: list[Line] = []

    def takes(self, table: PageTable, lines: Sequence[Line], page: PageParts) -> bool:
        """Tell whether a table goes on with this one: the next page, the same columns, nothing in between."""
        return (
            table.page == self._page + 1
            and (table.ruling == "full") == (self._ruling == "full")
            and _are_same_columns(table, self._first)
            and all(_is_at_edge(line, page) for line in lines)
        )

    def add(self, table: PageTable) -> None:
        """Put the rows of a table below, without the header that is repeated at their top."""
        skipped = self._repeated_rows(table)
        fresh = [
            replace(cell, row=cell.row - skipped + self._rows) for cell in table.cells if cell.row > skipped
        ]
        fresh = _with_joined_cells(self._cells, fresh, self._rows)
        self._cells.extend(fresh)
        self._rows += table.row_count - skipped
        self._page = table.page
        self.below = []

    def body(self) -> Body:
        """Return the whole table; empty cells are left out."""
        return Body(tuple(cell for cell in self._cells if cell.text), self._ruling)

    def _repeated_rows(self, table: PageTable) -> int:
        count = 0
        for row in range(1, min(_MOST_HEADER, table.row_count - 1, self._first.row_count) + 1):
            if table.texts_of_row(row) != self._first.texts_of_row(row):
                break
            count = row
        return count


def _are_same_columns(table: PageTable, other: PageTable) -> bool:
    if len(table.xs) != len(other.xs):
        return False
    if table.ruling == "full":
        return all(abs(a - b) <= _NEAR for a, b in zip(table.xs, other.xs, strict=True))
    # Where white space parts the columns, the border lies somewhere in it; the outer ones are the ends of the text.
    widths = [right - left for left, right in pairwise(other.xs)]
    return all(
        abs(table.xs[index] - other.xs[index]) <= max(_NEAR, 0.5 * max(widths[index - 1], widths[index]))
        for index in range(1, len(widths))
    )


def _with_joined_cells(above: list[Cell], fresh: list[Cell], rows: int) -> list[Cell]:
    """Join a merged cell that the page end cuts in two: its text stands in one of the parts, or in both."""
    ends = {
        (cell.column, cell.columns): index
        for index, cell in enumerate(above)
        if cell.row + cell.rows - 1 == rows
    }
    kept = []
    for cell in fresh:
        index = ends.get((cell.column, cell.columns)) if cell.row == rows + 1 else None
        other = None if index is None else above[index]
        text = None if other is None else _whole_text(other, cell)
        if other is None or index is None or text is None:
            kept.append(cell)
            continue
        page, box = (other.page, other.box) if other.text else (cell.page, cell.box)
        above[index] = replace(other, text=text, rows=other.rows + cell.rows, page=page, box=box)
    return kept


def _whole_text(upper: Cell, lower: Cell) -> str | None:
    """Return the text of a merged cell of which both are halves; None where they are two cells.

    A program may print the text in one half, in both, or the part of it that fits on each page.
    """
    if upper.rows == 1 and lower.rows == 1:
        return None
    if not upper.text or not lower.text:
        return upper.text or lower.text
    if lower.text in upper.text:
        return upper.text
    for length in range(min(len(upper.text), len(lower.text)), 1, -1):
        if upper.text.endswith(lower.text[:length]):
            return upper.text + lower.text[length:]
    return None


def _is_at_edge(line: Line, page: PageParts) -> bool:
    _, top, _, bottom = line.box or (0.0, 0.0, 0.0, 0.0)
    return bottom <= _EDGE * page.height or top >= (1 - _EDGE) * page.height
