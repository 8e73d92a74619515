"""What stands beside a sheet's form: the project as the plan has it, and what became of it over the years."""

from __future__ import annotations

from dataclasses import dataclass

from torikumi.plan.indicator import Indicator
from torikumi.plan.model import Plan
from torikumi.plan.money import Fund, Phase
from torikumi.plan.project import Project
from torikumi.publish.project_view import ProjectView
from torikumi.publish.view import Badge, badge_of
from torikumi.publish.words import quantity_words
from torikumi.web.plans.finding_view import FindingView, view_found, view_stored
from torikumi.web.plans.project_page import view_of
from torikumi.web.plans.queries.found import Looked, findings_about
from torikumi.web.plans.queries.projects import doubts_about
from torikumi.web.reviews.models import Sheet

_YEARS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class YearRow:
    """One fiscal year of a project: direction, the first indicator's value, and what was spent."""

    year: int
    badge: Badge | None
    value: str
    spent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """The column beside the form."""

    view: ProjectView
    years: tuple[YearRow, ...]
    indicator: str
    findings: tuple[FindingView, ...]


def findings_of_plan(sheet: Sheet, looked: Looked) -> tuple[FindingView, ...]:
    """Return what was found about the sheet's project in the edition that the round asks about."""
    return (
        *(view_found(row, looked.stand) for row in findings_about(looked, sheet.project_key)),
        *(view_stored(row, looked.stand) for row in doubts_about(sheet.round.base, sheet.project_key)),
    )


def view_side(project: Project, head: Plan, *, findings: tuple[FindingView, ...]) -> Side:
    """Return what the plan says of the sheet's project; `findings` are those that stand beside no field."""
    return Side(
        view=view_of(project, head),
        years=list_years(project),
        indicator=project.indicators[0].name if project.indicators else "",
        findings=findings,
    )


def list_years(project: Project) -> tuple[YearRow, ...]:
    """Return the last years of which anything is known, oldest first."""
    directions = {review.year: review.direction for review in project.reviews if review.direction}
    values = _values(project.indicators[0]) if project.indicators else {}
    spent = {
        amount.year: quantity_words(amount.value)
        for amount in project.amounts
        if amount.year is not None and (amount.phase, amount.fund) == (Phase.SETTLED, Fund.TOTAL)
    }
    years = sorted({*directions, *values, *spent})[-_YEARS:]
    return tuple(
        YearRow(
            year=year,
            badge=badge_of(directions[year]) if year in directions else None,
            value=values.get(year, ""),
            spent=spent.get(year, ""),
        )
        for year in years
    )


def _values(indicator: Indicator) -> dict[int, str]:
    return {
        actual.year: quantity_words(actual.value, unit=indicator.unit)
        for actual in indicator.actuals
        if actual.year is not None
    }
