"""A later last day for one section: what is asked before it is given, and where it is seen."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from tests.web.reviews.conftest import Player
from tests.web.reviews.pages import seen_text, text_of
from torikumi.web.accounts.models import OrganisationUnit, User
from torikumi.web.accounts.permissions import Role
from torikumi.web.reviews.models import ReviewRound
from torikumi.web.reviews.queries.deadlines import due_of

SATURDAY, AFTER_HEAD, FINE = "2026-07-04", "2026-07-13", "2026-07-07"


@pytest.fixture
def office(planner: User, browser_of: Callable[[User], Client]) -> Client:
    return browser_of(planner)


def _extend(office: Client, round_: ReviewRound, day: str, **more: str) -> str:
    sent = {"section": "企画課", "due": day, "reason": "災害対応", **more}
    answer = office.post(reverse("reviews:extensions", args=[round_.pk]), sent)
    return "" if answer.status_code == 302 else seen_text(answer)


def test_a_saturday_is_asked_about_once(opened: ReviewRound, office: Client) -> None:
    asked = _extend(office, opened, SATURDAY)
    assert "令和8年7月4日（土）は土曜日です。" in asked
    assert "まだ延ばしていません" in asked
    assert f'name="sure" value="{SATURDAY}"' in asked
    assert due_of(opened, "企画課") == date(2026, 6, 30)

    assert _extend(office, opened, SATURDAY, sure=SATURDAY) == ""
    assert due_of(opened, "企画課") == date(2026, 7, 4)


def test_a_day_after_that_of_the_head_is_asked_about(opened: ReviewRound, office: Client) -> None:
    asked = _extend(office, opened, AFTER_HEAD, sure=SATURDAY)

    assert "「課長」の締切（令和8年7月10日（金））より後の日です。" in asked
    assert "「企画課」の締切" not in asked
    assert "「課長」の締切と同じ日です。" in _extend(office, opened, "2026-07-10")
    assert _extend(office, opened, FINE) == ""


def test_the_later_day_stands_in_the_calendar_and_on_the_board(
    opened: ReviewRound,
    office: Client,
    player: Callable[..., Player],
    sections: dict[str, OrganisationUnit],
    browser_of: Callable[[User], Client],
) -> None:
    _extend(office, opened, FINE)
    desk = browser_of(player(Role.SECTION, section=sections["企画課"]).user)
    other = browser_of(player(Role.SECTION, section=sections["図書館"]).user)

    own, board = text_of(desk, opened.get_absolute_url()), text_of(office, f"/reviews/{opened.pk}/board/")

    calendar = own.partition('<ol class="calendar">')[2].partition("</ol>")[0]
    assert "2026年7月7日（火）" in calendar
    assert "2026年6月30日（火）" not in calendar
    assert "2026年6月30日（火）" in text_of(other, opened.get_absolute_url())
    assert board.count("締切を 2026年7月7日（火） に延ばしています") == 1
