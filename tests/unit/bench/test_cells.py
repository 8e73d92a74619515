"""How the cells that a reader found are held against those that a person sees."""

import pytest
from bench.reading.cells import folded_key, gold_cells, raw_key, score_cells
from bench.reading.tables import FoundTable, tables_from

RECORDS = [
    {
        "number": "1", "goal": "1 しごと", "measure": "働く場", "name": "就労相談会", "summary": "相談に応じる。",
        "direction": "B：継続", "section_raw": "商工課",
    },
    {
        "number": "2", "goal": "1 しごと", "measure": "働く場", "name": "起業講座", "summary": None,
        "direction": "D：廃止", "section_raw": "商工課 企画課",
    },
]  # fmt: skip


def tables(*rows: list[str]) -> tuple[FoundTable, ...]:
    return tables_from([{"page": 1, "rows": list(rows)}])


def test_a_heading_is_one_cell_for_all_the_rows_below_it() -> None:
    assert gold_cells(RECORDS) == [
        "1 しごと", "働く場", "1", "就労相談会", "相談に応じる。", "B：継続", "商工課",
        "2", "起業講座", "D：廃止", "商工課 企画課",
    ]  # fmt: skip


def test_all_cells_found_and_no_other_is_one() -> None:
    score = score_cells(["1", "就労相談会"], tables(["1", "就労\n相談会"]), raw_key)

    assert (score.f1, score.missed, score.extra) == (1.0, (), ())


def test_a_cell_too_few_and_a_cell_too_many_both_count() -> None:
    score = score_cells(["1", "就労相談会", "商工課"], tables(["1", "就労相談会商工課"]), raw_key)

    assert score.f1 == pytest.approx(2 * 1 / (3 + 2))
    assert (set(score.missed), score.extra) == ({"就労相談会", "商工課"}, ("就労相談会商工課",))


def test_the_same_text_counts_as_often_as_it_stands_there() -> None:
    score = score_cells(["継続", "継続"], tables(["1", "継続"], ["2", "拡充"]), raw_key)

    assert score.missed == ("継続",)


def test_headings_of_columns_and_lines_beside_the_table_are_no_fault() -> None:
    found = tables(["No.", "事業名", "担当課"], ["総合戦略の事業一覧", "", ""], ["1", "就労相談会", "商工課"])

    assert score_cells(["1", "就労相談会", "商工課"], found, raw_key).f1 == 1.0


def test_a_band_that_stands_alone_in_its_row_is_found() -> None:
    assert score_cells(["1 しごと"], tables(["1 しごと", ""]), raw_key).f1 == 1.0


def test_width_and_radicals_matter_only_where_texts_are_not_folded() -> None:
    found = tables(["１", "⻑寿課"])

    assert score_cells(["1", "長寿課"], found, folded_key).f1 == 1.0
    assert score_cells(["1", "長寿課"], found, raw_key).f1 == 0.0
