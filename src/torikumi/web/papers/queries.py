"""Questions about papers: the city's templates, and how far the answers of an open round are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from torikumi.plan.model import Plan
from torikumi.plan.project import Review, ReviewState
from torikumi.web.accounts.scope import Resident
from torikumi.web.papers.models import PaperTemplate
from torikumi.web.plans.models import Edition
from torikumi.web.reviews.models import ReviewRound, RoundState, Sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """An open round on an edition: its year, the last day for answers, and the state of each project's sheet."""

    year: int
    due: date | None
    states: Mapping[str, ReviewState]


def own_templates(holder: Resident) -> dict[str, PaperTemplate]:
    """Return the newest version of each form that the city ever changed, without the long column."""
    newest: dict[str, PaperTemplate] = {}
    for row in PaperTemplate.objects.within(holder).defer("content").order_by("form", "version"):
        newest[row.form] = row
    return newest


def own_template(holder: Resident, form: str) -> PaperTemplate | None:
    """Return the city's template of a form; None where the product's is used."""
    row = PaperTemplate.objects.within(holder).filter(form=form).order_by("-version").first()
    return row if row is not None and row.is_own else None


def standing_of(edition: Edition) -> Standing | None:
    """Return the open round that asks about an edition; None where there is none."""
    round_ = (
        ReviewRound.objects.within(edition)
        .filter(base=edition, state=RoundState.OPEN)
        .order_by("-pk")
        .first()
    )
    if round_ is None:
        return None
    sheets = Sheet.objects.within(edition).filter(round=round_, taken_out_at__isnull=True)
    return Standing(
        year=round_.year,
        due=round_.due,
        states={key: ReviewState(state) for key, state in sheets.values_list("project_key", "state")},
    )


def with_standing(plan: Plan, standing: Standing) -> Plan:
    """Return the plan of those projects that the round asks about, each with how far its answer is and no answer."""
    return replace(
        plan,
        projects=tuple(
            replace(
                project,
                reviews=(
                    *(review for review in project.reviews if review.year != standing.year),
                    Review(year=standing.year, rater="", state=standing.states[project.id]),
                ),
            )
            for project in plan.projects
            if project.id in standing.states
        ),
    )
