"""Tables of indicators in a document that flows: their headings, their codes, what is said of them."""

from torikumi.plan.model import Plan
from torikumi.read.document import Cell, Document
from torikumi.read.flow import Line, Part, tables_of
from torikumi.read.reading import Given, Reading
from torikumi.read.recognise import recognise_plan


def table(text: str) -> tuple[Cell, ...]:
    rows = [[cell.strip() for cell in line.split("|")] for line in text.strip().split("\n")]
    return tuple(
        Cell(text=text, row=row, column=column)
        for row, cells in enumerate(rows, start=1)
        for column, text in enumerate(cells, start=1)
        if text
    )


def read(*parts: Part) -> Reading:
    document = Document(name="報告.html", sha256="0" * 64, tables=tables_of(parts, file="報告.html"))
    return recognise_plan([document], given=Given())


def placed(plan: Plan) -> list[tuple[str, str, int, int]]:
    return [
        (
            " > ".join(one.printed for one in plan.path_to(node.id)),
            indicator.name,
            len(indicator.targets),
            len(indicator.actuals),
        )
        for node in plan.nodes
        for indicator in node.indicators
    ]


def test_headings_of_the_file_type_hold_the_indicators_below_them():
    reading = read(
        Line(text="← 案内に戻る"),
        Line(text="みほん市介護保険事業計画の検証", heading=1),
        Line(text="Ⅲ 結果", heading=2),
        Line(text="① 認定者の数", heading=3),
        Line(text="計画と実績を並べる。"),
        table("年度末 | R3 | R4\n認定者数（実績） | 2,162 | 2,213\n認定者数（計画） | 2,149 | 2,119"),
        Line(text="② 給付費", heading=3),
        Line(text="青は計画を下回る"),
        table("年度 | 計画 | 実績 | 対計画比\nR3 | 100 | 90 | 90%\nR4 | 110 | 120 | 109%"),
    )

    assert reading.plan.title == "みほん市介護保険事業計画の検証"
    assert placed(reading.plan) == [
        ("Ⅲ 結果 > ① 認定者の数", "認定者数", 2, 2),
        ("Ⅲ 結果 > ② 給付費", "② 給付費", 2, 2),
    ]
    assert "read-indicator-named-above" in {finding.code for finding in reading.findings}


def test_a_code_beside_two_names_is_one_measure_and_is_told():
    reading = read(
        table(
            "まちづくりの目標 | 政策 | 施策 | 図での表記\n"
            "1 健やか | 1 福祉 | 障がい者の福祉 | 123\n"
            "1 健やか | 1 福祉 | 高齢者の福祉 | 122"
        ),
        table(
            "番号 | 施策 | 指標 | 基準値（R1） | 目標値（R6）\n"
            "123 | 障がいの福祉 | 満足 | 50 | 60\n"
            "122 | 高齢者の福祉 | 満足 | 55 | 65"
        ),
    )

    assert placed(reading.plan) == [
        ("1 健やか > 1 福祉 > 障がい者の福祉", "満足", 0, 0),
        ("1 健やか > 1 福祉 > 高齢者の福祉", "満足", 0, 0),
    ]
    told = [finding for finding in reading.findings if finding.code == "read-code-name-differs"]
    assert [finding.field for finding in told] == ["name"]
    assert "障がいの福祉" in told[0].ja


def test_every_figure_knows_its_cell():
    plan = read(
        Line(text="施策1 健康づくり"),
        table("指標 | 基準値（R1） | R4実績 | 目標値（R6）\n受診率（％） | 41 | 48 | 60"),
    ).plan

    (indicator,) = plan.nodes[0].indicators
    assert [(entry.field, entry.place.column) for entry in indicator.places] == [
        ("name", 1),
        ("base", 2),
        ("targets", 4),
        ("actuals", 3),
    ]
    assert {entry.place.row for entry in indicator.places} == {3}


def test_the_years_of_one_indicator_in_two_tables_are_joined():
    plan = read(
        Line(text="施策1 健康づくり"),
        table("指標 | R3実績 | R4実績\n受診率（％） | 41 | 48"),
        Line(text="施策1 健康づくり"),
        table("指標 | R5実績 | 目標値（R6）\n受診率（％） | 50 | 60"),
    ).plan

    (indicator,) = plan.nodes[0].indicators
    assert [value.year for value in indicator.actuals] == [2021, 2022, 2023]
    assert indicator.final_target is not None
    assert indicator.final_target.year == 2024
