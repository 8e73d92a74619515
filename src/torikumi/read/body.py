"""The rows under the headers, in order: headings open nodes, projects stand under them, notes go where they belong."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from torikumi.plan.finding import Finding
from torikumi.plan.model import Note
from torikumi.plan.place import Place
from torikumi.read.document import Table
from torikumi.read.doubts import without_year
from torikumi.read.examples import example_left_out
from torikumi.read.fields import join_lines, join_prose, section_in_heading, within_department
from torikumi.read.figures import read_amounts, read_figures_of_kind, read_indicators
from torikumi.read.fund_sums import doubt_parts
from torikumi.read.given_levels import Above
from torikumi.read.grid import Row
from torikumi.read.headings import Role
from torikumi.read.legends import part_legend
from torikumi.read.path import Path
from torikumi.read.projects import REVIEWS, Draft, RowReader
from torikumi.read.repetitions import join_repeated, join_years
from torikumi.read.roles import Roles
from torikumi.read.row_doubts import (
    is_measure,
    joined_heading,
    level_guessed,
    repeated_header,
    sheet_as_level,
    taken_as_section,
    years_joined,
)
from torikumi.read.rows import (
    Placing,
    RowKind,
    is_note,
    is_sentence,
    rows_with_kinds,
    with_numbered_headings,
)
from torikumi.read.running_text import (
    has_headings_above_headers,
    lines_near,
    names_no_part,
    without_lines_below,
)
from torikumi.read.side import Block
from torikumi.read.titles import Titles, section_above
from torikumi.read.totals import TotalReader
from torikumi.read.tree import Heading, Tree, parse_heading
from torikumi.read.years import is_dated, part_years, year_of_row

_APART = (RowKind.TOTAL, RowKind.NOTE, RowKind.PAGE, RowKind.EXAMPLE)


class BodyReader:
    """Reads block after block; what it found lies in its attributes."""

    def __init__(
        self,
        titles: Titles,
        *,
        year: int | None,
        several_sheets: bool,
        above: Mapping[int, Above] = MappingProxyType({}),
    ) -> None:
        self.tree = Tree()
        self.drafts: list[Draft] = []
        self.notes: list[Note] = []
        self.totals = TotalReader(self.tree)
        self.meanings: list[tuple[str, str]] = []
        self.findings: list[Finding] = []
        self.findings_of_projects: list[tuple[int, Finding]] = []
        self._titles = titles
        self._year = year
        self._several_sheets = several_sheets
        self._above = above
        self._names: dict[int, str] = {}
        self._path: Path | None = None
        self._sheet: tuple[str, str | None] | None = None
        self._first: Block | None = None
        self._current: Block | None = None

    def read_block(self, block: Block, roles: Roles) -> None:
        """Read the rows of one block."""
        self.findings.extend(roles.findings)
        table = block.grid.table
        placing = Placing.of(roles)
        plain, legend = part_legend(block.rows, table)
        above, legend_above = part_legend(block.before, table)
        for found in (legend_above, legend):
            self.notes.extend(found.notes)
            self.meanings.extend(found.meanings)
        rows_below = without_lines_below(plain, table)
        above, of_year = part_years(above) if is_dated(roles) else (above, None)
        block = replace(block, rows=rows_below, before=tuple(above))
        rows = rows_with_kinds(with_numbered_headings(block.rows, roles), placing)
        path = Path.of(self.tree, roles, placing, rows, table)
        is_new_sheet = self._sheet != (table.file, table.sheet)
        if self._path is not None and not is_new_sheet:
            path.go_on_from(self._path)
        self._path, self._sheet = path, (table.file, table.sheet)
        self._first = self._first or block
        self._current = block
        self._enter_lines_above(block, path, table, is_new_sheet=is_new_sheet)
        if block.repeated:
            self.findings.append(repeated_header(block, table))
        reader = RowReader(
            roles=roles, table=table, year=self._year, section=self._common_section(block, roles)
        )
        # A line that is a fiscal year holds for the rows below it, unless the person named another year.
        if self._year is None or self._year == self._titles.year:
            reader = reader.of_year(of_year)
        if reader.year is None and not any(year_of_row(row, roles) for row in block.rows):
            self.findings.extend(without_year(roles.of(*REVIEWS), block))
        self._read_rows(rows, reader, placing, path)
        examples = [row for row, kind in rows if kind is RowKind.EXAMPLE]
        self.findings.extend(example_left_out(row, table.place_of(row.distinct()[0])) for row in examples)
        self.keep_level_names(path)
        if not path.is_sure:
            self.findings.append(level_guessed(table))

    def read_figures(self, block: Block, roles: Roles) -> bool:
        """Give the figures of a small table to the goal that stands above it; False where none does."""
        table = block.grid.table
        path = Path(self.tree, roles, table, live=(), by_column=False)
        is_new_sheet = self._sheet != (table.file, table.sheet)
        if self._path is not None and not is_new_sheet:
            path.go_on_from(self._path)
        self._first = self._first or block
        before = path.node
        self._current = block
        self._enter_lines_above(block, path, table, is_new_sheet=is_new_sheet, with_sheet=False)
        is_given = id(block.columns) in self._above
        if path.node is None or (path.node == before and not is_given):
            return False
        self._path, self._sheet = path, (table.file, table.sheet)
        for row in without_lines_below(block.rows, table):
            self._add_indicators(row, path.node, roles, table)
        return True

    def name_levels(self, names: Sequence[str]) -> None:
        """Keep the names that a table of the levels alone gives to them."""
        self._names = dict(enumerate(names)) | self._names

    def keep_level_names(self, path: Path) -> None:
        """Keep the names that the columns of a block give to its levels, where none are known yet."""
        self._names |= {level: name for level, name in path.level_names().items() if level not in self._names}

    def level_names(self) -> tuple[str, ...]:
        """Return the names of the levels from the top; "" for one that the document does not name."""
        names = self._names | self.tree.labels
        found = tuple(names.get(level, "") for level in range(self.tree.depth()))
        return found if any(found) else ()

    def finish(self) -> None:
        """Join the projects that stand in a second place (再掲) with their first, and say what headings join."""
        self.findings.extend(self.totals.findings)
        once = join_years(self.drafts)
        if len(once) < len(self.drafts):
            self.findings.append(years_joined(len(self.drafts) - len(once)))
        self.drafts, self.findings_of_projects = join_repeated(once)
        doubt_parts(self.drafts)
        for node in self.tree.nodes.values():
            parts = [part for part in node.name.split("・") if part]
            if len(parts) > 1 and is_measure(parts[-1]) and any(map(is_measure, parts[:-1])):
                self.findings.append(
                    joined_heading(node.id, node.printed, node.places[0].place if node.places else None)
                )

    def _common_section(self, block: Block, roles: Roles) -> tuple[Place, str] | None:
        """Return the section of all rows: a line above the table names it, or the sheet has its name."""
        if roles.position(Role.SECTION) is not None:
            return None
        table = block.grid.table
        above = section_above(block.before)
        if above is not None:
            return table.place_of(above[0]), above[1]
        if table.sheet is None or not self._several_sheets or section_in_heading(table.sheet) is None:
            return None
        place = Place(file=table.file, sheet=table.sheet, table=table.index)
        self.findings.append(taken_as_section(table.sheet, place))
        return place, table.sheet

    def _enter_lines_above(
        self, block: Block, path: Path, table: Table, *, is_new_sheet: bool, with_sheet: bool = True
    ) -> None:
        given = self._above.get(id(block.columns))
        if given is not None:
            self._enter_given(given, path)
            return
        is_first = block is self._first
        lines = [row for row in block.before if len(row.distinct()) <= 2]
        if not is_first:
            known = {row.key() for row in (self._first.before if self._first else ())}
            lines = [row for row in lines if row.key() not in known]
        entered = False
        for row in lines_near(lines, table):
            if len(row.distinct()) == 1 and (is_sentence(row.distinct()[0].text) or is_note(row)):
                self._add_note(
                    Note(text=join_prose(row.distinct()[0].text), place=table.place_of(row.distinct()[0]))
                )
                continue
            heading = parse_heading(join_lines(row.distinct()[0].text))
            is_own = heading.number is not None or has_headings_above_headers(block)
            is_title = is_first and not (row is lines[-1] and is_own)
            if self._is_heading(heading, is_title=is_title, is_new_sheet=is_new_sheet):
                self._enter_heading(row, [heading], path, table)
                entered = True
            elif is_first:
                self.totals.read_heading(heading.printed, node=None, place=table.place_of(row.distinct()[0]))
        if with_sheet and self._several_sheets and is_new_sheet and not entered and path.is_without_levels:
            self._enter_sheet(path, table)

    def _enter_given(self, above: Above, path: Path) -> None:
        """Open the nodes of the headings above a table whose levels the file type gives."""
        nodes = path.enter_given(above.headings)
        for opened, node in zip(above.headings, nodes, strict=True):
            total = opened.total_of(node)
            if total is not None:
                self.totals.keep(total)
        for note in above.notes:
            self._add_note(note)

    def _is_heading(self, heading: Heading, *, is_title: bool, is_new_sheet: bool) -> bool:
        """Tell whether a line above a table opens a node; above the first table only a numbered one right there."""
        if names_no_part(heading):
            return False
        if heading.label is not None:
            return True
        if is_title or heading.printed == self._titles.title:
            return False
        return heading.style != "plain" or not is_new_sheet or self._first is self._current

    def _enter_sheet(self, path: Path, table: Table) -> None:
        if table.sheet is None:
            return
        place = Place(file=table.file, sheet=table.sheet, table=table.index)
        path.enter_headings([parse_heading(table.sheet)], [place])
        self.findings.append(sheet_as_level(table.sheet, place))

    def _enter_heading(self, row: Row, headings: list[Heading], path: Path, table: Table) -> None:
        place = table.place_of(row.distinct()[0])
        path.enter_headings(headings, [place] * len(headings))
        if len(row.distinct()) > 1:
            self.totals.read_beside(row, node=path.node, place=place)
        else:
            self.totals.read_heading(headings[-1].printed, node=path.node, place=place)

    def _read_rows(
        self, rows: Sequence[tuple[Row, RowKind]], reader: RowReader, placing: Placing, path: Path
    ) -> None:
        roles, table = reader.roles, reader.table
        before: Row | None = None
        self.totals.begin_table(self.drafts)
        last = max(
            (i for i, (_, kind) in enumerate(rows) if kind in (RowKind.PROJECT, RowKind.MORE)), default=-1
        )
        index = 0
        while index < len(rows):
            row, kind = rows[index]
            if kind is RowKind.HEADING:
                run = [row for row, _ in _run(rows, index)]
                index += len(run)
                run, year = part_years(run) if is_dated(roles) else (run, None)
                headings, reader = self._part_sections(run, reader.of_year(year))
                if headings:
                    self._read_headings(headings, path, table, roles)
                continue
            # What sums up or explains stands across the level columns and opens none of them.
            if len(row.distinct()) > 1 and kind not in _APART:
                path.enter_columns(row)
            if kind is RowKind.PROJECT:
                self._begin(reader, row, path, roles, table)
                before = row
            elif kind is RowKind.MORE:
                self._extend(reader, row, before, roles, table)
            elif kind is RowKind.NOTE:
                self._read_note(row, placing, path, table, at_end=index > last)
            elif kind is RowKind.TOTAL:
                place = table.place_of(row.distinct()[0])
                self.totals.read_row(row, place, node=path.node, drafts=self.drafts)
                self.totals.check_money(row, table, roles, unit=self._titles.unit, drafts=self.drafts)
            elif kind is RowKind.LEVELS:
                self._add_to_node(row, path, roles, table)
            index += 1

    def _part_sections(self, run: Sequence[Row], reader: RowReader) -> tuple[Sequence[Row], RowReader]:
        """Part the headings that are sections, where no column is; the last of them holds for the rows below."""
        if reader.roles.of(Role.SECTION, Role.HELPERS):
            return run, reader
        names = [(row, section_in_heading(join_lines(row.distinct()[0].text))) for row in run]
        found = [(row, name) for row, name in names if name is not None]
        if not found:
            return run, reader
        place = reader.table.place_of(found[-1][0].distinct()[0])
        printed = " ".join(name for _, name in found)
        if len(found) == 1 and reader.section is not None:
            printed = within_department(reader.section[1], printed)
        self.findings.append(taken_as_section(printed, place))
        return [row for row, name in names if name is None], replace(reader, section=(place, printed))

    def _read_headings(self, run: Sequence[Row], path: Path, table: Table, roles: Roles) -> None:
        cells = [row.distinct()[0] for row in run]
        headings = [parse_heading(join_lines(cell.text)) for cell in cells]
        path.enter_headings(headings, [table.place_of(cell) for cell in cells], cells)
        self.totals.read_heading(headings[-1].printed, node=path.node, place=table.place_of(cells[-1]))
        for row in run:
            if len(row.distinct()) > 1:
                self._add_to_node(row, path, roles, table)

    def _begin(self, reader: RowReader, row: Row, path: Path, roles: Roles, table: Table) -> None:
        above = self.drafts[-1] if self.drafts else None
        draft = reader.begin(row, node=path.node, above=above)
        self.drafts.append(draft)
        self.add_figures(draft, row, path, roles, table)

    def _extend(self, reader: RowReader, row: Row, before: Row | None, roles: Roles, table: Table) -> None:
        if before is None or not self.drafts:
            return
        reader.extend(self.drafts[-1], row)
        assert self._path is not None  # noqa: S101  set before any row is read
        self.add_figures(self.drafts[-1], row, self._path, roles, table)

    def add_figures(self, draft: Draft, row: Row, path: Path, roles: Roles, table: Table) -> None:
        """Give a project the indicators and the money of a row; what spans a whole level goes to its heading."""
        name = row.cells[roles.position(Role.NAME) or 0]
        for cell, indicator in read_indicators(row, roles, table):
            if id(cell) in draft.figures:
                continue
            draft.figures.add(id(cell))
            owner = path.owner_of(cell, row) if name is not None and cell.rows > name.rows else None
            if owner is None:
                draft.indicators.append(indicator)
            elif indicator not in self.tree.nodes[owner].indicators:
                node = self.tree.nodes[owner]
                self.tree.nodes[owner] = replace(node, indicators=(*node.indicators, indicator))
        self._add_figures_of_kind(draft, row, roles)
        year = year_of_row(row, roles) or draft.of_year
        for cell, amount in read_amounts(row, roles, table, unit=self._titles.unit):
            if id(cell) not in draft.figures:
                draft.figures.add(id(cell))
                draft.amounts.append(replace(amount, year=amount.year or year))

    @staticmethod
    def _add_figures_of_kind(draft: Draft, row: Row, roles: Roles) -> None:
        """Add a row of targets or of results to the indicator that stands in it or above it."""
        figures = read_figures_of_kind(row, roles)
        if figures is None or not draft.indicators:
            return
        kind, values = figures
        last = draft.indicators[-1]
        if kind is Role.TARGET:
            last = replace(last, targets=(*last.targets, *values))
        elif kind is Role.ACTUAL:
            last = replace(last, actuals=(*last.actuals, *values))
        draft.indicators[-1] = last

    def _add_to_node(self, row: Row, path: Path, roles: Roles, table: Table) -> None:
        """Give what a heading's row holds beside the heading to its node: indicators, a count."""
        node_id = path.node
        if node_id is None:
            return
        self._add_indicators(row, node_id, roles, table)
        self.totals.read_beside(row, node=node_id, place=table.place_of(row.distinct()[0]))

    def _add_indicators(self, row: Row, node_id: str, roles: Roles, table: Table) -> None:
        node = self.tree.nodes[node_id]
        fresh = tuple(indicator for _, indicator in read_indicators(row, roles, table))
        self.tree.nodes[node_id] = replace(node, indicators=(*node.indicators, *fresh))

    def _add_note(self, note: Note) -> None:
        if note.text not in {known.text for known in self.notes}:
            self.notes.append(note)

    def _read_note(self, row: Row, placing: Placing, path: Path, table: Table, *, at_end: bool) -> None:
        cell = (placing.other_cells(row) or row.distinct())[-1]
        note = Note(text=join_prose(cell.text), place=table.place_of(cell))
        marked = cell.text.lstrip().startswith(("※", "＊", "*", "注", "（注", "(注"))
        node = path.node
        has_projects = any(draft.node == node for draft in self.drafts)
        if node is None or marked or (at_end and has_projects):
            self.notes.append(note)
        else:
            self.tree.add_note(node, note)


def _run(rows: Sequence[tuple[Row, RowKind]], start: int) -> Sequence[tuple[Row, RowKind]]:
    end = start
    while end < len(rows) and rows[end][1] is RowKind.HEADING:
        end += 1
    return rows[start:end]
