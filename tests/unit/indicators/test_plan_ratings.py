"""A plan's indicators rated by a rule, and what measures and goals come to: derived, with the method named."""

import csv
import io
import json
from fractions import Fraction

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from shared import REPOSITORY
from torikumi.cli.indicators import command
from torikumi.errors import UserError
from torikumi.indicators.ratings import RatedPlan, rate_plan
from torikumi.indicators.report import to_csv, to_json, to_text
from torikumi.indicators.rollup import Method, roll_up, roll_up_plan
from torikumi.plan.file import load_plan
from torikumi.plan.indicator import Good, Indicator, YearValue
from torikumi.plan.model import Node, Plan
from torikumi.plan.outcomes import parse_direction
from torikumi.plan.project import Project
from torikumi.plan.quantity import parse_quantity
from torikumi.review.library.ratings import ratings_by_name
from torikumi.review.rating import RatingState

MIHON = REPOSITORY / "samples" / "mihon" / "plan-2025.json"
RULE = ratings_by_name()["nagayo-goals"]


def measured(value: object, *, target: object = 10, base: object = 5) -> Indicator:
    return Indicator(
        name=f"指標{value}",
        good=Good.UP,
        base=YearValue(year=2023, value=parse_quantity(str(base))),
        targets=(YearValue(year=2024, value=parse_quantity(str(target))),),
        actuals=(YearValue(year=2024, value=parse_quantity(str(value))),),
    )


def plan_of(*values: object, node_values: tuple[object, ...] = ()) -> Plan:
    goal = Node(
        id="N-1", level=0, printed="1 しごと", name="しごと", indicators=tuple(map(measured, node_values))
    )
    measure = Node(id="N-2", level=1, printed="(1) 梨", name="梨", parent="N-1")
    project = Project(
        id="P-1", number="1", name="梨まつり", node="N-2", indicators=tuple(map(measured, values))
    )
    return Plan(title="計画", year=2024, nodes=(goal, measure), projects=(project,))


@pytest.fixture(scope="module")
def mihon() -> RatedPlan:
    return rate_plan(load_plan(MIHON.read_text(encoding="utf-8")), RULE)


def test_the_sample_is_rated_for_its_latest_measured_year(mihon: RatedPlan) -> None:
    assert mihon.year == 2025
    assert mihon.counts == {
        RatingState.RATED: 27, RatingState.NOT_MEASURED: 11, RatingState.ENDED: 0, RatingState.MISSING: 0,
        RatingState.JUDGED: 0,
    }  # fmt: skip
    assert mihon.by_grade == {"S": 17, "A": 7, "B": 3, "C": 0, "－": 11}


def test_what_ended_is_told_apart_from_what_was_not_measured() -> None:
    ended = Project(
        id="P-1", name="梨まつり", direction=parse_direction("D：廃止"), indicators=(measured("未集計"),)
    )
    done = Project(
        id="P-2", name="道", direction=parse_direction("完了"), indicators=(measured("未集計"), measured(12))
    )
    going = Project(
        id="P-3", name="朝市", direction=parse_direction("B：継続"), indicators=(measured("未集計"),)
    )

    rated = rate_plan(Plan(title="計画", projects=(ended, done, going)), ratings_by_name()["akiruno"], 2024)

    assert [one.rating.label for one in rated.indicators] == ["Y", "F", "S", "Z"]
    assert rated.counts[RatingState.ENDED] == 2
    assert rated.counts[RatingState.NOT_MEASURED] == 1


def test_a_goal_counts_all_that_stands_under_it_once() -> None:
    rolled = roll_up_plan(rate_plan(plan_of(12, 8, node_values=(4,)), RULE), Method.MEAN)

    assert [*rolled] == [None, "N-1", "N-2"]
    # S, A and C: ranks 4, 3 and 1.
    assert rolled["N-1"].ja == "A（区分の平均 2.67。指標3のうち3を数えた）"
    assert rolled["N-2"].label == "A"  # half way between S and A: the lower one
    assert rolled[None] == rolled["N-1"]


def test_the_lowest_grade_and_the_share() -> None:
    rated = rate_plan(plan_of(12, 10, 4, "未集計"), RULE)

    worst = roll_up_plan(rated, Method.WORST)["N-1"]
    share = roll_up_plan(rated, Method.REACHED)["N-1"]

    assert worst.ja == "C（最も低い区分。指標4のうち3を数えた。未集計1）"
    assert share.share == Fraction(200, 3)
    assert share.label is None
    assert share.ja == "目標に届いた指標 66.6％（指標4のうち3を数えた。未集計1）"


