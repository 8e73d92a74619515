"""Days on which a city hall is closed: Saturdays, Sundays, national holidays (国民の祝日に関する法律), the turn of the year."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache

# Before, some were moved for the Olympic Games; after, the sums for the equinoxes do not hold.
_FIRST, _LAST = 2022, 2099
_SATURDAY, _SUNDAY = 5, 6


def day_off(day: date) -> str | None:
    """Return why a day is no working day (「日曜日」「憲法記念日」), None where it is one.

    National holidays are known from 2022 to 2099, as the law stands in 2026; that of the equinoxes is told by the
    usual sum, which the government confirms each February for the year after.
    """
    name = _holidays(day.year).get(day)
    if name:
        return name
    if (day.month, day.day) in {(12, 29), (12, 30), (12, 31), (1, 2), (1, 3)}:
        return "年末年始"
    return {_SATURDAY: "土曜日", _SUNDAY: "日曜日"}.get(day.weekday())


def next_working_day(day: date) -> date:
    """Return the day itself where it is a working day, else the first one after it."""
    while day_off(day) is not None:
        day += timedelta(days=1)
    return day


@cache
def _holidays(year: int) -> dict[date, str]:
    if not _FIRST <= year <= _LAST:
        return {}
    days = {make(year): name for name, make in _BY_LAW.items()}
    one = timedelta(days=1)
    # A day between two holidays is one, too (第3条第3項): in September of some years.
    between = {
        day + one: "国民の休日"
        for day in days
        if day + 2 * one in days and day + one not in days and (day + one).weekday() != _SUNDAY
    }
    moved: dict[date, str] = {}
    for day in sorted(days):
        if day.weekday() == _SUNDAY:
            instead = day + one
            while instead in days:
                instead += one
            moved[instead] = "振替休日"
    return {**between, **moved, **days}


def _fixed(month: int, day: int) -> Callable[[int], date]:
    return lambda year: date(year, month, day)


def _monday(month: int, turn: int) -> Callable[[int], date]:
    def find(year: int) -> date:
        first = date(year, month, 1)
        return first + timedelta(days=(-first.weekday()) % 7 + 7 * (turn - 1))

    return find


def _equinox(month: int, base: float) -> Callable[[int], date]:
    return lambda year: date(year, month, int(base + 0.242194 * (year - 1980) - (year - 1980) // 4))


_BY_LAW: dict[str, Callable[[int], date]] = {
    "元日": _fixed(1, 1),
    "成人の日": _monday(1, 2),
    "建国記念の日": _fixed(2, 11),
    "天皇誕生日": _fixed(2, 23),
    "春分の日": _equinox(3, 20.8431),
    "昭和の日": _fixed(4, 29),
    "憲法記念日": _fixed(5, 3),
    "みどりの日": _fixed(5, 4),
    "こどもの日": _fixed(5, 5),
    "海の日": _monday(7, 3),
    "山の日": _fixed(8, 11),
    "敬老の日": _monday(9, 3),
    "秋分の日": _equinox(9, 23.2488),
    "スポーツの日": _monday(10, 2),
    "文化の日": _fixed(11, 3),
    "勤労感謝の日": _fixed(11, 23),
}
