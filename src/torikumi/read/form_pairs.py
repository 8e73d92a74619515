"""The labels of a form with what stands beside or below each, and the small tables between them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from torikumi.read.document import Cell
from torikumi.read.form_labels import (
    are_quantities,
    begun,
    is_figure_label,
    is_label,
    is_strict_label,
    is_year,
    match_label,
    part_label,
)
from torikumi.read.grid import Grid, Row
from torikumi.read.header import columns_of, header_rows
from torikumi.read.headings import Role, unit_in
from torikumi.read.list_headers import heads_projects
from torikumi.read.options import is_mark, is_option
from torikumi.read.side import Block
from torikumi.read.values import is_like_number
from torikumi.text.width import fold_width

# The name of a form stands above it, and goes on with no value.
_FORM = re.compile(r"(?:シート|調書|個票|評価表|管理表|カルテ|様式)(?:[(（].*[)）])?\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A label and its values, one below the other; `words` are those of the labels around it, from the outermost."""

    grid: Grid
    row: int
    label: Cell
    words: tuple[str, ...]
    values: tuple[Cell, ...] = ()

    @property
    def role(self) -> Role:
        """What the label alone says."""
        match = match_label(self.words[-1])
        return Role.UNREAD if match is None else match.role


@dataclass(frozen=True, slots=True, kw_only=True)
class Inner:
    """A table of indicators inside a form; `row` is where its header stands in the grid."""

    block: Block
    row: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FormParts:
    """All that a grid holds of forms. `lists` are the rows of headers with several projects below."""

    pairs: tuple[Pair, ...]
    inner: tuple[Inner, ...]
    lists: tuple[int, ...]


def read_form_parts(grid: Grid) -> FormParts:
    """Return the pairs of a grid and its inner tables; on a sheet that is no form these are few, or none."""
    reader = _PartReader(grid)
    reader.read()
    return FormParts(pairs=tuple(reader.pairs), inner=tuple(reader.inner), lists=tuple(reader.lists))


