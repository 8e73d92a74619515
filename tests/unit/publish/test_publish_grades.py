"""Grades and outlooks on the pages and in the committee's paper: the city's rule, the method named, nothing stored."""

from decimal import Decimal

import pytest

from shared import REPOSITORY
from torikumi.indicators.rollup import Method
from torikumi.plan.file import load_plan
from torikumi.plan.model import Plan
from torikumi.publish.edition import SITE, render_edition
from torikumi.publish.grades import grades_of
from torikumi.publish.history import Editions
from torikumi.publish.indicator_view import view_indicators
from torikumi.publish.line_chart import Ahead, YearPoint, line_with_target
from torikumi.publish.terms import NO_TERMS, Judging, Terms
from torikumi.publish.typeset.committee_summary import committee_summary
from torikumi.review.library.ratings import ratings_by_name
from unit.publish.paper import SetPdf

TERMS = Terms(judging=Judging(rule=ratings_by_name()["nagayo-goals"], method=Method.MEAN))


@pytest.fixture(scope="module")
def plan() -> Plan:
    return load_plan((REPOSITORY / "samples" / "mihon" / "plan-2025.json").read_text(encoding="utf-8"))


def page_of(plan: Plan, address: str, *, terms: Terms) -> str:
    _, files = render_edition(plan, only=frozenset({SITE}), terms=terms)
    return files[address].decode()


def test_a_measure_shows_its_indicators_grades_and_what_they_come_to(plan: Plan) -> None:
    page = page_of(plan, "nodes/shotengai.html", terms=TERMS)

    assert (
        "令和7年度の指標：A（区分の平均 3.50。指標2のうち2を数えた）。判定の規則は「長与町（数値目標）」です。"
        in page
    )
    assert '<span class="indicator__label">A</span> 令和7年度の判定。' in page
    assert "令和9年度の目標 45店に届くには、あと2年で年に＋1.5店が要ります。" in page


def test_without_a_rule_nothing_is_graded(plan: Plan) -> None:
    page = page_of(plan, "nodes/shotengai.html", terms=NO_TERMS)

    assert "の判定" not in page
    assert "令和9年度の見通しは44店" in page


def test_the_first_page_counts_the_grades_of_each_goal(plan: Plan) -> None:
    table = grades_of(Editions((plan,), TERMS)).table()

    assert table is not None
    assert table.heads == ("目標", "指標", "S", "A", "B", "C", "－", "区分の平均")
    assert table.rows[0][1:] == ("9", "4", "3", "1", "0", "1", "A")
    assert table.rows[-1] == ("計", "38", "17", "7", "3", "0", "11", "S")
    assert 'id="grades"' in page_of(plan, "index.html", terms=TERMS)


def test_what_a_rule_leaves_to_a_person_is_said(plan: Plan) -> None:
    judged = Terms(judging=Judging(rule=ratings_by_name()["nagaoka"]))

    table = grades_of(Editions((plan,), judged)).table()

    assert table is not None
    assert "区分なし" in table.heads
    assert "人が選ぶ" in page_of(plan, "nodes/shotengai.html", terms=judged)


def test_the_committee_sees_grades_and_what_is_unlikely(plan: Plan) -> None:
    words = SetPdf(committee_summary(Editions((plan,), TERMS))).words

    assert "指標の判定" in words
    assert "計381773011S" in words
    assert "このままでは目標に届かない見込みの指標（2）" in words
    assert "学校の授業以外に本を1日10分以上読む小学生の割合" in words


def test_the_forecast_is_in_the_picture_too(plan: Plan) -> None:
    node = next(node for node in plan.nodes if node.id == "shotengai")

    (view,) = view_indicators(node.indicators)

    assert view.figure is not None
    assert "見通しと、その幅" in view.figure.wide
    assert view.outlook[-1].startswith("見通しは、これまでの動きが続くとした計算です。")


def test_the_range_stays_within_the_picture() -> None:
    points = [YearPoint("1", Decimal(10)), YearPoint("2", Decimal(12)), YearPoint("3")]
    ahead = Ahead(2, Decimal(13), Decimal(-40), Decimal(90))

    svg = line_with_target(points, title="題", description="説明", uid="u", ahead=ahead)

    assert ">-50<" in svg
    assert ">100<" in svg
