"""A sheet that came back, laid over the book that went out: which column is which, and where the rows are."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from torikumi.review.columns import NAME
from torikumi.review.keys import Key, read_book_mark, read_row_key
from torikumi.review.sent import SentBook
from torikumi.text.cells import CellSheet, SheetCell
from torikumi.text.width import search_key

# Where a header is looked for: somebody may have put a covering note above the table.
_TOP = 60
_ENOUGH = 3


@dataclass(frozen=True)
class LaidSheet:
    """A sheet with the columns of a book in it, by id; `doubled` are the ids that stand there twice.

    `header` is the last row above the projects. `has_ids` tells that the hidden row of ids is still there.
    """

    sheet: CellSheet
    columns: Mapping[str, int]
    doubled: tuple[str, ...]
    labels: Mapping[int, str]
    header: int
    has_ids: bool

    @cached_property
    def grid(self) -> dict[int, dict[int, SheetCell]]:
        """The cells by row and column."""
        return grid_of(self.sheet)

    def cell(self, row: int, column_id: str) -> SheetCell | None:
        """Return the cell of a row in the column with this id; None where it is empty or the column is gone."""
        column = self.columns.get(column_id)
        return None if column is None else self.grid.get(row, {}).get(column)

    def text(self, row: int, column_id: str) -> str:
        """Return the text of that cell, "" where there is none."""
        cell = self.cell(row, column_id)
        return cell.text if cell else ""

    def rows(self, book: SentBook) -> Iterator[int]:
        """Yield the rows below the header that say anything in a column of the book."""
        known = {self.columns[c.id] for c in book.columns if c.id in self.columns and c.id != "@check"}
        for row in sorted(self.grid):
            if row > self.header and known & self.grid[row].keys() and not self._is_header(row):
                yield row

    def _is_header(self, row: int) -> bool:
        """A header that was pasted once more between the projects."""
        name = self.columns.get(NAME)
        cells = self.grid[row]
        same = sum(cell.text == self.labels.get(column) for column, cell in cells.items())
        return name in cells and cells[name].text == self.labels.get(name) and same >= _ENOUGH


def grid_of(sheet: CellSheet) -> dict[int, dict[int, SheetCell]]:
    """Return the cells of a sheet by row and column."""
    grid: dict[int, dict[int, SheetCell]] = {}
    for cell in sheet.cells:
        grid.setdefault(cell.row, {})[cell.column] = cell
    return grid


def find_mark(sheet: CellSheet) -> Key | None:
    """Return the mark of a book that stands above the table; None where there is none."""
    for cell in sheet.cells:
        if cell.row > _TOP:
            return None
        mark = read_book_mark(cell.text)
        if mark is not None:
            return mark
    return None


def find_keys(sheet: CellSheet) -> list[Key]:
    """Return the keys of rows that stand anywhere in the sheet."""
    return [key for cell in sheet.cells if cell.text[:1] in "KkＫｋ" and (key := read_row_key(cell.text))]


def lay(sheet: CellSheet, book: SentBook) -> LaidSheet | None:
    """Return the sheet with the book's columns; None where it has no header of the book."""
    grid = grid_of(sheet)
    top = sorted(grid)[:_TOP]
    return _by_ids(sheet, book, grid, top) or _by_labels(sheet, book, grid, top)


_Grid = Mapping[int, Mapping[int, SheetCell]]


def _by_ids(sheet: CellSheet, book: SentBook, grid: _Grid, top: Sequence[int]) -> LaidSheet | None:
    known = {column.id for column in book.columns}
    for row in top:
        found = {column: cell.text.strip() for column, cell in grid[row].items()}
        hits = [text for text in found.values() if text in known]
        # An answer may be called like a column's id; several ids of locked columns are no accident.
        if sum(text.startswith("@") for text in hits) >= _ENOUGH:
            labels = {column: cell.text for column, cell in grid.get(row + 1, {}).items()}
            names = {column: text for column, text in found.items() if text in known}
            return _laid(sheet, names, labels, header=row + 1, has_ids=True)
    return None


def _by_labels(sheet: CellSheet, book: SentBook, grid: _Grid, top: Sequence[int]) -> LaidSheet | None:
    ids = {search_key(column.label): column.id for column in book.columns}
    for row in top:
        labels = {column: cell.text for column, cell in grid[row].items()}
        names = {column: ids[key] for column, text in labels.items() if (key := search_key(text)) in ids}
        if NAME in names.values() and len(names) >= _ENOUGH:
            return _laid(sheet, names, labels, header=row, has_ids=False)
    return None


def _laid(
    sheet: CellSheet, names: Mapping[int, str], labels: Mapping[int, str], *, header: int, has_ids: bool
) -> LaidSheet:
    times = Counter(names.values())
    return LaidSheet(
        sheet=sheet,
        columns={name: column for column, name in names.items() if times[name] == 1},
        doubled=tuple(name for name, count in times.items() if count > 1),
        labels=labels,
        header=header,
        has_ids=has_ids,
    )