class _PartReader:
    def __init__(self, grid: Grid) -> None:
        self._grid = grid
        self._index = 0
        self._open: dict[int, int] = {}
        lone = [row.distinct()[0].text for row in grid.rows if len(row.distinct()) == 1]
        first = grid.rows[0].distinct() if grid.rows else []
        self._titles = {text for text in lone if _FORM.search(text.strip())} | {
            cell.text for cell in first if len(first) == 1
        }
        self.pairs: list[Pair] = []
        self.inner: list[Inner] = []
        self.lists: list[int] = []

    def read(self) -> None:
        rows = self._grid.rows
        while self._index < len(rows):
            if rows[self._index].gap:
                self._open = {}
            group, cells = _part_group(rows[self._index])
            taken = 0
            if heads_projects(rows, self._index):
                self.lists.append(self._index)
                self._open = {}
                taken = 1
            elif cells and _is_header_like(cells):
                taken = self._read_figures(group, cells) or self._read_below(group, cells)
            elif _is_mostly_labels(cells):
                taken = self._read_below(group, cells)
            if not taken:
                self._read_beside(group, cells)
            self._index += max(1, taken)

    def _read_figures(self, group: Cell | None, cells: Sequence[Cell]) -> int:
        """Read an inner table of figures that begins here; return how many rows it takes, 0 where there is none."""
        if not _heads_figures(cells):
            return 0
        rows = self._rows_of_table(group)
        header = header_rows(rows, 0)
        body = list(_body(rows[len(header) :]))
        if not body:
            return 0
        if any(_role_of(cell) is Role.INDICATOR for row in header for cell in begun(row)):
            block = Block(grid=self._grid, before=(), columns=columns_of(header), rows=tuple(body))
            self.inner.append(Inner(block=block, row=self._index))
            return len(header) + len(body)
        pairs = [pair for row in body for pair in self._figures_of(row, header, group)]
        self.pairs.extend(pairs)
        return len(header) + len(body) if pairs else 0

    def _rows_of_table(self, group: Cell | None) -> list[Row]:
        rows: list[Row] = []
        for row in self._grid.rows[self._index :]:
            if rows and row.gap:
                break
            if group is not None and row.number >= group.row + group.rows:
                break
            cells = row.cells if group is None else tuple(None if c is group else c for c in row.cells)
            rows.append(replace(row, cells=cells))
        return rows

    def _figures_of(self, row: Row, header: Sequence[Row], group: Cell | None) -> list[Pair]:
        first = row.distinct()[0]
        corner = begun(header[0])[0]
        headings = {column.position: column for column in columns_of(header)}
        unit = next((u for cell in (first, corner, group) if cell and (u := _unit_of(cell))), None)
        found: list[Pair] = []
        for position, cell in enumerate(row.cells):
            column = headings[position]
            if cell is None or cell is first or cell in [pair.values[0] for pair in found]:
                continue
            if not any(is_figure_label(part) for part in column.parts):
                continue
            words = _words_of(first, corner, group, column.parts, unit)
            if words:
                found.append(Pair(grid=self._grid, row=self._index, label=first, words=words, values=(cell,)))
        return found

    def _read_below(self, group: Cell | None, cells: Sequence[Cell]) -> int:
        """Read labels that stand above their values; return how many rows they take."""
        rows = self._grid.rows
        if self._index + 1 >= len(rows) or rows[self._index + 1].gap:
            return 0
        below = _part_group(rows[self._index + 1])[1]
        if group is not None and rows[self._index + 1].number >= group.row + group.rows:
            return 0
        placed = [(cell, _below(cell, below)) for cell in cells]
        filled = [value for _, value in placed if value is not None]
        if not filled or any(is_strict_label(value.text) for value in below) or len(filled) < len(below):
            return 0
        if len(filled) < len(cells) and not all(is_label(cell.text) for cell in cells):
            return 0
        if any(part_label(value.text) or value.text in self._titles for value in below):
            return 0
        if any(_role_of(cell) is Role.NAME for cell in cells) and self._goes_on(below):
            self.lists.append(self._index)
            return 1
        self._open = {}
        for cell, value in placed:
            self._add(group, cell, () if value is None else (value,))
        return 2

    def _goes_on(self, above: Sequence[Cell]) -> bool:
        """Tell whether another row of values of the same shape follows: then it is a list, and no form."""
        rows = self._grid.rows
        if self._index + 2 >= len(rows) or rows[self._index + 2].gap:
            return False
        cells = begun(rows[self._index + 2])
        asks = bool(cells) and cells[0].column == above[0].column and is_label(cells[0].text)
        if asks or any(is_strict_label(cell.text) for cell in cells):
            return False
        return len({cell.column for cell in cells} & {cell.column for cell in above}) >= 2

    def _read_beside(self, group: Cell | None, cells: Sequence[Cell]) -> None:
        labelled = [cell for cell in cells if is_label(cell.text) or part_label(cell.text)]
        if not labelled:
            self._go_on(cells)
            return
        self._open = {}
        index = 0
        while index < len(cells):
            index += self._read_pair(group, cells, index)

    def _go_on(self, cells: Sequence[Cell]) -> None:
        """Give the lines of a row without labels to the values that they stand right under."""
        if any(cell.column not in self._open or cell.text in self._titles for cell in cells):
            self._open = {}
        for cell in cells:
            pair = self._open.get(cell.column)
            if pair is not None:
                self.pairs[pair] = replace(self.pairs[pair], values=(*self.pairs[pair].values, cell))

    def _read_pair(self, group: Cell | None, cells: Sequence[Cell], index: int) -> int:
        """Read the pair that begins at a cell; return how many cells it takes."""
        cell, rest = cells[index], cells[index + 1 :]
        parted = part_label(cell.text)
        if parted is not None and not (rest and match_label(cell.text) is not None):
            label, value = replace(cell, text=parted[0]), replace(cell, text=parted[1])
            self._add(group, label, (value,))
            return 1
        if not is_label(cell.text):
            return 1
        if not rest or is_strict_label(rest[0].text) or part_label(rest[0].text):
            is_group = rest and len(rest) > 1 and rest[0].column == cell.column + cell.columns
            if is_group and index == 0 and group is None and not is_strict_label(rest[1].text):
                return 1 + self._read_pair(cell, cells, index + 1)
            # Alone and as wide as the form it is the title of a part: 「２ 事業の内容」.
            if rest or cell.columns * 2 < len(self._grid.rows[self._index].cells):
                self._add(group, cell, ())
            return 1
        if _heads_years(cell, rest):
            return 1 + self._read_years(cell, rest)
        values, taken = _values_after(cell, rest)
        self._add(group, cell, values[-1:])
        if len(values) > 1:
            self._add(group, replace(cell, text="番号"), values[:1])
        return 1 + taken

    def _read_years(self, label: Cell, rest: Sequence[Cell]) -> int:
        """Read 「事業費 | R5 | 100 | R6 | 110」: a label before years with their figures."""
        taken = 0
        while taken + 1 < len(rest) and is_year(rest[taken].text):
            self._add(label, rest[taken], (rest[taken + 1],))
            taken += 2
        return taken

    def _add(self, group: Cell | None, label: Cell, values: tuple[Cell, ...]) -> None:
        words = [label.text] if group is None or match_label(group.text) is None else [group.text, label.text]
        for value in values:
            self._open[value.column] = len(self.pairs)
        self.pairs.append(
            Pair(grid=self._grid, row=self._index, label=label, words=tuple(words), values=values)
        )


