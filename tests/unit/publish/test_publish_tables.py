"""The rules of the state for tables that machines read, held over every table."""

import csv
import io
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from torikumi.plan.model import Plan
from torikumi.publish.csv import write_csv, write_table
from torikumi.publish.data_table import Column, DataTable
from torikumi.publish.tables import data_tables, projects_table
from torikumi.text.storable import defuse
from unit.publish import plans

PLAN = plans.make_plan()
TABLES = {table.name: table for table in data_tables(PLAN)}


def rows_of(name: str) -> list[dict[str, object]]:
    table = TABLES[name]
    return [dict(zip([c.name for c in table.columns], row, strict=True)) for row in table.rows]


def read(octets: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(octets.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_every_row_is_as_long_as_the_header(table: DataTable) -> None:
    assert all(len(row) == len(table.columns) for row in table.rows)
    assert len({column.name for column in table.columns}) == len(table.columns)


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_every_column_is_explained(table: DataTable) -> None:
    explained = {(row["シート"], row["項目"]) for row in rows_of("項目説明")}

    assert all(column.meaning for column in table.columns)
    if table.name != "項目説明":
        assert {(table.name, column.name) for column in table.columns} <= explained


def test_a_project_is_one_row() -> None:
    rows = rows_of("事業")

    assert [row["事業番号"] for row in rows] == [project.number for project in PLAN.projects]
    assert rows[3] == {
        "市区町村コード": "990019",
        "市区町村名": "みのり市",
        "計画名": PLAN.title,
        "年度": 2022,
        "事業ID": "P-000000000004",
        "事業番号": "4",
        "事業名": "みのり茶屋（直売所の開設）",
        "別名": "直売所の開設",
        "仮称": 0,
        "基本目標": "1 みのりのある仕事をつくる <しごとプロジェクト>",
        "基本施策": "農と商いをそだてる",
        "事業概要": "駅前に直売所を開き、朝どりの野菜を売る。 加工品の開発は農政課が生産者と進める。",
        "方針_原文": "A：充実",
        "方針_コード": "A",
        "方針_名称": "充実",
        "方針_共通区分": "expand",
        "担当課": "農政課",
        "担当課_施設": None,
        "担当課数": 1,
        "出典_ファイル": "みのり市事業一覧.pdf",
        "出典_ページ": 1,
        "出典_シート": None,
        "出典_行": 4,
        "ページ": "projects/P-000000000004.html",
    }


def test_numbers_stand_without_their_units() -> None:
    amounts = rows_of("金額")

    assert [(row["金額の年度"], row["段階"], row["財源"], row["金額"], row["単位"]) for row in amounts] == [
        (2021, "決算額", "事業費", Decimal(18250), "千円"),
        (2021, "決算額", "国庫支出金", Decimal(6000), "千円"),
        (2022, "当初予算", "事業費", Decimal(19400), "千円"),
        (2022, "補正予算", "事業費", Decimal("-320.5"), "千円"),
    ]


def test_what_is_not_counted_yet_is_no_number() -> None:
    pending = [row for row in rows_of("指標") if row["原文"] == "集計中"]

    assert [(row["値"], row["値の年度"], row["単位"]) for row in pending] == [(None, 2022, "人")]


def test_every_section_of_a_project_has_a_row() -> None:
    sections = [row for row in rows_of("担当課") if row["対象ID"] == plans.project_id("13")]

    assert [(row["担当順"], row["担当課"], row["施設"], row["役割"]) for row in sections] == [
        (1, "青少年課", "児童センター", "主管"),
        (2, "こども課", None, "関係"),
    ]


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        (("基本目標", "基本施策"), ["基本目標", "基本施策"]),
        ((), ["大項目", "中項目"]),
        (("政策", " "), ["政策", "中項目"]),
        (("施策", "施策"), ["施策", "施策2"]),
        (("担当課", "事業名"), ["担当課1", "事業名2"]),
    ],
)
def test_the_levels_are_columns_with_plain_names(levels: tuple[str, ...], expected: list[str]) -> None:
    table = projects_table(replace(PLAN, levels=levels))
    names = [column.name for column in table.columns]

    assert names[9:11] == expected
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    "plan", [PLAN, plans.make_hostile_plan(), Plan(title="")], ids=["plan", "hostile", "empty"]
)
def test_no_column_is_nameless(plan: Plan) -> None:
    assert [t.name for t in data_tables(plan) for column in t.columns if not column.name.strip()] == []


def test_every_note_of_plan_measure_and_project_has_a_row() -> None:
    rows = [(r["対象"], r["対象ID"], r["備考番号"], r["備考"]) for r in rows_of("備考")]

    assert rows == [
        ("計画", None, 1, PLAN.notes[0].text),
        ("基本施策", "N-2-2", 1, PLAN.nodes[5].notes[0].text),
        ("事業", plans.project_id("4"), 1, "茶屋の名前は市民の投票で決めた。"),
    ]


def test_csv_has_the_columns_of_the_data_sheet() -> None:
    lines = read(write_csv(PLAN))

    assert write_csv(PLAN).startswith(b"\xef\xbb\xbf")
    assert lines[0] == [column.name for column in TABLES["事業"].columns]
    assert len(lines) == 1 + len(PLAN.projects)
    assert all(len(line) == len(lines[0]) for line in lines)


def test_csv_has_one_line_a_row_whatever_the_text() -> None:
    octets = write_csv(PLAN)

    assert octets.count(b"\r\n") == octets.count(b"\n") == 1 + len(PLAN.projects)


def test_numbers_in_csv_are_bare_and_texts_are_in_quotes() -> None:
    table = DataTable(
        name="x",
        file="x",
        columns=(Column("数", "x"), Column("文", "x"), Column("空", "x")),
        rows=((Decimal("-1E+3"), '言"葉', None), (-5, "-5", "")),
    )

    assert write_table(table).decode("utf-8-sig") == '"数","文","空"\r\n-1000,"言""葉",\r\n-5,"\'-5",""\r\n'


@pytest.mark.parametrize(
    "text",
    [
        "=1",
        "+1",
        "-1",
        "@A",
        "\t=1",
        "\r=1",
        "＝1",
        "＋1",
        "－",
        "＠",
        "−1",
        " =1",
        "\u3000=1",
        "\ufeff=1",
        "\n=1",
    ],
)
def test_what_a_spreadsheet_would_run_is_defused(text: str) -> None:
    assert defuse(text) == f"'{text}"


@pytest.mark.parametrize("text", ["事業", "1-2", "", " ", "a=1", "（=1）", "'=1"])
def test_other_texts_stay(text: str) -> None:
    assert defuse(text) == text


@given(st.text())
def test_no_text_starts_a_formula_or_breaks_a_row(text: str) -> None:
    table = DataTable(name="x", file="x", columns=(Column("文", "x"), Column("次", "x")), rows=((text, 1),))
    lines = read(write_table(table))

    assert len(lines) == 2
    assert lines[1][1] == "1"
    assert not lines[1][0].lstrip().startswith(tuple("=+-@＝＋－＠"))


def test_hostile_texts_make_tables_all_the_same() -> None:
    hostile = plans.make_hostile_plan()

    for table in data_tables(hostile):
        lines = read(write_table(table))
        assert len(lines) == 1 + len(table.rows)
        assert not any(cell.startswith(tuple("=+@\t＝")) for line in lines for cell in line)
