"""What everybody may read through the API: published editions, and not a word more."""

import csv
import io
import json

import pytest
from django.test import Client

from tests.web.plans.invented import make_plan
from tests.web.world import World, make_world
from torikumi.web.api.paging import MOST

OWN_PROJECT = "P-000000000000"


@pytest.fixture
def here(db: None) -> World:
    return make_world(code="999997", name="みほん市")


def base(world: World, name: str = "published") -> str:
    return (
        f"/api/v1/cities/{world.city.code}/plans/{world.series.pk}/editions/{world.editions[name].sequence}"
    )


def test_the_ways_lead_from_the_cities_down_to_a_project(here: World, client: Client) -> None:
    cities = client.get("/api/v1/cities").json()
    (city,) = cities["items"]
    (plan,) = client.get(city["plans"]).json()["items"]
    (edition,) = plan["editions"]
    projects = client.get(edition["address"] + "/projects").json()
    project = client.get(projects["items"][0]["address"]).json()

    assert (city["code"], city["name"], city["edition_count"]) == ("999997", "みほん市", 1)
    assert (plan["title"], edition["year"], edition["name"]) == ("みほん市総合戦略", 2023, "令和5年度版")
    assert projects["total"] == 9
    assert project["entry"]["id"] == OWN_PROJECT
    assert project["entry"]["path"] == ["1 働きやすいまちをつくる <しごと応援>", "しごとの場を創る"]
    assert project["indicators"][0]["actuals"][0]["value"]["number"] == "100"
    assert [(one["label"], one["value"]["number"], one["value"]["unit"]) for one in project["amounts"]] == [
        ("当初予算", "1200", "千円"),
        ("決算", "1100", "千円"),
    ]
    assert client.get(project["page"]).status_code == 200
    assert client.get(edition["page"]).status_code == 200


def test_japanese_goes_out_as_it_is(here: World, client: Client) -> None:
    answer = client.get(base(here) + "/projects")

    assert answer["Content-Type"] == "application/json"
    assert "企画課の事業その1" in answer.content.decode()


def test_an_answer_that_nobody_approved_is_not_among_the_reviews(here: World, client: Client) -> None:
    answer = client.get(base(here) + f"/projects/{OWN_PROJECT}")

    assert [one["result"] for one in answer.json()["reviews"]] == ["計画どおり行った。"]
    assert here.marks.answer not in answer.content.decode()


def test_what_was_changed_after_publishing_is_not_seen(here: World, client: Client) -> None:
    """The newest public edition is that of 2023, though 2024 was confirmed since."""
    newest = client.get(f"/api/v1/cities/999997/plans/{here.series.pk}/editions/newest")

    assert newest.json()["entry"]["year"] == 2023
    assert newest["Content-Location"] == base(here)
    assert client.get(base(here, "draft")).status_code == 404


