"""Who handed a sheet in does not approve it as somebody's deputy; and where two pairs of eyes were one, it is said."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.web.reviews.conftest import Player
from tests.web.reviews.pages import WHOLE, fresh, seen_text, submit, text_of
from tests.web.reviews.rounds import IN_TIME
from torikumi.review.states import Move
from torikumi.web.accounts.actions.delegations import Absence, delegate
from torikumi.web.accounts.actions.people import assign_role
from torikumi.web.accounts.models import OrganisationUnit, User
from torikumi.web.accounts.permissions import Role
from torikumi.web.audit.actor import Actor
from torikumi.web.reviews.actions.freezing import Confirmed, freeze_round
from torikumi.web.reviews.actions.sheets import Answer, move_sheet
from torikumi.web.reviews.models import ReviewRound, Sheet, SheetMove
from torikumi.web.reviews.next_edition import draft_edition

BrowserOf = Callable[[User], Client]


@pytest.fixture
def clerk(player: Callable[..., Player], sections: dict[str, OrganisationUnit]) -> Player:
    return player(Role.SECTION, section=sections["企画課"])


@pytest.fixture
def colleague(player: Callable[..., Player], sections: dict[str, OrganisationUnit]) -> Player:
    return player(Role.SECTION, section=sections["企画課"])


@pytest.fixture
def head(player: Callable[..., Player], sections: dict[str, OrganisationUnit]) -> Player:
    return player(Role.SECTION_HEAD, section=sections["企画課"])


@pytest.fixture
def lend(head: Player, by: Actor) -> Callable[[Player], None]:
    """Return a function that makes somebody the deputy of the head."""

    def make(taker: Player) -> None:
        day = timezone.localdate()
        absence = Absence(
            person=head.user,
            assignment=None,
            first_day=day - timedelta(days=1),
            last_day=day + timedelta(days=9),
            reason="出張",
        )
        delegate(absence=absence, taker=taker.user, by=by, at=timezone.now())

    return make


def test_a_deputy_does_not_approve_what_they_handed_in(
    sheet: Sheet, clerk: Player, lend: Callable[[Player], None], browser_of: BrowserOf
) -> None:
    lend(clerk)
    desk = browser_of(clerk.user)
    submit(desk, sheet)
    version = str(fresh(sheet).version)

    one = desk.post(f"{sheet.get_absolute_url()}rate/", {"version": version, "do": "approve"})
    many = desk.post(
        f"/reviews/{sheet.round_id}/approvals/",
        {"pick": str(sheet.pk), f"version-{sheet.pk}": version, "do": "approve"},
    )

    assert (one.status_code, many.status_code, fresh(sheet).step) == (403, 409, 1)
    for answer in (one, many):
        assert "提出したのはあなたなので" in seen_text(answer)
        assert "ほかの代理の人か、企画担当に頼んでください。" in seen_text(answer)
    returned = desk.post(
        f"{sheet.get_absolute_url()}rate/", {"version": version, "do": "return", "note": "書き直します。"}
    )
    assert returned.status_code == 302


def test_another_deputy_approves_and_a_later_revision_begins_anew(
    sheet: Sheet, clerk: Player, colleague: Player, head: Player, lend: Callable[[Player], None]
) -> None:
    lend(clerk)
    lend(colleague)
    hand = {"sheet_id": sheet.pk, "at": timezone.now()}
    move_sheet(
        **hand, version=fresh(sheet).version, move=Move.SUBMIT, answer=Answer(values=WHOLE), by=clerk.actor
    )
    move_sheet(**hand, version=fresh(sheet).version, move=Move.APPROVE, by=colleague.actor)

    move = SheetMove.objects.within(sheet).get(sheet=sheet, move="approve")
    assert (move.by, move.on_behalf_of) == (colleague.user.login_name, head.user.login_name)


def test_somebody_with_the_head_s_own_role_approves_and_it_is_said(
    sheet: Sheet, clerk: Player, sections: dict[str, OrganisationUnit], by: Actor, browser_of: BrowserOf
) -> None:
    assign_role(
        user=clerk.user, role=Role.SECTION_HEAD, unit=sections["企画課"], valid_from=IN_TIME.date(), by=by,
        at=IN_TIME,
    )  # fmt: skip
    desk = browser_of(clerk.user)
    submit(desk, sheet)

    desk.post(f"{sheet.get_absolute_url()}rate/", {"version": fresh(sheet).version, "do": "approve"})

    assert fresh(sheet).step == 2
    assert "提出した人が承認" in text_of(desk, f"{sheet.get_absolute_url()}history/")


@pytest.fixture
def chain(clerk: Player, colleague: Player, head: Player, player: Callable[..., Player]) -> dict[str, Player]:
    """Return those through whose hands the sheets of 企画課 go while the head is away."""
    User.objects.filter(pk=head.user.pk).update(display_name="課長 一郎")
    return {
        "clerk": clerk,
        "colleague": colleague,
        "planning": player(Role.PLANNING),
        "committee": player(Role.COMMITTEE),
    }


def test_the_origin_of_a_value_names_the_deputy_and_for_whom(
    opened: ReviewRound,
    sheet: Sheet,
    chain: dict[str, Player],
    lend: Callable[[Player], None],
    by: Actor,
    browser_of: BrowserOf,
) -> None:
    lend(chain["colleague"])
    hand = {"sheet_id": sheet.pk, "at": timezone.now()}
    move_sheet(
        **hand,
        version=fresh(sheet).version,
        move=Move.SUBMIT,
        answer=Answer(values=WHOLE),
        by=chain["clerk"].actor,
    )
    for name in ("colleague", "planning", "committee"):
        move_sheet(**hand, version=fresh(sheet).version, move=Move.APPROVE, by=chain[name].actor)
    draft = draft_edition(
        ReviewRound.objects.within(opened).select_related("series", "base").get(pk=opened.pk)
    )
    confirmed = Confirmed(fingerprint=draft.fingerprint, reason="残りは次の年度に回すため")
    made = freeze_round(round_id=opened.pk, confirmed=confirmed, by=by, at=IN_TIME)
    address = f"/reviews/trace/{made.pk}/{sheet.project_key}/"

    page = text_of(browser_of(chain["clerk"].user), address)
    found = browser_of(chain["clerk"].user).get(f"{address}?format=json").json()["rounds"][0]["approvals"]

    assert f"{chain['colleague'].user.display_name}（課長 一郎の代理）" in page
    assert "提出した人が承認" not in page
    assert [each["behalf"] for each in found] == ["", "課長 一郎", "", ""]
