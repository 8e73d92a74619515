"""What stands beside a table of projects, or without one: tables of indicators, lists of levels."""

import re
from collections.abc import Iterator, Sequence

from torikumi.plan.finding import Finding
from torikumi.plan.place import Place
from torikumi.read.beside_doubts import (
    figures_of_heading,
    figures_unread,
    list_as_projects,
    name_from_above,
    no_projects,
    other_name,
    without_owner,
)
from torikumi.read.body import BodyReader
from torikumi.read.document import Cell, Table
from torikumi.read.fields import join_lines
from torikumi.read.figure_regions import Region, part_regions
from torikumi.read.figure_rows import Found, Owner
from torikumi.read.figure_tables import FigureTable, read_figure_table
from torikumi.read.grid import Grid, Row
from torikumi.read.level_tables import LevelTable, code_key, level_tables
from torikumi.read.lists import ListedProject, ProjectList, find_lists
from torikumi.read.nodes import KnownNodes, OpenHeadings, with_indicator
from torikumi.read.projects import Draft
from torikumi.read.roles import Roles
from torikumi.read.rows import is_note, is_sentence
from torikumi.read.side import Block
from torikumi.read.titles import Titles, read_titles
from torikumi.read.tree import Tree, parse_heading
from torikumi.text.names import project_key

_COVER = 15  # rows that may hold the plan's title
_NO_HEADING = re.compile(
    r"[(（\[【]?\s*(?:単位|図表?|表|グラフ|資料|出典|注|※|別紙|様式)|.*(?:一覧表?|総括表|の推移)\Z|.*(?:から|まで|より)\Z"
)
_FIGURE_NUMBER = re.compile(r"[【\[(（]?\s*(?:図表?|表)\s*[-0-9０-９]")


def read_beside(
    body: BodyReader, grids: Sequence[Grid], plans: Sequence[tuple[Block, Roles]], titles: Titles
) -> list[Grid]:
    """Read what stands beside the tables of projects into what these gave; return the tables that nothing was read of."""
    of_plans = {id(block.grid) for block, _ in plans}
    reader = BesideReader(body.tree, body.drafts, title=titles.title)
    found = reader.read([grid for grid in grids if id(grid) not in of_plans])
    if found and not plans:
        body.name_levels(reader.level_names)
        body.drafts.extend(reader.listed)
    if found and not body.drafts:
        indicators = sum(len(node.indicators) for node in body.tree.nodes.values())
        body.findings.append(no_projects(indicators))
    body.findings.extend(reader.findings)
    body.findings.extend(other_name(*difference) for difference in reader.nodes.differences)
    return [grid for grid in grids if id(grid) not in reader.read_grids]


def titles_without_projects(grids: Sequence[Grid]) -> Titles:
    """Return what the first lines of a document say that lists no projects."""
    for grid in grids:
        regions = part_regions(grid).regions
        first = regions[0].before if regions else grid.rows
        highest = [row for row in first if row.distinct()[0].heading == 1]
        titles = read_titles([*highest[:1], *(row for row in first[:_COVER] if not _names_level(row))])
        if titles.title is not None or regions:
            return titles
    return Titles()


def _names_level(row: Row) -> bool:
    return parse_heading(join_lines(row.distinct()[0].text)).label is not None


