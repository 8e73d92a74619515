"""The page of graded indicators: the round's rule first, every other one to choose, one's own rights."""

import csv
import io
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from shared import REPOSITORY
from tests.web.plans.invented import make_plan
from torikumi.plan.file import load_plan
from torikumi.plan.model import Plan
from torikumi.review.library.ratings import ratings_by_name
from torikumi.web.accounts.models import User
from torikumi.web.plans import judging
from torikumi.web.plans.models import Edition, PlanSeries


@pytest.fixture
def browse(planner: User, browser_of: Callable[[User], Client]) -> Client:
    return browser_of(planner)


@pytest.fixture
def mihon(import_plan: Callable[..., Edition]) -> Plan:
    plan = load_plan((REPOSITORY / "samples" / "mihon" / "plan-2025.json").read_text(encoding="utf-8"))
    import_plan(replace(plan, municipality=None))
    return plan


def page_of(client: Client, series: PlanSeries, query: str = "") -> str:
    response = client.get(reverse("plans:indicators", args=[series.pk]) + query)
    assert response.status_code == 200
    return response.content.decode()


def test_the_indicators_are_graded_heading_by_heading(
    browse: Client, series: PlanSeries, mihon: Plan
) -> None:
    page = page_of(browse, series, "?rule=nagayo-goals&method=mean")

    assert "令和7年度の指標 38件：評価した <b>27</b>、未集計 <b>11</b>。" in page
    assert "S（区分の平均 3.52。指標38のうち27を数えた。未集計11）" in page
    assert page.index("梨づくりの担い手を育てる") < page.index("みほん梨ブランド推進事業")
    assert '梨の新規就農者数 <span class="indicator__label">S</span>' in page
    assert "令和9年度の目標 10人に届くには、あと2年で年に＋1.5人が要ります。" in page


@pytest.mark.parametrize("query", ["?rule=x&method=y", "?as=pdf", "?method="])
def test_a_rule_that_is_not_there_is_the_plain_one(
    browse: Client, series: PlanSeries, mihon: Plan, query: str
) -> None:
    assert '<option value="four-marks" selected>' in page_of(browse, series, query)


def test_the_citys_own_rule_comes_first(
    browse: Client, series: PlanSeries, mihon: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = replace(ratings_by_name()["akiruno"], id="own", title="本市の規則")
    monkeypatch.setattr(judging, "_questions", [lambda _: own])

    page = page_of(browse, series)

    assert '<option value="own-of-the-round" selected>年度評価の規則「本市の規則」</option>' in page


def test_the_list_is_given_as_a_file(browse: Client, series: PlanSeries, mihon: Plan) -> None:
    response = browse.get(reverse("plans:indicators", args=[series.pk]) + "?rule=tama&as=csv")

    rows = [*csv.DictReader(io.StringIO(response.content.decode("utf-8-sig")))]
    assert "attachment" in response.headers["Content-Disposition"]
    assert len(rows) == 38
    assert {row["区分"] for row in rows} == {"着実", "概ね", ""}


def test_a_plan_without_indicators_says_so(
    browse: Client, series: PlanSeries, import_plan: Callable[..., Edition]
) -> None:
    plan = make_plan(2)
    bare = replace(
        plan,
        nodes=tuple(replace(node, indicators=()) for node in plan.nodes),
        projects=tuple(replace(project, indicators=()) for project in plan.projects),
    )
    import_plan(bare)

    assert "この版には指標がありません。" in page_of(browse, series)
