"""What a section answered, in a few words: for a table in which many sheets are decided on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from torikumi.review.form import Field, FieldKind, Meaning
from torikumi.review.round import Round
from torikumi.text.era import format_fiscal_year

_LONGEST = 120
_GRADES = frozenset({Meaning.PROGRESS, Meaning.EVALUATION})


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortAnswer:
    """The result and the reason of the direction, cut short; grades and next year's budget with what they are called."""

    result: str
    reason: str
    facts: tuple[tuple[str, str], ...]


def short_answer(rules: Round, values: Mapping[str, str]) -> ShortAnswer:
    """Return what the form's first step says; a field that the form has not, or that is empty, says nothing."""
    fields = rules.form.of_step(rules.steps[0].id)
    facts = ((_label(field, rules.year), _text(field, values)) for field in fields if _is_fact(field))
    return ShortAnswer(
        result=_first(fields, values, Meaning.RESULT),
        reason=_first(fields, values, Meaning.REASON),
        facts=tuple((label, text) for label, text in facts if text),
    )


def _first(fields: tuple[Field, ...], values: Mapping[str, str], meaning: Meaning) -> str:
    field = next((field for field in fields if field.meaning is meaning), None)
    return _text(field, values) if field else ""


def _is_fact(field: Field) -> bool:
    return field.meaning in _GRADES or (field.meaning is Meaning.BUDGET and field.year == 1)


def _label(field: Field, year: int) -> str:
    return f"{format_fiscal_year(year + field.year)}の{field.label}" if field.year else field.label


def _text(field: Field, values: Mapping[str, str]) -> str:
    text = " ".join(values.get(field.key, "").split())
    if field.kind is FieldKind.AMOUNT and text and field.unit and not text.endswith(field.unit):
        text += field.unit
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
