"""The logic model on the pages of the application: that of the published site, from what the store holds."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from shared import REPOSITORY
from tests.web.plans.invented import make_plan
from torikumi.plan.file import read_plan
from torikumi.plan.model import Plan
from torikumi.publish.logic_figure import view_logic
from torikumi.publish.logic_model import model_of_node, model_of_project
from torikumi.web.accounts.models import User
from torikumi.web.plans.models import Edition, PlanSeries

MIHON = read_plan(REPOSITORY / "samples" / "mihon" / "plan-2025.json")
ImportPlan = Callable[..., Edition]


@pytest.fixture
def browse(planner: User, browser_of: Callable[[User], Client]) -> Client:
    return browser_of(planner)


@pytest.fixture
def mihon(import_plan: ImportPlan) -> Plan:
    import_plan(replace(MIHON, municipality=None), year=2025)
    return MIHON


def page_of(browse: Client, kind: str, series: PlanSeries, key: str) -> str:
    return str(browse.get(reverse(f"plans:{kind}", args=[series.pk, key])).content.decode())


def pictures(page: str) -> list[str]:
    return re.findall(r'<svg [^>]*aria-labelledby="logic-\d+-t".*?</svg>', page, re.DOTALL)


def test_a_project_has_the_picture_of_the_published_site(
    browse: Client, series: PlanSeries, mihon: Plan
) -> None:
    project = mihon.projects[0]
    view = view_logic(model_of_project(project, mihon))

    page = page_of(browse, "project", series, project.id)

    assert pictures(page) == [str(view.figure.wide), str(view.figure.narrow)]
    assert view.lead in page
    assert "基本目標：1 梨と和紙で働くまち &lt;なりわい応援プロジェクト&gt;" in page


@pytest.mark.parametrize("key", ["nariwai", "nashi", "washi"])
def test_a_heading_has_the_picture_of_the_published_site(
    browse: Client, series: PlanSeries, mihon: Plan, key: str
) -> None:
    view = view_logic(model_of_node(mihon.node_by_id[key], mihon))

    page = page_of(browse, "node", series, key)

    assert pictures(page) == [str(view.figure.wide), str(view.figure.narrow)]
    assert view.lead in page


def test_a_project_without_a_place_has_its_own_stages_alone(
    browse: Client, series: PlanSeries, import_plan: ImportPlan
) -> None:
    plan = make_plan(2)
    lost = replace(plan.projects[0], node=None)
    import_plan(replace(plan, projects=(lost, plan.projects[1])))

    page = page_of(browse, "project", series, lost.id)

    assert pictures(page)
    assert "上の目標や施策に" not in page


def test_a_heading_of_very_many_projects_is_not_drawn_and_says_where_it_is(
    browse: Client, series: PlanSeries, import_plan: ImportPlan
) -> None:
    plan = make_plan(501)
    import_plan(replace(plan, projects=tuple(replace(one, node="m0") for one in plan.projects)))

    page = page_of(browse, "node", series, "g1")

    assert not pictures(page)
    assert "事業が500を超えるため、ここでは図を描きません。公開するサイトにはあります。" in page
