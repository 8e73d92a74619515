"""The logic model: what the plan says stands in its stage, what it does not say is a gap, and nothing is made up."""

from dataclasses import replace

import pytest
from hypothesis import given

from shared import REPOSITORY
from strategies import plans as any_plans
from torikumi.plan.file import read_plan
from torikumi.plan.indicator import Indicator, IndicatorKind, YearValue
from torikumi.plan.model import Plan
from torikumi.plan.money import Amount, Fund, Phase
from torikumi.plan.project import Project
from torikumi.plan.quantity import Quantity, ValueState
from torikumi.publish.logic_boxes import Box, indicator_box, money_boxes
from torikumi.publish.logic_model import LogicModel, Scope, Stage, model_of_node, model_of_project
from torikumi.publish.logic_words import gap_words, missing_words, tabulate_logic
from unit.publish import plans

MIHON = read_plan(REPOSITORY / "samples" / "mihon" / "plan-2025.json")
IRUMA = read_plan(REPOSITORY / "samples" / "iruma" / "plan.json")


def project(number: str, plan: Plan = MIHON) -> LogicModel:
    return model_of_project(next(one for one in plan.projects if one.number == number), plan)


def titles(model: LogicModel, stage: Stage, scope: Scope = Scope.OWN) -> list[str]:
    return [b.title for g in model.groups if g.stage is stage and g.scope is scope for b in g.boxes]


def with_indicators(*indicators: Indicator) -> Project:
    return replace(plans.make_plan().projects[0], indicators=indicators)


# A project.


def test_the_input_of_a_project_is_the_money_of_the_editions_year_by_source() -> None:
    assert project("1").groups[0].boxes == (
        Box(
            title="令和7年度 当初予算",
            facts=("事業費 6,300千円", "国庫支出金 3,000千円", "その他 300千円", "一般財源 3,000千円"),
        ),
    )


def test_the_outcomes_lead_from_the_project_to_the_measure_and_the_goal() -> None:
    model = project("1")
    outcomes = [group for group in model.groups if group.stage is Stage.OUTCOME]

    assert [(group.owner, [box.title for box in group.boxes]) for group in outcomes] == [
        ("この事業", ["認証を受けた梨と加工品の販売額"]),
        ("基本施策：梨づくりの担い手を育てる", ["梨の新規就農者数"]),
        ("基本目標：1 梨と和紙で働くまち <なりわい応援プロジェクト>", ["梨・和紙関連の年間販売額"]),
    ]
    assert outcomes[0].boxes[0].facts == ("実績 令和7年度 121百万円", "目標 令和9年度 130百万円")
    # 未集計 is no value: the last year that has a number is shown, with its year.
    assert outcomes[2].boxes[0].facts[0] == "実績 令和6年度 418百万円"


def test_what_a_project_leaves_out_is_a_gap_with_words() -> None:
    model = project("21")

    assert [(group.stage, group.scope, group.gap) for group in model.gaps] == [
        (Stage.OUTPUT, Scope.OWN, "活動指標が書かれていません"),
        (Stage.OUTCOME, Scope.OWN, "成果指標が書かれていません"),
    ]
    assert (
        gap_words(model)
        == "計画に書かれていないところが2か所あります（この事業に2か所）。破線の枠で示します。"
    )
    assert missing_words(model) == "計画に書かれていないもの：活動指標、成果指標"
    assert [step.is_broken for step in model.steps] == [False, True, True, True, False]


def test_a_plan_without_money_and_indicators_has_all_gaps_and_no_value() -> None:
    model = model_of_project(IRUMA.projects[0], IRUMA)

    assert [(group.stage, group.scope) for group in model.gaps] == [
        (Stage.INPUT, Scope.OWN),
        (Stage.OUTPUT, Scope.OWN),
        (Stage.OUTCOME, Scope.OWN),
        (Stage.OUTCOME, Scope.ABOVE),
        (Stage.OUTCOME, Scope.ABOVE),
    ]
    assert titles(model, Stage.ACTIVITY) == ["女性就労情報提供・支援事業"]


def test_an_indicator_without_a_kind_stands_apart_and_fills_no_gap() -> None:
    model = model_of_project(with_indicators(Indicator(name="利用者の数")), plans.make_plan())

    assert [box.title for box in model.unsorted] == ["利用者の数"]
    assert not titles(model, Stage.OUTPUT)
    assert not titles(model, Stage.OUTCOME)
    own = {group.stage: group.gap for group in model.gaps if group.scope is Scope.OWN}
    assert own[Stage.OUTPUT] == "活動指標と書かれた指標がありません"
    assert own[Stage.OUTCOME] == "成果指標と書かれた指標がありません"


@pytest.mark.parametrize(
    ("kind", "stage"),
    [
        (IndicatorKind.INPUT, Stage.INPUT),
        (IndicatorKind.OUTPUT, Stage.OUTPUT),
        (IndicatorKind.OUTCOME, Stage.OUTCOME),
    ],
)
def test_each_kind_of_indicator_has_its_stage(kind: IndicatorKind, stage: Stage) -> None:
    model = model_of_project(with_indicators(Indicator(name="数", kind=kind)), plans.make_plan())

    assert titles(model, stage) == ["数"]
    assert stage not in model.missing()
    assert not model.unsorted


