"""The plan in the forms of the national government: the review of projects (RS), the cases of the Digital Agency (GIF)."""

import csv
import io
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import pytest

from torikumi.plan.comment import Comment
from torikumi.plan.indicator import Indicator, YearValue
from torikumi.plan.model import Plan
from torikumi.plan.money import Amount, Phase
from torikumi.plan.quantity import Quantity, ValueState
from torikumi.publish.edition import CSV, render_edition
from torikumi.publish.terms import Terms, licence_of
from unit.publish import plans
from unit.publish.plans import number, project_id

PLAN = plans.make_plan()


def rows(name: str, plan: Plan = PLAN) -> list[dict[str, str]]:
    files = render_edition(plan, only=frozenset({CSV}), terms=Terms(licence=licence_of("pdl-1.0")))[1]
    return list(csv.DictReader(io.StringIO(files[f"data/{name}.csv"].decode("utf-8-sig"), newline="")))


def of(name: str, number_text: str, plan: Plan = PLAN) -> list[dict[str, str]]:
    return [row for row in rows(name, plan) if row["予算事業ID"] == project_id(number_text)]


def with_project_4(**changes: object) -> Plan:
    projects = tuple(replace(p, **changes) if p.number == "4" else p for p in PLAN.projects)  # type: ignore[arg-type]
    return replace(PLAN, projects=projects)


def test_a_project_has_its_outline_by_the_names_of_the_national_system() -> None:
    (row,) = of("rs/1-2-outlines", "4")

    assert row["事業名"] == "みのり茶屋（直売所の開設）"
    assert row["今後の方向性"] == "A：充実"
    assert (row["事業年度"], row["計画開始年度"], row["計画終了年度"]) == ("2022", "2019", "2023")


def test_sections_stand_as_departments_or_sections() -> None:
    assert [(row["部"], row["課"], row["施設"], row["役割"]) for row in of("rs/1-1-organisations", "13")] == [
        ("", "青少年課", "児童センター", "主管"),
        ("", "こども課", "", "関係"),
    ]


def test_a_project_stands_under_every_measure_it_serves() -> None:
    assert [(row["項目ID"], row["再掲"]) for row in of("rs/1-3-policies", "4")] == [
        ("N-1-2", "0"),
        ("N-4-1", "1"),
    ]


def test_merged_projects_point_at_each_other() -> None:
    relations = {
        row["事業名"]: (row["関連事業の事業ID"], row["関連事業の事業名"], row["関連性"])
        for row in rows("rs/1-5-related-projects")
    }

    assert relations[PLAN.project_by_id[project_id("5")].name] == (
        project_id("1"),
        "はじめての起業講座",
        "統合先",
    )
    assert sorted(kind for _, _, kind in relations.values()) == ["統合して実施", "統合元", "統合先"]


def test_money_is_in_yen_by_year() -> None:
    assert [
        (
            row["予算年度"],
            row["当初予算（合計）"],
            row["補正予算（合計）"],
            row["執行額（合計）"],
            row["単位"],
        )
        for row in of("rs/2-1-budgets", "4")
    ] == [("2021", "", "", "18250000", "円"), ("2022", "19400000", "-320500.0", "", "円")]


def _money(*parts: tuple[Phase, str, str | None]) -> tuple[Amount, ...]:
    return tuple(Amount(label="x", year=2022, phase=p, value=number(value, unit)) for p, value, unit in parts)


def test_supplements_are_added_and_two_different_budgets_are_not() -> None:
    plan = with_project_4(
        amounts=_money(
            (Phase.SUPPLEMENT, "10", "千円"),
            (Phase.SUPPLEMENT, "5", "円"),
            (Phase.INITIAL, "1", "百万円"),
            (Phase.INITIAL, "2", "百万円"),
            (Phase.SETTLED, "7", "千ドル"),
        )
    )

    assert [
        (row["当初予算（合計）"], row["補正予算（合計）"], row["執行額（合計）"], row["単位"], row["備考"])
        for row in of("rs/2-1-budgets", "4", plan)
    ] == [
        ("", "10005", "", "円", "当初予算（合計）に違う金額が二つ以上あるため、空にした"),
        ("", "", "7", "千ドル", ""),
    ]


def _goals(plan: Plan) -> list[dict[str, str]]:
    return [row for row in rows("rs/3-1-goals", plan) if row["項目ID"] == project_id("4")]


def test_targets_and_actuals_of_a_year_stand_side_by_side() -> None:
    first = [row for row in _goals(PLAN) if row["番号"] == "1"]

    assert [
        (row["値の年度"], row["基準値"], row["目標値"], row["最終目標値"], row["実績値"], row["単位"])
        for row in first
    ] == [
        ("2018", "0", "", "", "", "人"),
        ("2019", "", "", "", "21340", "人"),
        ("2020", "", "30000", "", "28900", "人"),
        ("2021", "", "40000", "", "41250", "人"),
        ("2022", "", "50000", "", "", "人"),
        ("2023", "", "", "60000", "", "人"),
    ]
    assert first[4]["実績値_原文"] == "集計中"
    assert (
        first[0]["種別（アクティビティ・アウトプット・アウトカム）"],
        first[0]["改善の上向き／下向き"],
    ) == (
        "アウトプット",
        "上向き",
    )


