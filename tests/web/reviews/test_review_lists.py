"""Rounds, a round's page and its list of sheets: what waits for whom, and what is nobody else's business."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import product

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.web import factories
from tests.web.plans.conftest import import_plan  # noqa: F401  the same plans
from tests.web.plans.invented import make_plan
from tests.web.reviews.conftest import Player
from tests.web.reviews.pages import WHOLE, facts_of, fresh, post, submit, text_of
from tests.web.reviews.rounds import FORM, IN_TIME, OPENED, make_round
from torikumi.plan.project import ReviewState
from torikumi.review.form import Field, FieldKind
from torikumi.review.parts import may_see
from torikumi.web.accounts.models import Municipality, OrganisationUnit, User
from torikumi.web.accounts.permissions import UNIT_ROLES, Role
from torikumi.web.audit.actor import Actor
from torikumi.web.plans.models import PlanSeries
from torikumi.web.reviews.actions.rounds import create_round, open_round
from torikumi.web.reviews.actions.sheets import Answer, save_answer
from torikumi.web.reviews.models import ReviewRound, Sheet
from torikumi.web.reviews.queries.sheets import sheets_of, visible_sheets
from torikumi.web.reviews.queries.standing import standing_of
from torikumi.web.reviews.standing import parts_in

BrowserOf = Callable[[User], Client]
CANARY = "カナリアの下書き"


@pytest.fixture
def clerk(player: Callable[..., Player], sections: dict[str, OrganisationUnit]) -> Player:
    return player(Role.SECTION, section=sections["企画課"])


@pytest.fixture
def head(player: Callable[..., Player], sections: dict[str, OrganisationUnit]) -> Player:
    return player(Role.SECTION_HEAD, section=sections["企画課"])


def test_the_first_page_says_what_waits_and_how_long(
    opened: ReviewRound, clerk: Player, browser_of: BrowserOf
) -> None:
    page = text_of(browser_of(clerk.user), "/")

    assert opened.title in page
    assert "<b>2</b> 件を回答します" in page
    assert "2026年6月30日（火）" in page


def test_a_round_page_leads_to_the_next_sheet(
    opened: ReviewRound, sheet: Sheet, clerk: Player, browser_of: BrowserOf
) -> None:
    desk = browser_of(clerk.user)
    first, second = Sheet.objects.within(opened).filter(round=opened, lead_name="企画課")
    before = text_of(desk, opened.get_absolute_url())
    submit(desk, first)
    after = text_of(desk, opened.get_absolute_url())

    assert f'class="button" href="{first.get_absolute_url()}"' in before
    assert f'class="button" href="{second.get_absolute_url()}"' in after
    assert "提出したシート" in after
    assert "課長の番" in after


def test_a_head_sees_how_many_wait(
    opened: ReviewRound, sheet: Sheet, clerk: Player, head: Player, browser_of: BrowserOf
) -> None:
    submit(browser_of(clerk.user), sheet)
    page = text_of(browser_of(head.user), opened.get_absolute_url())

    assert "1 件を見て承認する" in page


def test_a_round_that_is_prepared_is_planning_s_alone(
    series: PlanSeries, edition: object, by: Actor, clerk: Player, planner: User, browser_of: BrowserOf
) -> None:
    round_ = create_round(series_id=series.pk, rules=make_round(), by=by, at=OPENED)
    desk = browser_of(clerk.user)

    assert round_.title not in text_of(desk, "/reviews/") + text_of(desk, "/")
    for address in ("", "sheets/"):
        text_of(desk, round_.get_absolute_url() + address, status=404)
    assert round_.title in text_of(browser_of(planner), "/reviews/")


def test_nobody_of_another_city_finds_a_round(
    opened: ReviewRound, sheet: Sheet, other_city: Municipality, browser_of: BrowserOf
) -> None:
    stranger = browser_of(factories.person(other_city, Role.PLANNING, Role.ADMINISTRATOR))

    assert opened.title not in text_of(stranger, "/reviews/") + text_of(stranger, "/")
    for address in (
        opened.get_absolute_url(),
        f"{opened.get_absolute_url()}sheets/",
        f"{opened.get_absolute_url()}approvals/",
    ):
        text_of(stranger, address, status=404)
    for address in (sheet.get_absolute_url(), f"{sheet.get_absolute_url()}history/"):
        text_of(stranger, address, status=404)
    for address in ("answer/", "rate/", "revise/"):
        assert stranger.post(sheet.get_absolute_url() + address, {"version": "1"}).status_code == 404


@pytest.mark.parametrize(("role", "state"), [*product(Role, ReviewState)])
def test_the_list_and_the_table_of_parts_say_the_same(
    role: Role,
    state: ReviewState,
    opened: ReviewRound,
    sheet: Sheet,
    city: Municipality,
    sections: dict[str, OrganisationUnit],
) -> None:
    own = factories.person(city, role, section=sections["企画課"] if role in UNIT_ROLES else None)
    other = factories.person(city, role, section=sections["図書館"] if role in UNIT_ROLES else None)
    step = {ReviewState.SUBMITTED: 1, ReviewState.APPROVED: 4}.get(state, 0)
    Sheet.objects.within(opened).filter(pk=sheet.pk).update(state=state, step=step)
    rules = opened.rules()

    for person in (own, other):
        standing = standing_of(person, date(2026, 6, 1))
        parts = parts_in(standing, facts_of(fresh(sheet)), rules.steps)
        listed = visible_sheets(sheets_of(opened), standing).filter(pk=sheet.pk).exists()
        assert listed == may_see(parts, state), (role, state)


def _outsiders(city: Municipality, sections: dict[str, OrganisationUnit]) -> list[User]:
    return [
        factories.person(city, Role.READER),
        factories.person(city, Role.COMMITTEE),
        factories.person(city, Role.STUDY_TEAM),
        factories.person(city, Role.SECTION, section=sections["図書館"]),
        factories.person(city, Role.SECTION_HEAD, section=sections["図書館"]),
    ]


def test_a_draft_is_in_no_page_count_filter_or_search_of_others(
    opened: ReviewRound, sheet: Sheet, clerk: Player, city: Municipality,
    sections: dict[str, OrganisationUnit], browser_of: BrowserOf,
) -> None:  # fmt: skip
    answer = Answer(
        values={"result": CANARY, "direction": "D：廃止", "reason": CANARY, "budget_direction": "増"}
    )
    save_answer(sheet_id=sheet.pk, version=1, answer=answer, by=clerk.actor, at=IN_TIME)
    base = opened.get_absolute_url()
    asked = [
        "/", "/reviews/", base, f"{base}sheets/", f"{base}sheets/?direction=D&q={sheet.name}", f"{base}sheets/?changed=direction",
        f"{base}sheets/?changed=warnings", f"{base}sheets/?state=draft", f"{base}sheets/?q={CANARY}",
        f"{base}sheets/?mine=own", f"{base}sheets/?section=企画課", f"{base}sheets/?sort=recent",
    ]  # fmt: skip

    for person in _outsiders(city, sections):
        browser = browser_of(person)
        for address in asked:
            page = text_of(browser, address)
            assert CANARY not in page.replace(f'value="{CANARY}"', "")
            assert sheet.get_absolute_url() not in page, address
            if "?" in address and "sort" not in address and "mine=own" not in address:
                assert "条件に合うシートは 0 件です" in page, address
        assert CANARY not in text_of(browser, sheet.get_absolute_url(), status=403)
        text_of(browser, f"{sheet.get_absolute_url()}history/", status=403)
        response = browser.post(f"{sheet.get_absolute_url()}answer/", {"version": "1", "f-result": "x"})
        assert response.status_code == 403
        assert CANARY not in response.content.decode()
    own = browser_of(clerk.user)
    assert "条件に合うシートは 1 件です" in text_of(own, f"{base}sheets/?direction=D&q={sheet.name}")


def test_a_raters_draft_is_read_by_raters_of_that_step_and_planning_only(
    opened: ReviewRound, sheet: Sheet, clerk: Player, head: Player, player: Callable[..., Player],
    browser_of: BrowserOf, city: Municipality,
) -> None:  # fmt: skip
    desk, office = browser_of(clerk.user), browser_of(head.user)
    committee, planning = (browser_of(player(role).user) for role in (Role.COMMITTEE, Role.PLANNING))
    submit(desk, sheet)
    post(office, sheet, {"head_comment": CANARY})

    for browser in (desk, committee):
        for address in (sheet.get_absolute_url(), f"{sheet.get_absolute_url()}history/"):
            assert CANARY not in text_of(browser, address)
    for browser in (office, planning):
        for address in (sheet.get_absolute_url(), f"{sheet.get_absolute_url()}history/"):
            assert CANARY in text_of(browser, address)
    post(office, sheet, {}, do="approve")
    assert CANARY in text_of(desk, sheet.get_absolute_url())


def test_lists_ask_the_database_the_same_at_ten_and_at_a_hundred_projects(
    series: PlanSeries, by: Actor, import_plan: Callable[..., object], clerk: Player, planner: User, browser_of: BrowserOf,  # noqa: F811
) -> None:  # fmt: skip
    counts: list[list[int]] = []
    browsers = (browser_of(clerk.user), browser_of(planner))
    for browser in browsers:
        browser.get("/")  # the first page of a session writes it
    for size in (10, 100):
        import_plan(replace(make_plan(size), year=2024 + (size > 10)), year=2024 + (size > 10))
        rules = replace(make_round(), year=2025 + (size > 10))
        round_ = create_round(series_id=series.pk, rules=rules, by=by, at=OPENED)
        open_round(round_id=round_.pk, version=1, by=by, at=OPENED)
        addresses = ["/", "/reviews/", *(round_.get_absolute_url() + part for part in ("", "sheets/"))]
        counts.append([_queries(browser, address) for browser in browsers for address in addresses])

    assert counts[0] == counts[1]
    assert max(counts[1]) <= 25


def _queries(browser: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert browser.get(address).status_code == 200
    return len(queries)


def test_what_stays_inside_the_office_is_shown_to_no_committee(
    begin: Callable[..., ReviewRound], clerk: Player, player: Callable[..., Player], browser_of: BrowserOf
) -> None:
    fields = (*FORM.fields, Field(key="memo", label="庁内の覚え", kind=FieldKind.TEXT, internal=True))
    opened = begin(make_round(form=replace(FORM, fields=fields)))
    sheet = Sheet.objects.within(opened).filter(round=opened).order_by("position")[0]
    desk, committee, reader = browser_of(clerk.user), player(Role.COMMITTEE), player(Role.READER)
    submit(desk, sheet, {**WHOLE, "memo": CANARY})

    assert "庁内限り" in text_of(desk, sheet.get_absolute_url())
    for part in ("", "history/"):
        assert CANARY in text_of(desk, sheet.get_absolute_url() + part)
        assert CANARY not in text_of(browser_of(committee.user), sheet.get_absolute_url() + part)
    Sheet.objects.within(opened).filter(pk=sheet.pk).update(state=ReviewState.APPROVED, step=4)
    assert CANARY in text_of(browser_of(reader.user), sheet.get_absolute_url())
    assert CANARY not in text_of(browser_of(committee.user), sheet.get_absolute_url())
