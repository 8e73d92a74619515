"""What the check found stands beside the field, in the list, on a page of its own, and in files."""

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import replace

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.web import factories
from tests.web.plans.found_plan import NO_DIRECTION, NO_SECTION, PROVISIONAL, found_plan, without_last
from tests.web.plans.invented import make_plan
from torikumi.check.report import to_csv, to_json
from torikumi.check.run import check_plan
from torikumi.check.settings import RuleChoice
from torikumi.plan.model import Plan
from torikumi.web.accounts.models import Municipality, User
from torikumi.web.accounts.permissions import Role
from torikumi.web.audit.actor import Actor
from torikumi.web.plans.actions.rules import decide_rule
from torikumi.web.plans.models import Edition, Import, PlanSeries

ImportPlan = Callable[..., Edition]
BrowserOf = Callable[[User], Client]
AT = factories.AT


@pytest.fixture
def browse(planner: User, browser_of: BrowserOf) -> Client:
    return browser_of(planner)


@pytest.fixture
def plan(import_plan: ImportPlan) -> Plan:
    plan = found_plan()
    import_plan(plan)
    return plan


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, f"{address}: {response.status_code}"
    return response.content.decode()


def project_page(client: Client, series: PlanSeries, plan: Plan, index: int) -> str:
    return text_of(client, reverse("plans:project", args=[series.pk, plan.projects[index].id]))


def findings_page(client: Client, series: PlanSeries, query: str = "") -> str:
    return text_of(client, reverse("plans:findings", args=[series.pk]) + query)


def between(page: str, start: str, end: str) -> str:
    return page[page.index(start) :].split(end)[0]


def test_a_finding_stands_beside_its_field_with_the_explanation_behind_it(
    browse: Client, series: PlanSeries, plan: Plan
) -> None:
    direction = between(project_page(browse, series, plan, NO_DIRECTION), "<dt>今後の方針</dt>", "<dt>担当課")
    assert "今後の方針がありません" in direction
    assert "誤り</span>" in direction
    assert '<details class="finding__why">' in direction
    assert reverse("plans:rule", args=["direction-missing"]) in direction

    section = between(project_page(browse, series, plan, NO_SECTION), "<dt>担当課</dt>", "<dt>事業ID")
    assert "担当課がありません" in section
    page = project_page(browse, series, plan, PROVISIONAL)
    assert "仮称のままです" in between(page, "</h1>", '<div class="columns')
    assert "そのほかの読み取りと点検の所見" not in page


def test_no_finding_about_a_project_is_lost_on_its_page(
    browse: Client, series: PlanSeries, plan: Plan
) -> None:
    for finding in check_plan(plan).findings:
        page = text_of(browse, reverse("plans:project", args=[series.pk, finding.subject]))
        assert page.count(finding.ja.split("」")[-1]) == 1, finding.code


def test_a_heading_says_what_was_found_about_it(
    browse: Client, import_plan: ImportPlan, series: PlanSeries
) -> None:
    bare = make_plan(6)
    nodes = tuple(replace(node, notes=()) for node in bare.nodes)
    import_plan(replace(bare, nodes=nodes))

    page = text_of(browse, reverse("plans:node", args=[series.pk, "m2"]))

    assert "この見出しの点検" in page
    assert reverse("plans:rule", args=["measure-empty"]) in page


def test_the_list_counts_by_letter_and_word_and_narrows_to_what_was_found(
    browse: Client, series: PlanSeries, plan: Plan
) -> None:
    address = reverse("plans:projects", args=[series.pk])

    row = between(text_of(browse, address), plan.projects[NO_DIRECTION].name, "</tr>")
    assert re.search(r'severity__mark" aria-hidden="true">×</b> 誤り 1件', row)
    counts = {
        wanted: int(re.search(r"条件に合う事業は (\d+) 件", text_of(browse, f"{address}?found={wanted}"))[1])  # type: ignore[index]  # it is there
        for wanted in ("any", "none", "error", "warning", "info")
    }
    by_severity = {
        severity: {one.subject for one in check_plan(plan).findings if one.severity == severity}
        for severity in ("error", "warning", "info")
    }
    found = set().union(*by_severity.values())
    assert counts == {
        "any": len(found),
        "none": len(plan.projects) - len(found),
        **{severity: len(subjects) for severity, subjects in by_severity.items()},
    }
    assert "点検で見つかったもの" in text_of(browse, address)


def test_the_front_page_of_a_plan_says_how_much_was_found(
    browse: Client, series: PlanSeries, plan: Plan
) -> None:
    page = text_of(browse, reverse("plans:overview", args=[series.pk]))

    found = between(page, "点検で見つかったもの", "</p>")
    assert re.findall(r"</b> (\S+) (\d+)件", found) == [("誤り", "2"), ("注意", "2"), ("参考", "2")]


