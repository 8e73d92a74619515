"""Rules on a page become grids with merged cells."""

from hypothesis import given
from hypothesis import strategies as st

from torikumi.read.ruled import Rule, find_grids, join_rules

XS, YS = (10.0, 60.0, 160.0, 200.0), (100.0, 120.0, 140.0, 180.0)


def rules(xs: tuple[float, ...] = XS, ys: tuple[float, ...] = YS) -> tuple[list[Rule], list[Rule]]:
    across = [Rule(y, xs[0], xs[-1]) for y in ys]
    down = [Rule(x, ys[0], ys[-1]) for x in xs]
    return across, down


def spans(across: list[Rule], down: list[Rule]) -> list[list[tuple[int, int, int, int]]]:
    return [
        [(cell.row, cell.column, cell.rows, cell.columns) for cell in grid.cells]
        for grid in find_grids(across, down)
    ]


def test_a_full_grid_has_a_cell_at_every_position() -> None:
    (cells,) = spans(*rules())

    assert cells == [(row, column, 1, 1) for row in range(3) for column in range(3)]


def test_a_missing_piece_of_a_rule_merges_two_cells() -> None:
    across, down = rules()
    across[1] = Rule(120.0, 60.0, 200.0)  # nothing under the first cell of the first row

    (cells,) = spans(across, down)

    assert (0, 0, 2, 1) in cells
    assert (1, 0, 1, 1) not in cells


def test_a_band_row_is_one_cell() -> None:
    across, down = rules()
    down[1:3] = [Rule(x, *part) for x in (60.0, 160.0) for part in ((100.0, 120.0), (140.0, 180.0))]

    (cells,) = spans(across, down)

    assert (1, 0, 1, 3) in cells


def test_dashes_are_one_rule() -> None:
    dashes = [Rule(50.0, x, x + 2.0) for x in range(0, 100, 3)]

    assert join_rules(dashes, tolerance=2.0) == (Rule(50.0, 0, 101.0),)


def test_two_tables_on_a_page_are_two_grids_from_the_top_down() -> None:
    across, down = rules()
    lower_across, lower_down = rules(ys=(300.0, 320.0, 340.0))

    one, two = find_grids([*lower_across, *across], [*lower_down, *down])

    assert one.box == (10.0, 100.0, 200.0, 180.0)
    assert two.box == (10.0, 300.0, 200.0, 340.0)


def test_one_rule_is_no_grid() -> None:
    assert find_grids([Rule(10.0, 0.0, 500.0)], []) == ()


@st.composite
def drawn_grids(
    draw: st.DrawFn,
) -> tuple[tuple[float, ...], tuple[float, ...], list[tuple[int, int, int, int]]]:
    """A grid and non-overlapping merges in it."""
    columns, rows = draw(st.integers(1, 6)), draw(st.integers(1, 8))
    widths = draw(st.lists(st.integers(12, 90), min_size=columns, max_size=columns))
    heights = draw(st.lists(st.integers(12, 60), min_size=rows, max_size=rows))
    xs = tuple(float(sum(widths[:index]) + 30) for index in range(columns + 1))
    ys = tuple(float(sum(heights[:index]) + 40) for index in range(rows + 1))
    free = {(row, column) for row in range(rows) for column in range(columns)}
    cells = []
    for row, column in sorted(free):
        if (row, column) not in free:
            continue
        down, right = draw(st.integers(1, 3)), draw(st.integers(1, 3))
        while right > 1 and any((row, column + step) not in free for step in range(right)):
            right -= 1
        covered = {(row + i, column + j) for i in range(down) for j in range(right)}
        if not covered <= free:
            down = 1
            covered = {(row, column + j) for j in range(right)}
        free -= covered
        cells.append((row, column, down, right))
    return xs, ys, cells


@given(drawn_grids())
def test_what_is_drawn_is_what_is_found(
    drawn: tuple[tuple[float, ...], tuple[float, ...], list[tuple[int, int, int, int]]],
) -> None:
    xs, ys, cells = drawn
    across, down = [], []
    for row, column, rows, columns in cells:
        left, right, top, bottom = xs[column], xs[column + columns], ys[row], ys[row + rows]
        across += [Rule(top, left, right), Rule(bottom, left, right)]
        down += [Rule(left, top, bottom), Rule(right, top, bottom)]

    (grid,) = find_grids(across, down)

    lines_x = sorted({x for _, c, _, n in cells for x in (xs[c], xs[c + n])})
    lines_y = sorted({y for r, _, n, _ in cells for y in (ys[r], ys[r + n])})
    assert list(grid.xs) == lines_x
    assert list(grid.ys) == lines_y
    assert [cell.box for cell in grid.cells] == [
        (xs[c], ys[r], xs[c + cs], ys[r + rs]) for r, c, rs, cs in sorted(cells)
    ]
