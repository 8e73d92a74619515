"""A table that goes on over pages becomes one table again."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from torikumi.read.document import Cell
from torikumi.read.flow import Body, Line, Part
from torikumi.read.page.layout import PageParts
from torikumi.read.page.table import PageTable

_NEAR = 4.0  # points by which the borders of columns may differ from page to page
_MOST_HEADER = 6  # rows that may be repeated at the top of a page
_LAST = 2_000  # cells among which those of the last row are
_ENOUGH = 3  # rows that must be known before a column is that of their numbers
_ALWAYS = 0.8  # share of the rows that have a number in it; the header has none
_NUMBER = re.compile(r"[(（]?(?:[A-ZＡ-Ｚ]?[-－.．]?[0-9０-９]{1,4}(?:[-－.．][0-9０-９]{1,4})*|[①-⑳])[)）]?")
_SHORT = 4  # characters: a shorter line at the edge of a page is no heading and no note
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
                growing.add_lines(lines)
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
        self._numbered: Counter[int] = Counter()
        self._counted = 0
        self.below: list[Line] = []
        self._count(table.cells)

    def takes(self, table: PageTable, lines: Sequence[Line], page: PageParts) -> bool:
        """Tell whether a table goes on with this one: the next page, the same columns, nothing in between."""
        return (
            table.page == self._page + 1
            and (table.ruling == "full") == (self._ruling == "full")
            and _are_same_columns(table, self._first)
            and all(_is_at_edge(line, page) for line in lines)
        )

    def add_lines(self, lines: Sequence[Line]) -> None:
        """Put lines that stand at the page end between two pieces of the table into it, each as a row of one cell."""
        for line in (*self.below, *lines):
            if len(line.text) > _SHORT:
                self._rows += 1
                width = len(self._first.xs) - 1
                cell = Cell(
                    text=line.text, row=self._rows, column=1, columns=width, page=line.page, box=line.box
                )
                self._cells.append(cell)

    def add(self, table: PageTable) -> None:
        """Put the rows of a table below, without the header that is repeated at their top."""
        skipped = self._repeated_rows(table)
        fresh = [
            replace(cell, row=cell.row - skipped + self._rows) for cell in table.cells if cell.row > skipped
        ]
        last = {
            (cell.column, cell.columns): index
            for index, cell in enumerate(self._cells[-_LAST:], start=max(0, len(self._cells) - _LAST))
            if cell.row + cell.rows - 1 == self._rows
        }
        added = table.row_count - skipped
        if self._goes_on(fresh, last):
            fresh = self._with_row_continued(fresh, last)
            added -= 1
        fresh = self._with_joined_cells(fresh, last)
        self._count(fresh)
        # What an empty cell says is known once its row is joined; only those of the last row may still be halves.
        self._cells = [cell for cell in self._cells if cell.text]
        self._cells.extend(fresh)
        self._rows += added
        self._page = table.page
        self.below = []

    def _count(self, cells: Iterable[Cell]) -> None:
        """Count in how many rows of several cells each column holds a number."""
        rows: dict[int, list[Cell]] = {}
        for cell in cells:
            if cell.text and cell.columns == 1:
                rows.setdefault(cell.row, []).append(cell)
        for found in rows.values():
            if len(found) > 2:
                self._counted += 1
                self._numbered.update(cell.column for cell in found if _NUMBER.fullmatch(cell.text))

    def _goes_on(self, fresh: Sequence[Cell], last: dict[tuple[int, int], int]) -> bool:
        """Tell whether the first row of a page goes on with the last one of the page before, which the page end cuts.

        A column that has a number in every row is empty in it, and all it holds goes on with what stands above.
        """
        first = [cell for cell in fresh if cell.row == self._rows + 1 and cell.rows == 1]
        held = [cell for cell in first if cell.text]
        if not held or self._counted < _ENOUGH:
            return False
        above = [last.get((cell.column, cell.columns)) for cell in held]
        if any(index is None or not self._cells[index].text for index in above):
            return False
        empty = {cell.column for cell in first if not cell.text and cell.columns == 1}
        numbered = {column for column in empty if self._numbered[column] >= _ALWAYS * self._counted}
        return bool(numbered) and all(cell.columns == 1 for cell in held)

    def _with_row_continued(self, fresh: Sequence[Cell], last: dict[tuple[int, int], int]) -> list[Cell]:
        """Put the texts of the first row below those of the last one, and return the other rows, moved up."""
        kept = []
        for cell in fresh:
            if cell.row > self._rows + 1:
                kept.append(replace(cell, row=cell.row - 1))
            elif cell.rows > 1:
                kept.append(replace(cell, rows=cell.rows - 1))
            elif cell.text:
                index = last[cell.column, cell.columns]
                above = self._cells[index]
                self._cells[index] = replace(above, text=f"{above.text}\n{cell.text}")
        return kept

    def _with_joined_cells(self, fresh: Sequence[Cell], last: dict[tuple[int, int], int]) -> list[Cell]:
        """Join a merged cell that the page end cuts in two: its text stands in one of the parts, or in both."""
        kept = []
        for cell in fresh:
            index = last.get((cell.column, cell.columns)) if cell.row == self._rows + 1 else None
            other = None if index is None else self._cells[index]
            text = None if other is None else _whole_text(other, cell)
            if other is None or index is None or text is None:
                kept.append(cell)
                continue
            page, box = (other.page, other.box) if other.text else (cell.page, cell.box)
            self._cells[index] = replace(other, text=text, rows=other.rows + cell.rows, page=page, box=box)
        return kept

    def body(self) -> Body:
        """Return the whole table; empty cells are left out."""
        self._cells = [cell for cell in self._cells if cell.text]
        return Body(tuple(self._cells), self._ruling)

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
