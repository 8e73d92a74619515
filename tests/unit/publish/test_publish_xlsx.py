import time
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from torikumi.plan.model import Plan
from torikumi.plan.money import Amount
from torikumi.plan.quantity import Quantity, ValueState
from torikumi.publish.tables import data_tables
from torikumi.publish.xlsx import write_data_workbook, write_people_workbook
from unit.publish import plans

PLAN = plans.make_plan()


def open_workbook(octets: bytes) -> Workbook:
    return load_workbook(BytesIO(octets))


@pytest.fixture(scope="module")
def data() -> Workbook:
    return open_workbook(write_data_workbook(PLAN))


@pytest.fixture(scope="module")
def people() -> Workbook:
    return open_workbook(write_people_workbook(PLAN))


def values(sheet: Worksheet) -> list[list[object]]:
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def test_one_table_a_sheet_from_the_first_cell(data: Workbook) -> None:
    tables = data_tables(PLAN)

    assert data.sheetnames == [table.name for table in tables]
    for table in tables:
        sheet = data[table.name]
        assert [cell.value for cell in sheet[1]] == [column.name for column in table.columns]
        assert sheet.max_row == 1 + len(table.rows)
        assert sheet.max_column == len(table.columns)


def test_data_sheets_merge_nothing_and_compute_nothing(data: Workbook) -> None:
    for sheet in data:
        assert sheet.merged_cells.ranges == set()
        assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}


def test_no_cell_of_the_data_has_a_line_break(data: Workbook) -> None:
    texts = [v for sheet in data for row in values(sheet) for v in row if isinstance(v, str)]

    assert texts
    assert not [text for text in texts if "\n" in text or "\r" in text]


def test_the_code_is_text_and_years_and_values_are_numbers(data: Workbook) -> None:
    sheet = data["金額"]
    names = [cell.value for cell in sheet[1]]
    first = dict(zip(names, [cell.value for cell in sheet[2]], strict=True))

    assert first["市区町村コード"] == "990019"
    assert (first["年度"], first["金額の年度"], first["金額"], first["単位"]) == (2022, 2021, 18250, "千円")
    assert values(sheet)[4][names.index("金額")] == pytest.approx(-320.5)


def test_the_table_for_people_has_bands_and_every_project(people: Workbook) -> None:
    sheet = people["事業一覧"]
    first_column = [row[0] for row in values(sheet)]
    numbers = [value for value in first_column if isinstance(value, str) and value.isdigit()]

    assert numbers == [project.number for project in PLAN.projects]
    assert [node.printed for node in PLAN.nodes] == [
        v for v in first_column if v in {n.printed for n in PLAN.nodes}
    ]
    assert values(sheet)[1][0] == plans.NOTICE
    assert "再掲：No.4 みのり茶屋（直売所の開設）" in first_column
    assert PLAN.nodes[5].notes[0].text in first_column
    assert PLAN.notes[0].text in first_column
    assert f"出典：{PLAN.credit}" in first_column


def test_directions_are_letter_and_word_on_a_tint(people: Workbook) -> None:
    sheet = people["事業一覧"]
    cells = [row[3] for row in sheet.iter_rows() if str(row[0].value or "").isdigit()]

    assert [cell.value for cell in cells[:5]] == ["B：継続", "B：継続", "D：廃止", "A：充実", "C：縮小"]
    assert len({cell.fill.fgColor.rgb for cell in cells}) == 4


def test_the_sheet_prints_on_one_page_wide_landscape_with_its_header_on_each_page(people: Workbook) -> None:
    for sheet in people:
        assert sheet.page_setup.orientation == "landscape"
        assert int(sheet.page_setup.paperSize) == (8 if sheet.title == "事業一覧" else 9)
        # One page wide is the default and is not written; 0 means as many pages high as it takes.
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.print_title_rows == "$3:$3"
        assert sheet.freeze_panes == "A4"
        assert sheet.oddFooter.center.text == "&P / &N"
        assert sheet["A3"].font.name == "BIZ UDPゴシック"


def test_the_counts_are_those_of_the_plan(people: Workbook) -> None:
    rows = values(people["方針の集計"])

    assert rows[2] == ["基本目標", "A 充実", "B 継続", "C 縮小", "D 廃止", "計"]
    assert rows[-1] == ["計", 2, 11, 1, 2, 16]
    assert [row[-1] for row in rows[3:-1]] == [5, 3, 5, 3]


def test_costs_stand_beside_their_project_as_numbers_under_year_phase_and_unit(people: Workbook) -> None:
    sheet = people["事業一覧"]
    heads = [cell.value for cell in sheet[3]]
    row = next(row for row in sheet.iter_rows() if row[0].value == "4")

    assert heads == [
        "No.", "事業名", "事業概要", "今後の方針", "担当課", "令和3年度\n決算額\n（千円）", "令和4年度\n当初予算\n（千円）",
        "令和4年度\n補正予算\n（千円）", "備考",
    ]  # fmt: skip
    assert [cell.value for cell in row[5:8]] == [18250, 19400, -320.5]
    assert [cell.number_format for cell in row[5:8]] == ["#,##0", "#,##0", "#,##0.0"]
    assert row[8].value == "茶屋の名前は市民の投票で決めた。"


