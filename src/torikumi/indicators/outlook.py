"""Where an indicator is heading and what it would take, in sentences."""

from dataclasses import dataclass, replace
from decimal import Decimal

from torikumi.indicators.forecast import Forecast, NoForecast, Prospect, forecast
from torikumi.indicators.need import Need, need_of
from torikumi.indicators.series import PERCENT
from torikumi.plan.indicator import Indicator
from torikumi.text.era import format_fiscal_year

CAVEAT = (
    "見通しは、これまでの動きが続くとした計算です。取組の変化は見込んでいません。",
    "Forecasts take the years to come to be like those before; changes of the work are not foreseen.",
)
_PROSPECTS = {
    Prospect.LIKELY: ("目標に届く見込みです。", "The target is likely to be reached."),
    Prospect.OPEN: ("目標に届くかどうかは、どちらともいえません。", "Whether the target is reached is open."),
    Prospect.UNLIKELY: ("このままでは目標に届かない見込みです。", "The target is unlikely to be reached."),
    Prospect.UNKNOWN: ("", ""),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """The forecast or why there is none, and what it would take; each with its sentence in Japanese and English."""

    forecast: Forecast | NoForecast
    need: Need | None
    ja: tuple[str, ...]
    en: tuple[str, ...]


def outlook_of(indicator: Indicator, *, until: int | None = None) -> Outlook | None:
    """Return the outlook of an indicator; None where it has no final target or nothing was measured.

    `until` leaves out what was measured after a fiscal year: the outlook as it was then.
    """
    if until is not None:
        known = tuple(value for value in indicator.actuals if value.year is None or value.year <= until)
        indicator = replace(indicator, actuals=known)
    if indicator.final_target is None or not any(v.value.number is not None for v in indicator.actuals):
        return None
    seen, need = forecast(indicator), need_of(indicator)
    unit = indicator.unit or next((v.value.unit for v in indicator.actuals if v.value.unit), None) or ""
    told = [_told(seen, unit), *([] if need is None else [_needed(need, unit)])]
    return Outlook(forecast=seen, need=need, ja=tuple(ja for ja, _ in told), en=tuple(en for _, en in told))


def _told(seen: Forecast | NoForecast, unit: str) -> tuple[str, str]:
    if isinstance(seen, NoForecast):
        return seen.ja, seen.en
    value, low, high = (_number(one) for one in (seen.value, seen.low, seen.high))
    ja, en = _PROSPECTS[seen.prospect]
    years = f"{format_fiscal_year(seen.first)}から{format_fiscal_year(seen.last)}までの{seen.points}年分の実績から"
    return (
        f"{format_fiscal_year(seen.year)}の見通しは{value}{unit}（{years}。8割ほどの確からしさで{low}～{high}{unit}）。{ja}",
        f"Forecast for fiscal {seen.year}: {value}{unit} (from {seen.points} values of {seen.first} to {seen.last};"
        f" {low} to {high}{unit} in about eight of ten cases). {en}".rstrip(),
    )


def _needed(need: Need, unit: str) -> tuple[str, str]:
    year, target = format_fiscal_year(need.target_year), f"{_number(need.target)}{unit}"
    if need.reached:
        return (
            f"{year}の目標 {target}に、{format_fiscal_year(need.last_year)}の実績で届いています。",
            f"The target of fiscal {need.target_year}, {target}, was reached in {need.last_year}.",
        )
    if need.per_year is None:
        return (
            f"{year}の目標 {target}に届かないまま、最終年度になりました。",
            f"The final year, {need.target_year}, came without the target {target} being reached.",
        )
    # Per cent moves by percentage points.
    step_ja, step_en = ("ポイント", " points") if unit in PERCENT else (unit, unit)
    so_far_ja = f"これまでは年に{_signed(need.so_far)}{step_ja}です。" if need.so_far is not None else ""
    so_far_en = f" So far it moved {_signed(need.so_far)}{step_en} a year." if need.so_far is not None else ""
    wanted, left = _signed(need.per_year), need.years
    return (
        f"{year}の目標 {target}に届くには、あと{left}年で年に{wanted}{step_ja}が要ります。{so_far_ja}",
        f"To reach {target} in fiscal {need.target_year} takes {wanted}{step_en} in each of {left} years.{so_far_en}",
    )


def _number(value: Decimal) -> str:
    words = f"{value:,f}"
    return words.rstrip("0").rstrip(".") if "." in words else words


def _signed(value: Decimal | None) -> str:
    if value is None:
        return ""
    words = _number(abs(value))
    return words if value == 0 else f"＋{words}" if value > 0 else f"－{words}"