class BesideReader:
    """Reads the tables that list no projects; gives their indicators to the tree and to the projects known."""

    def __init__(self, tree: Tree, drafts: Sequence[Draft], *, title: str | None) -> None:
        self.listed: list[Draft] = []
        self.findings: list[Finding] = []
        self.level_names: list[str] = []
        self.read_grids: set[int] = set()
        self.nodes = KnownNodes(tree)
        self._drafts: dict[str, list[Draft]] = {}
        self._has_projects = bool(drafts)
        self._title = title
        self._open = OpenHeadings(self.nodes)
        self._sheet: tuple[str, str | None] | None = None
        self._lists: dict[int, ProjectList] = {}
        self._in_lists: set[int] = set()
        for draft in drafts:
            self._drafts.setdefault(project_key(draft.name), []).append(draft)

    def read(self, grids: Sequence[Grid]) -> bool:
        """Read the tables in order; tell whether there was one of indicators, or a list of projects."""
        tables = {id(grid): _tables(grid) for grid in grids}
        levels = [table for grid in grids for table in level_tables(grid)] if not self._has_projects else []
        lists = [] if self._has_projects else find_lists([row for grid in grids for row in grid.rows])
        codes = {code for table in levels for code in table.codes()}
        sure = any(table.is_sure for found in tables.values() for table in found)
        kept = {
            key: [one for one in found if self._is_kept(one, codes, sure=sure)]
            for key, found in tables.items()
        }
        if not lists and not any(kept.values()):
            return False
        self._lists = {id(one.opener): one for one in lists}
        self._in_lists = {id(cell) for one in lists for cell in one.cells}
        for table in levels:
            self._enter_levels(table)
        for grid in grids:
            if kept[id(grid)]:
                self.read_grids.add(id(grid))
            self._read_grid(grid, kept[id(grid)])
        return True

    def _is_kept(self, table: FigureTable, codes: set[str], *, sure: bool) -> bool:
        """Tell whether a table holds indicators: its words say so, another table's do, or its rows are known measures.

        Beside projects there are statistics of all kinds: there its words must say so, or its rows be known.
        """
        if self._has_projects:
            return table.speaks_of_indicators or any(map(self._is_of_known, table.found))
        if table.is_sure:
            return True
        levels = [level for one in table.found for level in one.owner.levels]
        asked = {code_key(level.code) for level in levels if level.code is not None}
        return table.is_by_year and (sure or len(asked & codes) > 1)

    def _is_of_known(self, found: Found) -> bool:
        if self._project(found.owner) is not None:
            return True
        names = [(join_lines(level.cell.text), level.code) for level in found.owner.levels]
        return any(self.nodes.by_code(code) or self.nodes.by_name(name) for name, code in names)

    def _enter_levels(self, table: LevelTable) -> None:
        self.nodes.add_codes(table.enter(self.nodes.tree))
        self.read_grids.add(id(table.grid))
        if len(table.level_names()) > len(self.level_names):
            self.level_names = table.level_names()

    def _read_grid(self, grid: Grid, tables: Sequence[FigureTable]) -> None:
        by_first = {id(row): table for table in tables for row in table.region.header[:1]}
        sheet = (grid.table.file, grid.table.sheet)
        if self._sheet != sheet and self._sheet is not None and sheet[1] is not None:
            self._open.clear()
        self._sheet = sheet
        inside = {id(row) for table in tables for row in (*table.region.header, *table.region.rows)}
        for row in grid.rows:
            table = by_first.get(id(row))
            if table is not None:
                self._read_table(table)
            elif id(row) not in inside:
                self._read_line(row, grid)

    def _read_line(self, row: Row, grid: Grid) -> None:
        first = row.distinct()[0]
        opened = self._lists.get(id(first))
        if opened is not None:
            self.read_grids.add(id(grid))
            self._read_list(opened, grid.table)
        elif id(first) not in self._in_lists:
            self._enter_line(row, grid.table)

    def _read_list(self, opened: ProjectList, table: Table) -> None:
        """Make projects of a list, each under the measure that it stands below."""
        above = self._open.node_above(None) if any(one.measure is None for one in opened.projects) else None
        for project in opened.projects:
            node = above
            if project.measure is not None and project.measure_cell is not None:
                place = table.place_of(project.measure_cell)
                node = self.nodes.enter(self._parent_of(project), project.measure, project.code, place)
            draft = Draft(name=project.name, node=node)
            draft.places["name"] = table.place_of(project.cell)
            self.listed.append(draft)
        text = join_lines(opened.opener.text)
        self.findings.append(list_as_projects(text, len(opened.projects), table.place_of(opened.opener)))

    def _parent_of(self, project: ListedProject) -> str | None:
        known = self.nodes.by_code(project.code) or self.nodes.by_name(project.measure or "")
        return None if known is not None else self._open.node_above(None)

    def _enter_line(self, row: Row, table: Table) -> None:
        cells = row.distinct()
        if len(cells) != 1 or is_note(row) or not _is_heading(cells[0], title=self._title):
            return
        heading = parse_heading(join_lines(cells[0].text))
        self._open.enter(heading, table.place_of(cells[0]), cells[0].heading)

    def _read_table(self, table: FigureTable) -> None:
        place = _place_of(table.region)
        if table.named_by is not None:
            self.findings.append(name_from_above(table.found[0].draft.name, place))
        for column in table.unread:
            cell = column.column.cell
            if cell is not None:
                self.findings.append(
                    figures_unread(column.column.heading, table.region.grid.table.place_of(cell))
                )
        without: list[Found] = []
        for found in table.found:
            if not self._give(found, table):
                without.append(found)
        if without:
            self._give_to_heading(without, table)

    def _give(self, found: Found, table: FigureTable) -> bool:
        indicator = found.draft.frozen()
        draft = self._project(found.owner)
        if draft is not None:
            draft.indicators = [*with_indicator(draft.indicators, indicator)]
            return True
        node = self._node(found.owner, table)
        if node is None:
            return False
        self.nodes.give(node, indicator)
        return True

    def _project(self, owner: Owner) -> Draft | None:
        same = self._drafts.get(project_key(owner.project), []) if owner.project else []
        return same[0] if len(same) == 1 else None

    def _node(self, owner: Owner, table: FigureTable) -> str | None:
        place_of = table.region.grid.table.place_of
        parent = self._open_node(table) if not owner.levels or not self._all_known(owner) else None
        if owner.band is not None:
            parent = self.nodes.enter(parent, join_lines(owner.band.text), None, place_of(owner.band))
        for level in owner.levels:
            parent = self.nodes.enter(parent, join_lines(level.cell.text), level.code, place_of(level.cell))
        return parent

    def _all_known(self, owner: Owner) -> bool:
        first = owner.levels[0]
        return (self.nodes.by_code(first.code) or self.nodes.by_name(join_lines(first.cell.text))) is not None

    def _open_node(self, table: FigureTable) -> str | None:
        # The line that names the figures is no heading that they stand under, unless the file type says it is one.
        named_by = table.named_by
        if named_by is None or named_by.heading is not None:
            return self._open.node_above(None)
        return self._open.node_above(table.region.grid.table.place_of(named_by))

    def _give_to_heading(self, without: Sequence[Found], table: FigureTable) -> None:
        """Give indicators that no heading claims to the table's own title, its sheet or the plan's title."""
        text, place = _own_title(table, self._title)
        if text is None:
            self.findings.append(without_owner(len(without), _place_of(table.region)))
            return
        node = self.nodes.enter(None, text, None, place)
        for found in without:
            self.nodes.give(node, found.draft.frozen())
        self.findings.append(figures_of_heading(text, len(without), node, place))


