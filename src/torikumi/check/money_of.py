"""The money of a project by fiscal year: what was voted, what could be spent, what was spent."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from torikumi.plan.money import Amount, Fund, Phase
from torikumi.plan.project import Project


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """The costs (事業費) of a project by fiscal year, all in `unit`."""

    unit: str | None
    voted: Mapping[int, Decimal]
    available: Mapping[int, Decimal]
    spent: Mapping[int, Decimal]


_NOTHING = Money(unit=None, voted={}, available={}, spent={})


def money_of(project: Project) -> Money:
    """Return the costs of a project; nothing where they are in several units, or a phase of a year stands twice.

    `voted` is the initial budget (当初). `available` is the budget as it stands (現額) or, where that is not given and
    a supplement (補正) or carried money (繰越) is, the initial one with both; the initial one alone may have grown
    unseen, so a year without any of the three has no `available`.
    """
    amounts = [
        amount
        for amount in project.amounts
        if amount.fund is Fund.TOTAL and amount.year is not None and amount.value.number is not None
    ]
    keys = [(amount.year, amount.phase) for amount in amounts]
    units = {amount.value.unit for amount in amounts}
    if len(units) != 1 or len(set(keys)) < len(keys):
        return _NOTHING
    voted, current, spent = (
        _by_year(amounts, phase) for phase in (Phase.INITIAL, Phase.CURRENT, Phase.SETTLED)
    )
    added, carried = _by_year(amounts, Phase.SUPPLEMENT), _by_year(amounts, Phase.CARRIED)
    available = {
        year: voted[year] + added.get(year, Decimal(0)) + carried.get(year, Decimal(0))
        for year in voted
        if year in added or year in carried
    }
    return Money(unit=units.pop(), voted=voted, available=available | current, spent=spent)


def _by_year(amounts: list[Amount], phase: Phase) -> dict[int, Decimal]:
    return {
        amount.year: amount.value.number
        for amount in amounts
        if amount.phase is phase and amount.year is not None and amount.value.number is not None
    }


def latest_step(by_year: Mapping[int, Decimal]) -> tuple[int, Decimal, Decimal] | None:
    """Return the last year with a value and the values of the year before and of that year; None without two."""
    years = sorted(by_year)
    if len(years) < 2 or years[-1] - years[-2] != 1:
        return None
    return years[-1], by_year[years[-2]], by_year[years[-1]]
