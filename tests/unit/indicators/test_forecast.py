"""Where an indicator is heading: what the figures allow to be said, and what they do not."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from torikumi.indicators.forecast import Forecast, NoForecast, Prospect, forecast
from torikumi.indicators.need import need_of
from torikumi.indicators.outlook import outlook_of
from torikumi.plan.indicator import Counting, Good, Indicator, YearValue
from torikumi.plan.quantity import parse_quantity


def indicator(
    values: dict[int, object], *, target: object = None, year: int | None = 2027, **facts: object
) -> Indicator:
    final = None if target is None else YearValue(year=year, value=parse_quantity(str(target)))
    return Indicator(
        name="指標",
        actuals=tuple(YearValue(year=at, value=parse_quantity(str(raw))) for at, raw in values.items()),
        final_target=final,
        **{"good": Good.UP, **facts},  # type: ignore[arg-type]
    )


def seen(values: dict[int, object], **facts: object) -> Forecast:
    found = forecast(indicator(values, **facts))
    assert isinstance(found, Forecast)
    return found


def refused(values: dict[int, object], **facts: object) -> str:
    found = forecast(indicator(values, **facts))
    assert isinstance(found, NoForecast)
    return found.ja


RISING = {2020: 10, 2021: 14, 2022: 15, 2023: 19}


def test_it_moves_half_as_far_as_before() -> None:
    # Three a year so far; in two years three more. Of the changes 4, 1, 4 the spread is √3, t of 2 degrees is 1.886.
    found = seen(RISING, target=30, year=2025)

    assert (found.value, found.points, found.first, found.last) == (Decimal(22), 4, 2020, 2023)
    assert (found.low, found.high) == (Decimal(16), Decimal(28))


def test_what_adds_up_moves_as_far_as_before_and_never_back() -> None:
    found = seen(RISING, target=30, year=2025, counting=Counting.CUMULATIVE)

    assert found.value == Decimal(25)
    assert found.low == Decimal(19)


@pytest.mark.parametrize(
    ("values", "facts", "words"),
    [
        ({2022: 1, 2023: 2, 2024: 4}, {"target": 9}, "実績値が3年分しかない"),
        (RISING, {}, "最終目標の年度がない"),
        (RISING, {"target": 30, "year": 2023}, "過ぎている"),
        (RISING, {"target": 30, "year": 2027}, "4年先の見通しは出せません"),
        ({2020: 5, 2021: 5, 2022: 5, 2023: 5}, {"target": 9, "year": 2025}, "いつも同じ"),
        ({2020: "5人", 2021: "6件", 2022: "7人", 2023: "9人"}, {"target": 9, "year": 2025}, "単位が違う"),
        ({2020: 5, 2021: 6, 2022: "未集計", 2023: 9}, {"target": 9, "year": 2025}, "3年分しかない"),
    ],
)
def test_nothing_is_claimed_beyond_the_data(
    values: dict[int, object], facts: dict[str, object], words: str
) -> None:
    assert words in refused(values, **facts)


def test_two_values_of_one_year_are_named() -> None:
    twice = indicator(RISING, target=30, year=2025)
    twice = Indicator(
        name="指標", actuals=(*twice.actuals, twice.actuals[0]), final_target=twice.final_target
    )

    found = forecast(twice)

    assert isinstance(found, NoForecast)
    assert "同じ年度" in found.ja


def test_the_base_value_is_a_year_of_its_own() -> None:
    base = YearValue(year=2019, value=parse_quantity("8"))

    assert seen({2021: 14, 2022: 15, 2023: 19}, target=30, year=2025, base=base).first == 2019


def test_a_share_stays_a_share_and_a_count_above_zero() -> None:
    share = seen({2020: 80, 2021: 99, 2022: 85, 2023: 98}, target=100, year=2025, unit="％")
    count = seen({2020: 9, 2021: 1, 2022: 8, 2023: 2}, target=0, year=2025, good=Good.DOWN)
    rate = seen({2020: 90, 2021: 120, 2022: 95, 2023: 118}, target=130, year=2025, unit="％")

    assert share.high == 100
    assert count.low == 0
    assert rate.high > 118


@pytest.mark.parametrize(
    ("target", "good", "prospect"),
    [
        (16, Good.UP, Prospect.LIKELY),
        (22, Good.UP, Prospect.OPEN),
        (29, Good.UP, Prospect.UNLIKELY),
        (28, Good.DOWN, Prospect.LIKELY),
        (15, Good.DOWN, Prospect.UNLIKELY),
        (22, Good.KEEP, Prospect.UNKNOWN),
    ],
)
def test_whether_the_target_lies_ahead(target: int, good: Good, prospect: Prospect) -> None:
    assert seen(RISING, target=target, year=2025, good=good).prospect is prospect


def test_what_it_would_take() -> None:
    need = need_of(indicator(RISING, target=30, year=2025))

    assert need is not None
    assert (need.years, need.per_year, need.so_far, need.reached) == (
        2,
        Decimal("5.5"),
        Decimal("3.0"),
        False,
    )


def test_a_target_that_was_reached_or_missed_takes_nothing_more() -> None:
    reached = outlook_of(indicator(RISING, target=18, year=2025))
    missed = outlook_of(indicator(RISING, target=30, year=2023))

    assert reached is not None
    assert reached.ja[1] == "令和7年度の目標 18に、令和5年度の実績で届いています。"
    assert missed is not None
    assert missed.ja[1] == "令和5年度の目標 30に届かないまま、最終年度になりました。"


def test_per_cent_moves_by_points() -> None:
    outlook = outlook_of(indicator(RISING, target=30, year=2025, unit="％"))

    assert outlook is not None
    assert (
        outlook.ja[1]
        == "令和7年度の目標 30％に届くには、あと2年で年に＋5.5ポイントが要ります。これまでは年に＋3ポイントです。"
    )


def test_the_outlook_of_an_earlier_year_knows_nothing_later() -> None:
    then = outlook_of(indicator(RISING, target=30, year=2025), until=2022)

    assert then is not None
    assert "3年分しかない" in then.ja[0]


_NUMBERS = st.lists(st.integers(-10_000, 10_000), min_size=4, max_size=12)


@given(_NUMBERS, st.integers(1, 3), st.sampled_from([*Good]))
def test_the_range_holds_the_forecast_and_widens(numbers: list[int], ahead: int, good: Good) -> None:
    values = dict(enumerate(numbers, start=2010))
    last = max(values)

    found = [
        forecast(indicator(values, target=-20_000, year=last + years, good=good)) for years in (1, ahead)
    ]

    for one in found:
        if isinstance(one, Forecast):
            assert one.low <= one.value <= one.high
    near, far = found
    if isinstance(near, Forecast) and isinstance(far, Forecast) and ahead > 1:
        assert far.high - far.low >= near.high - near.low


@given(_NUMBERS, st.integers(-20_000, 20_000), st.integers(1, 9))
def test_what_it_takes_reaches_the_target(numbers: list[int], target: int, years: int) -> None:
    values = dict(enumerate(numbers, start=2010))

    need = need_of(indicator(values, target=target, year=max(values) + years))

    assert need is not None
    assert need.reached is (numbers[-1] >= target)
    if need.per_year is not None:
        assert abs(numbers[-1] + need.per_year * years - target) <= Decimal("0.05") * years


@given(st.lists(st.text(max_size=8), max_size=8), st.text(max_size=8))
def test_any_words_for_values_end_in_a_sentence(raws: list[str], target: str) -> None:
    values = {2010 + at: raw for at, raw in enumerate(raws)}

    outlook = outlook_of(indicator(values, target=target, unit="人"))

    assert outlook is None or all(sentence.endswith(("。", "）。")) for sentence in outlook.ja)
