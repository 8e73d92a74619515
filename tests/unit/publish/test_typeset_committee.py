"""The committee's summary: counts, changes with reasons, what is to end, what falls short."""

from dataclasses import replace
from decimal import Decimal

import pytest

from shared import REPOSITORY
from torikumi.plan.file import load_plan
from torikumi.plan.indicator import Good, Indicator, YearValue
from torikumi.publish.history import Editions
from torikumi.publish.shortfalls import standing_of
from torikumi.publish.typeset.committee_summary import committee_summary
from unit.publish import plans
from unit.publish.paper import SetPdf, plain

PLAN = plans.make_plan()
MIHON = Editions(
    tuple(
        load_plan((REPOSITORY / "samples" / "mihon" / f"plan-{year}.json").read_text(encoding="utf-8"))
        for year in (2024, 2025)
    )
)


@pytest.fixture(scope="module")
def mihon() -> str:
    return SetPdf(committee_summary(MIHON)).words


def test_it_counts_the_directions_of_each_goal(mihon: str) -> None:
    assert "2住みつづけたくなるまち352000010" in mihon
    assert "計1337221" in mihon


def test_it_names_each_changed_direction_with_its_reason(mihon: str) -> None:
    assert "今後の方針が変わった事業（7）" in mihon
    assert "49例山の道しるべ整備事業B：継続D：縮小駐車場の入口で渋滞が起きた。" in mihon


def test_it_names_what_came_and_what_went(mihon: str) -> None:
    assert "新しい事業（2）•No.19みほん駅前にぎわい創出事業" in mihon
    assert "なくなった事業（4）•No.8和紙の里資料館リニューアル事業" in mihon


def test_it_counts_what_else_changed(mihon: str) -> None:
    assert "中身が変わった事業の数事業名4事業" in mihon


def test_it_lists_the_indicators_that_fall_short(mihon: str) -> None:
    assert "目標に届いていない指標（7）" in mihon
    assert plain("約16.9%16.7%") in mihon


def test_a_single_edition_says_nothing_of_changes() -> None:
    words = SetPdf(committee_summary(Editions((PLAN,)))).words

    assert "変わったこと" not in words
    assert "縮小、廃止、統合などの方針の事業" in words


def test_a_direction_without_a_reason_says_so() -> None:
    bare = tuple(replace(project, reviews=(), merges=()) for project in PLAN.projects)

    assert "（記載なし）" in SetPdf(committee_summary(Editions((replace(PLAN, projects=bare),)))).words


@pytest.mark.parametrize(("without", "is_listed"), [(1, True), (16, False)])
def test_projects_without_a_direction_are_listed_where_they_stand_out(without: int, is_listed: bool) -> None:
    bare = tuple(replace(project, direction=None) for project in PLAN.projects[:without])
    plan = replace(PLAN, projects=(*bare, *PLAN.projects[without:]))

    words = SetPdf(committee_summary(Editions((plan,)))).words

    assert ("方針の記載がない事業（" in words) == is_listed


def test_an_empty_plan_has_its_summary() -> None:
    words = SetPdf(committee_summary(Editions((replace(PLAN, nodes=(), projects=(), comments=()),)))).words

    assert "この計画には指標がありません" in words


def test_hostile_texts_print_as_text() -> None:
    assert plain(plans.HOSTILE) in SetPdf(committee_summary(Editions((plans.make_hostile_plan(),)))).words


def value(year: int | None, number: str, unit: str = "人") -> YearValue:
    return YearValue(year=year, value=plans.number(number, unit))


@pytest.mark.parametrize(
    ("good", "actual", "target", "short", "judged"),
    [
        (Good.UP, value(2024, "99"), value(2024, "100"), 1, 1),
        (Good.UP, value(2024, "100"), value(2024, "100"), 0, 1),
        (Good.DOWN, value(2024, "99"), value(2024, "100"), 0, 1),
        (Good.DOWN, value(2024, "100.1"), value(2024, "100"), 1, 1),
        (Good.UP, value(2024, "99"), value(2025, "100"), 0, 0),
        (Good.UP, value(2024, "99", "件"), value(2024, "100"), 0, 0),
        (Good.KEEP, value(2024, "99"), value(2024, "100"), 0, 0),
        (None, value(2024, "99"), value(2024, "100"), 0, 0),
        (Good.UP, value(None, "99"), value(None, "100"), 0, 0),
    ],
)
def test_an_indicator_is_short_only_of_the_target_of_its_own_year(
    good: Good | None, actual: YearValue, target: YearValue, short: int, judged: int
) -> None:
    indicator = Indicator(name="来場者", unit="人", good=good, actuals=(actual,), targets=(target,))
    bare = [replace(project, indicators=()) for project in PLAN.projects]
    nodes = tuple(replace(node, indicators=()) for node in PLAN.nodes)
    plan = replace(PLAN, nodes=nodes, projects=(replace(bare[0], indicators=(indicator,)), *bare[1:]))

    standing = standing_of(plan)

    assert (len(standing.short), standing.judged, standing.not_judged) == (short, judged, 1 - judged)


def test_the_newest_value_counts_and_the_last_target_in_its_year_only() -> None:
    indicator = Indicator(
        name="来場者", unit="人", good=Good.UP,
        actuals=(value(2025, "120"), value(2024, "80")), final_target=value(2025, "130"),
    )  # fmt: skip
    plan = replace(PLAN, nodes=(), projects=(replace(PLAN.projects[0], indicators=(indicator,)),))

    (short,) = standing_of(plan).short

    assert short.actual.value.number == Decimal(120)
    assert short.target.year == 2025
