"""The values of an indicator on a form, with what is computed from them."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from torikumi.plan.indicator import Good, Indicator, YearValue
from torikumi.publish.forms.scope import UNKNOWN, Scope, Value
from torikumi.publish.words import KINDS, quantity_words
from torikumi.text.era import format_fiscal_year

# The steps that the state's grants for regional revitalisation ask for; see `effect_step`.
EFFECTS = ("非常に効果的であった", "相当程度効果があった", "効果があった", "効果がなかった")
_NEARLY = Decimal(70)


def indicator_scope(indicator: Indicator, year: int | None) -> Scope:
    """Return the scope of an indicator for a fiscal year (対象の年度)."""
    base, final = indicator.base, indicator.final_target
    target, actual = _of(indicator.targets, year), _of(indicator.actuals, year)
    if target is None and final is not None and final.year is not None and final.year == year:
        target = final
    share = achievement(indicator, target, actual)
    step = effect_step(indicator, target or final, actual)
    return {
        "指標名": indicator.name,
        "指標の種類": KINDS[indicator.kind] if indicator.kind else UNKNOWN,
        "指標の単位": indicator.unit or UNKNOWN,
        "基準値": _words(indicator, base),
        "基準年度": _year(base),
        "目標値": _words(indicator, target),
        "実績値": _words(indicator, actual),
        "最終目標値": _words(indicator, final),
        "最終目標年度": _year(final),
        "達成率": UNKNOWN if share is None else f"{_rounded(share)}％",
        "達成の段階": UNKNOWN if step is None else EFFECTS[step],
    }


def achievement(indicator: Indicator, target: YearValue | None, actual: YearValue | None) -> Decimal | None:
    """Return the actual value in hundredths of the target; of the inverse where the value shall fall.

    None where one of them is no positive number, where their units differ, or where the value shall stay.
    """
    numbers = _comparable(indicator, target, actual)
    if numbers is None or indicator.good is Good.KEEP or min(numbers) <= 0:
        return None
    aimed, reached = numbers
    return 100 * (aimed / reached if indicator.good is Good.DOWN else reached / aimed)


def effect_step(indicator: Indicator, target: YearValue | None, actual: YearValue | None) -> int | None:
    """Return the step (0 to 3, index into EFFECTS) that an indicator's values come to; None where they do not say.

    The reading of the four steps that cities give in their reports on the grants: the target reached; seven tenths of
    it reached; better than the base value; not better. A proposal: the city judges the project as a whole.
    """
    aimed = _comparable(indicator, target, actual)
    if aimed is None or indicator.good is Good.KEEP:
        return None
    falling = indicator.good is Good.DOWN
    wanted, reached = aimed
    if reached <= wanted if falling else reached >= wanted:
        return 0
    share = achievement(indicator, target, actual)
    if share is not None and share >= _NEARLY:
        return 1
    begun = _comparable(indicator, indicator.base, actual)
    if begun is None:
        return None
    return 2 if (reached < begun[0] if falling else reached > begun[0]) else 3


def _comparable(
    indicator: Indicator, one: YearValue | None, other: YearValue | None
) -> tuple[Decimal, Decimal] | None:
    if one is None or other is None or one.value.number is None or other.value.number is None:
        return None
    units = {value.value.unit or indicator.unit for value in (one, other)}
    return (one.value.number, other.value.number) if len(units) == 1 else None


def _of(values: Sequence[YearValue], year: int | None) -> YearValue | None:
    return next((value for value in values if value.year is not None and value.year == year), None)


def _words(indicator: Indicator, value: YearValue | None) -> Value:
    if value is None or not value.value.raw.strip():
        return UNKNOWN
    return quantity_words(value.value, unit=indicator.unit)


def _year(value: YearValue | None) -> Value:
    return UNKNOWN if value is None or value.year is None else format_fiscal_year(value.year)


def _rounded(share: Decimal) -> Decimal:
    return share.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
