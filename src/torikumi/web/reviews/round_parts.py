"""Putting a form, a scale and a chain together to one round."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from torikumi.plan.direction import DirectionScale
from torikumi.review.form import Field, FieldKind, Form, Need
from torikumi.review.round import Round, Step

_LONGEST_ID = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """A form that fits a chain, and the fields that had to be left out as no step of the chain writes them."""

    form: Form
    left_out: tuple[Field, ...]


def fit_form(form: Form, steps: tuple[Step, ...]) -> Fitted:
    """Return the form for a chain: a field goes to the step it names, else to the first step of that role.

    What belongs to a step that the chain does not have is left out; the form then bears another id, for it is another.
    """
    ids = {step.id: step.id for step in steps}
    roles = {str(step.role): step.id for step in reversed(steps)}
    places = {**roles, **ids}
    kept = tuple(replace(field, step=places[field.step]) for field in form.fields if field.step in places)
    left_out = tuple(field for field in form.fields if field.step not in places)
    if kept == form.fields:
        return Fitted(form=form, left_out=())
    with_direction = {field.step for field in kept if field.kind is FieldKind.DIRECTION}
    fields = tuple(
        replace(field, need=Need.OPTIONAL)
        if field.need is Need.WHEN_CHANGED and field.step not in with_direction
        else field
        for field in kept
    )
    return Fitted(form=replace(form, id=_other_id(form.id), version=1, fields=fields), left_out=left_out)


def with_parts(round_: Round, *, form: Form, scale: DirectionScale, steps: tuple[Step, ...]) -> Round:
    """Return the round with another form, scale and chain; a step that stays keeps its last day."""
    dues = {step.id: step.due for step in round_.steps}
    keys = {field.key for field in form.fields}
    return replace(
        round_,
        form=form,
        scale=scale,
        steps=tuple(replace(step, due=step.due or dues.get(step.id)) for step in steps),
        columns=tuple(key for key in round_.columns if key in keys),
    )


def for_round(scale: DirectionScale) -> DirectionScale:
    """Return the scale of a plan under a name that a round may hold: reading names it S-30bb4d98, with a capital."""
    name = re.sub(r"[^a-z0-9_-]+", "-", scale.id.lower())[:_LONGEST_ID]
    return replace(scale, id=name if name[:1].isalpha() else "plan")


def _other_id(name: str) -> str:
    return f"{name[: _LONGEST_ID - 5]}-part" if not name.endswith("-part") else name
