"""A round that was never opened is the planning section's own business, before and after it was called off."""

from collections.abc import Callable

from django.test import Client

from tests.web.reviews.conftest import Player
from tests.web.reviews.pages import text_of
from tests.web.reviews.rounds import OPENED, make_round
from torikumi.web.accounts.models import OrganisationUnit, User
from torikumi.web.accounts.permissions import Role
from torikumi.web.audit.actor import Actor
from torikumi.web.plans.models import Edition, PlanSeries
from torikumi.web.reviews.actions.rounds import cancel_round, create_round
from torikumi.web.reviews.models import ReviewRound

BrowserOf = Callable[[User], Client]
WHY = "様式を選び違えたため"


def test_a_preparation_that_was_called_off_stays_with_planning(
    series: PlanSeries,
    edition: Edition,
    by: Actor,
    planner: User,
    player: Callable[..., Player],
    browser_of: BrowserOf,
) -> None:
    round_ = create_round(series_id=series.pk, rules=make_round(), by=by, at=OPENED)
    cancel_round(round_id=round_.pk, version=round_.version, reason=WHY, by=by, at=OPENED)
    office = browser_of(planner)

    assert round_.title in text_of(office, "/reviews/")
    assert WHY in text_of(office, round_.get_absolute_url())
    for role in (Role.READER, Role.AUDITOR, Role.STUDY_TEAM):
        desk = browser_of(player(role).user)
        assert round_.title not in text_of(desk, "/reviews/")
        for page in ("", "sheets/"):
            assert desk.get(f"{round_.get_absolute_url()}{page}").status_code == 404, (role, page)
    auditor = browser_of(player(Role.AUDITOR).user)
    assert auditor.get(f"{round_.get_absolute_url()}board/").status_code == 404


def test_a_round_that_was_called_off_while_it_ran_is_still_seen_by_its_sections(
    opened: ReviewRound,
    by: Actor,
    player: Callable[..., Player],
    sections: dict[str, OrganisationUnit],
    browser_of: BrowserOf,
) -> None:
    cancel_round(round_id=opened.pk, version=opened.version, reason=WHY, by=by, at=OPENED)
    desk = browser_of(player(Role.SECTION, section=sections["企画課"]).user)

    assert WHY in text_of(desk, opened.get_absolute_url())
