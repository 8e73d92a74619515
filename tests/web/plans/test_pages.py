"""The pages of plans, from real values."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.web import factories
from tests.web.plans.invented import make_plan, next_year, number
from torikumi.plan.model import Plan
from torikumi.plan.money import Amount
from torikumi.web.accounts.models import Municipality, User
from torikumi.web.accounts.permissions import ROUTES, Permission, Role
from torikumi.web.plans.models import Edition, Import, PlanSeries

ImportPlan = Callable[..., Edition]
BrowserOf = Callable[[User], Client]


@pytest.fixture
def browse(planner: User, browser_of: BrowserOf) -> Client:
    return browser_of(planner)


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, f"{address}: {response.status_code}"
    return response.content.decode()


def pages_of(series: PlanSeries, plan: Plan) -> dict[str, str]:
    return {
        "list": reverse("plans:list"),
        "search": reverse("plans:search") + "?q=事業",
        "overview": reverse("plans:overview", args=[series.pk]),
        "tree": reverse("plans:tree", args=[series.pk]),
        "projects": reverse("plans:projects", args=[series.pk]),
        "filtered": reverse("plans:projects", args=[series.pk])
        + "?q=相談&node=m0&changed=changed&sort=section",
        "project": reverse("plans:project", args=[series.pk, plan.projects[0].id]),
        "node": reverse("plans:node", args=[series.pk, "g1"]),
        "compare": reverse("plans:compare", args=[series.pk]),
        "imports": reverse("plans:imports"),
        "upload": reverse("plans:upload"),
    }


def test_the_overview_counts_what_the_plan_holds(
    browse: Client, import_plan: ImportPlan, series: PlanSeries
) -> None:
    plan = make_plan(12)
    import_plan(plan)

    page = text_of(browse, reverse("plans:overview", args=[series.pk]))

    assert "架空のデータです。実在の計画ではありません。" in page
    assert "<b>12事業</b>" in page
    assert "図の数値を表で見る" in page
    assert "令和5年度の評価の進みぐあい" in page
    assert "※ この表は架空のものです。" in page
    row = page[page.index('<th scope="row">計</th>') :].split("</tr>")[0]
    assert [int(cell) for cell in row.replace("<", ">").split(">") if cell.isdigit()][-1] == 12


def test_the_tree_shows_a_measure_without_projects_and_its_note(
    browse: Client, import_plan: ImportPlan, series: PlanSeries
) -> None:
    import_plan(make_plan(12))

    page = text_of(browse, reverse("plans:tree", args=[series.pk]))

    assert "事業のない施策" in page
    assert "今年度の事業はありません。" in page
    assert "再掲1" in page


def test_a_project_is_shown_with_all_that_is_known(
    browse: Client, import_plan: ImportPlan, series: PlanSeries
) -> None:
    plan = make_plan(8)
    import_plan(plan)

    page = text_of(browse, reverse("plans:project", args=[series.pk, plan.projects[7].id]))

    for expected in (
        plan.projects[7].name,
        "検討部会がこう提案した。",
        "相談した人の数",
        "<svg",
        "1,200千円",
        "計画どおり行った。",
        "なくなった事業（この版には行がありません）",
        "青少年課（児童センター）",
        "<td>mihon.xlsx</td><td>シート「一覧」 C9</td>",
        "表の外の注。",
    ):
        assert expected in page, expected


def test_a_project_keeps_its_address_through_the_editions(
    browse: Client, import_plan: ImportPlan, series: PlanSeries
) -> None:
    plan = make_plan(8)
    import_plan(plan)
    later = next_year(plan)
    import_plan(later, year=2025)
    address = reverse("plans:project", args=[series.pk, plan.projects[0].id])

    now, before = text_of(browse, address), text_of(browse, address + "?edition=1")

    assert "まったく新しい進め方にした。" in now
    assert "前の版から変わったこと" in now
    assert "B：継続" in now
    assert "過去の版" in before
    assert "まったく新しい進め方にした。" not in before


def test_a_project_that_is_gone_is_still_shown(
    browse: Client, import_plan: ImportPlan, series: PlanSeries
) -> None:
    plan = make_plan(8)
    import_plan(plan)
    import_plan(next_year(plan), year=2025)

    page = text_of(browse, reverse("plans:project", args=[series.pk, plan.projects[-1].id]))

    assert "最新の版にはありません" in page


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=ｻｰﾋﾞｽ", 12),
        ("q=さーびす", 12),
        ("q=ノウギョウ振興課", 0),
        ("q=農業振興課", 2),
        ("q=農業振興課　その３", 1),
        ("q=１２番目", 1),
        ("node=g2", 7),  # six of its own, and one shown again
        ("node=m1", 3),
        ("section=農業振興課", 2),
        ("direction=D", 1),
        ("direction=nonsense", 12),
        ("edition=99", None),
    ],
)
def test_the_list_is_narrowed(
    browse: Client, import_plan: ImportPlan, series: PlanSeries, query: str, expected: int | None
) -> None:
    import_plan(make_plan(12))

    response = browse.get(reverse("plans:projects", args=[series.pk]) + f"?{query}")

    if expected is None:
        assert response.status_code == 404
    else:
        assert response.context["page"].paginator.count == expected


def test_a_project_shown_again_is_found_under_both_headings(
    browse: Client, import_plan: ImportPlan, series: PlanSeries
) -> None:
    plan = make_plan(12)
    import_plan(plan)
    again = plan.projects[1]
    assert again.also_under == ("m4",)

    for node in (again.node, "m4"):
        response = browse.get(reverse("plans:projects", args=[series.pk]) + f"?node={node}")
        assert again.name in response.content.decode()


def test_what_changed_can_be_listed(browse: Client, import_plan: ImportPlan, series: PlanSeries) -> None:
    plan = make_plan(8)
    import_plan(plan)
    import_plan(next_year(plan), year=2025)
    address = reverse("plans:projects", args=[series.pk])

    def names(kind: str) -> list[str]:
        return [row.name for row in browse.get(f"{address}?changed={kind}").context["page"]]

    assert names("added") == ["新しい窓口をひらく事業"]
    assert names("changed") == names("direction") == names("content") == [plan.projects[0].name]
    assert names("records") == []


def test_new_records_of_a_year_are_no_change_of_content(
    browse: Client, import_plan: ImportPlan, series: PlanSeries
) -> None:
    plan = make_plan(8)
    import_plan(plan)
    later = next_year(plan)
    told = replace(later.projects[6], amounts=(Amount(label="R7当初", year=2025, value=number(900, "千円")),))
    import_plan(replace(later, projects=(*later.projects[:6], told, *later.projects[7:])), year=2025)
    address = reverse("plans:projects", args=[series.pk])

    overview = text_of(browse, reverse("plans:overview", args=[series.pk]))
    assert "内容が変わった事業</a> <b>1</b>" in overview
    assert "年度の記録だけが変わった事業</a> <b>1</b>" in overview
    listed = browse.get(f"{address}?changed=records")
    assert [row.name for row in listed.context["page"]] == [told.name]
    assert "内容の変更" not in listed.content.decode()
    compared = text_of(browse, reverse("plans:compare", args=[series.pk]))
    assert "内容が変わったもの <b>1件</b>" in compared
    assert "年度の記録だけが変わったもの <b>1件</b>" in compared


def test_a_section_sees_its_own_projects_first(
    city: Municipality, browser_of: BrowserOf, import_plan: ImportPlan, series: PlanSeries
) -> None:
    import_plan(make_plan(20))
    library = factories.unit(city, name="図書館")
    client = browser_of(factories.person(city, Role.SECTION, section=library))

    response = client.get(reverse("plans:projects", args=[series.pk]))

    assert [line.sections for line in response.context["mine"]] == ["図書館"] * 3
    assert "あなたの課の事業" in response.content.decode()


def test_home_leads_a_section_to_its_own_projects_and_offers_only_what_it_may_do(
    city: Municipality, browser_of: BrowserOf, import_plan: ImportPlan, series: PlanSeries
) -> None:
    import_plan(make_plan(20))
    library = factories.unit(city, name="図書館")
    client = browser_of(factories.person(city, Role.SECTION, section=library))
    planner = browser_of(factories.person(city, Role.PLANNING))

    home = text_of(client, "/")
    for page in (home, text_of(client, reverse("plans:overview", args=[series.pk]))):
        assert "あなたの課の事業（図書館、3件）" in page
        address = page[: page.index("あなたの課の事業（図書館")].rpartition('href="')[2].partition('"')[0]
        assert client.get(address.replace("&amp;", "&")).context["page"].paginator.count == 3
    assert "最新は令和6年度版。<b>20</b> 事業" in home
    assert "取り込み" not in home
    assert "だれでも見られるようにします" not in home
    assert "文書を取り込み" in text_of(planner, "/")
    assert "あなたの課の事業" not in text_of(planner, "/")


def test_home_shows_no_plan_to_somebody_without_a_role_or_of_another_city(
    city: Municipality,
    other_city: Municipality,
    browser_of: BrowserOf,
    import_plan: ImportPlan,
    series: PlanSeries,
) -> None:
    import_plan(make_plan(2))

    for person in (factories.person(city), factories.person(other_city, Role.PLANNING)):
        assert series.title not in text_of(browser_of(person), "/")


def test_htmx_gets_the_list_alone(browse: Client, import_plan: ImportPlan, series: PlanSeries) -> None:
    import_plan(make_plan(3))
    address = reverse("plans:projects", args=[series.pk])

    part = browse.get(address, headers={"HX-Request": "true"}).content.decode()
    back = browse.get(
        address, headers={"HX-Request": "true", "HX-History-Restore-Request": "true"}
    ).content.decode()

    assert part.lstrip().startswith('<div id="project-list">')
    assert back.lstrip().startswith("<!doctype html>")


def test_another_edition_changes_the_whole_page(
    browse: Client, import_plan: ImportPlan, series: PlanSeries
) -> None:
    plan = make_plan(3)
    import_plan(plan)
    import_plan(next_year(plan), year=2025)
    address = reverse("plans:projects", args=[series.pk])
    headers = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{address}?q=x"}

    answer = browse.get(f"{address}?edition=1", headers=headers)

    assert answer.headers["HX-Redirect"] == f"{address}?edition=1"


def test_a_heading_marks_what_it_shows_again(
    browse: Client, import_plan: ImportPlan, series: PlanSeries
) -> None:
    import_plan(make_plan(12))

    page = text_of(browse, reverse("plans:node", args=[series.pk, "m4"]))

    assert "再掲（1 働きやすいまちをつくる &lt;しごと応援&gt; / 地域産業を振興する）" in page


def test_a_search_finds_across_plans_in_any_width(
    browse: Client, import_plan: ImportPlan, series: PlanSeries
) -> None:
    import_plan(make_plan(3))

    page = text_of(browse, reverse("plans:search") + "?q=ｻｰﾋﾞｽ 広報課")

    assert "合う事業は 1 件です" in page
    assert "広報課の事業その2" in page


def test_a_search_does_not_find_what_an_undone_or_older_edition_says(
    browse: Client, import_plan: ImportPlan, series: PlanSeries
) -> None:
    plan = make_plan(3)
    import_plan(plan)
    import_plan(replace(next_year(plan), projects=next_year(plan).projects[:1]), year=2025)

    page = text_of(browse, reverse("plans:search") + "?q=広報課")

    assert "合う事業は 0 件です" in page


def test_two_editions_are_compared(browse: Client, import_plan: ImportPlan, series: PlanSeries) -> None:
    plan = make_plan(8)
    import_plan(plan)
    import_plan(next_year(plan), year=2025)
    import_plan(replace(plan, projects=plan.projects[:6]), year=2026)
    address = reverse("plans:compare", args=[series.pk])

    kept = text_of(browse, f"{address}?old=1&new=2")
    found = text_of(browse, f"{address}?old=1&new=3")

    assert "<ins>" in kept
    assert "内容が変わったもの <b>1件</b>" in kept
    assert "なくなったもの <b>2件</b>" in found


def test_two_editions_of_one_year_are_told_apart(
    browse: Client, import_plan: ImportPlan, series: PlanSeries
) -> None:
    plan = make_plan(4)
    import_plan(plan)
    import_plan(replace(next_year(plan), year=2024))

    compared = text_of(browse, reverse("plans:compare", args=[series.pk]))
    assert "令和6年度版 第2版（令和6年度）最新</option>" in compared
    assert "令和6年度版（令和6年度）</option>" in compared
    for name in ("overview", "projects", "project", "list", "search"):
        assert "令和6年度版 第2版" in text_of(browse, pages_of(series, plan)[name]), name


def test_a_plan_of_one_edition_has_nothing_to_compare(
    browse: Client, import_plan: ImportPlan, series: PlanSeries
) -> None:
    import_plan(make_plan(2))

    assert "比べるものがありません" in text_of(browse, reverse("plans:compare", args=[series.pk]))


def test_a_text_of_a_plan_is_never_markup(
    browse: Client, import_plan: ImportPlan, series: PlanSeries
) -> None:
    nasty = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
    plan = make_plan(2)
    first = replace(plan.projects[0], name=nasty, summary=nasty, notes=(nasty,))
    nodes = tuple(replace(node, printed=nasty) for node in plan.nodes)
    edition = import_plan(replace(plan, projects=(first, plan.projects[1]), nodes=nodes, notice=nasty))
    batch = Import.objects.within(series).get(edition=edition)

    for address in [*pages_of(series, plan).values(), reverse("plans:import", args=[batch.pk])]:
        page = text_of(browse, address)
        assert "<script>alert" not in page
        assert "<img src=x" not in page


def test_another_citys_pages_do_not_exist(
    import_plan: ImportPlan, series: PlanSeries, other_city: Municipality, browser_of: BrowserOf
) -> None:
    plan = make_plan(3)
    batch = Import.objects.within(series).get(edition=import_plan(plan))
    stranger = browser_of(factories.person(other_city, Role.ADMINISTRATOR))
    pages = pages_of(series, plan)

    for name in ("overview", "tree", "projects", "filtered", "project", "node", "compare"):
        assert stranger.get(pages[name]).status_code == 404, name
    for route in ("import", "import_changes", "original"):
        assert stranger.get(reverse(f"plans:{route}", args=[batch.pk])).status_code == 404
    for route in ("confirm_import", "discard_import", "undo_import"):
        assert stranger.post(reverse(f"plans:{route}", args=[batch.pk])).status_code == 404
    for name in ("list", "search", "imports", "upload"):
        page = text_of(stranger, pages[name])
        assert series.title not in page
        assert plan.projects[0].name not in page


def test_who_may_only_read_sees_no_door_to_importing(
    city: Municipality, import_plan: ImportPlan, series: PlanSeries, browser_of: BrowserOf
) -> None:
    plan = make_plan(3)
    batch = Import.objects.within(series).get(edition=import_plan(plan))
    reader = browser_of(factories.person(city, Role.READER))

    assert "取り込む" not in text_of(reader, reverse("plans:overview", args=[series.pk]))
    for route, permission in ROUTES.items():
        if route.startswith("plans:") and permission is Permission.IMPORT_PLANS:
            counts = {"plans:upload": 0, "plans:imports": 0}
            counts |= dict.fromkeys(("plans:check_reading", "plans:correct_reading", "plans:page_picture"), 2)
            args = [batch.pk, 1][: counts.get(route, 1)]
            assert reader.get(reverse(route, args=args)).status_code == 403, route


@pytest.mark.parametrize("page", sorted(pages_of(PlanSeries(pk=1), make_plan(1))))
def test_a_page_asks_the_database_as_often_for_10_projects_as_for_1500(
    browse: Client, import_plan: ImportPlan, series: PlanSeries, page: str
) -> None:
    counts = []
    plan = make_plan(10)
    import_plan(plan)
    import_plan(next_year(plan), year=2025)
    for size in (10, 1500):
        if size == 1500:
            import_plan(replace(make_plan(1500), year=2026), year=2026)
        text_of(browse, pages_of(series, plan)[page])  # the first request of a while writes to the session
        with CaptureQueriesContext(connection) as queries:
            text_of(browse, pages_of(series, plan)[page])
        counts.append(len(queries))

    assert counts[0] == counts[1], counts
    assert counts[0] <= 25


@pytest.mark.parametrize("nonsense", ["..%2f..", "<script>", "P-ffffffffffff", "9" * 400])
def test_an_address_that_means_nothing_is_not_found(
    browse: Client, import_plan: ImportPlan, series: PlanSeries, nonsense: str
) -> None:
    import_plan(make_plan(2))

    for part in ("projects", "nodes"):
        assert browse.get(f"/plans/{series.pk}/{part}/{nonsense}/").status_code == 404
    assert browse.get(f"/plans/{series.pk}/?edition={nonsense}").status_code == 404


@pytest.mark.parametrize(
    "query", ["q=%2500", "page=-1", "page=x", "node=x", "section=x", "sort=x", "q=" + "あ" * 300]
)
def test_a_filter_that_means_nothing_is_no_error(
    browse: Client, import_plan: ImportPlan, series: PlanSeries, query: str
) -> None:
    import_plan(make_plan(2))

    for address in (reverse("plans:projects", args=[series.pk]), reverse("plans:search")):
        assert browse.get(f"{address}?{query}").status_code == 200
    assert browse.get("/plans/99999999999999999999999/").status_code == 404
