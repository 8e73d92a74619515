"""The rows of a table of figures become indicators, each with the words that tell whose it is."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from torikumi.plan.indicator import Counting, IndicatorKind
from torikumi.plan.quantity import ValueState
from torikumi.read.document import Cell
from torikumi.read.fields import is_ditto, join_lines
from torikumi.read.figure_columns import FigureColumn, Use
from torikumi.read.figure_context import Context
from torikumi.read.figure_regions import Region
from torikumi.read.grid import Row
from torikumi.read.indicators import Figure, IndicatorDraft
from torikumi.read.labels import Kind, parse_label, part_kind
from torikumi.read.measured import good_of, read_measured, year_of_label
from torikumi.read.rows import is_note, is_sentence

_NOTHING = frozenset(("", "-", "－", "―", "—", "ー"))
_KINDS = {"投入": IndicatorKind.INPUT, "インプット": IndicatorKind.INPUT, "活動": IndicatorKind.OUTPUT,
          "アウトプット": IndicatorKind.OUTPUT, "成果": IndicatorKind.OUTCOME, "アウトカム": IndicatorKind.OUTCOME}  # fmt: skip
_FIELDS = {Use.DEFINITION: "definition", Use.NUMERATOR: "numerator", Use.DENOMINATOR: "denominator",
           Use.SOURCE: "source", Use.UNIT: "unit"}  # fmt: skip
_TOTAL = re.compile(r"(?:合|小|総)?\s*計|平均")


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelCell:
    """A level that a row names, with the code that a column beside it gives."""

    cell: Cell
    code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """What the rows say of whose an indicator is: levels from the top down, a project, a line of the table's own."""

    levels: tuple[LevelCell, ...] = ()
    project: str | None = None
    band: Cell | None = None


@dataclass(slots=True, kw_only=True)
class Found:
    """An indicator that a table gives, and whose it is."""

    draft: IndicatorDraft
    owner: Owner


