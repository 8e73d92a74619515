"""Editions of the invented sample city as documents: without the ids that only a plan.json has."""

from dataclasses import replace
from functools import cache
from pathlib import Path

from torikumi.plan.file import read_plan
from torikumi.plan.model import Plan

_SAMPLES = Path(__file__).resolve().parents[3] / "samples" / "mihon"


@cache
def edition_of(year: int) -> Plan:
    """Return an edition with the ids that it has through all years, of no city."""
    return replace(read_plan(_SAMPLES / f"plan-{year}.json"), municipality=None)


@cache
def document_of(year: int) -> Plan:
    """Return the same edition as a document tells it: every project has an id of its own edition only."""
    plan = edition_of(year)
    projects = tuple(
        replace(
            project,
            id=f"P-{year}{position:08}",
            merges=tuple(replace(merge, partner_id=None) for merge in project.merges),
        )
        for position, project in enumerate(plan.projects, start=1)
    )
    return replace(plan, projects=projects)


def position_of(plan: Plan, number: str) -> int:
    """Return the position, from 1, of the project of a printed number."""
    return next(at for at, one in enumerate(plan.projects, start=1) if one.number == number)


def id_of(plan: Plan, number: str) -> str:
    """Return the id of the project of a printed number."""
    return plan.projects[position_of(plan, number) - 1].id
