"""Who is what to a sheet, and that the database's filter says the same as the table."""

from collections.abc import Callable
from datetime import date

import pytest

from tests.web import factories
from tests.web.reviews.conftest import Player
from tests.web.reviews.pages import facts_of
from torikumi.plan.project import ReviewState
from torikumi.review.parts import Part, may_see
from torikumi.review.states import Move
from torikumi.web.accounts.actions.delegations import Absence, delegate
from torikumi.web.accounts.models import Municipality, OrganisationUnit
from torikumi.web.accounts.permissions import Role
from torikumi.web.reviews.models import ReviewRound, Sheet
from torikumi.web.reviews.queries.sheets import sheets_of, visible_sheets
from torikumi.web.reviews.queries.standing import standing_of
from torikumi.web.reviews.standing import parts_in, standing_for

TODAY = date(2026, 6, 1)


@pytest.fixture
def everybody(
    city: Municipality, player: Callable[..., Player], sections: dict[str, OrganisationUnit]
) -> list[Player]:
    """Somebody in every role, in 企画課 and in another section."""
    others = [
        Role.PLANNING,
        Role.ADMINISTRATOR,
        Role.AUDITOR,
        Role.EXECUTIVE,
        Role.STUDY_TEAM,
        Role.COMMITTEE,
        Role.READER,
    ]
    staff = [
        player(role, section=sections[name])
        for role in (Role.SECTION, Role.SECTION_HEAD, Role.DEPARTMENT_HEAD)
        for name in ("企画課", "図書館")
    ]
    nobody = factories.person(city)
    return [*staff, *(player(role) for role in others), Player(nobody, staff[0].actor)]


def test_the_filter_of_lists_shows_exactly_what_the_table_allows(
    opened: ReviewRound, everybody: list[Player]
) -> None:
    states = [*ReviewState]
    for index, sheet in enumerate(Sheet.objects.within(opened).filter(round=opened)):
        sheet.state = states[index % len(states)]
        sheet.step = {ReviewState.SUBMITTED: 1 + index % 3, ReviewState.APPROVED: 4}.get(sheet.state, 0)
        sheet.save()
    steps = opened.rules().steps
    seen_by_all = set()

    for person in everybody:
        standing = standing_of(person.user, TODAY)
        shown = set(visible_sheets(sheets_of(opened), standing).values_list("pk", flat=True))
        allowed = {
            sheet.pk
            for sheet in sheets_of(opened)
            if may_see(parts_in(standing, facts_of(sheet), steps), ReviewState(sheet.state))
        }
        assert shown == allowed, person.actor
        seen_by_all.add(len(shown))

    assert len(seen_by_all) > 2  # the people really differ


def test_a_department_head_stands_above_all_sections_below(
    city: Municipality, opened: ReviewRound, player: Callable[..., Player]
) -> None:
    from torikumi.web.accounts.actions.units import create_unit

    department = factories.unit(city, name="総合政策部")
    office = create_unit(
        municipality=city,
        code="Z1",
        name="政策室",
        parent=department,
        valid_from=factories.LONG_AGO,
        by=factories.SYSTEM,
        at=factories.AT,
    )
    create_unit(
        municipality=city,
        code="Z2",
        name="企画課",
        parent=office,
        valid_from=factories.LONG_AGO,
        by=factories.SYSTEM,
        at=factories.AT,
    )
    head = player(Role.DEPARTMENT_HEAD, section=department)

    standing = standing_of(head.user, TODAY)
    sheet = sheets_of(opened)[0]

    assert Part.HEAD in parts_in(standing, facts_of(sheet), opened.rules().steps)


def test_a_deputy_rates_on_behalf_of_who_is_away(
    opened: ReviewRound, player: Callable[..., Player], sections: dict[str, OrganisationUnit]
) -> None:
    head = player(Role.SECTION_HEAD, section=sections["企画課"])
    deputy = player(Role.SECTION, section=sections["企画課"])
    absence = Absence(person=head.user, assignment=None, first_day=TODAY, last_day=TODAY, reason="出張")
    delegate(absence=absence, taker=deputy.user, by=head.actor, at=factories.AT)
    sheet = sheets_of(opened)[0]
    sheet.step = 1

    standing = standing_of(deputy.user, TODAY)

    assert Part.RATER in parts_in(standing, facts_of(sheet), opened.rules().steps)
    acting = standing_for(Move.APPROVE, standing, facts_of(sheet), opened.rules().steps)
    assert acting is not None
    assert acting.login_name == head.user.login_name
    assert Part.RATER not in parts_in(
        standing_of(deputy.user, date(2026, 6, 2)), facts_of(sheet), opened.rules().steps
    )