@dataclass(slots=True)
class FigureRows:
    """Reads the rows of one region in order."""

    region: Region
    columns: Sequence[FigureColumn]
    context: Context
    found: list[Found] = field(default_factory=list)
    _drafts: dict[tuple[object, ...], Found] = field(default_factory=dict)
    _levels: dict[int, LevelCell] = field(default_factory=dict)
    _project: str | None = None
    _band: Cell | None = None
    _name: Cell | None = None
    _used: set[tuple[int, int]] = field(default_factory=set)

    def read(self) -> list[Found]:
        """Return the indicators of the region in the order in which their names come."""
        cores = self._cores()
        for row in self.region.rows:
            cells = row.distinct()
            if len(cells) == 1:
                self._read_lone(row)
            elif not _TOTAL.fullmatch(join_lines(cells[0].text)) and not is_note(row):
                self._read_row(row, cores)
        return [found for found in self.found if found.draft.figures]

    def _of(self, *uses: Use) -> list[FigureColumn]:
        return [column for column in self.columns if column.use in uses]

    def _cores(self) -> Counter[str]:
        """Count what is left of the names without 「（実績）」: where it comes twice, both rows are of one indicator."""
        names = {id(cell): cell for row in self.region.rows for cell in self._name_cells(row)}
        return Counter(part_kind(join_lines(cell.text))[0] for cell in names.values())

    def _name_cells(self, row: Row) -> list[Cell]:
        cells = [row.cells[column.position] for column in self._of(Use.NAME)]
        return [cell for cell in cells if cell is not None]

    def _read_lone(self, row: Row) -> None:
        (cell,) = row.distinct()
        if is_note(row) or is_sentence(cell.text):
            return
        names_indicator = self._of(Use.ROW_KIND, Use.ROW_YEAR) and not self._of(Use.NAME)
        if names_indicator:
            self._name = cell
        elif any(row.cells[column.position] is cell for column in self._of(Use.LEVEL)) and cell.columns == 1:
            self._enter_levels(row)
        else:
            self._band = cell
            self._levels.clear()

    def _read_row(self, row: Row, cores: Counter[str]) -> None:
        self._enter_levels(row)
        names = self._name_cells(row)
        if names:
            self._name = names[-1]
        elif self._of(Use.NAME) and not self._of(Use.ROW_KIND):
            return
        row_kind, row_year = self._row_kind(row), self._row_year(row)
        name_kind = None
        if self._name is not None and self._of(Use.NAME):
            core, name_kind = part_kind(join_lines(self._name.text))
            label = parse_label(self._name.text)
            if label.kind is Kind.RATE and not label.name:
                return
            name_kind = name_kind or (None if label.name else label.kind)
            name = core if cores[core] > 1 else join_lines(self._name.text)
        else:
            name = join_lines(self._name.text) if self._name is not None else ""
        if name in _NOTHING and self._of(Use.NAME):
            return
        for column in self._of(Use.DATA):
            kind = _kind(column.kind, row_kind or name_kind, self.context.default)
            self._add(row, column, name, kind, column.year or row_year)

    def _enter_levels(self, row: Row) -> None:
        changed = False
        codes = self._of(Use.CODE)
        levels = self._of(Use.LEVEL) or (self._of(Use.TEXT)[:1] if codes else [])
        for column in levels:
            cell = row.cells[column.position]
            if cell is None or is_ditto(cell.text):
                if changed:
                    self._levels.pop(column.position, None)
                continue
            known = self._levels.get(column.position)
            changed = changed or known is None or known.cell is not cell
            self._levels[column.position] = LevelCell(cell=cell, code=self._code(row, column, levels))
        for column in self._of(Use.OWNER):
            cell = row.cells[column.position]
            if cell is not None and not is_ditto(cell.text):
                self._project = join_lines(cell.text)

    def _code(self, row: Row, level: FigureColumn, levels: Sequence[FigureColumn]) -> str | None:
        """Return the code beside a level: in the column before it, or behind the last level."""
        codes = self._of(Use.CODE)
        behind = [c for c in codes if level is levels[-1] and c.position > level.position]
        before = [c for c in codes if c.position == level.position - 1]
        for column in (*behind, *before):
            cell = row.cells[column.position]
            if cell is not None:
                return join_lines(cell.text)
        return None

    def _row_kind(self, row: Row) -> Kind | None:
        for column in self._of(Use.ROW_KIND):
            cell = row.cells[column.position]
            if cell is not None:
                return parse_label(cell.text).kind
        return None

    def _row_year(self, row: Row) -> int | None:
        for column in self._of(Use.ROW_YEAR):
            cell = row.cells[column.position]
            if cell is not None:
                return year_of_label(cell.text)
        return None

    def _add(self, row: Row, column: FigureColumn, name: str, kind: Kind, year: int | None) -> None:
        cell = row.cells[column.position]
        if kind is Kind.RATE:
            return
        found = self._draft(row, column, name)
        self._fill(found.draft, row)
        if cell is None or (id(found), id(cell)) in self._used:
            return
        self._used.add((id(found), id(cell)))
        if cell.columns > 1:
            year = year if len(self._years_over(row, cell)) < 2 else None
        value = read_measured(cell.text, year=year if year is not None else self._year_beside(row, kind))
        if value.value.state is ValueState.BLANK:
            return
        place = self.region.grid.table.place_of(cell)
        found.draft.figures.append(Figure(kind=kind, value=value, place=place))

    def _years_over(self, row: Row, cell: Cell) -> set[int | None]:
        return {column.year for column in self._of(Use.DATA) if row.cells[column.position] is cell}

    def _year_beside(self, row: Row, kind: Kind) -> int | None:
        for column in self._of(Use.YEAR_BESIDE):
            cell = row.cells[column.position]
            same = column.kind is kind or {column.kind, kind} <= {Kind.TARGET, Kind.FINAL}
            if cell is not None and same:
                return year_of_label(cell.text)
        return None

    def _draft(self, row: Row, column: FigureColumn, name: str) -> Found:
        owner = Owner(
            levels=tuple(self._levels[position] for position in sorted(self._levels)),
            project=self._project,
            band=self._band,
        )
        whole = " ".join(part for part in (name or self.context.name or "", column.name) if part)
        if column.name and not name:
            whole = column.name
        levels = tuple((join_lines(level.cell.text), level.code) for level in owner.levels)
        same_cell = id(self._name) if self._of(Use.NAME) and name == join_lines(self._name_text()) else 0
        key = (levels, owner.project, id(owner.band), whole, same_cell)
        if key not in self._drafts:
            cell = self._name if name and self._name is not None else column.column.cell
            assert cell is not None  # noqa: S101  a column of figures has a heading
            draft = IndicatorDraft(name=whole, place=self.region.grid.table.place_of(cell))
            draft.unit, draft.good = self.context.unit, self.context.good
            draft.definition, draft.source = self.context.definition, self.context.source
            draft.kind = self._kind_in_heading()
            self._drafts[key] = Found(draft=draft, owner=owner)
            self.found.append(self._drafts[key])
        return self._drafts[key]

    def _name_text(self) -> str:
        return self._name.text if self._name is not None else ""

    def _kind_in_heading(self) -> IndicatorKind | None:
        heading = next((column.column.heading for column in self._of(Use.NAME)), "")
        return (
            IndicatorKind.OUTPUT
            if "活動" in heading
            else IndicatorKind.OUTCOME
            if "成果" in heading
            else None
        )

    def _fill(self, draft: IndicatorDraft, row: Row) -> None:
        for column, cell in self._cells_about(row):
            text = join_lines(cell.text)
            if text in _NOTHING:
                continue
            if column.use in _FIELDS:
                setattr(draft, _FIELDS[column.use], text)
            elif column.use is Use.GOOD:
                draft.good = draft.good or good_of(text)
            elif column.use is Use.INDICATOR_KIND:
                draft.kind = next((kind for word, kind in _KINDS.items() if word in text), draft.kind)
            elif column.use is Use.COUNTING and "累" in text:
                draft.counting = Counting.CUMULATIVE
            elif column.use is Use.COUNTING and "単" in text:
                draft.counting = Counting.YEARLY

    def _cells_about(self, row: Row) -> Iterator[tuple[FigureColumn, Cell]]:
        uses = (*_FIELDS, Use.GOOD, Use.INDICATOR_KIND, Use.COUNTING)
        for column in self._of(*uses):
            cell = row.cells[column.position]
            if cell is not None:
                yield column, cell


def _kind(of_column: Kind | None, of_row: Kind | None, default: Kind) -> Kind:
    if Kind.RATE in (of_column, of_row):
        return Kind.RATE
    if of_column in (Kind.BASE, Kind.FINAL):
        return of_column
    return of_row or of_column or default


def with_name(found: Found, name: str) -> Found:
    """Return an indicator under the name that stands above its table."""
    return replace(found, draft=replace(found.draft, name=name))