def test_nothing_measured_has_no_grade() -> None:
    for method in Method:
        rolled = roll_up_plan(rate_plan(plan_of("未集計"), RULE), method)["N-1"]

        assert (rolled.label, rolled.share) == (None, None)
        assert rolled.ja == "区分は出せません（指標1のうち0を数えた。未集計1）"


@given(st.lists(st.integers(0, 30), min_size=1, max_size=8))
def test_a_grade_lies_between_the_best_and_the_worst(values: list[int]) -> None:
    rated = rate_plan(plan_of(*values), RULE)
    ranks = [one.rating.rank for one in rated.indicators if one.rating.rank is not None]

    mean = roll_up(rated.indicators, RULE.grades, Method.MEAN)
    worst = roll_up(rated.indicators, RULE.grades, Method.WORST)

    assert mean.rank is not None
    assert min(ranks) <= mean.rank <= max(ranks)
    assert worst.rank == min(ranks)


def test_the_text_goes_from_goal_to_project(mihon: RatedPlan) -> None:
    text = to_text(mihon, method=Method.REACHED, language="ja")

    goal = text.index("■ 1 梨と和紙で働くまち")
    assert goal < text.index("■ 梨づくりの担い手を育てる") < text.index("■ No.1 みほん梨ブランド推進事業")
    assert "全体：目標に届いた指標 81.4％（指標38のうち27を数えた。未集計11）" in text
    assert "  梨の新規就農者数  S（実績 7、目標 6）\n" in text
    assert "取組の変化は見込んでいません" in text


def test_a_plan_without_indicators_says_so() -> None:
    text = to_text(rate_plan(Plan(title="計画", year=2024), RULE), method=Method.MEAN, language="ja")

    assert text.splitlines()[1:] == ["この計画には指標がありません。"]


def test_json_and_csv_say_the_same(mihon: RatedPlan) -> None:
    document = json.loads(to_json(mihon, method=Method.MEAN))
    rows = [*csv.DictReader(io.StringIO(to_csv(mihon, language="ja").removeprefix("\ufeff")))]

    assert document["whole"]["grade"] == "S"
    assert document["states"]["not_measured"] == 11
    assert [row["指標"] for row in rows] == [one["name"] for one in document["indicators"]]
    assert [row["区分"].removeprefix("'") for row in rows] == [
        one["grade"] or "" for one in document["indicators"]
    ]


def test_no_cell_of_the_csv_runs() -> None:
    plan = plan_of("=1+1")

    (row,) = csv.DictReader(io.StringIO(to_csv(rate_plan(plan, RULE), language="ja").removeprefix("\ufeff")))

    assert row["実績"] == "'=1+1"


def run(*words: str) -> Result:
    return CliRunner().invoke(command, words, env={"LANG": "ja_JP.UTF-8", "LC_ALL": "", "LC_MESSAGES": ""})


def test_the_command_takes_a_rule_of_ones_own(tmp_path: object) -> None:
    rule = REPOSITORY / "samples" / "mihon" / "ROUND.toml"
    own = str(tmp_path) + "/own.toml"
    with open(own, "w", encoding="utf-8") as file:  # noqa: PTH123
        file.write(
            '[rating]\nid = "own"\ntitle = "本市の規則"\ngrades = [\n'
            '  { label = "達成", rank = 2, at_least = 100 },\n  { label = "未達成", rank = 1 },\n]\n'
        )

    graded = run(str(MIHON), "--rule", own, "--method", "worst")
    without = run(str(MIHON), "--rule", str(rule))

    assert graded.exit_code == 0
    assert "判定の規則：本市の規則" in graded.stdout
    assert isinstance(without.exception, UserError)
    assert "[rating] がありません" in without.exception.ja


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "計画を指定してください"),
        ((str(MIHON), "--rule", "nagayo"), "判定の規則「nagayo」はありません"),
        ((str(MIHON), "--year", "来年"), "年度として読めません"),
        ((str(MIHON), "--rule", "ない.toml"), "開けません"),
    ],
)
def test_what_cannot_be_done_is_said(words: tuple[str, ...], said: str) -> None:
    error = run(*words).exception

    assert isinstance(error, UserError)
    assert said in error.ja


def test_the_rules_are_listed() -> None:
    listed = run("--list").stdout

    assert [line.split("\t")[0] for line in listed.splitlines()] == [
        name for name in ratings_by_name() if "@" not in name
    ]