def test_the_page_of_all_findings_is_by_rule_or_by_project(
    browse: Client, series: PlanSeries, plan: Plan
) -> None:
    by_rule = findings_page(browse, series)
    by_project = findings_page(browse, series, "?group=project")
    heads = [re.findall(r'class="found__title">.*?">(.*?)</a>', page) for page in (by_rule, by_project)]

    assert heads[0][:2] == ["今後の方針がない", "担当課がない"]
    # The first project of the document that anything was found about.
    assert heads[1][0].endswith(plan.projects[0].name)
    for finding in check_plan(plan).findings:
        assert finding.ja in by_rule
        assert finding.ja in by_project


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("?severity=error", 2),
        ("?severity=info", 2),
        ("?family=1", 3),
        ("?rule=merge-partner-without-row", 2),
        ("?section=広報課", 1),
        ("?severity=error&section=広報課", 1),
        ("?severity=x&family=99&rule=x&section=x", 6),
    ],
)
def test_the_filters_narrow_the_page_and_the_files(
    browse: Client, series: PlanSeries, plan: Plan, query: str, count: int
) -> None:
    page = findings_page(browse, series, query)
    file = browse.get(reverse("plans:findings_file", args=[series.pk, "json"]) + query)

    assert f"{count} 件" in between(page, '<p class="status"', "</p>")
    assert len(json.loads(file.content)) == count


def test_the_files_are_those_of_the_command(
    browse: Client, series: PlanSeries, plan: Plan, by: Actor
) -> None:
    decide_rule(
        RuleChoice(code="name-provisional", word="off", reason="仮の名前でよい。"), turn=0, by=by, at=AT
    )
    settings_findings = [one for one in check_plan(plan).findings if one.code != "name-provisional"]

    def file(form: str) -> bytes:
        answer = browse.get(reverse("plans:findings_file", args=[series.pk, form]))
        assert answer.headers["Content-Disposition"].startswith("attachment")
        return answer.content

    assert file("csv").decode() == to_csv(_by_place(settings_findings, plan), plan, language="ja")
    assert json.loads(file("json")) == json.loads(to_json(_by_place(settings_findings, plan), plan))
    rows = list(csv.reader(io.StringIO(file("csv").decode("utf-8-sig"))))
    assert rows[0] == ["重要度", "規則", "対象", "項目", "場所", "内容"]
    assert len(rows) == len(settings_findings) + 1
    book = openpyxl.load_workbook(io.BytesIO(file("xlsx")))
    assert book["点検"].max_row == len(settings_findings) + 1
    assert browse.get(reverse("plans:findings_file", args=[series.pk, "pdf"])).status_code == 404


def _by_place(findings: list[object], plan: Plan) -> list[object]:
    order = {project.id: position for position, project in enumerate(plan.projects)}
    return sorted(findings, key=lambda one: order[one.subject])  # type: ignore[attr-defined]  # findings all


def test_an_older_edition_keeps_its_findings_and_the_newer_is_compared_with_it(
    browse: Client, import_plan: ImportPlan, series: PlanSeries, plan: Plan
) -> None:
    import_plan(without_last(plan), year=2025)

    newest, first = findings_page(browse, series), findings_page(browse, series, "?edition=1")

    assert "前の版とも比べています" in newest
    assert "計画の全体" in newest
    assert "前の版のNo.10" in newest
    assert "最初の版なので、前の版とは比べていません" in first
    assert "前の版のNo.10" not in first
    assert "edition=1" in between(first, "ファイルで受け取る", "</section>")


def test_an_import_shows_what_the_city_wants_to_hear_before_it_is_confirmed(
    browse: Client, stage: Callable[..., Import], by: Actor
) -> None:
    decide_rule(RuleChoice(code="direction-missing", word="off", reason="秋に決める。"), turn=0, by=by, at=AT)
    decide_rule(
        RuleChoice(code="name-provisional", word="error", reason="名前を先に決める。"), turn=0, by=by, at=AT
    )
    address = stage(found_plan()).get_absolute_url()

    page = text_of(browse, address)

    assert "今後の方針がありません" not in page
    assert "切った規則 1 件で 1 件が見えていません" in page
    assert "「誤り」が2件あります" in page
    assert page.index("仮称のままです") < page.index("その事業の行がありません")
    errors = text_of(browse, address + "?severity=error")
    assert "仮称のままです" in errors
    assert "仮称のままです" not in text_of(browse, address + "?severity=info")


def test_everybody_of_the_city_reads_findings_and_nobody_of_another(
    browser_of: BrowserOf, city: Municipality, series: PlanSeries, plan: Plan
) -> None:
    reader = browser_of(factories.person(city, Role.READER))
    stranger = browser_of(
        factories.person(factories.municipality(code="999989", name="となり市"), Role.PLANNING)
    )

    page = findings_page(reader, series)

    assert "点検の規則を決める" not in page
    assert stranger.get(reverse("plans:findings", args=[series.pk])).status_code == 404
    assert stranger.get(reverse("plans:findings_file", args=[series.pk, "csv"])).status_code == 404


@pytest.mark.parametrize("query", ["", "?group=project", "?severity=error", "?section=広報課"])
def test_the_page_of_findings_asks_the_database_as_often_for_10_projects_as_for_1500(
    browse: Client, import_plan: ImportPlan, series: PlanSeries, query: str
) -> None:
    counts = []
    for size, year in ((10, 2024), (1500, 2025)):
        plan = make_plan(size)
        bare = tuple(replace(project, direction=None) for project in plan.projects[::3])
        import_plan(replace(plan, year=year, projects=(*plan.projects[1::3], *bare)), year=year)
        findings_page(browse, series, query)
        with CaptureQueriesContext(connection) as queries:
            findings_page(browse, series, query)
        counts.append(len(queries))

    assert counts[0] == counts[1]
    assert counts[0] <= 20
