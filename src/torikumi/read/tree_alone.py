"""A document that holds the tree of a plan (施策体系) and no projects: as columns of levels, or as a list of headings."""

from collections.abc import Iterator, Sequence

from torikumi.plan.finding import Finding, Severity
from torikumi.plan.place import Place
from torikumi.read.document import Cell
from torikumi.read.fields import join_lines
from torikumi.read.form_labels import begun
from torikumi.read.grid import Grid, Row
from torikumi.read.header import columns_of, header_rows, match_column
from torikumi.read.headings import LEVEL_WORDS, HeadingMatch, Role, match_heading
from torikumi.read.path import Path
from torikumi.read.roles import RoleColumn, Roles
from torikumi.read.rows import is_note, is_sentence
from torikumi.read.side import Column
from torikumi.read.tree import Tree, parse_heading

_BESIDE = frozenset((Role.LEVEL, Role.LEVEL_NUMBER, Role.NUMBER, Role.NOTE))
# Every long text has chapters; goals, policies and measures only a plan has.
_OF_TEXTS = frozenset(
    ("章", "節", "編", "部", "項", "款", "目標", "方針", "柱", "戦略", "体系", "分類", "取組")
)
_LEAST = 4


def read_tree_alone(grids: Sequence[Grid]) -> tuple[Tree, tuple[str, ...]] | None:
    """Return the tree that tables of levels or lists of headings hold, and the names of its levels; None for none."""
    tree = Tree()
    names: dict[int, str] = {}
    for grid in grids:
        header = next((index for index, row in enumerate(grid.rows) if _heads_levels(row)), None)
        if header is not None:
            names |= _read_columns(grid, header, tree)
    if not tree.nodes:
        _read_list(grids, tree)
        names = dict(tree.labels)
    if len(tree.nodes) < _LEAST or tree.depth() < 2:
        return None
    return tree, tuple(names.get(level, "") for level in range(tree.depth()))


def only_the_tree(tree: Tree, place: Place | None) -> Finding:
    """Return what is said of a plan that has headings and no projects."""
    return Finding(
        code="read-tree-alone",
        severity=Severity.WARNING,
        ja=f"区分の木（見出し{len(tree.nodes)}件）だけを読みました。この文書に事業はありません。",
        en=f"Only the tree of headings ({len(tree.nodes)}) was read: the document holds no projects.",
        place=place,
    )


def _heads_levels(row: Row) -> bool:
    cells = begun(row)
    matches = [match_heading(cell.text) for cell in cells]
    known = [match for match in matches if match is not None and match.strength == 1.0]
    levels = [match for match in known if match.role is Role.LEVEL]
    return len(levels) >= 2 and len(known) == len(cells) and all(match.role in _BESIDE for match in known)


def _read_columns(grid: Grid, start: int, tree: Tree) -> dict[int, str]:
    header = header_rows(grid.rows, start)
    columns = tuple(_as_level(column) for column in columns_of(header))
    levels = tuple(column.position for column in columns if column.role is Role.LEVEL)
    path = Path(tree, Roles(columns=columns, is_plan=False), grid.table, live=levels, by_column=False)
    for row in grid.rows[start + len(header) :]:
        cells = [row.cells[position] for position in levels]
        texts = [cell.text for cell in cells if cell is not None]
        if texts and not any(map(is_sentence, texts)) and not is_note(row) and not _heads_levels(row):
            path.enter_columns(row)
    return path.level_names()


def _as_level(column: Column) -> RoleColumn:
    match: HeadingMatch | None = match_column(column)
    return RoleColumn(column=column, role=match.role if match else Role.UNREAD, match=match, values=())


def _read_list(grids: Sequence[Grid], tree: Tree) -> None:
    """Read headings that bear the names of levels (基本目標1 …, 施策1-1 …), where they are most of the document."""
    cells = [(grid, cell) for grid in grids for cell in _cells(grid)]
    labelled = [(grid, cell) for grid, cell in cells if _names_a_level(cell)]
    labels = {parse_heading(join_lines(cell.text)).label for _, cell in labelled}
    if len(labelled) < _LEAST or len(labelled) < 0.6 * len(cells) or len(labels - _OF_TEXTS) < 2:
        return
    path = Path(tree, Roles(columns=(), is_plan=False), labelled[0][0].table, live=(), by_column=False)
    for grid, cell in labelled:
        path.enter_headings([parse_heading(join_lines(cell.text))], [grid.table.place_of(cell)])


def _cells(grid: Grid) -> Iterator[Cell]:
    for row in grid.rows:
        yield from begun(row)


def _names_a_level(cell: Cell) -> bool:
    heading = parse_heading(join_lines(cell.text))
    known = heading.label in LEVEL_WORDS and heading.number is not None
    return known and not is_sentence(cell.text) and len(cell.text) <= 60
