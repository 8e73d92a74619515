"""Eras and years: 和暦 to western years and back; a fiscal year (年度) is the western year of its April.

Years beyond an era's end are read as they were meant (a plan of 2015 says 平成32年度: 2020); `is_beyond_era` tells.
"""

import re
from collections.abc import Iterator
from datetime import date

from torikumi.text.width import fold_width

_FIRST = {"明治": 1868, "大正": 1912, "昭和": 1926, "平成": 1989, "令和": 2019}
_LAST = {"明治": 1912, "大正": 1926, "昭和": 1989, "平成": 2019, "令和": 9999}
_FIRST_DAY = {"平成": date(1989, 1, 8), "令和": date(2019, 5, 1)}
_WEEKDAYS = "月火水木金土日"
_ERA_OF = (
    {name[0]: name for name in _FIRST} | dict(zip("MTSHR", _FIRST, strict=True)) | {e: e for e in _FIRST}
)
_SQUARES = str.maketrans(
    {"㍾": "明治", "㍽": "大正", "㍼": "昭和", "㍻": "平成", "㋿": "令和", "’": "'", "‘": "'"}
)
_KANJI = {digit: value for value, digit in enumerate("〇一二三四五六七八九")}

_NUMBER = r"(?:元|\d{1,2}(?!\d)|[〇一二三四五六七八九十]{1,3})"
_ERA = r"(?:明治|大正|昭和|平成|令和|(?<![A-Za-z0-9])[MTSHRmtshr]\.?|(?<![一-龥])[明大昭平令])"
_WEST = r"(?<![\d.,])(?:1[89]|2[01])\d\d(?![\d,])"
_SHORT = r"(?<!\w)'\d\d(?!\d)"
_YEAR = rf"(?:{_ERA}\s?{_NUMBER}|{_WEST}|{_SHORT})"
# 令和2(2020)年度 says the same year twice; so does 2020年度(令和2年度).
_TWICE = rf"{_YEAR}\s?(?:年度?)?\s?(?:\(\s?{_YEAR}\s?(?:年度?)?\s?\)\s?(?:年?度)?)?"
_BETWEEN = r"\s?(?:[~〜\-‐–—―−・、,]|から|及び|および)\s?"
# 平成28・29年度, 令和2～6年度: only the last one says 年度, and the era is said once. Ten years at most in one breath.
_RUN = rf"{_TWICE}(?:{_BETWEEN}(?:{_TWICE}|{_NUMBER}\s?(?:年度)?)){{0,9}}(?<=度)"
# H31 and R1 alone are fiscal years in the head of a table; M1, T1 and S1 are more often something else.
_ALONE = (
    rf"(?:(?<![A-Za-z0-9])[HR]\.?\s?(?:元|\d{{1,2}})|(?:昭和|平成|令和)\s?{_NUMBER}|令元|{_SHORT})"
    r"(?![\dA-Za-z年]|\s?[.\-/]\s?\d)"
)
_FISCAL = re.compile(f"{_RUN}|{_ALONE}")
_PART = re.compile(rf"(?P<west>{_WEST})|(?P<short>{_SHORT})|(?:(?P<era>{_ERA})\s?)?(?P<number>{_NUMBER})")
_WHOLE = re.compile(rf"\(?\s?({_TWICE})\s?\)?")
_CALENDAR = re.compile(rf"({_YEAR})\s?(?:\(\s?{_YEAR}\s?\)\s?)?年(?![度代])")


def parse_fiscal_year(text: str) -> int | None:
    """Return the fiscal year that a cell names and nothing but it, None for all else (also for a bare "30").

    A bare "2019" or "令和2年" is taken for a fiscal year too: the caller asks because the cell should hold one.
    None where two years are named that differ, 令和2(2021)年度.
    """
    match = _WHOLE.fullmatch(_prepare(text).strip())
    if match is None:
        return None
    years = set(_years_in(match[1]))
    return years.pop() if len(years) == 1 else None


def find_fiscal_years(text: str) -> tuple[int, ...]:
    """Return the fiscal years named in a text, in order, each once; of a range its two ends.

    平成29年10月 names no fiscal year; see `find_calendar_years`.
    """
    found = (year for match in _FISCAL.finditer(_prepare(text)) for year in _years_in(match[0]))
    return tuple(dict.fromkeys(found))


def find_calendar_years(text: str) -> tuple[int, ...]:
    """Return the calendar years (年, not 年度) named in a text, in order, each once."""
    found = (year for match in _CALENDAR.finditer(_prepare(text)) for year in _years_in(match[1]))
    return tuple(dict.fromkeys(found))


def format_fiscal_year(year: int) -> str:
    """Return "令和元年度" for 2019; the year in which an era began is its first year (元年度) from April on."""
    for era, first in reversed(_FIRST.items()):
        if year >= first:
            number = year - first + 1
            return f"{era}{'元' if number == 1 else number}年度"
    return f"{year}年度"


def format_day(day: date) -> str:
    """Return "令和7年6月30日（月）"; a day before 平成 bears its western year."""
    for era, begin in reversed(_FIRST_DAY.items()):
        if day >= begin:
            number = day.year - begin.year + 1
            return f"{era}{'元' if number == 1 else number}年{day.month}月{day.day}日（{_WEEKDAYS[day.weekday()]}）"
    return f"{day.year}年{day.month}月{day.day}日（{_WEEKDAYS[day.weekday()]}）"


def fiscal_year_of(day: date) -> int:
    """Return the fiscal year of a day; January to March belong to the year before."""
    return fiscal_year_of_month(year=day.year, month=day.month)


def fiscal_year_of_month(*, year: int, month: int) -> int:
    """Return the fiscal year of a month of a calendar year."""
    return year if month >= 4 else year - 1


def is_beyond_era(text: str) -> bool:
    """Tell whether a text names a year that its era did not live to see (平成32年度)."""
    for match in _PART.finditer(_prepare(text)):
        if match["era"]:
            era = _era_of(match["era"])
            year = _era_year(era, match["number"])
            if year is not None and year > _LAST[era]:
                return True
    return False


def _prepare(text: str) -> str:
    return fold_width(text).translate(_SQUARES)


def _years_in(run: str) -> Iterator[int]:
    """The years of one run, 平成28・29年度; a number without an era belongs to the era before it."""
    era: str | None = None
    for match in _PART.finditer(run):
        if match["west"]:
            yield int(match["west"])
        elif match["short"]:
            short = int(match["short"][1:])
            yield short + (1900 if short >= 70 else 2000)
        else:
            era = _era_of(match["era"]) if match["era"] else era
            year = _era_year(era, match["number"]) if era else None
            if year is not None:
                yield year


def _era_of(printed: str) -> str:
    return _ERA_OF[printed.rstrip(".").upper()]


def _era_year(era: str, printed: str) -> int | None:
    number = _number(printed)
    return _FIRST[era] + number - 1 if number else None


def _number(printed: str) -> int:
    if printed == "元":
        return 1
    if printed.isdecimal():
        return int(printed)
    if "十" not in printed:
        return int("".join(str(_KANJI[digit]) for digit in printed))
    tens, _, ones = printed.partition("十")
    return 10 * _KANJI.get(tens or "一", 0) + _KANJI.get(ones, 0)
