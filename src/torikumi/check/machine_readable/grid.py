"""The tables on a sheet: where they begin and end, their headers, what their columns hold."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from torikumi.text.book import Area, Book, BookKind, BookSheet
from torikumi.text.cells import CellKind, SheetCell
from torikumi.text.numbers import parse_number
from torikumi.text.width import fold_width

_MOST_HEADINGS = 100_000  # merged cells may lie over one another without end
_PLAIN = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
# What is text though it holds digits: codes, numbers of a list, telephones, units; and columns that keep the notation.
_TEXT_HEADS = re.compile(
    r"コード|番号|電話|郵便|原文|表記|単位|code|number|tel|zip|(?<![a-z])(?:id|no)(?![a-z])|id$",
    re.IGNORECASE,
)

# What needs no unit: a year, an order, a count that its own name counts, a mark.
_NEEDS_NO_UNIT = re.compile(
    r"年|月|日|度$|順|番|階|級|ページ|行|列|数$|版|区分|種別|有無|フラグ|緯度|経度|year|date|count|page|row|order|level|lat|lon",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Column:
    """A column of a table: its heading, and the cells below that hold anything."""

    number: int
    head: str
    cells: tuple[SheetCell, ...]
    kind: BookKind

    @cached_property
    def is_text(self) -> bool:
        """Whether the heading says that digits here are text."""
        return _TEXT_HEADS.search(fold_width(self.head)) is not None

    @cached_property
    def figures(self) -> tuple[SheetCell, ...]:
        """The cells that hold a number, or a number with its unit and marks."""
        return tuple(cell for cell in self.cells if is_number(cell, self.kind) or is_number_like(cell))

    @cached_property
    def is_numeric(self) -> bool:
        """Whether at least half of the column is numbers, and no heading says that they are text."""
        return not self.is_text and 2 * len(self.figures) >= len(self.cells) > 0

    @cached_property
    def is_measured(self) -> bool:
        """Whether the numbers measure something: no years, orders, counts of things, nor marks of 0 and 1."""
        head = fold_width(self.head)
        needs_none = _NEEDS_NO_UNIT.search(head) is not None and not re.search("[0-9]", head)
        is_mark = all(cell.text in ("0", "1") for cell in self.figures)
        return self.is_numeric and not needs_none and not is_mark


@dataclass(frozen=True)
class TableArea:
    """A table on a sheet: `top` is its first row of headings, `first` its first row of data."""

    top: int
    first: int
    bottom: int
    left: int
    right: int
    columns: tuple[Column, ...]


class SheetGrid:
    """A sheet, its filled cells, and the tables among them."""

    def __init__(self, sheet: BookSheet, kind: BookKind) -> None:
        self.name = sheet.cells.name
        self.sheet = sheet
        self.kind = kind
        self.cells = {(cell.row, cell.column): cell for cell in sheet.cells.cells if cell.text.strip()}
        self._bounds = (
            max((row for row, _ in self.cells), default=0),
            max((column for _, column in self.cells), default=0),
        )

    @property
    def rows(self) -> dict[int, list[tuple[int, int]]]:
        """The places of the filled cells by row."""
        return self._by_row

    @cached_property
    def merged(self) -> tuple[Area, ...]:
        """The merged cells, as far as the sheet holds anything."""
        height, width = self._bounds
        return tuple(
            Area(top=area.top, left=area.left, bottom=min(area.bottom, height), right=min(area.right, width))
            for area in self.sheet.look.merged
            if area.top <= height and area.left <= width
        )

    @cached_property
    def bands(self) -> tuple[tuple[int, int], ...]:
        """The runs of rows without an empty row between them: first and last row of each."""
        rows = [(row, row) for row, _ in self.cells]
        return tuple(_joined([*rows, *((area.top, area.bottom) for area in self.merged)]))

    @cached_property
    def tables(self) -> tuple[TableArea, ...]:
        """The tables, from the top, from left to right; titles and notes are none."""
        return tuple(table for band in self.bands for table in self._tables_in(band))

    @property
    def captions(self) -> Iterator[str]:
        """The texts that stand outside of the tables."""
        inside = self.tables
        for (row, column), cell in self.cells.items():
            if not any(t.top <= row <= t.bottom and t.left <= column <= t.right for t in inside):
                yield cell.text

    def _tables_in(self, band: tuple[int, int]) -> Iterator[TableArea]:
        first, last = band
        inside = list(self._rows_of(first, last))
        spans = [(column, column) for _, column in inside]
        spans += [(area.left, area.right) for area in self.merged if first <= area.top <= last]
        for left, right in _joined(spans):
            own = [(row, column) for row, column in inside if left <= column <= right]
            table = self._table(own, left, right)
            if table is not None:
                yield table

    def _rows_of(self, first: int, last: int) -> Iterable[tuple[int, int]]:
        return [at for row in range(first, last + 1) for at in self._by_row.get(row, ())]

    @cached_property
    def _by_row(self) -> dict[int, list[tuple[int, int]]]:
        by_row: dict[int, list[tuple[int, int]]] = {}
        for row, column in sorted(self.cells):
            by_row.setdefault(row, []).append((row, column))
        return by_row

    def _table(self, own: Sequence[tuple[int, int]], left: int, right: int) -> TableArea | None:
        filled: dict[int, int] = {}
        for row, _ in own:
            filled[row] = filled.get(row, 0) + 1
        rows = sorted(filled)
        width = right - left + 1
        heading = [row for row in rows if filled[row] >= max(2, width / 2)]
        if width < 2 or len(rows) < 2 or not heading or heading[0] == rows[-1]:
            return None
        top, bottom = heading[0], rows[-1]
        first = self._first_below(top, bottom, left, right)
        texts = self._headings(top, first, left, right)
        columns = tuple(
            self._column(number, [texts.get((row, number), "") for row in range(top, first)], first, bottom)
            for number in range(left, right + 1)
        )
        return TableArea(top=top, first=first, bottom=bottom, left=left, right=right, columns=columns)

    def _first_below(self, top: int, bottom: int, left: int, right: int) -> int:
        """Return the first row below the headings, which merged cells make several rows of."""
        last = top
        for area in self._merged_from.get(top, ()):
            if left <= area.left <= right:
                last = max(last, area.bottom, top + (1 if area.right > area.left else 0))
        return min(last + 1, bottom)

    @cached_property
    def _merged_from(self) -> dict[int, list[Area]]:
        by_top: dict[int, list[Area]] = {}
        for area in self.merged:
            by_top.setdefault(area.top, []).append(area)
        return by_top

    def _column(self, number: int, heads: Sequence[str], first: int, bottom: int) -> Column:
        cells = tuple(self._below.get(number, ()))
        return Column(
            number=number,
            head=" ".join(dict.fromkeys(head for head in heads if head)),
            cells=tuple(cell for cell in cells if first <= cell.row <= bottom),
            kind=self.kind,
        )

    @cached_property
    def _below(self) -> dict[int, list[SheetCell]]:
        below: dict[int, list[SheetCell]] = {}
        for row, column in sorted(self.cells):
            below.setdefault(column, []).append(self.cells[row, column])
        return below

    def _headings(self, top: int, first: int, left: int, right: int) -> dict[tuple[int, int], str]:
        """Return the texts of the rows of headings; a merged one stands over all of its cells."""
        texts: dict[tuple[int, int], str] = {}
        room = _MOST_HEADINGS
        for row in range(top, first):
            for area in self._merged_from.get(row, ()):
                room -= (min(area.bottom + 1, first) - row) * (area.right - area.left + 1)
                corner = self.cells.get((area.top, area.left))
                if corner is None or room < 0:
                    continue
                for below in range(row, min(area.bottom + 1, first)):
                    for column in range(max(area.left, left), min(area.right, right) + 1):
                        texts[below, column] = corner.text.strip()
            for at in self._by_row.get(row, ()):
                texts[at] = self.cells[at].text.strip()
        return texts


def grids_of(book: Book) -> tuple[SheetGrid, ...]:
    """Return the grid of every sheet."""
    return tuple(SheetGrid(sheet, book.kind) for sheet in book.sheets)


def is_number(cell: SheetCell, kind: BookKind) -> bool:
    """Say whether a cell holds a number as a machine takes it; in a CSV, digits with nothing around them."""
    if kind is BookKind.CSV:
        return _PLAIN.fullmatch(cell.text) is not None
    return cell.kind is CellKind.NUMBER


def is_number_like(cell: SheetCell) -> bool:
    """Say whether a cell holds, as text, a number and nothing else: 1,234千円, △5, １２, 35%."""
    return cell.kind is CellKind.TEXT and parse_number(cell.text) is not None


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the spans with those that touch made one."""
    joined: list[tuple[int, int]] = []
    for first, last in sorted(set(spans)):
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((first, last))
    return joined
