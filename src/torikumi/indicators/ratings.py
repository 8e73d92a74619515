"""The indicators of a plan rated by one rule for one fiscal year."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from torikumi.plan.direction import Outcome
from torikumi.plan.indicator import Indicator
from torikumi.plan.model import Node, Plan
from torikumi.plan.project import Project
from torikumi.review.rating import Rating, RatingState, rate
from torikumi.review.rating_rule import RatingRule, Standing

_STANDINGS = {
    Outcome.COMPLETE: Standing.COMPLETED,
    Outcome.ABOLISH: Standing.STOPPED,
    Outcome.SUSPEND: Standing.STOPPED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RatedIndicator:
    """An indicator of a heading or project with its rating; `position` is its place among those of its holder."""

    holder: Node | Project
    position: int
    indicator: Indicator
    rating: Rating


@dataclass(frozen=True, slots=True, kw_only=True)
class RatedPlan:
    """All indicators of a plan rated by `rule` for `year`, headings first, in the order of the document."""

    plan: Plan
    rule: RatingRule
    year: int
    indicators: tuple[RatedIndicator, ...]

    @property
    def counts(self) -> Mapping[RatingState, int]:
        """How many are rated, not measured, ended, lack a figure, or are for a person to judge; each is apart."""
        counted = Counter(one.rating.state for one in self.indicators)
        return {state: counted[state] for state in RatingState}

    @property
    def by_grade(self) -> Mapping[str, int]:
        """How many have each grade of the rule, in the rule's order."""
        counted = Counter(one.rating.label for one in self.indicators)
        return {grade.label: counted[grade.label] for grade in self.rule.grades}


def rate_plan(plan: Plan, rule: RatingRule, year: int | None = None) -> RatedPlan:
    """Return the plan's indicators rated; the year is the latest with a measured value where none is given."""
    rated_year = year if year is not None else latest_year(plan)
    return RatedPlan(
        plan=plan,
        rule=rule,
        year=rated_year,
        indicators=tuple(_rated(plan, rule, rated_year)),
    )


def latest_year(plan: Plan) -> int:
    """Return the latest fiscal year that has a number for any indicator; else the plan's own, or 0."""
    years = [
        value.year
        for holder in _holders(plan)
        for indicator in holder.indicators
        for value in indicator.actuals
        if value.year is not None and value.value.number is not None
    ]
    return max(years, default=plan.year or 0)


def standing_of(holder: Node | Project, indicator: Indicator, year: int) -> Standing:
    """Return what is known beside the value: ended only where the direction says so and nothing was measured."""
    if any(value.year == year and value.value.number is not None for value in indicator.actuals):
        return Standing.RUNNING
    direction = holder.direction if isinstance(holder, Project) else None
    outcomes = set(direction.outcomes) if direction else set()
    if outcomes and outcomes <= _STANDINGS.keys():
        return _STANDINGS[next(iter(sorted(outcomes)))]
    return Standing.RUNNING


def _rated(plan: Plan, rule: RatingRule, year: int) -> Iterator[RatedIndicator]:
    for holder in _holders(plan):
        for position, indicator in enumerate(holder.indicators):
            yield RatedIndicator(
                holder=holder,
                position=position,
                indicator=indicator,
                rating=rate(
                    indicator,
                    rule,
                    year,
                    period=plan.period,
                    standing=standing_of(holder, indicator, year),
                ),
            )


def _holders(plan: Plan) -> tuple[Node | Project, ...]:
    return (*plan.nodes, *plan.projects)
