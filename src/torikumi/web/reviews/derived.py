"""What a sheet's columns say of its answers, so that lists and counts need not open them."""

from __future__ import annotations

from torikumi.plan.direction import DirectionLabel
from torikumi.plan.finding import Severity
from torikumi.plan.project import Project
from torikumi.review.answers import find_problems, read_direction
from torikumi.review.form import FieldKind, Meaning
from torikumi.review.round import Round
from torikumi.text.width import search_key
from torikumi.web.plans.store import NO_DIRECTION
from torikumi.web.reviews.models import Sheet


def derive(sheet: Sheet, rules: Round, project: Project) -> None:
    """Set the derived columns from the sheet's values; nothing is saved."""
    label, rank = newest_direction(rules, _handed_on(rules, sheet))
    sheet.direction_code = (label.code or "") if label else ""
    sheet.direction_label = label.label if label else ""
    sheet.direction_key = label_key(label)
    sheet.direction_rank = rank
    sheet.outcomes = ",".join(label.outcomes) if label else ""
    sheet.is_changed = bool(sheet.direction_key and sheet.last_direction_key) and (
        sheet.direction_key != sheet.last_direction_key
    )
    problems = find_problems(rules, project, sheet.values, step=rules.steps[0].id)
    sheet.warning_count = sum(problem.severity is Severity.WARNING for problem in problems)


def _handed_on(rules: Round, sheet: Sheet) -> dict[str, str]:
    """The section's answers, and those of raters who have handed the sheet on: lists show no rater's draft."""
    steps = {step.id for step in rules.steps[: max(sheet.step, 1)]}
    known = {field.key for field in rules.form.fields if field.step in steps}
    return {key: value for key, value in sheet.values.items() if key in known}


def newest_direction(rules: Round, values: dict[str, str]) -> tuple[DirectionLabel | None, int]:
    """Return the direction that the last rater who gave one gave, with its place in the scale."""
    order = {step.id: place for place, step in enumerate(rules.steps)}
    fields = [
        field
        for field in rules.form.fields
        if field.kind is FieldKind.DIRECTION
        and field.meaning is Meaning.DIRECTION
        and values.get(field.key, "").strip()
    ]
    for field in sorted(fields, key=lambda field: order.get(field.step, 0), reverse=True):
        scale = rules.scale_of(field.key)
        label = read_direction(values[field.key], scale)
        if label is not None:
            return label, scale.labels.index(label)
    return None, NO_DIRECTION


def label_key(label: DirectionLabel | None) -> str:
    """Return what a direction is counted and filtered by; "" for none."""
    return (label.code or search_key(label.label)) if label else ""
