"""The tables of other readers become records, with the same help that our reader gives itself."""

from bench.reading.mapper import fold_records, map_all, map_by_headings, map_by_values
from bench.reading.tables import FoundTable, tables_from

HEADER = ["No.", "事業名", "事業概要", "今後の方針", "担当課"]


def found(*rows: list[str | None]) -> FoundTable:
    (table,) = tables_from([{"page": 1, "rows": list(rows)}])
    return table


def test_a_row_under_the_header_is_a_record_with_the_bands_above_it() -> None:
    records = map_by_headings(
        [
            found(
                HEADER,
                ["1 しごと", None, None, None, None],
                ["働く場", None, None, None, None],
                ["1", "就労\n相談会", "相談に応じる。", "B：継続", "商工課、企画課"],
            )
        ]
    )

    assert records == [
        {
            "number": "1", "goal": "1 しごと", "measure": "働く場", "name": "就労相談会", "summary": "相談に応じる。",
            "direction": "B：継続", "sections": ["商工課", "企画課"],
        }
    ]  # fmt: skip


def test_merged_levels_hold_for_the_rows_below_them() -> None:
    header = ["基本目標", "施策", *HEADER]
    rows = [
        header,
        ["1 しごと", "働く場", "1", "相談会", "", "", "商工課"],
        [None, "", "2", "講座", "", "", "企画課"],
    ]

    records = map_by_headings([found(*rows)])

    assert [(r["goal"], r["measure"], r["name"]) for r in records] == [
        ("1 しごと", "働く場", "相談会"),
        ("1 しごと", "働く場", "講座"),
    ]


def test_a_row_cut_by_the_end_of_a_page_goes_on_under_the_repeated_header() -> None:
    first = found(HEADER, ["1", "就労", "相談に", "B：継続", "商工課"])
    second = found(HEADER, ["", "相談会", "応じる。", "", ""])

    records = map_by_headings([first, second])

    assert [(r["name"], r["summary"]) for r in records] == [("就労相談会", "相談に応じる。")]


def test_a_header_printed_over_several_rows_is_one_header() -> None:
    rows = [["No.", "事業", "今後の", "担当"], ["", "名", "方針", "課"], ["1", "相談会", "継続", "商工課"]]

    assert [(r["name"], r["direction"]) for r in map_by_headings([found(*rows)])] == [("相談会", "継続")]


def test_without_any_header_columns_are_told_by_what_stands_in_them() -> None:
    rows = [
        ["1", "相談会", "相談に応じ、案内をする。", "B：継続", "商工課"],
        ["2", "講座", "起業の講座を開く。", "D：廃止", "企画課"],
    ]

    records = map_by_values([found(*rows)])

    assert [(r["number"], r["name"], r["direction"], r["sections"]) for r in records] == [
        ("1", "相談会", "B：継続", ["商工課"]),
        ("2", "講座", "D：廃止", ["企画課"]),
    ]


def test_a_band_that_columns_cut_is_joined() -> None:
    rows = [[str(number), "相談会", "相談に応じる。", "B：継続", "商工課"] for number in range(1, 4)]

    records = map_by_values([found(HEADER, ["1 働きやすいま", "ちを", "つくる", "", ""], *rows)])

    assert [r["goal"] for r in records] == ["1 働きやすいまちをつくる"] * 3


def test_our_own_recogniser_is_one_of_the_mappers() -> None:
    readings = map_all([found(HEADER, ["1", "就労相談会", "相談に応じる。", "B：継続", "商工課"])])

    assert any("id" in record for records in readings for record in records)


def test_nothing_found_is_no_record_and_no_crash() -> None:
    assert all(records == [] for records in map_all([]))


def test_radicals_are_folded_in_all_that_a_record_says() -> None:
    assert fold_records([{"name": "⻑寿事業", "sections": ["⻄部課"], "kpis": [{"name": "⻝"}]}]) == [
        {"name": "長寿事業", "sections": ["西部課"], "kpis": [{"name": "食"}]}
    ]
