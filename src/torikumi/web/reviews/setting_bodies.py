"""What a setting holds, by its kind: to and from JSON, and what is wrong with it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from torikumi.plan.codec import decode, encode
from torikumi.plan.direction import DirectionLabel, DirectionScale
from torikumi.review.answers import write_direction
from torikumi.review.form import Field, Form
from torikumi.review.form_check import form_mistakes, scale_mistakes
from torikumi.review.mistakes import Mistake, Spot
from torikumi.review.rating_check import rating_mistakes
from torikumi.review.rating_rule import Grade, RatingRule
from torikumi.review.round import Round, Step
from torikumi.review.round_check import find_mistakes
from torikumi.web.reviews.setting_models import SettingKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """The steps of a round, in order, without dates (評価の流れ)."""

    steps: tuple[Step, ...] = ()


# A choice is one line on a narrow screen, too.
_MOST_WORDS = 8
Body = Form | DirectionScale | Chain | RatingRule
Part = Field | DirectionLabel | Step | Grade
# What people add, change, move and remove in each.
PART_WORDS: Mapping[SettingKind, str] = MappingProxyType(
    {
        SettingKind.FORM: "欄",
        SettingKind.SCALE: "区分",
        SettingKind.CHAIN: "段階",
        SettingKind.RATING: "判定",
    }
)


def empty_body(kind: SettingKind) -> Body:
    """Return what a setting begins with that is not copied from another."""
    match kind:
        case SettingKind.FORM:
            return Form(id="own", title="様式", fields=())
        case SettingKind.SCALE:
            return DirectionScale(id="own", labels=())
        case SettingKind.CHAIN:
            return Chain()
        case SettingKind.RATING:
            return RatingRule(id="own", title="判定", grades=())


def write_body(body: Body) -> str:
    """Return a body as JSON."""
    return json.dumps(encode(body), ensure_ascii=False)


def read_body(kind: SettingKind, text: str) -> Body:
    """Return the body that JSON stands for."""
    return _READ[kind](json.loads(text))


_READ: Mapping[SettingKind, Callable[[object], Body]] = {
    SettingKind.FORM: lambda raw: decode(Form, raw),
    SettingKind.SCALE: lambda raw: decode(DirectionScale, raw),
    SettingKind.CHAIN: lambda raw: decode(Chain, raw),
    SettingKind.RATING: lambda raw: decode(RatingRule, raw),
}


def name_body(body: Body, *, key: str, version: int, title: str) -> Body:
    """Return the body under the name and number of its version, as rounds keep it."""
    match body:
        case Form():
            return replace(body, id=key, version=version, title=title)
        case RatingRule():
            return replace(body, id=key, version=version, title=title)
        case DirectionScale():
            return replace(body, id=key, version=version)
        case Chain():
            return body


def parts_of(body: Body) -> tuple[Part, ...]:
    """Return the fields of a form, the labels of a scale, the steps of a chain."""
    match body:
        case Form():
            return body.fields
        case DirectionScale():
            return body.labels
        case Chain():
            return body.steps
        case RatingRule():
            return body.grades


def with_parts(body: Body, parts: tuple[Part, ...]) -> Body:
    """Return the body with other fields, labels or steps; parts of another kind are none of its own."""
    match body:
        case Form():
            return replace(body, fields=tuple(part for part in parts if isinstance(part, Field)))
        case DirectionScale():
            return replace(body, labels=tuple(part for part in parts if isinstance(part, DirectionLabel)))
        case Chain():
            return replace(body, steps=tuple(part for part in parts if isinstance(part, Step)))
        case RatingRule():
            return replace(body, grades=tuple(part for part in parts if isinstance(part, Grade)))


def in_short(body: Body) -> str:
    """Return what a setting holds in a few words: 「A：拡充、B：継続」, 「担当課→課長」, 「12欄」."""
    match body:
        case Form():
            return f"{len(body.fields)}欄"
        case DirectionScale():
            return _cut([write_direction(label) for label in body.labels], "、")
        case Chain():
            return _cut([step.label for step in body.steps], "→")
        case RatingRule():
            return _cut([grade.label for grade in body.grades], "、")


def _cut(words: list[str], between: str) -> str:
    shown = between.join(words[:_MOST_WORDS])
    return f"{shown}{between}ほか{len(words) - _MOST_WORDS}" if len(words) > _MOST_WORDS else shown


def mistakes_in(body: Body) -> tuple[Mistake, ...]:
    """Return what keeps a body from becoming a version."""
    match body:
        case Form():
            return tuple(form_mistakes(Spot(("fields",)), body))
        case DirectionScale():
            return tuple(scale_mistakes(Spot(("scale",)), body))
        case Chain():
            return tuple(mistake for mistake in _as_round(body) if mistake.key.startswith("steps"))
        case RatingRule():
            return tuple(rating_mistakes(Spot(("rating",)), body))


def _as_round(chain: Chain) -> tuple[Mistake, ...]:
    empty = DirectionScale(id="none", labels=())
    form = Form(id="none", title="none", fields=())
    return find_mistakes(Round(title="none", year=2000, form=form, scale=empty, steps=chain.steps))
