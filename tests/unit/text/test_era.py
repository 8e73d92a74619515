"""Eras and fiscal years."""

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategies import texts
from torikumi.text.era import (
    find_calendar_years,
    find_fiscal_years,
    fiscal_year_of,
    fiscal_year_of_month,
    format_day,
    format_fiscal_year,
    is_beyond_era,
    parse_fiscal_year,
)


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("平成31年度", 2019),
        ("令和元年度", 2019),
        ("令和1年度", 2019),
        ("平成30年度", 2018),
        ("平成元年度", 1989),
        ("昭和63年度", 1988),
        ("大正元年度", 1912),
        ("明治元年度", 1868),
        ("H31", 2019),
        ("Ｒ１", 2019),
        ("r1", 2019),
        ("R.3", 2021),
        ("S60年度", 1985),
        ("T1", 1912),
        ("M45", 1912),
        ("令元", 2019),
        ("平31年度", 2019),
        ("㋿元年度", 2019),
        ("㍻31年度", 2019),
        ("令和十年度", 2028),
        ("平成三十一年度", 2019),
        ("平成二十年度", 2008),
        ("2019年度", 2019),
        ("２０１９年度", 2019),
        ("2019", 2019),
        ("'19", 2019),
        ("’98", 1998),
        ("令和2(2020)年度", 2020),
        ("令和2（2020）年度", 2020),
        ("2020（令和2）年度", 2020),
        ("2020年度（令和2年度）", 2020),
        ("（令和2年度）", 2020),
        (" 令和 2 年度 ", 2020),
        ("平成50年度", 2038),
    ],
)
def test_a_fiscal_year_is_read(text: str, year: int) -> None:
    assert parse_fiscal_year(text) == year


@pytest.mark.parametrize(
    "text",
    [
        "",
        "30",
        "年度",
        "令和",
        "令和0年度",
        "令和2(2021)年度",
        "令和2～6年度",
        "2019年4月",
        "H31.4",
        "2,019",
        "123",
        "事業",
        "R100",
        "12019",
    ],
)
def test_what_is_no_fiscal_year_is_none(text: str) -> None:
    assert parse_fiscal_year(text) is None


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("平成30年度～令和4年度", (2018, 2022)),
        ("令和2～6年度", (2020, 2024)),
        ("平成28・29・30年度の実績", (2016, 2017, 2018)),
        ("平成28年度から実施。平成29年10月15日の宣言", (2016,)),
        ("R4当初", (2022,)),
        ("R6補正を含む令和７年度予算", (2024, 2025)),
        ("2015-2019年度", (2015, 2019)),
        ("H28～R2", (2016, 2020)),
        ("令和2年度（2020年度）と令和3年度", (2020, 2021)),
        ("H30.4.1", ()),
        ("T-1グランプリとT1", ()),
        ("PM2.5、H2O、SR1", ()),
        ("公平30年度", ()),
        ("12019年度", ()),
        ("参加者2019人", ()),
        ("", ()),
    ],
)
def test_fiscal_years_are_found_in_a_text(text: str, years: tuple[int, ...]) -> None:
    assert find_fiscal_years(text) == years


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("平成29年10月15日", (2017,)),
        ("2019年に", (2019,)),
        ("令和元年（2019年）", (2019,)),
        ("1990年代", ()),
        ("令和2年度", ()),
    ],
)
def test_calendar_years_are_found_apart(text: str, years: tuple[int, ...]) -> None:
    assert find_calendar_years(text) == years


@pytest.mark.parametrize(
    ("year", "text"),
    [
        (2019, "令和元年度"),
        (2018, "平成30年度"),
        (1989, "平成元年度"),
        (1988, "昭和63年度"),
        (2020, "令和2年度"),
        (1867, "1867年度"),
    ],
)
def test_a_fiscal_year_is_written_in_its_era(year: int, text: str) -> None:
    assert format_fiscal_year(year) == text


@given(st.integers(min_value=1868, max_value=2117))
def test_every_fiscal_year_is_read_back(year: int) -> None:
    assert parse_fiscal_year(format_fiscal_year(year)) == year
    assert find_fiscal_years(f"前回は{format_fiscal_year(year)}に、") == (year,)


@given(st.text() | texts() | st.text("令和平成HRS元年度0123456789一十()（）～・-' "))
def test_any_text_gives_years_or_none(text: str) -> None:
    found = find_fiscal_years(text)
    parsed = parse_fiscal_year(text)

    assert len(set(found)) == len(found)
    assert parsed is None or 1800 < parsed < 2200


@pytest.mark.parametrize(
    ("text", "beyond"),
    [
        ("平成32年度", True),
        ("平成31年度", False),
        ("昭和64年", False),
        ("令和9年度", False),
        ("2020年度", False),
    ],
)
def test_a_year_beyond_its_era_is_told(text: str, beyond: bool) -> None:
    assert is_beyond_era(text) is beyond


@pytest.mark.parametrize(
    ("day", "year"), [(date(2020, 3, 31), 2019), (date(2020, 4, 1), 2020), (date(2019, 1, 1), 2018)]
)
def test_january_to_march_belong_to_the_year_before(day: date, year: int) -> None:
    assert fiscal_year_of(day) == year
    assert fiscal_year_of_month(year=day.year, month=day.month) == year


@pytest.mark.parametrize(
    "part", ["令和2", "令和2・", "2019～", "一", "令和2年度(", "H1 ( ", "'", "元", "(令和"]
)
def test_a_long_text_is_read_in_good_time(part: str) -> None:
    long = part * (64_000 // len(part))
    start = time.perf_counter()

    find_fiscal_years(long)
    find_calendar_years(long)
    parse_fiscal_year(long)

    # Milliseconds, where nothing goes back and forth; minutes, where something does.
    assert time.perf_counter() - start < 3


@pytest.mark.parametrize(
    ("day", "printed"),
    [
        (date(2025, 6, 30), "令和7年6月30日（月）"),
        (date(2019, 5, 1), "令和元年5月1日（水）"),
        (date(2019, 4, 30), "平成31年4月30日（火）"),
        (date(1988, 3, 1), "1988年3月1日（火）"),
    ],
)
def test_a_day_is_written_with_its_era_and_its_weekday(day: date, printed: str) -> None:
    assert format_day(day) == printed