def test_a_withdrawn_edition_answers_that_it_was_withdrawn(here: World, client: Client) -> None:
    answer = client.get(base(here, "withdrawn") + "/projects")

    assert answer.status_code == 410
    assert answer["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert problem["type"] == "urn:torikumi:problem:withdrawn"
    assert "取り下げられました" in problem["detail"]
    assert "withdrawn" in problem["detail_en"]
    assert "reason" not in problem
    assert problem["request_id"] == answer["X-Request-ID"]


@pytest.mark.parametrize(
    ("question", "numbers"),
    [
        ("section=企画課", {"1", "8"}),
        ("section=青少年課", {"1", "8"}),
        ("direction=A", {"3"}),
        ("direction=廃止", {"8"}),
        ("direction=none", set()),
        ("goal=g2", {"3", "4", "7", "8"}),
        ("goal=m0", {"1", "5", "9"}),
        ("goal=nothing", set()),
        ("q=農業　その", {"3"}),
        ("q=ｻｰﾋﾞｽ", {"1", "2", "3", "4", "5", "6", "7", "8", "9"}),
        ("section=企画課&direction=D", {"8"}),
    ],
)
def test_projects_are_chosen_by_what_is_asked(
    question: str, numbers: set[str], here: World, client: Client
) -> None:
    found = client.get(f"{base(here)}/projects?{question}").json()

    assert {one["number"] for one in found["items"]} == numbers
    assert found["total"] == len(numbers)


def test_a_list_is_paged_with_links_to_the_other_pages(here: World, client: Client) -> None:
    address = base(here) + "/projects?limit=4&offset=4&section="
    answer = client.get(address)
    links = dict(part.split("; ")[::-1] for part in answer["Link"].split(", "))

    assert [one["number"] for one in answer.json()["items"]] == ["5", "6", "7", "8"]
    assert answer.json()["total"] == 9
    assert set(links) == {f'rel="{name}"' for name in ("first", "prev", "next", "last")}
    last = client.get(links['rel="next"'].strip("<>"))
    assert [one["number"] for one in last.json()["items"]] == ["9"]
    assert 'rel="next"' not in last["Link"]


def test_all_pages_together_are_the_whole_once(here: World, client: Client) -> None:
    seen: list[str] = []
    address = base(here) + "/projects?limit=2"
    while address:
        answer = client.get(address)
        seen += [one["id"] for one in answer.json()["items"]]
        links = dict(part.split("; ")[::-1] for part in answer["Link"].split(", "))
        address = links.get('rel="next"', "").strip("<>")

    assert seen == [project.id for project in make_plan(9).projects]


@pytest.mark.parametrize(
    "question", [f"limit={MOST + 1}", "limit=0", "offset=-1", "limit=many", "format=xml"]
)
def test_a_wrong_question_is_named(question: str, here: World, client: Client) -> None:
    answer = client.get(f"{base(here)}/projects?{question}")

    assert answer.status_code == 422
    problem = answer.json()
    name = question.partition("=")[0]
    assert [field["name"] for field in problem["fields"]] == [name]
    assert f"「{name}」" in problem["detail"]
    assert problem["fields"][0]["detail"].endswith("ください。")


@pytest.mark.parametrize("thing", ["projects", "measures", "sections", "directions"])
def test_a_list_comes_as_csv_too(thing: str, here: World, client: Client) -> None:
    answer = client.get(f"{base(here)}/{thing}?format=csv")
    listed = client.get(f"{base(here)}/{thing}").json()
    rows = [*csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))]

    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert len(rows) == listed["total"]
    if thing != "projects":
        assert [int(row["事業数"]) for row in rows] == [
            one.get("project_count", one.get("heading", {}).get("project_count")) for one in listed["items"]
        ]


def test_csv_holds_all_rows_that_were_chosen_whatever_the_page(here: World, client: Client) -> None:
    answer = client.get(base(here) + "/projects?format=csv&limit=1&goal=g2")
    rows = [*csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))]

    assert [row["事業番号"] for row in rows] == ["3", "4", "7", "8"]


def test_directions_are_counted_and_lead_to_their_projects(here: World, client: Client) -> None:
    entries = client.get(base(here) + "/directions").json()["items"]

    assert [(one["code"], one["project_count"]) for one in entries] == [
        ("A", 1),
        ("B", 6),
        ("C", 1),
        ("D", 1),
    ]
    for one in [*entries, *client.get(base(here) + "/sections").json()["items"]]:
        assert client.get(one["projects"]).json()["total"] == one["project_count"]


def test_the_tree_has_the_note_of_the_measure_without_a_project(here: World, client: Client) -> None:
    goals = client.get(base(here) + "/goals").json()["items"]

    assert [goal["heading"]["project_count"] for goal in goals] == [5, 4]
    empty = goals[0]["below"][2]["heading"]
    assert (empty["level_name"], empty["project_count"], empty["notes"]) == (
        "基本施策", 0, ["今年度の事業はありません。"],
    )  # fmt: skip


def test_the_files_are_those_of_the_manifest_and_can_be_fetched(here: World, client: Client) -> None:
    found = client.get(base(here) + "/files").json()
    manifest = client.get(found["manifest"])

    assert json.loads(manifest.content)["format"] == "torikumi-edition"
    assert len(json.loads(manifest.content)["files"]) == found["total"]
    plan = next(one for one in found["items"] if one["path"] == "data/plan.json")
    assert client.get(plan["address"])["ETag"] == f'"{plan["sha256"]}"'