def test_two_values_of_one_year_and_two_units_keep_their_own_rows() -> None:
    values = tuple(
        YearValue(year=2021, value=number(text, unit))
        for text, unit in (("1", "人"), ("2", "人"), ("3", "回"))
    )
    plan = with_project_4(indicators=(Indicator(name="x", actuals=values),))

    assert [(row["実績値"], row["単位"]) for row in _goals(plan)] == [("1", "人"), ("2", "人"), ("3", "回")]


def test_goals_are_linked_from_the_project_up_to_the_top() -> None:
    links = {(row["派生元ー項目ID"], row["派生先ー項目ID"]): row["再掲"] for row in rows("rs/3-2-goal-links")}

    assert links[project_id("4"), "N-1-2"] == "0"
    assert links[project_id("4"), "N-4-1"] == "1"
    assert links["N-1-2", "N-1"] == "0"
    ids = {node.id for node in PLAN.nodes} | {project.id for project in PLAN.projects}
    assert {end for pair in links for end in pair} <= ids


def test_reviews_and_comments_are_rows_and_drafts_are_not() -> None:
    comment = Comment(year=2022, by="有識者会議", text="続けてほしい。", answer="続ける。")
    found = of("rs/4-1-reviews", "4", with_project_4(comments=(comment,)))

    assert [
        (
            row["点検した者"],
            row["事業所管部局による点検・改善ー点検結果"],
            row["事業所管部局による点検・改善ー改善の方向性"],
            row["外部有識者による点検ー所見"],
            row["所見を踏まえた改善点"],
        )
        for row in found
    ] == [
        ("農政課", "客数が目標を上回った。", "A：充実", "", ""),
        ("有識者会議", "", "", "続けてほしい。", "続ける。"),
    ]


_ITEMS = 34
_REQUIRED = ("タイトル", "事例の場所", "対象組織", "取り組みの概要", "目的", "取り組み内容", "連絡先情報")


def test_a_case_has_the_items_of_the_model_and_those_it_requires() -> None:
    cases = rows("gif/cases")

    assert [len(row) for row in cases] == [_ITEMS] * len(PLAN.projects)
    whole = next(row for row in cases if row["ID"] == project_id("4"))
    assert all(whole[name] for name in _REQUIRED)
    assert (whole["事例の場所"], whole["対象組織"], whole["事例実施年"]) == ("みほん県", "みのり市", "2022")
    assert whole["目的"] == "農と商いをそだてる"
    assert whole["キーワード"] == "1 みのりのある仕事をつくる <しごとプロジェクト>;農と商いをそだてる"
    assert whole["成果"] == "客数が目標を上回った。"
    assert whole["評価の方法"] == "直売所の年間の客数;生産者の満足"
    # Nobody can say why a project was begun from the plan alone: the item is left empty, not made up.
    assert whole["取り組み理由"] == ""


@pytest.mark.parametrize(("length", "kept"), [(300, 300), (301, 300), (5, 5)])
def test_an_outline_has_at_most_300_characters(length: int, kept: int) -> None:
    (case,) = [
        row
        for row in rows("gif/cases", with_project_4(summary="字" * length))
        if row["ID"] == project_id("4")
    ]

    assert len(case["取り組みの概要"]) == kept
    assert case["取り組みの概要"].endswith("…") is (length > 300)
    assert len(case["取り組み内容"]) == length


def test_the_collection_names_its_maker_and_licence() -> None:
    (row,) = rows("gif/case-collection")

    assert row["データカタログ作成者"] == "みほん県みのり市"
    assert "公共データ利用規約" in row["ライセンス"]
    assert (row["発行年"], row["言語"]) == ("2022", "JPN")
    assert len(row["データカタログ説明"]) <= 300


def test_a_value_that_is_no_number_is_kept_as_printed() -> None:
    odd = Quantity(raw="－", state=ValueState.NOT_APPLICABLE)
    plan = with_project_4(indicators=(Indicator(name="x", actuals=(YearValue(year=2021, value=odd),)),))

    assert [(row["実績値"], row["実績値_原文"]) for row in _goals(plan)] == [("", "'－")]


def _sum(values: Sequence[str]) -> Decimal:
    return sum((Decimal(value) for value in values if value), Decimal(0))


def test_nothing_of_the_money_is_lost_in_yen() -> None:
    budgets = rows("rs/2-1-budgets")
    columns = ("当初予算（合計）", "補正予算（合計）", "執行額（合計）")
    expected = sum(
        (a.value.number or Decimal(0)) * 1000
        for p in PLAN.projects
        for a in p.amounts
        if a.fund.value == "total"
    )

    assert _sum([row[name] for row in budgets for name in columns]) == expected
