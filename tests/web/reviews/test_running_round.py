"""What the planning section changes while a round runs: its projects, who answers, until when; and what it announces."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from tests.web import factories
from tests.web.plans.invented import make_plan
from tests.web.reviews.conftest import Player
from tests.web.reviews.rounds import IN_TIME, OPENED, TOO_LATE, make_round
from torikumi.review.mistakes import RoundError
from torikumi.review.round import AskKind, Asks
from torikumi.review.states import Move
from torikumi.web.accounts.models import Municipality, OrganisationUnit
from torikumi.web.accounts.permissions import Role
from torikumi.web.audit.actor import Actor
from torikumi.web.audit.models import AuditEvent
from torikumi.web.plans.models import Edition, PlanSeries
from torikumi.web.reviews.actions.membership import add_projects, change_lead, take_out_sheet
from torikumi.web.reviews.actions.notices import announce, extend_due, withdraw_announcement
from torikumi.web.reviews.actions.rounds import cancel_round, change_round, create_round
from torikumi.web.reviews.actions.sheets import Answer, move_sheet, save_answer
from torikumi.web.reviews.models import ReviewRound, RoundState, Sheet, SheetSection
from torikumi.web.reviews.queries.announcements import announcements_of
from torikumi.web.reviews.queries.deadlines import due_of, later_dues
from torikumi.web.reviews.queries.sheets import sheets_of
from torikumi.web.reviews.refusals import (
    DeadlineError,
    NoSuchProjectError,
    NoteMissingError,
    RoundClosedError,
    SecondRoundError,
    StaleSheetError,
    WrongDayError,
)

WHOLE = {"result": "計画どおり実施した。", "direction": "B：継続"}
WHY = "年度の途中で始まったため"
THREE = Asks(kind=AskKind.CHOSEN, projects=tuple(f"P-{index:012x}" for index in range(3)))


@pytest.fixture
def clerk(player: Callable[..., Player], sections: dict[str, OrganisationUnit]) -> Player:
    return player(Role.SECTION, section=sections["企画課"])


def _fresh(sheet: Sheet) -> Sheet:
    return Sheet.objects.within(sheet).get(pk=sheet.pk)


def _submit(sheet: Sheet, who: Player, at: object = IN_TIME) -> Sheet:
    return move_sheet(
        sheet_id=sheet.pk,
        version=_fresh(sheet).version,
        move=Move.SUBMIT,
        answer=Answer(values=WHOLE),
        by=who.actor,
        at=at,
    )


def test_a_second_round_on_one_plan_and_year_is_refused(
    opened: ReviewRound, series: PlanSeries, by: Actor
) -> None:
    with pytest.raises(SecondRoundError, match="令和7年度 年度評価"):
        create_round(series_id=series.pk, rules=make_round(), by=by, at=OPENED)

    next_year = create_round(series_id=series.pk, rules=replace(make_round(), year=2026), by=by, at=OPENED)
    with pytest.raises(SecondRoundError):
        change_round(round_id=next_year.pk, version=next_year.version, rules=make_round(), by=by, at=OPENED)


def test_after_a_round_was_called_off_another_may_follow(
    opened: ReviewRound, series: PlanSeries, by: Actor
) -> None:
    with pytest.raises(NoteMissingError):
        cancel_round(round_id=opened.pk, version=opened.version, reason=" ", by=by, at=IN_TIME)

    called_off = cancel_round(
        round_id=opened.pk, version=opened.version, reason="様式を直すため", by=by, at=IN_TIME
    )

    assert (called_off.state, called_off.cancelled_why) == (RoundState.CANCELLED, "様式を直すため")
    event = AuditEvent.objects.of_object("round", opened.pk).first()
    assert event is not None
    assert (event.action, event.reason) == ("cancel_round", "様式を直すため")
    assert create_round(series_id=series.pk, rules=make_round(), by=by, at=IN_TIME).pk != opened.pk


def test_settings_of_no_round_are_refused(series: PlanSeries, edition: Edition, by: Actor) -> None:
    with pytest.raises(RoundError):
        create_round(series_id=series.pk, rules=replace(make_round(), title=""), by=by, at=OPENED)


def test_a_project_comes_into_a_running_round(begin: Callable[..., ReviewRound], by: Actor) -> None:
    round_ = begin(make_round(asks=THREE))

    added = add_projects(
        round_id=round_.pk,
        keys=["P-000000000007", "P-000000000005", "P-000000000000"],
        reason=WHY,
        by=by,
        at=IN_TIME,
    )

    assert [sheet.name for sheet in added] == ["図書館の事業その6", "企画課の事業その8"]
    assert [sheet.number for sheet in sheets_of(round_)] == ["1", "2", "3", "6", "8"]
    assert added[0].values["direction"] == "B：継続"
    lead = SheetSection.objects.within(round_).get(sheet=added[1], is_lead=True)
    assert lead.name == "企画課"
    event = AuditEvent.objects.of_object("round", round_.pk).first()
    assert event is not None
    assert (event.action, event.reason) == ("add_sheets", WHY)


def test_nothing_to_add_is_said(opened: ReviewRound, by: Actor) -> None:
    with pytest.raises(NoSuchProjectError):
        add_projects(round_id=opened.pk, keys=["P-000000000001", "unknown"], reason=WHY, by=by, at=IN_TIME)


def test_what_is_taken_out_is_asked_no_more_and_comes_back_with_its_answers(
    opened: ReviewRound, sheet: Sheet, clerk: Player, by: Actor
) -> None:
    save_answer(
        sheet_id=sheet.pk, version=1, answer=Answer(values={"result": "書きかけ"}), by=clerk.actor, at=IN_TIME
    )
    with pytest.raises(StaleSheetError):
        take_out_sheet(sheet_id=sheet.pk, version=1, reason=WHY, by=by, at=IN_TIME)

    out = take_out_sheet(sheet_id=sheet.pk, version=2, reason="終わったため", by=by, at=IN_TIME)

    assert sheet not in sheets_of(opened)
    assert out.taken_out_why == "終わったため"
    with pytest.raises(RoundClosedError, match="外された"):
        save_answer(
            sheet_id=sheet.pk, version=3, answer=Answer(values={"result": "続き"}), by=clerk.actor, at=IN_TIME
        )

    (back,) = add_projects(round_id=opened.pk, keys=[sheet.project_key], reason=WHY, by=by, at=IN_TIME)

    assert sheet in sheets_of(opened)
    assert (back.pk, back.values["result"], back.version) == (sheet.pk, "書きかけ", 4)


def test_another_section_answers_from_now_on(
    sheet: Sheet,
    clerk: Player,
    player: Callable[..., Player],
    sections: dict[str, OrganisationUnit],
    by: Actor,
) -> None:
    library = player(Role.SECTION, section=sections["図書館"])

    changed = change_lead(sheet_id=sheet.pk, version=1, section="図書館", reason="移管", by=by, at=IN_TIME)

    assert (changed.lead_name, changed.version) == ("図書館", 2)
    rows = SheetSection.objects.within(sheet).filter(sheet=sheet).order_by("position")
    assert [(row.name, row.is_lead) for row in rows] == [
        ("企画課", False),
        ("青少年課", False),
        ("図書館", True),
    ]
    assert _submit(sheet, library).state == "submitted"
    back = change_lead(
        sheet_id=sheet.pk, version=_fresh(sheet).version, section="企画課", reason="戻す", by=by, at=IN_TIME
    )
    assert back.lead_name == "企画課"
    assert rows.count() == 3
    with pytest.raises(NoSuchProjectError):
        change_lead(
            sheet_id=sheet.pk, version=back.version, section="企画課", reason="同じ", by=by, at=IN_TIME
        )


def test_a_section_with_a_later_day_hands_in_in_time(
    begin: Callable[..., ReviewRound], clerk: Player, player: Callable[..., Player],
    sections: dict[str, OrganisationUnit], by: Actor,
) -> None:  # fmt: skip
    round_ = begin(make_round(late=False))
    first, second = sheets_of(round_)[:2]
    other = player(Role.SECTION, section=sections["広報課"])
    extend_due(
        round_id=round_.pk, section="企画課", due=date(2026, 7, 3), reason="災害対応", by=by, at=IN_TIME
    )

    assert not _submit(first, clerk, at=TOO_LATE).is_late
    with pytest.raises(DeadlineError):
        _submit(second, other, at=TOO_LATE)
    assert later_dues(round_) == {"企画課": date(2026, 7, 3)}
    assert due_of(round_, "広報課") == date(2026, 6, 30)


def test_the_newest_extension_counts_and_never_shortens_the_rounds_own_day(
    opened: ReviewRound, by: Actor
) -> None:
    for day in (date(2026, 7, 20), date(2026, 7, 6)):
        extend_due(round_id=opened.pk, section="企画課", due=day, reason=WHY, by=by, at=IN_TIME)
    assert due_of(opened, "企画課") == date(2026, 7, 6)

    opened.due = date(2026, 7, 31)
    assert due_of(opened, "企画課") == date(2026, 7, 31)
    assert later_dues(opened) == {}


@pytest.mark.parametrize(
    ("section", "day"), [("企画課", date(2026, 6, 30)), ("ない課", date(2026, 7, 3)), ("", date(2026, 7, 3))]
)
def test_an_extension_that_is_none_is_refused(
    opened: ReviewRound, by: Actor, section: str, day: date
) -> None:
    with pytest.raises(WrongDayError):
        extend_due(round_id=opened.pk, section=section, due=day, reason=WHY, by=by, at=IN_TIME)


def test_an_announcement_stands_until_it_is_withdrawn(opened: ReviewRound, by: Actor) -> None:
    first = announce(round_id=opened.pk, text="記入例を差し替えました。", by=by, at=IN_TIME)
    announce(round_id=opened.pk, text="説明会は来週です。", by=by, at=IN_TIME)

    withdraw_announcement(announcement_id=first.pk, by=by, at=IN_TIME)

    assert [row.text for row in announcements_of(opened)] == ["説明会は来週です。"]
    with pytest.raises(NoteMissingError):
        announce(round_id=opened.pk, text=" ", by=by, at=IN_TIME)


def test_nobody_but_the_planning_section_changes_a_running_round(
    opened: ReviewRound, sheet: Sheet, player: Callable[..., Player], other_city: Municipality
) -> None:
    chief = player(Role.ADMINISTRATOR).actor
    stranger = factories.person(other_city, Role.PLANNING)
    of_another_city = Actor(name=stranger.login_name, role=Role.PLANNING, municipality=other_city.code)
    acts: list[Callable[[Actor], object]] = [
        lambda who: add_projects(round_id=opened.pk, keys=["x"], reason=WHY, by=who, at=IN_TIME),
        lambda who: take_out_sheet(sheet_id=sheet.pk, version=1, reason=WHY, by=who, at=IN_TIME),
        lambda who: change_lead(sheet_id=sheet.pk, version=1, section="x", reason=WHY, by=who, at=IN_TIME),
        lambda who: extend_due(
            round_id=opened.pk, section="企画課", due=date(2026, 7, 3), reason=WHY, by=who, at=IN_TIME
        ),
        lambda who: announce(round_id=opened.pk, text="お知らせ", by=who, at=IN_TIME),
    ]
    for act in acts:
        with pytest.raises(PermissionDenied):
            act(chief)
        with pytest.raises((ReviewRound.DoesNotExist, Sheet.DoesNotExist)):
            act(of_another_city)
    assert _fresh(sheet).version == 1


def test_a_closed_round_takes_no_changes(opened: ReviewRound, sheet: Sheet, by: Actor) -> None:
    cancel_round(round_id=opened.pk, version=opened.version, reason=WHY, by=by, at=IN_TIME)
    acts: list[Callable[[], object]] = [
        lambda: add_projects(round_id=opened.pk, keys=["x"], reason=WHY, by=by, at=IN_TIME),
        lambda: take_out_sheet(sheet_id=sheet.pk, version=1, reason=WHY, by=by, at=IN_TIME),
        lambda: announce(round_id=opened.pk, text="お知らせ", by=by, at=IN_TIME),
    ]
    for act in acts:
        with pytest.raises(RoundClosedError):
            act()


def test_a_hundred_projects_come_in_with_as_many_questions_as_two(
    import_plan: Callable[..., Edition], series: PlanSeries, by: Actor, begin: Callable[..., ReviewRound],
    django_assert_max_num_queries: Callable[..., object],
) -> None:  # fmt: skip
    import_plan(make_plan(120))
    assert connection.vendor in {"sqlite", "postgresql"}
    from torikumi.web.reviews.actions.rounds import open_round

    round_ = create_round(series_id=series.pk, rules=make_round(asks=THREE), by=by, at=OPENED)
    round_ = open_round(round_id=round_.pk, version=round_.version, by=by, at=OPENED)
    keys = [f"P-{index:012x}" for index in range(10, 110)]

    with django_assert_max_num_queries(22):
        assert len(add_projects(round_id=round_.pk, keys=keys, reason=WHY, by=by, at=IN_TIME)) == 100