def test_a_project_without_a_summary_says_so_beside_its_name() -> None:
    plan = plans.make_plan()
    bare = replace(plan.projects[0], summary=" ")
    activity = model_of_project(bare, plan).groups[1]

    assert [box.title for box in activity.boxes] == ["はじめての起業講座"]
    assert activity.gap == "事業の概要が書かれていません"


# A heading.


def test_the_input_of_a_measure_is_the_sum_of_its_projects() -> None:
    model = model_of_node(MIHON.node_by_id["nashi"], MIHON)
    said = [
        amount.value.number
        for one in MIHON.projects_under["nashi"]
        for amount in one.amounts
        if (amount.year, amount.phase, amount.fund) == (2025, Phase.INITIAL, Fund.TOTAL)
    ]

    assert sum(number for number in said if number is not None) == 24800
    assert model.groups[0].boxes[0].facts == ("事業費 24,800千円", "5事業のうち5事業の合計")


def test_a_measure_does_its_projects_and_says_how_many_of_them_have_no_outcome() -> None:
    model = model_of_node(MIHON.node_by_id["nashi"], MIHON)

    assert len(titles(model, Stage.ACTIVITY)) == 5
    assert titles(model, Stage.OUTCOME, Scope.BELOW) == [
        "認証を受けた梨と加工品の販売額", "研修を終えて独立した人の数", "鳥による梨の被害面積"
    ]  # fmt: skip
    assert titles(model, Stage.OUTCOME) == ["梨の新規就農者数"]
    below = [group.gap for group in model.gaps if group.scope is Scope.BELOW]
    assert below == ["下の5事業のうち2事業に、成果指標が書かれていません"]


def test_a_goal_is_made_of_its_measures() -> None:
    model = model_of_node(MIHON.node_by_id["nariwai"], MIHON)

    assert [(box.title, box.facts, box.owner) for box in model.groups[1].boxes] == [
        ("梨づくりの担い手を育てる", ("5事業",), "基本施策"),
        ("和紙の技をつなぐ", ("4事業",), "基本施策"),
        ("商店街・しごとの場をにぎやかにする", ("4事業",), "基本施策"),
    ]
    assert "手漉き和紙の職人の人数" in titles(model, Stage.OUTCOME, Scope.BELOW)


def test_a_measure_without_projects_has_a_gap_where_something_should_be_done() -> None:
    plan = plans.make_plan()
    model = model_of_node(plan.node_by_id["N-2-2"], plan)

    assert model.missing() == frozenset(Stage)
    assert model.groups[1].gap == "位置づけられた事業がありません"


def test_a_project_shown_again_is_done_here_and_paid_elsewhere() -> None:
    plan = plans.make_plan()
    model = model_of_node(plan.node_by_id["N-4-1"], plan)

    assert [box.title for box in model.groups[1].boxes if box.owner == "再掲"] == [
        "No.4 みのり茶屋（直売所の開設）"
    ]
    assert model.groups[0].gap == "費用も投入指標も書かれていません"


# Boxes.


def test_a_blank_amount_is_not_money_and_a_dash_is_what_was_printed() -> None:
    blank = Amount(label="R4当初", year=2022, value=Quantity(raw="", state=ValueState.BLANK))
    dash = Amount(label="R4当初", year=2021, value=Quantity(raw="－", state=ValueState.NOT_APPLICABLE))

    assert money_boxes([blank], year=2022) == ()
    assert money_boxes([blank, dash], year=2022) == (Box(title="令和3年度 R4当初", facts=("事業費 －",)),)


def test_an_indicator_without_values_is_its_name_alone() -> None:
    blank = YearValue(year=2022, value=Quantity(raw=" ", state=ValueState.BLANK))

    assert indicator_box(Indicator(name="満足度", actuals=(blank,))) == Box(title="満足度")


def test_the_table_has_a_row_for_every_box_and_every_gap() -> None:
    rows = tabulate_logic(project("21")).rows

    assert [row[0] for row in rows] == ["投入", "活動", "活動指標", "成果指標", "成果指標", "成果指標"]
    assert rows[3] == ("成果指標", "この事業", "（成果指標が書かれていません）", "")


# Any plan.


def _has(indicators: tuple[Indicator, ...], kind: IndicatorKind) -> bool:
    return any(one.kind is kind for one in indicators)


@given(any_plans())
def test_the_gaps_of_a_project_are_what_the_plan_does_not_say(plan: Plan) -> None:
    for one in plan.projects:
        paid = any(a.value.state is not ValueState.BLANK and a.value.raw.strip() for a in one.amounts)
        expected = [
            not (paid or _has(one.indicators, IndicatorKind.INPUT)),
            not (one.summary or "").strip(),
            not _has(one.indicators, IndicatorKind.OUTPUT),
            not _has(one.indicators, IndicatorKind.OUTCOME),
            *(not _has(node.indicators, IndicatorKind.OUTCOME) for node in plan.path_to(one.node)),
        ]

        assert len(model_of_project(one, plan).gaps) == sum(expected)


@given(any_plans())
def test_every_indicator_is_in_the_table_of_its_holder(plan: Plan) -> None:
    models = [
        *((one, model_of_project(one, plan)) for one in plan.projects),
        *((one, model_of_node(one, plan)) for one in plan.nodes),
    ]
    for holder, model in models:
        named = {row[2] for row in tabulate_logic(model).rows}
        assert {one.name.strip() or "名前の記載がない指標" for one in holder.indicators} <= named
