"""Tables that list the levels of a plan and nothing under them (施策体系), with the codes that other tables use."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from torikumi.plan.place import Place
from torikumi.read.fields import is_ditto, join_lines
from torikumi.read.grid import Grid, Row
from torikumi.read.header import columns_of
from torikumi.read.headings import Role, match_heading, plain_heading
from torikumi.read.side import Column
from torikumi.read.tree import Heading, Tree, parse_heading
from torikumi.read.values import is_like_number, share
from torikumi.text.width import fold_width

_LONGEST = 20
_HEADER_BY = 60  # the header of such a table stands within so many rows


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelTable:
    """The columns of levels from the top down, each with that of its number, and the column of the codes."""

    grid: Grid
    levels: tuple[Column, ...]
    numbers: dict[int, int]
    code: int | None
    rows: tuple[Row, ...]

    def enter(self, tree: Tree) -> dict[str, str]:
        """Enter the levels into the tree; return the nodes of the lowest level by their codes."""
        codes: dict[str, str] = {}
        open_nodes: dict[int, str] = {}
        for row in self.rows:
            changed = False
            parent: str | None = None
            for column in self.levels:
                cell = row.cells[column.position]
                if cell is not None and not is_ditto(cell.text):
                    code = (
                        row.text(self.code).strip()
                        if column is self.levels[-1] and self.code is not None
                        else ""
                    )
                    node = tree.enter(parent, self._heading(row, column, code), self._place(row, column))
                    changed = changed or open_nodes.get(column.position) != node
                    open_nodes[column.position] = node
                elif changed:
                    open_nodes.pop(column.position, None)
                parent = open_nodes.get(column.position, parent)
            code = row.text(self.code) if self.code is not None else ""
            if code and parent is not None:
                codes.setdefault(code_key(code), parent)
        return codes

    def codes(self) -> set[str]:
        """Return the codes that the table gives."""
        return set() if self.code is None else {code_key(row.text(self.code)) for row in self.rows} - {""}

    def level_names(self) -> list[str]:
        """Return the words above the levels."""
        return [plain_heading(column.parts[-1]) for column in self.levels]

    def _place(self, row: Row, column: Column) -> Place:
        cell = row.cells[column.position]
        assert cell is not None  # noqa: S101  the caller has seen it
        return self.grid.table.place_of(cell)

    def _heading(self, row: Row, column: Column, code: str) -> Heading:
        text = join_lines(row.text(column.position))
        if code:
            # The code is what other tables call it; the number beside it begins anew under every heading.
            return Heading(printed=text, number=code, name=text, alias=None, label=None, style="plain")
        position = self.numbers.get(column.position)
        number = join_lines(row.text(position)) if position is not None else ""
        return parse_heading(text if not number or text.startswith(number) else f"{number} {text}")


def level_tables(grid: Grid) -> Iterator[LevelTable]:
    """Yield the tables of a grid whose header names two levels or more, and no project."""
    rows = grid.rows
    for index, row in enumerate(rows[: min(_HEADER_BY, len(rows) - 1)]):
        if not _heads_levels(row):
            continue
        found = _level_table(grid, row, rows[index + 1 :])
        if found is not None:
            yield found
        return


def code_key(code: str) -> str:
    """Return the key under which a code is matched: 「１１１」, 「(111)」 and 「111」 are one."""
    return "".join(fold_width(code).split()).strip("()[]【】")


def _heads_levels(row: Row) -> bool:
    cells = row.distinct()
    if len(cells) < 2 or any(len(cell.text) > _LONGEST or "。" in cell.text for cell in cells):
        return False
    matches = [match_heading(cell.text) for cell in cells]
    levels = [m for m in matches if m is not None and m.role is Role.LEVEL and m.strength == 1.0]
    others = [
        m for m in matches if m is not None and m.role not in (Role.LEVEL, Role.LEVEL_NUMBER, Role.NUMBER)
    ]
    return len(levels) >= 2 and not others and len(cells) - len(levels) <= 2


def _level_table(grid: Grid, header: Row, below: Sequence[Row]) -> LevelTable | None:
    rows = [*_body(header, below)]
    columns = columns_of([header])
    values = {c.position: [row.text(c.position) for row in rows if row.cells[c.position]] for c in columns}
    numeric = {p for p, found in values.items() if found and share(found, is_like_number) >= 0.9}
    levels = [c for c in columns if _is_level(c) and c.position not in numeric and values[c.position]]
    if len(levels) < 2 or not rows:
        return None
    numbers = {c.position: c.position - 1 for c in levels if c.position - 1 in numeric}
    spare = [
        p for p in sorted(numeric) if p not in numbers.values() and len(set(values[p])) == len(values[p])
    ]
    if not spare:
        # A number that is never given twice is a code, too.
        last = numbers.get(levels[-1].position)
        given = values[last] if last is not None else []
        is_code = len(set(given)) == len(given) > 1 and all(len(code_key(code)) > 1 for code in given)
        spare = [last] if last is not None and is_code else []
    return LevelTable(
        grid=grid, levels=tuple(levels), numbers=numbers, code=spare[-1] if spare else None, rows=tuple(rows)
    )


def _body(header: Row, below: Sequence[Row]) -> Iterator[Row]:
    bottom = max(cell.row + cell.rows - 1 for cell in header.distinct())
    for row in below:
        if row.number <= bottom or row.key() == header.key():
            continue
        if len(row.distinct()) < 2 or any(
            len(cell.text) > 60 or "。" in cell.text for cell in row.distinct()
        ):
            return
        yield row


def _is_level(column: Column) -> bool:
    match = match_heading(column.parts[-1]) if column.parts else None
    return match is not None and match.role is Role.LEVEL
