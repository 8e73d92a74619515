"""The rows around a cell keep their columns, whatever is merged."""

from hypothesis import given
from hypothesis import strategies as st

from torikumi.read.document import Cell, Table
from torikumi.read.extract import MOST_COLUMNS, ROWS_AROUND, extract_around


def table(*cells: Cell) -> Table:
    return Table(index=0, file="表.xlsx", cells=cells)


def test_a_cell_that_is_merged_over_the_edge_is_shown_with_its_part() -> None:
    goal = Cell(text="1 働く", row=2, column=1, rows=20)
    extract = extract_around(
        table(goal, *(Cell(text=str(row), row=row, column=2) for row in range(1, 30))), 10
    )

    assert [row.number for row in extract.rows] == list(range(10 - ROWS_AROUND, 11 + ROWS_AROUND))
    first = extract.rows[0].cells
    assert [(cell.text, cell.rows) for cell in first] == [("1 働く", 7), ("7", 1)]
    assert [cell.text for cell in extract.rows[1].cells] == ["8"]


def test_an_empty_place_keeps_its_column() -> None:
    extract = extract_around(table(Cell(text="a", row=1, column=3)), 1)

    assert extract.columns == ("A", "B", "C")
    assert [cell.text for cell in extract.rows[0].cells] == ["", "", "a"]


def test_a_table_without_cells_has_an_empty_extract() -> None:
    assert [len(row.cells) for row in extract_around(table(), 1).rows] == [1]


@given(
    st.lists(
        st.tuples(st.integers(1, 12), st.integers(1, 50), st.integers(1, 4), st.integers(1, 4)), max_size=12
    ),
    st.integers(1, 12),
)
def test_every_row_is_as_wide_as_the_table(places: list[tuple[int, int, int, int]], row: int) -> None:
    taken: set[tuple[int, int]] = set()
    cells = []
    for top, left, rows, columns in places:
        own = {(r, c) for r in range(top, top + rows) for c in range(left, left + columns)}
        if not own & taken:
            taken |= own
            cells.append(Cell(text="x", row=top, column=left, rows=rows, columns=columns))

    extract = extract_around(table(*cells), row)

    covered = [
        (line, column)
        for shown in extract.rows
        for cell in shown.cells
        for line in range(cell.row, cell.row + cell.rows)
        for column in range(cell.column, cell.column + cell.columns)
    ]
    wanted = [
        (shown.number, column) for shown in extract.rows for column in range(1, len(extract.columns) + 1)
    ]
    assert sorted(covered) == sorted(wanted)
    assert len(extract.columns) <= MOST_COLUMNS
