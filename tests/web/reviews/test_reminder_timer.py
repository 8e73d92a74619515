"""The timer of reminders at several clocks: on the days that a round names, once a day, each city by itself."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.web.reviews.conftest import Player
from tests.web.reviews.mailing import (
    AT,
    DAY,
    FILES,
    PLAN,
    PRESS,
    address_of,
    all_mails_in,
    body_of,
    mails_in,
    wish,
)
from tests.web.reviews.rounds import STEPS, make_round
from torikumi.web.accounts.models import Municipality
from torikumi.web.audit.actor import Actor
from torikumi.web.mail.delivery import Delivery
from torikumi.web.mail.letters import LetterKind
from torikumi.web.reviews.actions.notices import extend_due
from torikumi.web.reviews.actions.reminders import RuleWish, save_reminder_rule, send_letters
from torikumi.web.reviews.models import ReviewRound
from torikumi.web.reviews.queries.reminders import parties_for, reminders_of
from torikumi.web.reviews.refusals import StaleRoundError
from torikumi.web.reviews.reminder_models import Reminder, ReminderWay
from torikumi.web.reviews.reminders import Days


def rule(round_: ReviewRound, by: Actor, days: Days, *, is_on: bool = True, made_on: int = 0) -> int:
    wanted = RuleWish(
        days=days, is_on=is_on, also_heads=False, address="https://plan.example.lg.jp/", made_on=made_on
    )
    return save_reminder_rule(round_id=round_.pk, wish=wanted, by=by, at=AT).pk


def run(at: datetime, *more: str) -> str:
    out = StringIO()
    call_command("send_reminders", *more, at=at, stdout=out, stderr=out)
    return out.getvalue()


def test_the_timer_is_off_until_somebody_says_otherwise(
    opened: ReviewRound, kikaku: Player, by: Actor, mail_home: Path
) -> None:
    assert "今日送るものはありません" in run(AT)

    number = rule(opened, by, Days(before=(5,)), is_on=False)
    assert "今日送るものはありません" in run(AT)
    with pytest.raises(StaleRoundError):
        rule(opened, by, Days(before=(5,)))
    rule(opened, by, Days(before=(5,)), made_on=number)

    assert "企画課（残り2件）" in run(AT, "--dry-run")
    assert all_mails_in(mail_home) == []
    assert "1課に1通を送るように頼みました" in run(AT)
    assert list(mails_in(mail_home)) == [PLAN]


def test_the_timer_writes_once_a_day_however_often_it_runs(
    opened: ReviewRound, kikaku: Player, koho: Player, by: Actor, mail_home: Path
) -> None:
    rule(opened, by, Days(before=(5, 4)))

    for minutes in (0, 1, 600):
        run(AT + timedelta(minutes=minutes))

    assert len(all_mails_in(mail_home)) == 2
    assert {row.way for row in reminders_of(opened)} == {ReminderWay.TIMER}
    run(AT + timedelta(days=1))
    assert len(all_mails_in(mail_home)) == 4


def test_who_had_the_letter_from_a_person_today_gets_none_from_the_timer(
    opened: ReviewRound, kikaku: Player, koho: Player, by: Actor, mail_home: Path
) -> None:
    rule(opened, by, Days(before=(5,)))
    (key,) = [
        party.key
        for party in parties_for(LetterKind.REMINDER, opened, opened.rules(), DAY)
        if party.name == "企画課"
    ]
    send_letters(round_id=opened.pk, wish=wish(opened, keys=frozenset({key})), by=by, at=AT)

    run(AT)

    assert sorted(map(address_of, all_mails_in(mail_home))) == [PLAN, PRESS]


@pytest.mark.parametrize(
    ("clock", "letters"),
    [
        # The last day is 30 June; one day before it begins at 15:00 UTC on the 28th and ends a second before 15:00 on the 29th.
        (datetime(2026, 6, 28, 14, 59, 59, tzinfo=UTC), 0),
        (datetime(2026, 6, 28, 15, 0, 0, tzinfo=UTC), 1),
        (datetime(2026, 6, 29, 14, 59, 59, tzinfo=UTC), 1),
        (datetime(2026, 6, 29, 15, 0, 0, tzinfo=UTC), 0),
    ],
)
def test_a_day_of_the_timer_is_a_day_in_japan_to_the_second(
    clock: datetime, letters: int, opened: ReviewRound, kikaku: Player, by: Actor, mail_home: Path
) -> None:
    rule(opened, by, Days(before=(1,)))

    run(clock)

    assert len(all_mails_in(mail_home)) == letters
    if letters:
        assert "（あと1日）" in body_of(mails_in(mail_home)[PLAN])


def test_two_runs_a_second_apart_around_midnight_belong_to_two_days(
    opened: ReviewRound, kikaku: Player, by: Actor, mail_home: Path
) -> None:
    rule(opened, by, Days(on_the_day=True, every=1))
    last_second = datetime(2026, 6, 30, 14, 59, 59, tzinfo=UTC)

    run(last_second)
    run(last_second + timedelta(seconds=1))

    first, second = map(body_of, all_mails_in(mail_home))
    assert "（今日まで）" in first
    assert "（1日過ぎています）" in second
    assert {row.day for row in reminders_of(opened)} == {date(2026, 6, 30), date(2026, 7, 1)}


def test_the_timer_counts_over_the_end_of_the_year(
    begin: Callable[..., ReviewRound], kikaku: Player, by: Actor, mail_home: Path
) -> None:
    late = tuple(replace(step, due=date(2027, 1, 3 + 7 * place)) for place, step in enumerate(STEPS))
    round_ = begin(make_round(steps=late))
    rule(round_, by, Days(before=(4, 3)))

    for clock in (
        datetime(2026, 12, 30, 14, 59, 59, tzinfo=UTC),  # 30 December, four days: a letter
        datetime(2026, 12, 31, 14, 59, 59, tzinfo=UTC),  # 31 December, three days
        datetime(2026, 12, 31, 15, 0, 0, tzinfo=UTC),  # 1 January, two days: none
    ):
        run(clock)

    assert [row.day for row in reversed(reminders_of(round_))] == [date(2026, 12, 30), date(2026, 12, 31)]


def test_a_section_with_a_later_day_is_reminded_by_its_own_day(
    opened: ReviewRound, kikaku: Player, koho: Player, by: Actor, mail_home: Path
) -> None:
    extend_due(
        round_id=opened.pk, section="広報課", due=date(2026, 7, 5), reason="災害対応のため", by=by, at=AT
    )
    rule(opened, by, Days(before=(5,)))

    run(AT)
    assert set(mails_in(mail_home)) == {PLAN}
    run(AT + timedelta(days=5))

    assert set(mails_in(mail_home)) == {PLAN, PRESS}
    assert "締切は2026年7月5日（日）（あと5日）です。" in body_of(mails_in(mail_home)[PRESS])


def test_the_timer_keeps_cities_apart_and_goes_on_past_one_that_cannot_be_served(
    opened: ReviewRound,
    kikaku: Player,
    by: Actor,
    mail_home: Path,
    settings: pytest.FixtureRequest,
    other_city: Municipality,
) -> None:
    rule(opened, by, Days(before=(5,)))
    settings.MAIL = Delivery()

    with pytest.raises(SystemExit):
        run(AT)

    assert not Reminder.objects.within(opened).exists()
    settings.MAIL = FILES
    assert run(AT, "--municipality", other_city.code) == ""
    assert "1課に1通" in run(AT, "--municipality", opened.municipality.code)
