"""What stands beside a sheet's form: the project as the plan has it, and what became of it over the years."""

from __future__ import annotations

from dataclasses import dataclass

from torikumi.plan.indicator import Indicator
from torikumi.plan.money import Fund, Phase
from torikumi.plan.project import Project
from torikumi.publish.project_view import ProjectView
from torikumi.publish.view import Badge, badge_of
from torikumi.publish.words import quantity_words
from torikumi.web.plans.models import StoredFinding
from torikumi.web.plans.project_page import view_of
from torikumi.web.plans.queries.projects import findings_of
from torikumi.web.plans.store import load_head
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
    findings: tuple[StoredFinding, ...]


def view_side(sheet: Sheet, project: Project) -> Side:
    """Return what the plan says of the sheet's project."""
    head = load_head(sheet.round.base)
    return Side(
        view=view_of(project, head),
        years=list_years(project),
        indicator=project.indicators[0].name if project.indicators else "",
        findings=tuple(findings_of(sheet.round.base, sheet.project_key)),
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
