"""Sums inside a project's own row: the sources of its funds make its cost, and the years make the sum over them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from torikumi.plan.finding import Finding, Severity
from torikumi.plan.money import Amount, Fund
from torikumi.plan.place import Place
from torikumi.plan.quantity import ValueState
from torikumi.read.projects import Draft

_SUM_OVER_YEARS = re.compile(
    r"(?:\S*\s)?(?:[0-9０-９]+[かカヵヶケ]?年(?:間|分)?)?(?:の)?(?:合計|総計|総額|計)"
)
# A sum of some of the funds beside its parts would be counted twice.
_PARTLY = re.compile(r"特定財源|特財|小計|財源計|うち")
_NO_COST = re.compile(r"人件費|単価|一人|1人|１人|増減|比較|差引?|執行率|負担率")
# Fewer rows than this say nothing of whether columns belong together.
_LEAST = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class _Difference:
    draft: Draft
    total: Amount
    counted: Decimal
    parts: str


def doubt_parts(drafts: Sequence[Draft]) -> None:
    """Add a doubt to each project whose parts of money do not add up to the sum printed beside them.

    Where most rows differ, the columns are no parts of that sum, and nothing is said.
    """
    for check in (_differing_funds, _differing_years):
        asked = [found for draft in drafts for found in check(draft)]
        different = [found for found in asked if found.total.value.number != found.counted]
        if len(asked) >= _LEAST and len(different) * 2 > len(asked):
            continue
        for found in different:
            found.draft.doubts.append(_unequal(found))


def _differing_funds(draft: Draft) -> Iterator[_Difference]:
    """Yield for each year the cost and the sum of its funds, where both can be told."""
    costs = [amount for amount in draft.amounts if amount.fund is Fund.TOTAL and _is_cost(amount)]
    funds = [amount for amount in draft.amounts if amount.fund is not Fund.TOTAL]
    for year, phase in dict.fromkeys((fund.year, fund.phase) for fund in funds):
        of_same = [fund for fund in funds if (fund.year, fund.phase) == (year, phase)]
        asked = [cost for cost in costs if phase in (None, cost.phase)]
        # Below 財源内訳 stands no year where only one year's cost is printed.
        years = {cost.year for cost in asked}
        asked = [cost for cost in asked if cost.year == year or (year is None and len(years) == 1)]
        if _can_be_added(of_same) and asked:
            yield _difference(draft, asked, of_same)


def _difference(draft: Draft, costs: Sequence[Amount], funds: Sequence[Amount]) -> _Difference:
    sums = [_sum(funds), _sum([fund for fund in funds if not _PARTLY.search(fund.label)])]
    room = _rounding(funds)
    for cost in costs:
        for counted in sums:
            if abs(_number(cost) - counted) <= room:
                return _Difference(draft=draft, total=cost, counted=_number(cost), parts="財源の内訳")
    return _Difference(draft=draft, total=costs[0], counted=sums[0], parts="財源の内訳")


def _is_cost(amount: Amount) -> bool:
    return amount.value.number is not None and _NO_COST.search(amount.label) is None


def _can_be_added(funds: Sequence[Amount]) -> bool:
    """Tell whether funds are a whole breakdown: the general fund and two others, each a number, a dash or empty."""
    kinds = {fund.fund for fund in funds}
    if Fund.GENERAL not in kinds or len(funds) < 3:
        return False
    units = {fund.value.unit for fund in funds if fund.value.number is not None}
    states = {fund.value.state for fund in funds}
    return len(units) == 1 and states <= {ValueState.NUMBER, ValueState.BLANK, ValueState.NOT_APPLICABLE}


def _differing_years(draft: Draft) -> Iterator[_Difference]:
    """Yield a sum over years with the years before it, where all are of one phase and fund."""
    for index, total in enumerate(draft.amounts):
        if total.year is not None or total.value.number is None or not _SUM_OVER_YEARS.fullmatch(total.label):
            continue
        before = draft.amounts[:index]
        years = [a for a in before if a.year is not None and (a.fund, a.phase) == (total.fund, total.phase)]
        # Only the run of years right before the sum is summed up.
        run = years[-len({amount.year for amount in years}) :]
        numbers = [amount for amount in run if amount.value.number is not None]
        whole = all(a.value.state in (ValueState.NUMBER, ValueState.NOT_APPLICABLE) for a in run)
        if len(numbers) < 2 or not whole or before[-len(run) :] != run:
            continue
        counted = _sum(run)
        room = _rounding(run)
        same = abs(_number(total) - counted) <= room
        yield _Difference(
            draft=draft, total=total, counted=_number(total) if same else counted, parts="各年度の額"
        )


def _rounding(parts: Sequence[Amount]) -> int:
    """Return by how much a sum of rounded parts may differ: yen are exact, thousands are not."""
    units = {part.value.unit for part in parts if part.value.unit}
    return 0 if units == {"円"} else len(parts) - 1


def _sum(amounts: Sequence[Amount]) -> Decimal:
    return sum((_number(amount) for amount in amounts), start=Decimal(0))


def _number(amount: Amount) -> Decimal:
    return amount.value.number if amount.value.number is not None else Decimal(0)


def _unequal(found: _Difference) -> Finding:
    total, unit = found.total, found.total.value.unit or ""
    place: Place | None = total.places[0].place if total.places else None
    return Finding(
        code="read-sum-unequal",
        severity=Severity.WARNING,
        ja=f"『{found.draft.name}』の『{total.label}』は{total.value.number:,}{unit}ですが、{found.parts}を足すと"
        f"{found.counted:,}{unit}です。元の表の数を確かめてください。",
        en=f"“{total.label}” of “{found.draft.name}” is printed as {total.value.number:,}{unit}; its parts add up to "
        f"{found.counted:,}{unit}. Look at the numbers of the document.",
        field="amounts",
        place=place,
    )
