"""An indicator's measured values as a row of years, or why there is none."""

from dataclasses import dataclass
from decimal import Decimal

from torikumi.plan.indicator import Counting, Good, Indicator, YearValue
from torikumi.plan.quantity import ValueState

PERCENT = frozenset(("%", "％", "パーセント"))


@dataclass(frozen=True, slots=True)
class Point:
    """A measured value of a fiscal year."""

    year: int
    value: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """The measured values by year, the base value first where it is of an earlier year; all in one unit.

    `digits` are the decimal places that the values are written with. `left_out` are years whose value is no number.
    """

    points: tuple[Point, ...]
    unit: str
    digits: int
    left_out: tuple[int, ...] = ()


class MixedSeriesError(Exception):
    """Values that make no row: two units, or two values of one year."""

    def __init__(self, *, ja: str, en: str) -> None:
        super().__init__(en)
        self.ja, self.en = ja, en


def series_of(indicator: Indicator) -> Series:
    """Return the row of an indicator's values. Raises MixedSeriesError."""
    given = [value for value in indicator.actuals if value.year is not None]
    measured = [value for value in given if value.value.number is not None]
    base = indicator.base
    first = min((value.year for value in measured if value.year is not None), default=None)
    # The base value is a measured one, of the year before the plan began.
    if base is not None and base.value.number is not None and _is_before(base.year, first):
        measured = [base, *measured]
    units = {value.value.unit or indicator.unit or "" for value in measured}
    if len(units) > 1:
        raise MixedSeriesError(
            ja="年度によって単位が違うので、値を並べられません。単位をそろえてください。",
            en="The unit differs from year to year; put the values in one unit.",
        )
    years = [value.year for value in measured]
    if len(set(years)) < len(years):
        raise MixedSeriesError(
            ja="同じ年度の実績値が二つあるので、値を並べられません。どちらかを消してください。",
            en="One year has two values; remove one.",
        )
    points = sorted((_point(value) for value in measured), key=lambda point: point.year)
    return Series(
        points=tuple(points),
        unit=next(iter(units), indicator.unit or ""),
        digits=max((_digits(point.value) for point in points), default=0),
        left_out=tuple(sorted(_without_number(given))),
    )


def good_of(indicator: Indicator) -> Good | None:
    """Return the direction of good: as given, else from where the target lies; None where neither says it."""
    if indicator.good is not None:
        return indicator.good
    base, target = number_of(indicator.base), number_of(indicator.final_target)
    if base is None or target is None or base == target:
        return None
    return Good.UP if target > base else Good.DOWN


def is_cumulative(indicator: Indicator) -> bool:
    """Return whether each year's value holds those before it (累計)."""
    return indicator.counting is Counting.CUMULATIVE


def number_of(value: YearValue | None) -> Decimal | None:
    """Return the number of a value; None where there is none."""
    return None if value is None else value.value.number


def _point(value: YearValue) -> Point:
    assert value.year is not None  # noqa: S101  series_of has looked
    assert value.value.number is not None  # noqa: S101
    return Point(value.year, value.value.number)


def _without_number(values: list[YearValue]) -> set[int]:
    return {
        value.year
        for value in values
        if value.year is not None and value.value.number is None and value.value.state is not ValueState.BLANK
    }


def _is_before(year: int | None, first: int | None) -> bool:
    return year is not None and (first is None or year < first)


def _digits(value: Decimal) -> int:
    return max(0, -int(value.normalize().as_tuple().exponent)) if value.is_finite() else 0
