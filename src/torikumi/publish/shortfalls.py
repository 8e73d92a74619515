"""Indicators that are short of their target in the newest year that has a value."""

from collections.abc import Iterator
from dataclasses import dataclass

from torikumi.plan.indicator import Good, Indicator, YearValue
from torikumi.plan.model import Node, Plan
from torikumi.plan.project import Project


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortfall:
    """An indicator whose newest value is worse than the target of its year."""

    holder: Node | Project
    indicator: Indicator
    actual: YearValue
    target: YearValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How the indicators of a plan stand: those short of their target, and how many could and could not be judged.

    Not judged is what has no value or no target for the same year, other units, or no direction that is better.
    """

    short: tuple[Shortfall, ...]
    judged: int
    not_judged: int


def standing_of(plan: Plan) -> Standing:
    """Return how the indicators of the plan's headings and projects stand."""
    short: list[Shortfall] = []
    judged = not_judged = 0
    for holder, indicator in _indicators(plan):
        pair = _newest_pair(indicator)
        if pair is None:
            not_judged += 1
            continue
        judged += 1
        actual, target = pair
        if _is_worse(actual, target, indicator.good):
            short.append(Shortfall(holder=holder, indicator=indicator, actual=actual, target=target))
    return Standing(short=tuple(short), judged=judged, not_judged=not_judged)


def _indicators(plan: Plan) -> Iterator[tuple[Node | Project, Indicator]]:
    holders: tuple[Node | Project, ...] = (*plan.nodes, *plan.projects)
    return ((holder, indicator) for holder in holders for indicator in holder.indicators)


def _newest_pair(indicator: Indicator) -> tuple[YearValue, YearValue] | None:
    """Return the newest value with the target of its year; a target of the end counts in its own year only."""
    if indicator.good not in (Good.UP, Good.DOWN):
        return None
    actuals = [one for one in indicator.actuals if one.year is not None and one.value.number is not None]
    if not actuals:
        return None
    newest = max(actuals, key=lambda one: one.year or 0)
    final = [indicator.final_target] if indicator.final_target else []
    for target in (*indicator.targets, *final):
        is_comparable = (target.value.unit or indicator.unit) == (newest.value.unit or indicator.unit)
        if target.year == newest.year and target.value.number is not None and is_comparable:
            return newest, target
    return None


def _is_worse(actual: YearValue, target: YearValue, good: Good | None) -> bool:
    assert actual.value.number is not None  # noqa: S101  _newest_pair has looked
    assert target.value.number is not None  # noqa: S101
    if good is Good.UP:
        return actual.value.number < target.value.number
    return actual.value.number > target.value.number
