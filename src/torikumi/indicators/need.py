"""What it would take: how far an indicator has to move in each year to reach its final target."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from torikumi.indicators.series import MixedSeriesError, good_of, number_of, series_of
from torikumi.plan.indicator import Good, Indicator


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """How far to go and how fast: `per_year` from the last value on, `so_far` the mean yearly change; None if unknown.

    `reached` says that the last value is at least as good as the target; `years` are those left, 0 or less where the
    final year is past. The numbers have one decimal place more than the values.
    """

    target: Decimal
    target_year: int
    last: Decimal
    last_year: int
    years: int
    reached: bool
    per_year: Decimal | None
    so_far: Decimal | None


def need_of(indicator: Indicator) -> Need | None:
    """Return what it would take to reach the final target; None without a target, a value, or a direction of good."""
    target, good = indicator.final_target, good_of(indicator)
    wanted = number_of(target)
    if target is None or target.year is None or wanted is None or good in (None, Good.KEEP):
        return None
    try:
        series = series_of(indicator)
    except MixedSeriesError:
        return None
    unit = target.value.unit or indicator.unit or ""
    if not series.points or unit != series.unit:
        return None
    first, last = series.points[0], series.points[-1]
    years = target.year - last.year
    reached = last.value >= wanted if good is Good.UP else last.value <= wanted
    span = last.year - first.year
    return Need(
        target=wanted,
        target_year=target.year,
        last=last.value,
        last_year=last.year,
        years=years,
        reached=reached,
        per_year=None if reached or years <= 0 else _shared(wanted - last.value, years, series.digits),
        so_far=_shared(last.value - first.value, span, series.digits) if span else None,
    )


def _shared(way: Decimal, years: int, digits: int) -> Decimal:
    return (way / years).quantize(Decimal(1).scaleb(-digits - 1), rounding=ROUND_HALF_UP)
