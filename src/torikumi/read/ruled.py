"""Rules drawn on a page become grids: which cells they enclose, and which of those are merged."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from torikumi.read.document import Box

_OPEN = 6.0  # points that a rule must reach beyond the last one it crosses, for a column or row to be there


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight rule: its place on the one axis (`at`), its two ends on the other. All in points, y going down."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RuledCell:
    """A cell that rules enclose; rows and columns count from 0."""

    row: int
    column: int
    rows: int
    columns: int
    box: Box


@dataclass(frozen=True, slots=True, kw_only=True)
class RuledGrid:
    """The cells of one table; `xs` and `ys` are the lines between its columns and rows, in order."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[RuledCell, ...]

    @property
    def box(self) -> Box:
        """What the table covers."""
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]


def find_grids(
    horizontal: Sequence[Rule], vertical: Sequence[Rule], *, tolerance: float = 2.0
) -> tuple[RuledGrid, ...]:
    """Return the grids that the rules draw, from the top of the page to its bottom.

    Rules within `tolerance` of one line are one line; a missing piece of a rule between two cells merges them. Cells
    that are merged into a shape that is no rectangle are kept apart. Where most rules end beyond the last one of the
    other direction, the table is open on that side (no frame left and right, a page break) and is closed there.
    """
    across = join_rules(horizontal, tolerance=tolerance)
    down = join_rules(vertical, tolerance=tolerance)
    grids = []
    for rows, columns in _connected(across, down, tolerance):
        _close_sides(rows, columns, tolerance)
        _close_sides(columns, rows, tolerance)
        grid = _grid_of(rows, columns, tolerance)
        if grid is not None:
            grids.append(grid)
    return tuple(sorted(grids, key=lambda grid: (grid.ys[0], grid.xs[0])))


def join_rules(rules: Iterable[Rule], *, tolerance: float, gap: float | None = None) -> tuple[Rule, ...]:
    """Return the rules with all pieces of one line joined that touch or overlap (dashes, doubled borders).

    `gap` is how far apart two pieces may be; without it, as far as two rules of one line may lie beside each other.
    """
    reach = tolerance if gap is None else gap
    joined: list[list[float]] = []
    for line in _lines(sorted(rules, key=lambda rule: rule.at), tolerance):
        at = sum(rule.at for rule in line) / len(line)
        last: list[float] | None = None
        for rule in sorted(line, key=lambda rule: rule.start):
            if last is not None and rule.start <= last[2] + reach:
                last[2] = max(last[2], rule.end)
            else:
                last = [at, rule.start, rule.end]
                joined.append(last)
    return tuple(Rule(*rule) for rule in joined)


def _lines(rules: Sequence[Rule], tolerance: float) -> list[list[Rule]]:
    lines: list[list[Rule]] = []
    for rule in rules:
        if lines and rule.at - lines[-1][0].at <= tolerance:
            lines[-1].append(rule)
        else:
            lines.append([rule])
    return lines


def _connected(
    across: Sequence[Rule], down: Sequence[Rule], tolerance: float
) -> list[tuple[list[Rule], list[Rule]]]:
    """Return the rules that hang together, crossing or touching one another."""
    parents = list(range(len(across) + len(down)))

    def root(index: int) -> int:
        while parents[index] != index:
            parents[index] = parents[parents[index]]
            index = parents[index]
        return index

    for i, rule in enumerate(across):
        for j, other in enumerate(down, start=len(across)):
            if (
                rule.start - tolerance <= other.at <= rule.end + tolerance
                and other.start - tolerance <= rule.at <= other.end + tolerance
            ):
                parents[root(i)] = root(j)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for index in range(len(parents)):
        group = groups.setdefault(root(index), ([], []))
        if index < len(across):
            group[0].append(across[index])
        else:
            group[1].append(down[index - len(across)])
    return list(groups.values())


def _close_sides(rules: list[Rule], others: list[Rule], tolerance: float) -> None:
    """Add to `others` a rule where most of `rules` begin or end beyond the outermost of them."""
    if len(rules) < 2 or not others:
        return
    first, last = min(rule.at for rule in others), max(rule.at for rule in others)
    begin, end = min(rule.at for rule in rules), max(rule.at for rule in rules)
    for place, ends, sign in (
        (first, [rule.start for rule in rules], -1),
        (last, [rule.end for rule in rules], 1),
    ):
        beyond = sorted(at for at in ends if (at - place) * sign > _OPEN)
        if len(beyond) * 2 > len(rules):
            middle = beyond[len(beyond) // 2]
            if sum(1 for at in beyond if abs(at - middle) <= tolerance) * 2 > len(rules):
                others.append(Rule(middle, begin, end))


def _grid_of(across: Sequence[Rule], down: Sequence[Rule], tolerance: float) -> RuledGrid | None:
    ys = _places(across, tolerance)
    xs = _places(down, tolerance)
    if len(ys) < 2 or len(xs) < 2:
        return None
    right = _borders(down, xs, ys, tolerance)  # right[row][column]: a rule stands left of the column
    below = _borders(across, ys, xs, tolerance)  # below[column][row]: a rule stands above the row
    taken: set[tuple[int, int]] = set()
    cells = []
    for row in range(len(ys) - 1):
        for column in range(len(xs) - 1):
            if (row, column) in taken:
                continue
            rows, columns = _span(row, column, right, below, taken)
            taken.update((r, c) for r in range(row, row + rows) for c in range(column, column + columns))
            box = (xs[column], ys[row], xs[column + columns], ys[row + rows])
            cells.append(RuledCell(row=row, column=column, rows=rows, columns=columns, box=box))
    return RuledGrid(xs=xs, ys=ys, cells=tuple(cells))


def _places(rules: Iterable[Rule], tolerance: float) -> tuple[float, ...]:
    lines = _lines(sorted(rules, key=lambda rule: rule.at), tolerance)
    return tuple(sum(rule.at for rule in line) / len(line) for line in lines)


def _borders(
    rules: Sequence[Rule], places: Sequence[float], steps: Sequence[float], tolerance: float
) -> list[list[bool]]:
    """Tell for each step between two lines of the other axis, and each place, whether a rule stands there."""
    lines = [[rule for rule in rules if abs(rule.at - place) <= tolerance] for place in places]
    return [
        [
            sum(max(0.0, min(rule.end, end) - max(rule.start, start)) for rule in line) >= 0.5 * (end - start)
            for line in lines
        ]
        for start, end in pairwise(steps)
    ]


def _span(
    row: int, column: int, right: list[list[bool]], below: list[list[bool]], taken: set[tuple[int, int]]
) -> tuple[int, int]:
    """Return how many rows and columns the cell that begins here covers."""
    columns = 1
    while (
        column + columns < len(right[row]) - 1
        and not right[row][column + columns]
        and (row, column + columns) not in taken
    ):
        columns += 1
    rows = 1
    while row + rows < len(right) and all(
        not below[c][row + rows] and (row + rows, c) not in taken for c in range(column, column + columns)
    ):
        inside = range(column + 1, column + columns)
        if any(right[row + rows][c] for c in inside):
            break
        rows += 1
    return rows, columns