def test_a_plan_without_amounts_or_notes_has_no_columns_for_them_and_stays_on_a4() -> None:
    bare = replace(PLAN, projects=tuple(replace(p, amounts=(), notes=()) for p in PLAN.projects))
    workbook = open_workbook(write_people_workbook(bare))

    assert [cell.value for cell in workbook["事業一覧"][3]] == [
        "No.",
        "事業名",
        "事業概要",
        "今後の方針",
        "担当課",
    ]
    assert int(workbook["事業一覧"].page_setup.paperSize) == 9
    assert "財源" not in workbook.sheetnames


@pytest.mark.parametrize(
    ("value", "shown", "number_format"),
    [
        (Quantity(raw="－", state=ValueState.NOT_APPLICABLE), "－", "General"),
        (replace(plans.number("1200", "千円"), approximate=True), 1200, '"約"#,##0'),
        (plans.number("12345678901234567890", "千円"), "12,345,678,901,234,567,890", "General"),
    ],
)
def test_what_is_no_plain_number_is_shown_as_printed(
    value: Quantity, shown: object, number_format: str
) -> None:
    plan = plans.with_amount(PLAN, value)
    sheet = open_workbook(write_people_workbook(plan))["事業一覧"]
    cell = next(row for row in sheet.iter_rows() if row[0].value == "1")[5]

    assert (cell.value, cell.number_format) == (shown, number_format)


def test_a_cell_without_a_unit_stands_in_the_column_of_its_year() -> None:
    second = PLAN.projects[1]
    none = Amount(label="R4当初", year=2022, value=Quantity(raw="－", state=ValueState.NOT_APPLICABLE))
    plan = plans.with_amount(PLAN, plans.number("5", "千円"))
    first, _, *rest = plan.projects
    plan = replace(plan, projects=(first, replace(second, amounts=(none,)), *rest))
    heads = [cell.value for cell in open_workbook(write_people_workbook(plan))["事業一覧"][3]]

    assert [head for head in heads if "令和4年度" in head] == ["令和4年度\nR4当初\n（千円）"]


def test_an_amount_without_any_words_has_a_heading_all_the_same() -> None:
    bare = Amount(label=" ", value=plans.number("5"))
    first, *rest = PLAN.projects
    plan = replace(PLAN, projects=(replace(first, amounts=(bare,)), *(replace(p, amounts=()) for p in rest)))
    heads = [cell.value for cell in open_workbook(write_people_workbook(plan))["事業一覧"][3]]

    assert heads[5] == "費用"


def test_the_sources_of_funds_have_a_sheet(people: Workbook) -> None:
    rows = values(people["財源"])

    assert rows[2] == ["対象", "年度", "区分", "事業費\n（千円）", "国庫支出金\n（千円）"]
    assert rows[3:] == [["No.4 みのり茶屋（直売所の開設）", "令和3年度", "決算額", 18250, 6000]]


@pytest.mark.parametrize("write", [write_data_workbook, write_people_workbook])
def test_hostile_texts_stay_texts(write: "type[object]") -> None:
    octets = write(plans.make_hostile_plan())  # type: ignore[call-arg]
    workbook = open_workbook(octets)  # type: ignore[arg-type]
    cells = [cell for sheet in workbook for row in sheet.iter_rows() for cell in row]

    assert "=1+2" in {cell.value for cell in cells}
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert not [cell for cell in cells if cell.hyperlink]
    assert max(len(str(cell.value or "")) for cell in cells) <= 32_767
    assert any(str(cell.value).endswith("全文はplan.jsonにあります）") for cell in cells)
    assert any("\ufffd" in str(cell.value) for cell in cells)


def test_a_number_that_excel_would_round_is_kept_as_text() -> None:
    plan = plans.make_plan()
    long = plans.number("12345678901234567890.5", "円")
    plan = plans.with_amount(plan, long)

    sheet = open_workbook(write_data_workbook(plan))["金額"]

    column = [cell.value for cell in sheet[1]].index("金額")
    assert sheet.cell(2, column + 1).value == "12345678901234567890.5"
    assert isinstance(long.number, Decimal)


@pytest.mark.parametrize("write", [write_data_workbook, write_people_workbook])
def test_a_workbook_does_not_know_when_it_was_made(write: "type[object]", tmp_path: Path) -> None:
    first: bytes = write(PLAN)  # type: ignore[call-arg, assignment]
    time.sleep(2.1)  # a ZIP counts in steps of two seconds
    second: bytes = write(plans.make_plan())  # type: ignore[call-arg, assignment]

    assert first == second
    with ZipFile(BytesIO(first)) as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}


def test_a_plan_without_anything_makes_workbooks() -> None:
    empty = Plan(title="空の計画")

    assert open_workbook(write_people_workbook(empty)).sheetnames == ["事業一覧", "方針の集計"]
    assert open_workbook(write_data_workbook(empty))["事業"].max_row == 1


def test_indicators_stand_with_their_years(people: Workbook) -> None:
    rows = values(people["指標"])

    assert rows[3] == [
        PLAN.nodes[0].printed,
        "市内の新しい事業所の数",
        "件",
        "平成30年度 12",
        "令和5年度 40",
        "令和元年度 18\n令和2年度 15\n令和3年度 27",
    ]
