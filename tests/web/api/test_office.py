"""The city's own systems read and write the yearly review, with the rights of a person and through the same actions."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.web.api.programs import program_of
from tests.web.world import World, make_world
from torikumi.web.accounts.permissions import Role
from torikumi.web.audit.models import AuditEvent
from torikumi.web.audit.queries import faults_of
from torikumi.web.reviews.models import AnswerVersion, Sheet

WHOLE = {"result": "計画どおり実施した。", "direction": "B：継続"}


@pytest.fixture
def here(db: None) -> World:
    return make_world(code="999997", name="みほん市")


@pytest.fixture
def clerk(here: World) -> Client:
    return program_of(here.people[Role.SECTION])


@pytest.fixture
def head(here: World) -> Client:
    return program_of(here.people[Role.SECTION_HEAD])


@pytest.fixture
def address(here: World) -> str:
    return f"/api/v1/office/sheets/{here.sheets['own'].pk}"


def send(program: Client, method: str, address: str, body: object, tag: str | None = None) -> object:
    headers = {} if tag is None else {"If-Match": tag}
    return getattr(program, method)(address, body, content_type="application/json", headers=headers)


def fresh(here: World) -> Sheet:
    return Sheet.objects.within(here.city).get(pk=here.sheets["own"].pk)


def tag(here: World) -> str:
    return f'"v{fresh(here).version}"'


def save(program: Client, here: World, address: str, values: dict[str, str]) -> object:
    return send(program, "patch", f"{address}/answer", {"values": values}, tag(here))


def test_a_clerk_finds_the_round_its_sheets_and_the_fields_to_fill_in(here: World, clerk: Client) -> None:
    (entry,) = clerk.get("/api/v1/office/rounds").json()["items"]
    round_ = clerk.get(entry["address"]).json()
    own = clerk.get(entry["address"] + "/sheets?mine=answer").json()
    sheet = clerk.get(own["items"][0]["address"])

    assert (entry["title"], entry["due"], entry["state_word"]) == (
        "令和7年度 年度評価",
        "2026-06-30",
        "実施中",
    )
    assert round_["steps"] == ["担当課", "課長", "企画課", "委員会"]
    assert round_["sheet_count"] == own["total"] == 2
    assert sheet["ETag"] == f'"v{sheet.json()["entry"]["version"]}"'
    step = sheet.json()["steps"][0]
    assert (step["label"], step["may_write"]) == ("担当課", True)
    direction = next(one for one in step["fields"] if one["key"] == "direction")
    assert direction["value"] == "B：継続"
    assert direction["choices"] == ["A：充実", "B：継続", "C：縮小", "D：廃止"]


def test_questions_to_the_database_do_not_grow_with_the_list(here: World) -> None:
    planner, counts = program_of(here.people[Role.PLANNING]), []
    address = f"/api/v1/office/rounds/{here.round.pk}/sheets"
    planner.get(address)
    for limit in (1, 9):
        with CaptureQueriesContext(connection) as asked:
            assert len(planner.get(f"{address}?limit={limit}").json()["items"]) == limit
        counts.append(len(asked))

    assert counts[0] == counts[1] <= 10


def test_planning_sees_all_sheets_and_a_clerk_those_of_the_section(here: World, clerk: Client) -> None:
    planner = program_of(here.people[Role.PLANNING])
    list_of_all = f"/api/v1/office/rounds/{here.round.pk}/sheets"
    other = f"/api/v1/office/sheets/{here.sheets['other'].pk}"

    assert planner.get(list_of_all).json()["total"] == 9
    assert clerk.get(list_of_all).json()["total"] == 2
    assert planner.get(other).status_code == 200
    assert clerk.get(other).status_code == 403


def test_the_standing_is_that_of_the_board(here: World, clerk: Client, head: Client) -> None:
    address = f"/api/v1/office/rounds/{here.round.pk}/standing"
    everything = program_of(here.people[Role.PLANNING]).get(address).json()

    assert clerk.get(address).status_code == 403
    assert sum(one["total"] for one in everything["items"]) == 9
    assert [(one["name"], one["total"], one["answered"]) for one in head.get(address).json()["items"]] == [
        ("企画課", 2, 0)
    ]


def test_a_program_learns_whose_token_it_has(here: World, clerk: Client) -> None:
    found = clerk.get("/api/v1/office/me").json()

    assert found["login_name"] == here.people[Role.SECTION].login_name
    assert (found["roles"], found["scope"], found["city_code"]) == (["section"], "write", "999997")


def test_what_a_clerk_writes_is_saved_by_the_same_action(here: World, clerk: Client, address: str) -> None:
    before = fresh(here).version
    answer = save(clerk, here, address, {"result": "三回開いた。"})
    row = AnswerVersion.objects.within(here.city).get(sheet_id=here.sheets["own"].pk, version=before + 1)

    assert answer.status_code == 200
    assert answer["ETag"] == f'"v{before + 1}"'
    assert fresh(here).values["result"] == "三回開いた。"
    assert (row.origin, row.source["name"]) == ("api", "見本の仕組み")
    assert row.by == here.people[Role.SECTION].login_name


def test_the_trail_says_that_a_program_wrote_and_with_which_token(
    here: World, clerk: Client, address: str
) -> None:
    save(clerk, here, address, WHOLE)
    send(clerk, "post", f"{address}/hand-in", {"move": "submit"}, tag(here))
    events = AuditEvent.objects.filter(object_kind="sheet", object_id=str(here.sheets["own"].pk))
    saved, submitted = events.order_by("chain_position")

    for event, action in ((saved, "save_answer"), (submitted, "sheet_submit")):
        assert (event.action, event.actor) == (action, here.people[Role.SECTION].login_name)
        assert event.after["via"].startswith("API token ")
        assert "見本の仕組み" in event.after["via"]
    assert [*faults_of(here.city.code)] == []


def test_a_write_without_a_version_is_asked_for_one(here: World, clerk: Client, address: str) -> None:
    for name, body in (("answer", {"values": WHOLE}), ("hand-in", {"move": "submit"})):
        method = "patch" if name == "answer" else "post"
        for wrong in (None, "*", '"3"', 'W/"v1"', "v1", '"v1", "v2"'):
            answer = send(clerk, method, f"{address}/{name}", body, wrong)

            assert answer.status_code == 428, (name, wrong)
            assert "If-Match" in answer.json()["detail"]
    assert fresh(here).version == here.sheets["own"].version


def test_who_wrote_on_an_old_version_gets_both_texts_and_nothing_is_lost(
    here: World, clerk: Client, address: str
) -> None:
    old = tag(here)
    save(clerk, here, address, {"result": "ほかの人の文"})
    answer = send(clerk, "patch", f"{address}/answer", {"values": {"result": "わたしの文"}}, old)

    assert answer.status_code == 412
    assert answer.json()["conflict"] == [
        {"name": "result", "label": "取組の実績", "theirs": "ほかの人の文", "yours": "わたしの文"}
    ]
    assert fresh(here).values["result"] == "ほかの人の文"


def test_another_version_is_refused_even_where_no_text_collides(
    here: World, clerk: Client, address: str
) -> None:
    old = tag(here)
    save(clerk, here, address, {"result": "ほかの人の文"})
    answer = send(clerk, "patch", f"{address}/answer", {"values": {"reason": "わけ"}}, old)
    ahead = send(clerk, "patch", f"{address}/answer", {"values": {"reason": "わけ"}}, '"v999"')

    assert (answer.status_code, answer.json()["conflict"]) == (412, [])
    assert ahead.status_code == 412


def test_a_conflict_shows_no_field_that_the_person_does_not_fill_in(
    here: World, clerk: Client, address: str
) -> None:
    old = tag(here)
    sheet = fresh(here)
    save(clerk, here, address, {"result": "ほかの人の文"})
    Sheet.objects.within(here.city).filter(pk=sheet.pk).update(
        values={**fresh(here).values, "head_comment": "見えない"}
    )
    answer = send(clerk, "patch", f"{address}/answer", {"values": {"head_comment": "のぞく"}}, old)

    assert answer.status_code == 412
    assert "見えない" not in answer.content.decode()


def test_a_sheet_goes_from_the_clerk_to_the_head_and_back(
    here: World, clerk: Client, head: Client, address: str
) -> None:
    save(clerk, here, address, WHOLE)
    handed = send(clerk, "post", f"{address}/hand-in", {"move": "submit"}, tag(here))
    assert handed.status_code == 200, handed.content.decode()
    assert handed.json()["entry"]["state_word"] == "承認待ち"
    commented = send(head, "patch", f"{address}/rating", {"values": {"head_comment": "よい。"}}, tag(here))
    assert commented.status_code == 200
    silent = send(head, "post", f"{address}/decision", {"move": "return"}, tag(here))
    assert silent.status_code == 422
    assert "理由を書いてください" in silent.json()["detail"]
    returned = send(
        head, "post", f"{address}/decision", {"move": "return", "note": "数を足して。"}, tag(here)
    )
    assert returned.json()["entry"]["state_word"] == "差戻し"
    send(clerk, "post", f"{address}/hand-in", {"move": "submit"}, tag(here))
    approved = send(head, "post", f"{address}/decision", {"move": "approve"}, tag(here))
    assert approved.json()["entry"]["turn"] != handed.json()["entry"]["turn"]
    twice = send(head, "post", f"{address}/decision", {"move": "approve"}, tag(here))
    assert twice.status_code in {403, 409}


def test_a_clerk_approves_nothing(here: World, clerk: Client, address: str) -> None:
    save(clerk, here, address, WHOLE)
    send(clerk, "post", f"{address}/hand-in", {"move": "submit"}, tag(here))

    assert send(clerk, "post", f"{address}/decision", {"move": "approve"}, tag(here)).status_code == 403
    assert fresh(here).state == "submitted"


def test_an_unfinished_answer_is_refused_field_by_field(here: World, clerk: Client, address: str) -> None:
    answer = send(clerk, "post", f"{address}/hand-in", {"move": "submit"}, tag(here))

    assert answer.status_code == 422
    assert [one["name"] for one in answer.json()["fields"]] == ["result"]
    assert fresh(here).state == "not_started"


def test_warnings_are_looked_at_before_a_sheet_is_handed_in(here: World, clerk: Client, address: str) -> None:
    save(clerk, here, address, WHOLE | {"direction": "C：縮小", "reason": "わけ", "budget_direction": "増"})
    first = send(clerk, "post", f"{address}/hand-in", {"move": "submit"}, tag(here))
    second = send(clerk, "post", f"{address}/hand-in", {"move": "submit", "accept_warnings": True}, tag(here))

    assert (first.status_code, first.json()["type"]) == (422, "urn:torikumi:problem:warnings")
    assert first.json()["fields"]
    assert second.status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        "{", '"text"', "[]", "{}", '{"values": 3}', '{"values": {"result": 3}}', '{"values": {}, "more": 1}',
        '{"values": {"result": "\\ud800"}}', '{"values": {"\\ud800": "a"}}', '{"values": {"result": "\\u0000"}}',
        '{"values": {"nothing": "a"}}', '{"values": {"result": "' + "あ" * 20_001 + '"}}',
    ],
)  # fmt: skip
def test_a_body_that_cannot_be_is_refused_and_nothing_written(
    body: str, here: World, clerk: Client, address: str
) -> None:
    answer = send(clerk, "patch", f"{address}/answer", body, tag(here))

    assert answer.status_code in {400, 422}
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["detail"].endswith("ください。")
    assert fresh(here).version == here.sheets["own"].version


def test_no_answer_about_the_office_is_kept_by_caches_or_open_to_other_sites(
    here: World, clerk: Client, address: str
) -> None:
    for answer in (clerk.get("/api/v1/office/rounds"), clerk.get(address), Client().get(address)):
        assert answer["Cache-Control"] == "private, no-store"
        assert "Access-Control-Allow-Origin" not in answer.headers
        assert "Set-Cookie" not in answer.headers
    assert clerk.options(address).status_code in {401, 403, 405}
