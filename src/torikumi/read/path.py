"""Where in the tree the rows stand: headings in rows of their own, levels in columns, or both."""

from collections.abc import Sequence

from torikumi.plan.place import Place
from torikumi.read.document import Cell, Table
from torikumi.read.fields import is_ditto, join_lines
from torikumi.read.given_levels import Opened
from torikumi.read.grid import Row
from torikumi.read.headings import Role, plain_heading
from torikumi.read.roles import RoleColumn, Roles
from torikumi.read.rows import Placing, RowKind
from torikumi.read.tree import Heading, Outline, Tree, parse_heading


class Path:
    """The open nodes of one block.

    Level columns that hold values beside the projects are *live*: a value stays until the next one (a merged cell, or
    an empty one below). Headings in rows of their own stand above them; where they begin in different level
    columns, the column is the level.
    """

    def __init__(
        self, tree: Tree, roles: Roles, table: Table, *, live: tuple[int, ...], by_column: bool
    ) -> None:
        self._tree = tree
        self._table = table
        self._live = live
        self._by_column = by_column
        self._levels = list(roles.of(Role.LEVEL))
        self._numbers = {column.position + 1: column.position for column in roles.of(Role.LEVEL_NUMBER)}
        limit = len(self._levels) - len(live)
        self._limit = limit if limit > 0 else None
        self._outline = Outline(limit=self._limit)
        self._given = 0  # how many of the open headings have levels that the file type gave
        self._rows: list[str] = []
        self._columns: dict[int, str] = {}
        self._base: int | None = None

    @classmethod
    def of(
        cls, tree: Tree, roles: Roles, placing: Placing, rows: Sequence[tuple[Row, RowKind]], table: Table
    ) -> "Path":
        """Return the path at the beginning of a block."""
        beside = [row for row, kind in rows if kind in (RowKind.PROJECT, RowKind.LEVELS)]
        name = placing.name
        live = tuple(
            position
            for position in placing.levels
            if any(
                row.cells[position] is not None and row.cells[position] is not row.cells[name]
                for row in beside
            )
        )
        alone = {
            position
            for row, kind in rows
            if kind is RowKind.HEADING
            for position in (_position_of(row.distinct()[0], row),)
        }
        by_column = len(alone) > 1 and alone <= set(placing.levels)
        return cls(tree, roles, table, live=live, by_column=by_column)

    @property
    def node(self) -> str | None:
        """The id of the deepest open node."""
        for position in reversed(self._live):
            if position in self._columns:
                return self._columns[position]
        return self._rows[-1] if self._rows else None

    @property
    def is_sure(self) -> bool:
        """Whether the levels of the headings were clear."""
        return self._outline.is_sure

    @property
    def is_without_levels(self) -> bool:
        """Whether the block has no level columns with values and no heading yet."""
        return not self._live and not self._rows

    def go_on_from(self, other: "Path") -> None:
        """Take over the open headings of the block above on the same sheet."""
        self._rows = list(other._rows)
        self._outline = other._outline
        self._given = other._given

    def enter_given(self, opened: Sequence[Opened]) -> list[str]:
        """Open the nodes of headings whose levels are given, and return them; headings in the table stand below them."""
        nodes: list[str] = []
        for one in opened:
            nodes.append(self._tree.enter(nodes[-1] if nodes else None, one.heading, one.place))
        if nodes != self._rows[: self._given] or self._given != len(nodes):
            self._rows, self._given = [*nodes], len(nodes)
            self._columns.clear()
            self._outline = Outline(limit=self._limit)
        return nodes

    def enter_headings(
        self, headings: Sequence[Heading], places: Sequence[Place], cells: Sequence[Cell] = ()
    ) -> None:
        """Open the nodes of headings that follow one another."""
        levels = [self._column_level(cell) for cell in cells]
        if not levels or None in levels:
            levels = [*self._outline.levels_of(headings)]
        levels = [None if level is None else level + self._given for level in levels]
        for heading, place, level in zip(headings, places, levels, strict=True):
            assert level is not None  # noqa: S101  both ways of telling give a level
            self._columns.clear()
            del self._rows[level:]
            parent = self._rows[-1] if self._rows else None
            self._rows.append(self._tree.enter(parent, heading, place))

    def enter_columns(self, row: Row) -> None:
        """Open the nodes that the level columns of a row name."""
        parent = self._rows[-1] if self._rows else None
        changed = False
        if self._base is None:
            self._base = self._tree.nodes[parent].level + 1 if parent is not None else 0
        for position in self._live:
            cell = row.cells[position]
            if cell is not None and not is_ditto(cell.text):
                heading = parse_heading(self._printed(row, position))
                node = self._tree.enter(parent, heading, self._table.place_of(cell))
                changed = changed or self._columns.get(position) != node
                self._columns[position] = node
            elif changed:
                self._columns.pop(position, None)
            parent = self._columns.get(position, parent)

    def owner_of(self, cell: Cell, row: Row) -> str | None:
        """Return the node whose level cell spans the very rows of `cell`, else the deepest open one."""
        for position in reversed(self._live):
            level = row.cells[position]
            if level is not None and (level.row, level.rows) == (cell.row, cell.rows):
                return self._columns.get(position)
        return self.node

    def level_names(self) -> dict[int, str]:
        """Return the names that column headings give to the levels."""
        columns = self._levels
        if self._live:
            base = self._base or 0
            columns = [column for column in columns if column.position in self._live]
            return {
                base + index: plain_heading(column.column.heading) for index, column in enumerate(columns)
            }
        return {index: plain_heading(column.column.heading) for index, column in enumerate(columns)}

    def _column_level(self, cell: Cell) -> int | None:
        if not self._by_column:
            return None
        firsts = [column.column.cell.column for column in self._levels if column.column.cell is not None]
        return firsts.index(cell.column) if cell.column in firsts else None

    def _printed(self, row: Row, position: int) -> str:
        """Return a level with the number that a column of its own gives it."""
        text = join_lines(row.text(position))
        number = self._numbers.get(position)
        cell = None if number is None else row.cells[number]
        if cell is None or cell is row.cells[position]:
            return text
        printed = join_lines(cell.text)
        return text if text.startswith(printed) else f"{printed} {text}"


def _level_name(column: RoleColumn) -> str:
    name = plain_heading(column.column.parts[-1])
    return name.removesuffix("名") if len(name) > 2 else name


def _position_of(cell: Cell, row: Row) -> int:
    return next(index for index, found in enumerate(row.cells) if found is cell)
