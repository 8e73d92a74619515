"""The board of a round: counts that are right, a handful of questions, and nothing that is nobody else's business."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.web.plans.conftest import import_plan  # noqa: F401  the same plans
from tests.web.plans.invented import make_plan
from tests.web.reviews.conftest import Player
from tests.web.reviews.pages import text_of
from tests.web.reviews.rounds import IN_TIME, OPENED, TOO_LATE, make_round
from torikumi.plan.project import ReviewState
from torikumi.review.states import Move
from torikumi.web.accounts.models import OrganisationUnit, User
from torikumi.web.accounts.permissions import Role
from torikumi.web.audit.actor import Actor
from torikumi.web.plans.models import PlanSeries
from torikumi.web.reviews.actions.rounds import create_round, open_round
from torikumi.web.reviews.actions.sheets import Answer, move_sheet, save_answer
from torikumi.web.reviews.models import ReviewRound, Sheet
from torikumi.web.reviews.queries.board import (
    changed_sheets,
    commonest_direction,
    count_directions,
    count_progress,
    count_waits,
    unusual_sheets,
)
from torikumi.web.reviews.queries.sheets import sheets_of

BrowserOf = Callable[[User], Client]
KEEP = {"result": "計画どおり実施した。", "direction": "B：継続"}
# The section's second project stands in the plan as 廃止.
STAYS = {**KEEP, "direction": "D：廃止"}


@pytest.fixture
def clerk(player: Callable[..., Player], sections: dict[str, OrganisationUnit]) -> Player:
    return player(Role.SECTION, section=sections["企画課"])


@pytest.fixture
def head(player: Callable[..., Player], sections: dict[str, OrganisationUnit]) -> Player:
    return player(Role.SECTION_HEAD, section=sections["企画課"])


def _submit(sheet: Sheet, who: Player, values: dict[str, str], at: object = IN_TIME) -> Sheet:
    version = Sheet.objects.within(sheet).get(pk=sheet.pk).version
    return move_sheet(
        sheet_id=sheet.pk,
        version=version,
        move=Move.SUBMIT,
        answer=Answer(values=values),
        by=who.actor,
        at=at,
    )


def _own(opened: ReviewRound) -> list[Sheet]:
    return list(Sheet.objects.within(opened).filter(round=opened, lead_name="企画課"))


def test_the_board_counts_by_state_section_and_step(opened: ReviewRound, clerk: Player, head: Player) -> None:
    first, second = _own(opened)
    _submit(first, clerk, KEEP)
    move_sheet(sheet_id=first.pk, version=3, move=Move.APPROVE, by=head.actor, at=IN_TIME)
    _submit(second, clerk, STAYS)
    move_sheet(sheet_id=second.pk, version=3, move=Move.RETURN, note="数を", by=head.actor, at=IN_TIME)

    progress = count_progress(sheets_of(opened))
    planning = next(section for section in progress.sections if section.name == "企画課")
    waits = count_waits(sheets_of(opened), opened.rules(), progress, day=date(2026, 8, 1))

    assert (progress.total, progress.answered) == (12, 1)
    assert progress.by_state[ReviewState.RETURNED] == 1
    assert (planning.total, planning.answered, planning.returned, planning.is_done) == (2, 1, 1, False)
    assert [(wait.step.id, wait.waiting, wait.passed, wait.is_overdue) for wait in waits] == [
        ("head", 0, 1, False),
        ("planning", 1, 0, True),
        ("committee", 0, 0, False),
    ]
    assert progress.sections[0].total - progress.sections[0].answered == 2  # most left first


def test_only_answers_that_were_handed_in_are_drawn(opened: ReviewRound, clerk: Player) -> None:
    first, second = _own(opened)
    _submit(first, clerk, {**KEEP, "direction": "A：充実", "reason": "需要が増えた。"})
    save_answer(
        sheet_id=second.pk,
        version=1,
        answer=Answer(values={"direction": "D：廃止"}),
        by=clerk.actor,
        at=IN_TIME,
    )

    counts = count_directions(sheets_of(opened))

    assert [(count.code, count.count) for count in counts] == [("A", 1)]
    assert [sheet.pk for sheet in changed_sheets(sheets_of(opened))] == [first.pk]


def test_what_contradicts_itself_or_came_late_is_to_be_looked_at(opened: ReviewRound, clerk: Player) -> None:
    first, second = _own(opened)
    contradiction = {**KEEP, "direction": "C：縮小", "reason": "利用が減った。", "budget_direction": "増"}
    _submit(first, clerk, contradiction)
    _submit(second, clerk, STAYS, at=TOO_LATE)

    common = commonest_direction(count_directions(sheets_of(opened)))
    found = {sheet.pk for sheet in unusual_sheets(sheets_of(opened), common=common)}

    assert found == {first.pk, second.pk}


def test_the_page_shows_the_whole_city_to_planning_and_ones_own_to_a_head(
    opened: ReviewRound, clerk: Player, head: Player, planner: User, browser_of: BrowserOf
) -> None:
    _submit(_own(opened)[0], clerk, KEEP)
    address = f"/reviews/{opened.pk}/board/"

    whole, own = text_of(browser_of(planner), address), text_of(browser_of(head.user), address)

    assert "12事業のうち <b>1事業</b>が回答済みです" in whole
    assert "図書館" in whole
    assert "あなたの課の2事業のうち <b>1事業</b>が回答済みです" in own
    assert "図書館" not in own


@pytest.mark.parametrize("role", [Role.READER, Role.SECTION, Role.STUDY_TEAM, Role.COMMITTEE])
def test_others_have_no_board(
    role: Role, opened: ReviewRound, player: Callable[..., Player], browser_of: BrowserOf
) -> None:
    assert browser_of(player(role).user).get(f"/reviews/{opened.pk}/board/").status_code == 403


def test_a_draft_stands_nowhere_on_the_board(
    opened: ReviewRound, clerk: Player, planner: User, browser_of: BrowserOf
) -> None:
    save_answer(
        sheet_id=_own(opened)[0].pk,
        version=1,
        answer=Answer(values={"result": "カナリアの下書き", "direction": "D：廃止"}),
        by=clerk.actor,
        at=IN_TIME,
    )

    page = text_of(browser_of(planner), f"/reviews/{opened.pk}/board/")

    assert "カナリア" not in page
    assert "D 廃止" not in re.sub(r"<[^>]*>", "", page)


def test_the_board_asks_the_database_the_same_at_any_size(
    series: PlanSeries, by: Actor, import_plan: Callable[..., object], planner: User, browser_of: BrowserOf,  # noqa: F811
) -> None:  # fmt: skip
    browser = browser_of(planner)
    browser.get("/")
    counts = []
    for size, year in ((10, 2024), (200, 2025)):
        import_plan(replace(make_plan(size), year=year), year=year)
        rules = replace(make_round(), year=year + 1)
        round_ = create_round(series_id=series.pk, rules=rules, by=by, at=OPENED)
        open_round(round_id=round_.pk, version=1, by=by, at=OPENED)
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(f"/reviews/{round_.pk}/board/").status_code == 200
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 25
