"""The ways from a round's page: nobody is led to a list that stays empty for them, however full it is."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.web.reviews.conftest import Player
from tests.web.reviews.pages import text_of
from tests.web.reviews.rounds import STEPS, make_round
from torikumi.web.accounts.models import OrganisationUnit, User
from torikumi.web.accounts.permissions import Role
from torikumi.web.reviews.models import ReviewRound

BrowserOf = Callable[[User], Client]


def _doors(browser: Client, round_: ReviewRound) -> str:
    return (
        text_of(browser, round_.get_absolute_url()).partition('<ul class="doors">')[2].partition("</ul>")[0]
    )


def test_a_reader_is_not_led_to_proposals_and_comments_and_is_told_why_they_see_none(
    opened: ReviewRound, player: Callable[..., Player], browser_of: BrowserOf
) -> None:
    reader = browser_of(player(Role.READER).user)
    doors = _doors(reader, opened)

    assert "評価シートの一覧" in doors
    for name in ("proposals", "comments"):
        assert f"/reviews/{opened.pk}/{name}/" not in doors
        page = text_of(reader, f"/reviews/{opened.pk}/{name}/")
        assert "あなたの役割では表示されません。" in page
        assert "<p>提案はありません。" not in page
        assert "<p>意見はありません。" not in page


@pytest.mark.parametrize("role", [Role.SECTION, Role.SECTION_HEAD])
def test_a_section_is_led_to_what_is_said_about_its_projects(
    opened: ReviewRound,
    role: Role,
    player: Callable[..., Player],
    sections: dict[str, OrganisationUnit],
    browser_of: BrowserOf,
) -> None:
    desk = browser_of(player(role, section=sections["企画課"]).user)
    doors = _doors(desk, opened)

    assert f"/reviews/{opened.pk}/proposals/" in doors
    assert f"/reviews/{opened.pk}/comments/" in doors
    assert "提案はありません。" in text_of(desk, f"/reviews/{opened.pk}/proposals/")


def test_who_takes_no_step_of_the_chain_is_not_led_to_approvals(
    begin: Callable[..., ReviewRound], player: Callable[..., Player], browser_of: BrowserOf
) -> None:
    committee = browser_of(player(Role.COMMITTEE).user)
    without = begin(make_round(steps=STEPS[:3]))
    assert f"/reviews/{without.pk}/approvals/" not in _doors(committee, without)
    assert f"/reviews/{without.pk}/comments/" in _doors(committee, without)


def test_who_takes_a_step_is_led_to_approvals(
    opened: ReviewRound, player: Callable[..., Player], browser_of: BrowserOf
) -> None:
    committee = browser_of(player(Role.COMMITTEE).user)

    assert f"/reviews/{opened.pk}/approvals/" in _doors(committee, opened)
