"""The rows with which a project begins in a round: its sheet, its sections, and the answers carried over. Nothing is saved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from torikumi.plan.project import Project
from torikumi.review.answers import read_direction
from torikumi.review.form import Meaning
from torikumi.review.questions import first_values
from torikumi.review.round import Round
from torikumi.review.sections import lead_section
from torikumi.web.audit.actor import Actor
from torikumi.web.plans.models import StoredProject
from torikumi.web.plans.store import fold_section
from torikumi.web.reviews.derived import derive, label_key
from torikumi.web.reviews.models import AnswerVersion, Origin, ReviewRound, Sheet, SheetSection


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSheets:
    """Rows to be inserted in this order."""

    sheets: list[Sheet]
    sections: list[SheetSection]
    carried: list[AnswerVersion]


def prepare_sheets(
    round_: ReviewRound,
    projects: Iterable[Project],
    stored: Mapping[str, StoredProject],
    *,
    by: Actor,
    at: datetime,
) -> NewSheets:
    """Return the rows of projects that come into the round; `stored` are the edition's rows by key."""
    rules = round_.rules()
    pairs = [(_new_sheet(round_, rules, project, stored[project.id]), project) for project in projects]
    return NewSheets(
        sheets=[sheet for sheet, _ in pairs],
        sections=[row for sheet, project in pairs for row in _sections(sheet, project)],
        carried=[_carried(round_, sheet, by=by, at=at) for sheet, _ in pairs if sheet.values],
    )


def _new_sheet(round_: ReviewRound, rules: Round, project: Project, stored: StoredProject) -> Sheet:
    values = first_values(rules, project)
    lead = lead_section(project)
    name = lead.name if lead is not None else ""
    sheet = Sheet(
        municipality_id=round_.municipality_id,
        round=round_,
        project=stored,
        project_key=project.id,
        position=stored.position,
        number=stored.number,
        name=stored.name,
        path=stored.path,
        lead_key=fold_section(name),
        lead_name=name,
        values=values,
        version=1 if values else 0,
        last_direction_key=_last_direction(rules, project),
    )
    derive(sheet, rules, project)
    return sheet


def _sections(sheet: Sheet, project: Project) -> list[SheetSection]:
    names = {fold_section(section.name): section.name for section in project.sections}
    return [
        SheetSection(
            municipality_id=sheet.municipality_id,
            round_id=sheet.round_id,
            sheet=sheet,
            position=position,
            key=key,
            name=name,
            is_lead=key == sheet.lead_key,
        )
        for position, (key, name) in enumerate(names.items())
    ]


def _carried(round_: ReviewRound, sheet: Sheet, *, by: Actor, at: datetime) -> AnswerVersion:
    return AnswerVersion(
        municipality_id=round_.municipality_id,
        sheet=sheet,
        version=sheet.version,
        revision=1,
        step=0,
        changes={key: ["", value] for key, value in sheet.values.items()},
        origin=Origin.CARRIED,
        source={"edition": round_.base.sequence},
        by=by.name,
        at=at,
    )


def _last_direction(rules: Round, project: Project) -> str:
    """What the edition prints, whoever rates: the next edition is compared with it, and so are board and report."""
    field = rules.form.meaning(Meaning.DIRECTION)
    if field is None or project.direction is None:
        return ""
    return label_key(read_direction(project.direction.printed, rules.scale_of(field.key)))
