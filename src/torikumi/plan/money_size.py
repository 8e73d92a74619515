"""How large the projects of a plan are in money: one year, one phase, one unit, so that they can be compared."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from torikumi.plan.model import Plan
from torikumi.plan.money import Amount, Fund, Phase
from torikumi.plan.project import Project

# How many yen one of a unit is.
YEN: Mapping[str, int] = {
    "円": 1, "千円": 1_000, "万円": 10_000, "百万円": 1_000_000, "億円": 100_000_000,
}  # fmt: skip
# Money that was spent says more than money that was voted, and that more than money that was asked for.
_BEST = (Phase.SETTLED, Phase.CURRENT, Phase.INITIAL, Phase.REQUEST)


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneySize:
    """What each project costs in one year and phase, in `unit`; projects without such an amount are not in it."""

    year: int
    phase: Phase
    unit: str
    by_project: Mapping[str, Decimal]


def size_by_money(plan: Plan, *, phases: Collection[Phase] = _BEST) -> MoneySize | None:
    """Return the costs that most projects have for the edition's own year, else for the latest year with costs.

    Only costs of one of the `phases` count. None where the plan has no cost with a year, a phase and a unit of yen.
    """
    known = [
        (project, amount)
        for project in plan.projects
        for amount in _costs(project)
        if amount.year is not None and amount.phase in phases
    ]
    years = {amount.year for _, amount in known if amount.year is not None}
    if not years:
        return None
    year = plan.year if plan.year in years else max(years)
    of_year = [(project, amount) for project, amount in known if amount.year == year]
    having = Counter(phase for phase, _ in {(a.phase, p.id) for p, a in of_year})
    phase = max(_BEST, key=lambda one: (having[one], -_BEST.index(one)))
    chosen = [(project, amount) for project, amount in of_year if amount.phase is phase]
    unit = Counter(amount.value.unit for _, amount in chosen).most_common(1)[0][0] or ""
    sums: dict[str, Decimal] = {}
    for project, amount in chosen:
        sums[project.id] = sums.get(project.id, Decimal(0)) + _in_unit(amount, unit)
    return MoneySize(year=year, phase=phase, unit=unit, by_project=sums)


def _costs(project: Project) -> Iterator[Amount]:
    for amount in project.amounts:
        if (
            amount.fund is Fund.TOTAL
            and amount.phase in _BEST
            and amount.value.unit in YEN
            and _is_money(amount)
        ):
            yield amount


def _is_money(amount: Amount) -> bool:
    # Nobody votes a thousand times what the whole country makes; such a number is a slip.
    number = amount.value.number
    return number is not None and number.is_finite() and abs(number) < Decimal(10) ** 15


def _in_unit(amount: Amount, unit: str) -> Decimal:
    number = amount.value.number or Decimal(0)
    return number * YEN[amount.value.unit or unit] / YEN[unit]