def _part_group(row: Row) -> tuple[Cell | None, list[Cell]]:
    """Part the vertical label at the side of some rows (基本情報) from the cells that begin in a row."""
    cells = begun(row)
    reaching = [cell for cell in row.distinct() if cell.row < row.number]
    if (
        cells
        and len(cells) > 1
        and cells[0].rows > 1
        and cells[1].rows < cells[0].rows
        and is_label(cells[1].text)
    ):
        return cells[0], cells[1:]
    first = reaching[-1] if reaching else None
    if first is not None and (not cells or first.column < cells[0].column):
        return first, cells
    return None, cells


def _is_header_like(cells: Sequence[Cell]) -> bool:
    known = [cell for cell in cells if is_label(cell.text) and part_label(cell.text) is None]
    if len(known) == len(cells):
        # 「今後の方向性 | 継続」: what may head a column of marks is an answer here.
        return len(cells) % 2 == 1 or not all(is_option(cell.text) for cell in cells[1::2])
    figures = [cell for cell in cells if is_figure_label(cell.text)]
    return len(figures) >= 2 and len(known) * 3 >= len(cells) * 2 and all(len(c.text) <= 15 for c in cells)


def _is_mostly_labels(cells: Sequence[Cell]) -> bool:
    """Tell whether a row may be labels above their values, some of them unknown (事業名 | ねらい | 担当課)."""
    strict = [cell for cell in cells if is_strict_label(cell.text)]
    return (
        len(strict) >= 2 and len(strict) * 3 >= len(cells) * 2 and all(len(cell.text) <= 15 for cell in cells)
    )


def _heads_figures(cells: Sequence[Cell]) -> bool:
    figures = [cell for cell in cells if is_figure_label(cell.text)]
    if len(cells) < 2 or any(_role_of(cell) is Role.NAME for cell in cells):
        return False
    return len(figures) >= 2


def _body(rows: Sequence[Row]) -> Sequence[Row]:
    """Return the rows of figures at the beginning of some rows: no label begins them but one with numbers after it."""
    for index, row in enumerate(rows):
        cells = begun(row)
        if not cells or (len(cells) == 1 and row.distinct()[0] is cells[0]):
            return rows[:index]
        first = row.distinct()[0]
        if is_strict_label(first.text) and not are_quantities([cell for cell in cells if cell is not first]):
            return rows[:index]
        if part_label(first.text) or (index and _is_header_like(cells)):
            return rows[:index]
    return rows


def _words_of(
    first: Cell, corner: Cell, group: Cell | None, parts: tuple[str, ...], unit: str | None
) -> tuple[str, ...]:
    """Return what stands around a figure: the words of its row and of its column, and its unit."""
    measure = [f"（{unit}）"] if unit else []
    if is_year(first.text):
        return (*parts, first.text, *measure)
    match = match_label(first.text)
    if match is not None and match.role is not Role.NOTE:
        return (first.text, *parts, *measure)
    outer = next((c for c in (corner, group) if c is not None and _role_of(c) is Role.AMOUNT), None)
    return () if outer is None else (outer.text, first.text, *parts, *measure)


def _unit_of(cell: Cell) -> str | None:
    return unit_in(fold_width(cell.text))


def _role_of(cell: Cell) -> Role | None:
    match = match_label(cell.text)
    return None if match is None else match.role


def _below(label: Cell, cells: Sequence[Cell]) -> Cell | None:
    return next((cell for cell in cells if cell.column == label.column), None)


def _heads_years(cell: Cell, rest: Sequence[Cell]) -> bool:
    is_figures = is_figure_label(cell.text) and not is_year(cell.text)
    return is_figures and len(rest) > 1 and is_year(rest[0].text) and not is_year(rest[1].text)


def _values_after(label: Cell, rest: Sequence[Cell]) -> tuple[tuple[Cell, ...], int]:
    """Return the value after a label and how many cells it takes; a number before a name comes first of two."""
    first = rest[0]
    run = 1
    while run < len(rest) and not is_label(rest[run].text) and not part_label(rest[run].text):
        run += 1
    role = _role_of(label)
    if run > 1 and is_like_number(first.text) and not is_like_number(rest[1].text):
        if role is Role.NAME:
            return (first, rest[1]), 2
        if role is Role.LEVEL:
            return (_joined(rest[:2]),), 2
    chosen = [*takewhile(lambda cell: is_mark(cell.text) or is_option(cell.text), rest)]
    if role is Role.DIRECTION and len(chosen) > 1:
        return (_joined(_marks_first(chosen)),), len(chosen)
    return (first,), 1


def _marks_first(cells: Sequence[Cell]) -> list[Cell]:
    """Put each mark before the option that it chooses, where it stands after it (拡充 | ○ | 継続 |)."""
    if is_mark(cells[0].text):
        return [*cells]
    ordered: list[Cell] = []
    for cell in cells:
        ordered.insert(len(ordered) - 1 if is_mark(cell.text) else len(ordered), cell)
    return ordered


def _joined(cells: Sequence[Cell]) -> Cell:
    return replace(cells[0], text=" ".join(cell.text.strip() for cell in cells))
