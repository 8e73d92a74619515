"""On which days the timer writes, and what a letter says; without a database."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from torikumi.web.mail.default_letters import DEFAULTS
from torikumi.web.mail.letters import LetterKind, LetterText
from torikumi.web.reviews.reminder_forms import ReminderDaysForm
from torikumi.web.reviews.reminders import (
    MOST_LINES,
    Contact,
    Days,
    OpenSheet,
    Party,
    Setting,
    only_of,
    write_letter,
    write_mails_to,
)

DUE = date(2026, 6, 30)
SETTING = Setting(
    city="みほん市",
    plan="みほん総合戦略",
    year=2025,
    address="https://plan.example.jp/reviews/1/",
    sender="企画課（内線 0000）",
    day=date(2026, 6, 25),
)


def _party(*sheets: OpenSheet, due: date | None = DUE, total: int = 3) -> Party:
    people = (
        Contact(name="見本 花子", address="hanako@example.lg.jp"),
        Contact(name="見本 次郎", address=""),
        Contact(name="見本 三郎", address="Hanako@example.lg.jp"),
    )
    heads = (Contact(name="見本 課長", address="head@example.lg.jp"),)
    return Party(key="k", name="企画課", due=due, sheets=sheets, total=total, people=people, heads=heads)


@pytest.mark.parametrize(
    ("day", "is_due"),
    [
        ("2026-06-22", False),
        ("2026-06-23", True),
        ("2026-06-26", False),
        ("2026-06-27", True),
        ("2026-06-29", False),
        ("2026-06-30", True),
        ("2026-07-01", False),
        ("2026-07-03", True),
        ("2026-07-04", False),
        ("2026-07-06", True),
    ],
)
def test_days_are_counted_from_the_last_day(day: str, is_due: bool) -> None:
    days = Days(before=(7, 3), on_the_day=True, every=3)

    assert days.include(date.fromisoformat(day), due=DUE) is is_due


def test_days_go_over_the_end_of_a_year_and_of_february() -> None:
    assert Days(before=(4,)).include(date(2026, 12, 31), due=date(2027, 1, 4))
    assert Days(every=1).include(date(2028, 2, 29), due=date(2028, 2, 28))
    assert Days(before=(1,)).include(date(2028, 2, 29), due=date(2028, 3, 1))


@given(
    before=st.lists(st.integers(1, 90), max_size=5),
    every=st.none() | st.integers(1, 60),
    on_the_day=st.booleans(),
    distance=st.integers(-400, 400),
)
def test_nothing_that_was_not_asked_for_is_ever_sent(
    before: list[int], every: int | None, on_the_day: bool, distance: int
) -> None:
    days = Days(before=tuple(before), on_the_day=on_the_day, every=every)
    is_due = days.include(DUE - timedelta(days=distance), due=DUE)

    if distance > 0:
        assert is_due == (distance in before)
    elif distance == 0:
        assert is_due == on_the_day
    else:
        assert is_due == (every is not None and distance % every == 0)


def test_each_address_gets_one_mail_and_heads_only_where_that_is_wanted() -> None:
    party = _party(OpenSheet(label="No.1 子育て"))
    text = DEFAULTS[LetterKind.REMINDER]

    alone = write_mails_to(party, kind=LetterKind.REMINDER, text=text, setting=SETTING, also_heads=False)
    both = write_mails_to(party, kind=LetterKind.REMINDER, text=text, setting=SETTING, also_heads=True)

    assert [(mail.to_name, mail.to_address) for mail in alone] == [("見本 花子", "hanako@example.lg.jp")]
    assert [mail.to_name for mail in both] == ["見本 花子", "見本 課長"]


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 6, 25), "（あと5日）"),
        (date(2026, 6, 30), "（今日まで）"),
        (date(2026, 7, 3), "（3日過ぎています）"),
    ],
)
def test_a_reminder_says_how_long_it_is_before_and_after_the_last_day(day: date, words: str) -> None:
    setting = Setting(
        city="みほん市", plan="計画", year=2025, address="https://x.example/", sender="企画課", day=day
    )
    text = DEFAULTS[LetterKind.REMINDER]

    letter = write_letter(
        LetterKind.REMINDER,
        text,
        party=_party(OpenSheet(label="No.1")),
        to_name="見本 花子",
        setting=setting,
    )

    assert f"締切は2026年6月30日（火）{words}です。" in letter.body


def test_a_returned_letter_tells_the_reasons_of_returned_sheets_alone() -> None:
    party = _party(
        OpenSheet(label="No.1 子育て"), OpenSheet(label="No.2 移住", is_returned=True, note="数を。")
    )

    (concerned,) = only_of(LetterKind.RETURNED, [party, _party(OpenSheet(label="No.9"))])
    letter = write_letter(
        LetterKind.RETURNED, DEFAULTS[LetterKind.RETURNED], party=concerned, to_name="見本", setting=SETTING
    )

    assert "・No.2 移住\n　数を。" in letter.body
    assert "子育て" not in letter.body


def test_names_with_line_ends_and_braces_stay_words() -> None:
    party = _party(OpenSheet(label="No.1 {宛名}\r\nBcc: x@example.jp"))
    text = LetterText(subject="{一覧}", body="{一覧}")

    letter = write_letter(LetterKind.REQUEST, text, party=party, to_name="見本 花子", setting=SETTING)

    assert letter.subject == "・No.1 {宛名} Bcc: x@example.jp"
    assert letter.body == "・No.1 {宛名} Bcc: x@example.jp"


def test_a_round_without_a_last_day_and_a_very_long_list_can_be_written_about() -> None:
    sheets = tuple(OpenSheet(label=f"No.{number}") for number in range(MOST_LINES + 7))
    party = _party(*sheets, due=None, total=300)
    text = LetterText(subject="{締切}{残り日数}{残り}", body="{一覧}")

    letter = write_letter(LetterKind.REMINDER, text, party=party, to_name="見本", setting=SETTING)

    assert letter.subject == "期限なし" * 3
    assert letter.body.endswith(f"・No.{MOST_LINES - 1}\n（ほか7件）")


@pytest.mark.parametrize(
    ("text", "days"),
    [("7、3、1", (7, 3, 1)), ("１４ 7,7", (14, 7)), ("3日前・10日前", (10, 3)), ("", ())],
)
def test_days_before_are_read_as_people_write_them(text: str, days: tuple[int, ...]) -> None:
    form = ReminderDaysForm({"before": text, "on_the_day": "on", "every": "", "made_on": "0"})

    assert form.is_valid(), form.errors
    assert form.days() == Days(before=days, on_the_day=True)


@pytest.mark.parametrize("text", ["0", "91", "-3", "三日", "1,2,3,4,5,6", "7.5", "9999"])
def test_days_that_are_none_are_refused(text: str) -> None:
    form = ReminderDaysForm({"before": text, "is_on": "on", "made_on": "0"})

    assert not form.is_valid()
    assert "before" in form.errors


def test_a_timer_that_never_writes_cannot_be_on() -> None:
    assert "before" in ReminderDaysForm({"is_on": "on", "made_on": "0"}).errors
    assert ReminderDaysForm({"made_on": "0"}).is_valid()
