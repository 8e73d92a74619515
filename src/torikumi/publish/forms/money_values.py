"""The money of a project on a form: the lines of its table, and the amounts of one fiscal year."""

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

from torikumi.plan.money import Amount, Fund, Phase
from torikumi.publish.forms.scope import UNKNOWN, Scope, Value
from torikumi.publish.words import PHASES, quantity_words
from torikumi.text.era import format_fiscal_year

FUND_NAMES: Mapping[Fund, str] = {
    Fund.NATIONAL: "国庫支出金",
    Fund.PREFECTURE: "都道府県支出金",
    Fund.BOND: "地方債",
    Fund.OTHER: "その他財源",
    Fund.GENERAL: "一般財源",
}
# Which phase's sources stand for the year: the money that was spent, else the nearest to it.
_SOURCES = (Phase.SETTLED, Phase.CURRENT, Phase.INITIAL, Phase.REQUEST)


def money_scopes(amounts: Sequence[Amount]) -> tuple[Scope, ...]:
    """Return a scope for each fiscal year and phase, in their order."""
    phases = [*Phase, None]
    lines: dict[tuple[int | None, str], list[Amount]] = {}
    for amount in sorted(amounts, key=lambda one: (one.year is None, one.year or 0, phases.index(one.phase))):
        name = PHASES[amount.phase] if amount.phase else amount.label
        lines.setdefault((amount.year, name), []).append(amount)
    return tuple(
        {
            "費用の年度": UNKNOWN if year is None else format_fiscal_year(year),
            "費用の区分": name,
            "事業費": _words(line, Fund.TOTAL),
            **{word: _words(line, fund) for fund, word in FUND_NAMES.items()},
        }
        for (year, name), line in lines.items()
    )


def year_money(amounts: Sequence[Amount], year: int | None) -> Scope:
    """Return the amounts of a fiscal year, and of the budget of the year after it."""
    own = [amount for amount in amounts if year is not None and amount.year == year]
    after = [amount for amount in amounts if year is not None and amount.year == year + 1]
    funded = next(
        (phase for phase in _SOURCES if any(a.phase is phase and a.fund is not Fund.TOTAL for a in own)), None
    )
    sources = [amount for amount in own if funded is not None and amount.phase is funded]
    return {
        "当初予算額": _of(own, Phase.INITIAL),
        "補正予算額": _of(own, Phase.SUPPLEMENT),
        "予算現額": _of(own, Phase.CURRENT),
        "決算額": _of(own, Phase.SETTLED),
        "執行率": _spent(own),
        "翌年度の当初予算額": _of(after, Phase.INITIAL),
        "財源の区分": PHASES[funded] if funded else UNKNOWN,
        **{word: _words(sources, fund) for fund, word in FUND_NAMES.items()},
    }


def _of(amounts: Sequence[Amount], phase: Phase) -> Value:
    return _words([amount for amount in amounts if amount.phase is phase], Fund.TOTAL)


def _words(amounts: Sequence[Amount], fund: Fund) -> Value:
    words = [quantity_words(one.value) for one in amounts if one.fund is fund and one.value.raw.strip()]
    return "、".join(words) or UNKNOWN


def _spent(own: Sequence[Amount]) -> Value:
    """Return what part of the year's budget was spent, where both are plain sums of one unit."""
    settled, budget = _sum(own, (Phase.SETTLED,)), _sum(own, (Phase.CURRENT,))
    if budget is None and not any(amount.phase is Phase.CURRENT for amount in own):
        budget = _sum(own, (Phase.INITIAL, Phase.SUPPLEMENT))
    if settled is None or budget is None or settled[1] != budget[1] or budget[0] <= 0:
        return UNKNOWN
    return f"{(100 * settled[0] / budget[0]).quantize(Decimal('0.1'), rounding=ROUND_HALF_UP)}％"


def _sum(own: Sequence[Amount], phases: Sequence[Phase]) -> tuple[Decimal, str | None] | None:
    values = [amount.value for amount in own if amount.phase in phases and amount.fund is Fund.TOTAL]
    numbers = [value.number for value in values if value.number is not None]
    units = {value.unit for value in values}
    if not numbers or len(numbers) < len(values) or len(units) > 1:
        return None
    return sum(numbers, Decimal(0)), units.pop()
