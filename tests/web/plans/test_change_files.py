"""The list of changes as a file of the server, and the life of a stored project."""

import io
from collections.abc import Callable
from dataclasses import replace

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from tests.web.plans.invented import AT, make_plan, next_year
from tests.web.plans.lineage_desk import OLD, Decider
from tests.web.plans.mihon import id_of
from torikumi.plan.model import Plan
from torikumi.plan.project import Merge, MergeKind
from torikumi.web.accounts.models import User
from torikumi.web.audit.actor import Actor
from torikumi.web.plans.importing import confirm_import
from torikumi.web.plans.lineage_models import LineKind
from torikumi.web.plans.models import Edition, Import, PlanSeries

ImportPlan = Callable[..., Edition]


@pytest.fixture
def browse(planner: User, browser_of: Callable[[User], Client]) -> Client:
    return browser_of(planner)


def merging(plan: Plan) -> Plan:
    """The next edition, in which the first project took the second one in, whose row is gone."""
    first, second, *rest = plan.projects
    took = replace(first, merges=(Merge(kind=MergeKind.ABSORBED, partner=second.name),))
    return replace(plan, projects=(took, *rest))


@pytest.fixture
def plans(import_plan: ImportPlan) -> tuple[Plan, Plan]:
    old = make_plan(6)
    new = merging(next_year(old))
    import_plan(old)
    import_plan(new)
    return old, new


def fetch(
    client: Client, series: PlanSeries, form: str, query: str = "?old=1&new=2"
) -> tuple[int, bytes, str]:
    response = client.get(reverse("plans:change_file", args=[series.pk, form]) + query)
    return response.status_code, response.content, response.headers.get("Content-Disposition", "")


def test_the_list_is_given_as_a_workbook(
    browse: Client, series: PlanSeries, plans: tuple[Plan, Plan]
) -> None:
    status, octets, name = fetch(browse, series, "xlsx")

    assert status == 200
    assert "attachment" in name
    rows = [
        [cell.value for cell in row]
        for row in openpyxl.load_workbook(io.BytesIO(octets))["変更点一覧"].iter_rows()
    ]
    merged = [row for row in rows if row[4] == "統合"]
    assert [row[1] for row in merged] == [plans[0].projects[0].name, plans[0].projects[1].name]


@pytest.mark.parametrize(("form", "start"), [("html", b"<!doctype html>"), ("pdf", b"%PDF-")])
def test_it_is_given_to_read_and_to_print(
    browse: Client, series: PlanSeries, plans: tuple[Plan, Plan], form: str, start: bytes
) -> None:
    status, octets, _ = fetch(browse, series, form)

    assert (status, octets[: len(start)]) == (200, start)


@pytest.mark.parametrize(
    ("form", "query"),
    [("docx", "?old=1&new=2"), ("xlsx", ""), ("xlsx", "?old=1&new=99"), ("xlsx", "?old=x&new=\x00")],
)
def test_what_there_is_not_is_not_found(
    browse: Client, series: PlanSeries, plans: tuple[Plan, Plan], form: str, query: str
) -> None:
    assert fetch(browse, series, form, query)[0] == 404


def test_the_page_of_differences_offers_it(
    browse: Client, series: PlanSeries, plans: tuple[Plan, Plan]
) -> None:
    page = browse.get(reverse("plans:compare", args=[series.pk])).content.decode()

    assert reverse("plans:change_file", args=[series.pk, "xlsx"]) + "?old=1&amp;new=2" in page


def test_a_project_shows_who_went_into_it(
    browse: Client, series: PlanSeries, plans: tuple[Plan, Plan]
) -> None:
    first, second = plans[0].projects[:2]

    page = browse.get(reverse("plans:project", args=[series.pk, first.id])).content.decode()
    gone = browse.get(reverse("plans:project", args=[series.pk, second.id])).content.decode()

    assert "この事業のあゆみの図" in page
    assert page.count(f"No.{second.number} {second.name}"[:12]) >= 2  # the wide picture and the narrow one
    assert "この事業のあゆみの図" in gone
    assert "（この版にはありません）" not in gone  # it was merged, it did not end


def test_one_edition_has_no_line(browse: Client, series: PlanSeries, import_plan: ImportPlan) -> None:
    plan = make_plan(3)
    import_plan(plan)

    page = browse.get(reverse("plans:project", args=[series.pk, plan.projects[0].id])).content.decode()

    assert "この事業のあゆみの図" not in page


def test_what_a_person_decided_is_in_the_list_and_in_the_life(
    browse: Client, series: PlanSeries, batch: Import, decide: Decider, by: Actor
) -> None:
    # No word of the documents says that the plaza's project was divided; a person does.
    decide("18", "18", LineKind.SPLIT)
    decide("18", "19", LineKind.SPLIT)
    confirm_import(import_id=batch.pk, by=by, at=AT)

    _, octets, _ = fetch(browse, series, "xlsx")
    plaza = id_of(OLD, "18")
    page = browse.get(reverse("plans:project", args=[series.pk, plaza]) + "?edition=1").content.decode()

    sheet = openpyxl.load_workbook(io.BytesIO(octets))["変更点一覧"]
    split = [[cell.value for cell in row] for row in sheet.iter_rows() if row[4].value == "分割"]
    assert {row[1] for row in split} >= {"みほん駅前にぎわい創出事業"}
    assert all(not row[8] for row in split)  # a person said so: no confidence stands beside it
    assert page.count("みほん駅前にぎわい創出事業") >= 2