THINGS = [
    "", "/goals", "/measures", "/projects", f"/projects/{OWN_PROJECT}", "/sections", "/directions", "/files",
    "/manifest.json",
]  # fmt: skip


@pytest.mark.parametrize("thing", THINGS)
def test_who_has_the_answer_is_told_that_nothing_changed(thing: str, here: World, client: Client) -> None:
    first = client.get(base(here) + thing)
    again = client.get(base(here) + thing, headers={"If-None-Match": first["ETag"]})
    other = client.get(base(here) + thing, headers={"If-None-Match": '"another"'})

    assert first["ETag"].startswith('"')
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    assert first["Cache-Control"] == again["Cache-Control"] == "public, max-age=300"
    assert other.status_code == 200
    assert "Set-Cookie" not in first.headers


def test_the_tag_of_the_lists_changes_with_a_withdrawal(here: World, client: Client) -> None:
    address = f"/api/v1/cities/999997/plans/{here.series.pk}/editions"
    before = [client.get(one)["ETag"] for one in ("/api/v1/cities", "/api/v1/cities/999997/plans", address)]
    publication = here.publications["published"]
    publication.state, publication.reason, publication.withdrawn_at = (
        "withdrawn",
        "見本のため。",
        publication.published_at,
    )
    publication.save()

    assert client.get("/api/v1/cities").json()["items"] == []
    assert client.get("/api/v1/cities")["ETag"] != before[0]
    assert client.get("/api/v1/cities/999997/plans")["ETag"] != before[1]
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("thing", THINGS)
def test_scripts_of_other_sites_may_read_without_cookies(thing: str, here: World, client: Client) -> None:
    answer = client.get(base(here) + thing, headers={"Origin": "https://example.jp"})
    asked = client.options(base(here) + thing, headers={"Origin": "https://example.jp"})

    for one in (answer, asked):
        assert one["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in one.headers
    assert asked.status_code == 204
    assert asked["Allow"] == asked["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"


def test_no_other_page_is_open_to_scripts_of_other_sites(here: World, client: Client) -> None:
    for address in ("/login/", "/plans/", "/public/999997/", "/reviews/", "/api/v1/nothing"):
        answer = client.get(address, headers={"Origin": "https://example.jp"})
        assert "Access-Control-Allow-Origin" not in answer.headers, address


def test_head_is_get_without_the_body(here: World, client: Client) -> None:
    head, full = client.head(base(here)), client.get(base(here))

    assert (head.status_code, head.content) == (200, b"")
    assert head["ETag"] == full["ETag"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_is_written_without_a_log_in(method: str, here: World, client: Client) -> None:
    answer = getattr(client, method)(base(here))

    assert answer.status_code == 405
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    "address",
    [
        "/api/v1/nothing", "/api/v1/cities/999989/plans", "/api/v1/cities/99999/plans", "/api/v1/cities/入間/plans",
        "/api/v1/cities/999997/plans/999/editions", "/api/v1/cities/999997/plans/1/editions/²",
        "/api/v1/cities/999997/plans/1/editions/99999999999999999999", "/api/v1/cities/999997/plans/1/editions/%00",
    ],
)  # fmt: skip
def test_what_is_not_there_is_a_problem_with_the_next_step(address: str, here: World, client: Client) -> None:
    answer = client.get(address)

    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"
    assert "ください" in answer.json()["detail"]


def test_a_plan_of_another_city_is_not_found_under_this_one(here: World, client: Client) -> None:
    there = make_world(code="999989", name="となり市")
    crossed = f"/api/v1/cities/{here.city.code}/plans/{there.series.pk}/editions/2"

    assert client.get(base(there)).status_code == 200
    for thing in THINGS:
        assert client.get(crossed + thing).status_code == 404
    assert client.get("/api/v1/cities").json()["total"] == 2


def test_questions_to_the_database_do_not_grow_with_the_plan(
    here: World, client: Client, django_assert_num_queries: object
) -> None:
    client.get(base(here) + "/projects")
    for thing in THINGS:
        with django_assert_num_queries(3):  # type: ignore[operator]
            client.get(base(here) + thing)
