"""Where an indicator is heading, with its uncertainty; and that nothing can be said, where nothing can.

The forecast is the last value and half of the mean yearly change so far; of a cumulative indicator, all of it. The range
holds the value in about eight of ten cases, if the years to come are like those before. Why this and not a straight
line: `docs/decisions/0034-a-forecast-moves-half-as-far.md`.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from math import sqrt

from torikumi.indicators.series import (
    PERCENT,
    MixedSeriesError,
    Series,
    good_of,
    is_cumulative,
    number_of,
    series_of,
)
from torikumi.plan.indicator import Good, Indicator
from torikumi.text.era import format_fiscal_year

# Fewer values have two changes at most, and two say nothing of how much they differ.
FEWEST = 4
COVERAGE = 0.8
_LARGEST = Decimal(10) ** 15


class Prospect(StrEnum):
    """Whether the final target lies where the indicator is heading."""

    LIKELY = "likely"  # the whole range reaches it
    OPEN = "open"  # it lies within the range
    UNLIKELY = "unlikely"  # the whole range falls short of it
    UNKNOWN = "unknown"  # no target, or the direction of good is not known


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """The value expected for a fiscal year, the range about it, from how many values over which years it comes.

    The numbers have the decimal places of the values that were measured.
    """

    year: int
    value: Decimal
    low: Decimal
    high: Decimal
    points: int
    first: int
    last: int
    prospect: Prospect


@dataclass(frozen=True, slots=True, kw_only=True)
class NoForecast:
    """Why there is none, in a sentence."""

    ja: str
    en: str


def forecast(indicator: Indicator) -> Forecast | NoForecast:
    """Return the forecast for the year of the final target, or why there is none."""
    target = indicator.final_target
    if target is None or target.year is None:
        return NoForecast(
            ja="最終目標の年度がないので、見通しは出せません。", en="There is no year of a final target."
        )
    try:
        series = series_of(indicator)
    except MixedSeriesError as error:
        return NoForecast(ja=error.ja, en=error.en)
    refused = _refusal(series, target.year)
    return refused or _forecast(indicator, series, target.year)


def _refusal(series: Series, year: int) -> NoForecast | None:
    count = len(series.points)
    if count < FEWEST:
        return NoForecast(
            ja=f"実績値が{count}年分しかないので、見通しは出せません（{FEWEST}年分から）。",
            en=f"There are values of {count} years only; a forecast needs {FEWEST}.",
        )
    first, last = series.points[0].year, series.points[-1].year
    if year <= last:
        return NoForecast(
            ja=f"最終年度（{format_fiscal_year(year)}）の実績値があるか、過ぎているので、見通しはありません。",
            en=f"The final year ({year}) is measured or past.",
        )
    if year - last > last - first:
        return NoForecast(
            ja=f"実績値のある期間は{last - first}年なので、{year - last}年先の見通しは出せません。",
            en=f"The values span {last - first} years, too few to look {year - last} years ahead.",
        )
    if any(not point.value.is_finite() or abs(point.value) > _LARGEST for point in series.points):
        return NoForecast(ja="値が大きすぎるので、見通しは出せません。", en="The values are too large.")
    return None


def _forecast(indicator: Indicator, series: Series, year: int) -> Forecast | NoForecast:
    years = [point.year for point in series.points]
    values = [float(point.value) for point in series.points]
    span, ahead = years[-1] - years[0], year - years[-1]
    mean = (values[-1] - values[0]) / span
    steps = [
        (b - a - mean * (t - s), t - s)
        for (a, b), (s, t) in zip(pairwise(values), pairwise(years), strict=True)
    ]
    spread = sqrt(sum(rest * rest / gap for rest, gap in steps) / (len(steps) - 1))
    if not spread:
        return NoForecast(
            ja="実績値がいつも同じか、同じだけ動いているので、幅のある見通しは出せません。",
            en="The values never change, or always by the same; there is no range to be told.",
        )
    moved = mean if is_cumulative(indicator) else mean / 2
    middle = values[-1] + ahead * moved
    half = _quantile(len(steps) - 1) * spread * sqrt(ahead * (1 + ahead / span))
    least, most = _limits(indicator, series)
    low, value, high = (
        _rounded(min(max(number, least), most), series.digits)
        for number in (middle - half, middle, middle + half)
    )
    return Forecast(
        year=year,
        value=value,
        low=low,
        high=high,
        points=len(values),
        first=years[0],
        last=years[-1],
        prospect=_prospect(indicator, low, high),
    )


def _quantile(freedom: int) -> float:
    from scipy.special import stdtrit  # loads for a tenth of a second, and most commands need it not

    return float(stdtrit(freedom, (1 + COVERAGE) / 2))


def _limits(indicator: Indicator, series: Series) -> tuple[float, float]:
    """What the value cannot leave: zero where it never was below; a hundred per cent where nothing ever was above.

    A cumulative one does not fall below what is counted already.
    """
    values = [float(point.value) for point in series.points]
    target = number_of(indicator.final_target)
    known = [*values, *([] if target is None else [float(target)])]
    least = 0.0 if min(known) >= 0 else float("-inf")
    is_share = series.unit in PERCENT and min(known) >= 0 and max(known) <= 100
    if is_cumulative(indicator) and values == sorted(values):
        least = values[-1]
    return least, 100.0 if is_share else float("inf")


def _prospect(indicator: Indicator, low: Decimal, high: Decimal) -> Prospect:
    target, good = number_of(indicator.final_target), good_of(indicator)
    if target is None or good not in (Good.UP, Good.DOWN):
        return Prospect.UNKNOWN
    worst, best = (low, high) if good is Good.UP else (-high, -low)
    wanted = target if good is Good.UP else -target
    if worst >= wanted:
        return Prospect.LIKELY
    return Prospect.OPEN if best >= wanted else Prospect.UNLIKELY


def _rounded(number: float, digits: int) -> Decimal:
    return round(Decimal(repr(number)), digits) if digits else Decimal(round(number))
