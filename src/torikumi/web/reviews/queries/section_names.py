"""The sections that somebody may choose among: those of the organisation, and those that the plan names."""

from __future__ import annotations

from datetime import date

from torikumi.web.accounts.models import OrganisationUnit
from torikumi.web.plans.queries.editions import count_sections
from torikumi.web.plans.store import fold_section
from torikumi.web.reviews.models import ReviewRound


def section_names(round_: ReviewRound, day: date) -> list[str]:
    """Return the names of units without others below them on a day, then of sections that only the plan knows."""
    units = list(OrganisationUnit.objects.filter(municipality_id=round_.municipality_id).on(day))
    above = {unit.parent_id for unit in units}
    names = [unit.name for unit in units if unit.pk not in above]
    printed = sorted(count_sections(round_.base), key=lambda section: section.name)
    found: dict[str, str] = {}
    for name in (*names, *(section.name for section in printed)):
        found.setdefault(fold_section(name), name)
    return list(found.values())