def _tables(grid: Grid) -> list[FigureTable]:
    found = (read_figure_table(region) for region in part_regions(grid).regions)
    return [table for table in found if table is not None]


def _place_of(region: Region) -> Place:
    return region.grid.table.place_of(region.header[0].distinct()[0])


def _is_heading(cell: Cell, *, title: str | None) -> bool:
    text = join_lines(cell.text)
    if len(text) > 60 or is_sentence(text) or text == title or _FIGURE_NUMBER.match(text):
        return False
    if cell.heading is not None:
        return cell.heading > 1
    heading = parse_heading(text)
    if heading.label is not None:
        return True
    return heading.number is not None and _NO_HEADING.match(text) is None


def _own_title(table: FigureTable, title: str | None) -> tuple[str | None, Place]:
    source = table.region.grid.table
    for cell in _lines_above(table.region):
        if cell not in (table.named_by, table.context.place):
            return join_lines(cell.text), source.place_of(cell)
    place = _place_of(table.region)
    return source.sheet or title, place


def _lines_above(region: Region) -> Iterator[Cell]:
    for row in reversed(region.before):
        cells = row.distinct()
        text = join_lines(cells[0].text)
        if len(cells) == 1 and not is_note(row) and not is_sentence(text) and not _NO_TITLE.match(text):
            yield cells[0]


_NO_TITLE = re.compile(r"[(（\[【]?\s*(?:単位|図|グラフ|資料|出典|注|※|別紙|様式)")
