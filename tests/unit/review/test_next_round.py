"""Days off, and last year's round moved by a year."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from torikumi.plan.direction import DirectionScale
from torikumi.review.days_off import day_off, next_working_day
from torikumi.review.form import Form
from torikumi.review.next_round import copy_for, move_years
from torikumi.review.round import Round, Step, StepRole

ROUND = Round(
    title="令和7年度 年度評価",
    year=2025,
    form=Form(id="own", title="様式", fields=()),
    scale=DirectionScale(id="own", labels=()),
    steps=(
        Step(id="section", label="担当課", role=StepRole.SECTION, due=date(2026, 6, 30)),
        Step(id="head", label="課長", role=StepRole.SECTION_HEAD, due=None),
    ),
    opens=date(2026, 5, 7),
    guide="令和7年度に行ったことと、令和8年度からの方針をお答えください。",
)
DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2150, 12, 31))


# 国民の祝日 as the Cabinet Office lists them for these years (内閣府「国民の祝日について」).
@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2025, 2, 24), "振替休日"),
        (date(2025, 3, 20), "春分の日"),
        (date(2025, 5, 6), "振替休日"),
        (date(2025, 9, 23), "秋分の日"),
        (date(2025, 11, 24), "振替休日"),
        (date(2026, 1, 12), "成人の日"),
        (date(2026, 5, 6), "振替休日"),
        (date(2026, 7, 20), "海の日"),
        (date(2026, 9, 21), "敬老の日"),
        (date(2026, 9, 22), "国民の休日"),
        (date(2026, 9, 23), "秋分の日"),
        (date(2026, 10, 12), "スポーツの日"),
        (date(2027, 3, 22), "振替休日"),
        (date(2026, 12, 29), "年末年始"),
        (date(2027, 1, 1), "元日"),
        (date(2026, 6, 27), "土曜日"),
        (date(2026, 6, 28), "日曜日"),
        (date(2026, 6, 30), None),
        (date(2026, 5, 7), None),
        (date(2026, 9, 24), None),
    ],
)
def test_a_day_off_is_known_by_its_name(day: date, name: str | None) -> None:
    assert day_off(day) == name


def test_a_year_has_sixteen_holidays_by_law_and_those_that_follow_from_them() -> None:
    def count(year: int) -> int:
        first = date(year, 1, 1)
        days = [day for n in range(366) if (day := first + timedelta(days=n)).year == year]
        return sum(day_off(day) not in {None, "土曜日", "日曜日", "年末年始"} for day in days)

    assert [count(year) for year in (2024, 2025, 2026)] == [21, 19, 18]


@given(DAYS)
def test_the_next_working_day_is_the_first_one(day: date) -> None:
    found = next_working_day(day)

    assert day_off(found) is None
    assert all(day_off(day + timedelta(days=n)) for n in range((found - day).days))


def test_last_years_round_becomes_this_years() -> None:
    copied = copy_for(ROUND, year=2026)

    assert (copied.title, copied.year, copied.opens) == ("令和8年度 年度評価", 2026, date(2027, 5, 7))
    assert [step.due for step in copied.steps] == [date(2027, 6, 30), None]
    assert copied.guide == "令和8年度に行ったことと、令和9年度からの方針をお答えください。"
    assert (copied.form, copied.scale, copied.asks) == (ROUND.form, ROUND.scale, ROUND.asks)


@given(st.integers(min_value=2000, max_value=2060), st.integers(min_value=2000, max_value=2060), DAYS)
def test_there_and_back_is_the_same_round(year: int, other: int, opens: date) -> None:
    if (opens.month, opens.day) == (2, 29):
        opens = opens.replace(day=28)
    round_ = replace(ROUND, year=year, opens=opens, title="年度評価", guide="")

    assert copy_for(copy_for(round_, year=other), year=year) == round_


def test_the_last_day_of_february_stays_in_february() -> None:
    assert move_years(date(2028, 2, 29), 1) == date(2029, 2, 28)
