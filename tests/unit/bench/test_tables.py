"""What other readers hand over becomes tables of our own cells, spans and all."""

from bench.reading.tables import FoundTable, cells_of_rows, join_tables, stack_tables, tables_from


def spans(rows: list[list[str | None]]) -> list[tuple[str, int, int]]:
    return [(cell.text, cell.rows, cell.columns) for cell in cells_of_rows(rows) if cell.text]


def found(rows: list[list[str | None]]) -> FoundTable:
    (table,) = tables_from([{"page": 1, "rows": rows}])
    return table


def test_a_text_covers_the_places_on_its_right_that_hold_none() -> None:
    assert spans([["1 しごと", None, None], ["", "2", "商工課"]]) == [
        ("1 しごと", 1, 3),
        ("2", 1, 1),
        ("商工課", 1, 1),
    ]


def test_a_text_covers_the_places_below_it_that_no_text_on_their_left_covers() -> None:
    assert spans([["しごと", "1"], [None, "2"], [None, "3"]]) == [
        ("しごと", 3, 1),
        ("1", 1, 1),
        ("2", 1, 1),
        ("3", 1, 1),
    ]


def test_a_band_under_a_row_takes_nothing_from_the_cells_above_it() -> None:
    assert ("商工課", 1, 1) in spans([["1", "相談会", "商工課"], ["2 くらし", None, None]])


def test_cells_with_spans_are_laid_out_as_rows_and_back() -> None:
    plain = {"text": "しごと", "row": 1, "column": 1, "rows": 2, "columns": 1}
    beside = [{"text": text, "row": row, "column": 2} for row, text in ((1, "1"), (2, "2"))]

    (table,) = tables_from([{"cells": [plain, *beside]}])

    assert table.rows() == [["しごと", "1"], [None, "2"]]


def test_a_table_without_text_is_left_out() -> None:
    assert tables_from([{"page": 1, "rows": [["", None], [" ", ""]]}]) == ()


def test_tables_of_one_width_that_follow_one_another_are_joined() -> None:
    joined = join_tables([found([["1", "相談会"]]), found([["2", "講座"]]), found([["注"]])])

    assert [table.rows() for table in joined] == [[["1", "相談会"], ["2", "講座"]], [["注"]]]


def test_stacked_tables_are_as_wide_as_the_widest() -> None:
    (table,) = stack_tables([found([["1", "相談会"]]), found([["注"]])])

    assert table.rows() == [["1", "相談会"], ["注", ""]]
