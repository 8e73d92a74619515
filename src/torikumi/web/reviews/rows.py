"""A sheet as a line of a list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from torikumi.plan.direction import DirectionLabel
from torikumi.plan.project import ReviewState
from torikumi.publish.palette import look_of
from torikumi.publish.view import Badge
from torikumi.review.form import Meaning
from torikumi.review.round import Round
from torikumi.web.plans.badges import make_badge
from torikumi.web.reviews.derived import label_key
from torikumi.web.reviews.models import Sheet
from torikumi.web.reviews.standing import Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRow:
    """One line: the direction of last year and that of now, whose turn it is, and whether the lead section is the person's."""

    sheet: Sheet
    place: str
    now: Badge | None
    last: Badge | None
    turn: str
    is_lead: bool


def sheet_rows(
    sheets: Iterable[Sheet], *, rules: Round, headings: Mapping[str, str], standing: Standing
) -> list[SheetRow]:
    """Return the sheets as lines; `headings` are words by path."""
    labels = {label_key(label): label for label in main_labels(rules)}
    return [
        SheetRow(
            sheet=sheet,
            place=headings.get(sheet.path, ""),
            now=direction_badge_of(sheet),
            last=label_badge(labels.get(sheet.last_direction_key)),
            turn=turn_words(sheet, rules),
            is_lead=sheet.lead_key in standing.concerned,
        )
        for sheet in sheets
    ]


def main_labels(rules: Round) -> tuple[DirectionLabel, ...]:
    """Return the labels of the scale that the round's direction is said in."""
    field = rules.form.meaning(Meaning.DIRECTION)
    return (rules.scale_of(field.key) if field else rules.scale).labels


def direction_badge_of(sheet: Sheet) -> Badge | None:
    """Return the badge of the sheet's direction; None where none is given yet."""
    if not sheet.direction_key:
        return None
    return make_badge(sheet.direction_code, sheet.direction_label, sheet.outcomes)


def label_badge(label: DirectionLabel | None) -> Badge | None:
    """Return the badge of a label of a scale."""
    return Badge(look_of(label.outcomes).css, label.code or "", label.label) if label else None


def turn_words(sheet: Sheet, rules: Round) -> str:
    """Return whose turn it is, where a sheet waits for a rater: 「課長」."""
    if sheet.state != ReviewState.SUBMITTED or sheet.step >= len(rules.steps):
        return ""
    return rules.steps[sheet.step].label
