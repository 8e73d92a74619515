"""Adding, changing, moving and removing the parts of a draft."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from torikumi.plan.direction import DirectionLabel, DirectionScale
from torikumi.review.form import Field, Meaning
from torikumi.review.mistakes import Mistake
from torikumi.review.rating_rule import Grade, RatingRule
from torikumi.review.round import Step
from torikumi.web.reviews.field_form import KEPT, FieldForm
from torikumi.web.reviews.setting_bodies import Body, Part, mistakes_in, parts_of, with_parts
from torikumi.web.reviews.setting_forms import GradeForm, LabelForm, StepForm, with_ranks
from torikumi.web.reviews.setting_models import SettingKind

# What a city adds is its own until somebody says otherwise; two fields of one meaning are no form.
_NEW_FIELD = {"year": "0", "meaning": str(Meaning.OTHER)}
PartForm = FieldForm | LabelForm | StepForm | GradeForm


def form_for(
    kind: SettingKind,
    body: Body,
    part: Part | None,
    data: Mapping[str, Any] | None = None,
    *,
    scales: Sequence[tuple[str, str]] = (),
) -> PartForm:
    """Return the form of one part, filled in with `part`, or with what was sent; `scales` may be a field's own."""
    match kind:
        case SettingKind.FORM:
            steps = {field.step: None for field in parts_of(body) if isinstance(field, Field)}
            initial = FieldForm.initial_of(part) if isinstance(part, Field) else _NEW_FIELD
            return FieldForm(data, steps=tuple(steps), scales=scales, initial=initial)
        case SettingKind.SCALE:
            return LabelForm(
                data, initial=LabelForm.initial_of(part) if isinstance(part, DirectionLabel) else None
            )
        case SettingKind.CHAIN:
            return StepForm(data, initial=StepForm.initial_of(part) if isinstance(part, Step) else None)
        case SettingKind.RATING:
            return GradeForm(
                data, initial=GradeForm.initial_of(part) if isinstance(part, Grade) else {"by_value": True}
            )


def part_of(
    form: PartForm, body: Body, before: Part | None, *, find_scale: Callable[[str], DirectionScale | None]
) -> Part:
    """Return the part that a valid form describes; `find_scale` gives the scale of a reference."""
    match form:
        case FieldForm():
            was = before if isinstance(before, Field) else None
            taken = {field.key for field in parts_of(body) if isinstance(field, Field)}
            asked = form.cleaned_data["scale"]
            kept = was.scale if was else None
            return form.part(was, taken=taken, scale=kept if asked == KEPT else find_scale(asked))
        case StepForm():
            ids = {step.id for step in parts_of(body) if isinstance(step, Step)}
            return form.part(before if isinstance(before, Step) else None, taken=ids)
        case LabelForm() | GradeForm():
            return form.part()


def put_part(body: Body, part: Part, place: int | None) -> Body:
    """Return the body with the part at `place` (from 0) replaced, or one more at the end."""
    parts = list(parts_of(body))
    if place is None:
        parts.append(part)
    else:
        parts[place] = part
    return _tidy(body, parts)


def move_part(body: Body, place: int, by: int) -> Body:
    """Return the body with one part moved up (-1) or down (1); at the ends nothing happens."""
    parts = list(parts_of(body))
    target = place + by
    if not 0 <= target < len(parts):
        return body
    parts[place], parts[target] = parts[target], parts[place]
    return _tidy(body, parts)


def drop_part(body: Body, place: int) -> Body:
    """Return the body without one part."""
    parts = list(parts_of(body))
    del parts[place]
    return _tidy(body, parts)


def mistakes_of_part(body: Body, part: Part) -> list[Mistake]:
    """Return what is wrong with a part by itself; what hangs on other parts is left for the whole."""
    if not isinstance(part, Field):
        return []
    own = f"fields.{part.key}."
    return [
        mistake
        for mistake in mistakes_in(body)
        if mistake.key.startswith(own) and not mistake.key.endswith((".need", ".meaning"))
    ]


def _tidy(body: Body, parts: list[Part]) -> Body:
    if isinstance(body, RatingRule):
        return with_parts(body, with_ranks([part for part in parts if isinstance(part, Grade)]))
    return with_parts(body, tuple(parts))
