"""What the invented sections of the demo answer, and how far each sheet of its round is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from torikumi.plan.money import Phase
from torikumi.plan.project import Project
from torikumi.review.answers import write_direction
from torikumi.review.days_off import next_working_day
from torikumi.review.form import FieldKind, Meaning, Need
from torikumi.review.questions import Question, newest_amount, questions_of
from torikumi.review.round import Round
from torikumi.review.states import Move

_DONE = (Move.SUBMIT, Move.APPROVE, Move.APPROVE, Move.APPROVE)
# What was done with ten sheets in a row: nothing, a draft, handed in, returned, approved by one, by two, by all.
_TEN: tuple[tuple[Move, ...], ...] = (
    (),
    (Move.SAVE,),
    (Move.SUBMIT,),
    _DONE[:2],
    (Move.SUBMIT, Move.RETURN),
    _DONE,
    (Move.SUBMIT,),
    _DONE[:3],
    (),
    (Move.SAVE,),
)
_CHANGES_EVERY = 7


def moves_at(place: int) -> tuple[Move, ...]:
    """Return what was done with the sheet at a place of the plan; no two demos differ."""
    return _TEN[place % len(_TEN)]


def around(rules: Round, day: date) -> Round:
    """Return the round with its days moved so that sections have three more weeks, on working days."""
    first = rules.due or day
    shift = day + timedelta(days=21) - first

    def move(old: date | None) -> date | None:
        return next_working_day(old + shift) if old else None

    opens = min(move(rules.opens) or day, day - timedelta(days=10))
    return replace(rules, opens=opens, steps=tuple(replace(step, due=move(step.due)) for step in rules.steps))


def answer_of(rules: Round, project: Project, step: str, place: int) -> dict[str, str]:
    """Return an invented answer of one step: last year's where there is one, another direction now and then."""
    is_changed = place % _CHANGES_EVERY == _CHANGES_EVERY - 1
    values = {
        question.key: _budget(rules, question, project)
        or _value(rules, question, place, is_changed=is_changed)
        for question in questions_of(rules, project, step=step)
    }
    return {key: value for key, value in values.items() if value}


def _budget(rules: Round, question: Question, project: Project) -> str:
    """As much as before, so that no invented section ends a project with more money."""
    if question.field.meaning is not Meaning.BUDGET or question.first:
        return ""
    known = newest_amount(question.field, project, Phase.INITIAL, until=rules.year)
    return known.value.raw if known else ""


def _value(rules: Round, question: Question, place: int, *, is_changed: bool) -> str:
    field = question.field
    match question.kind:
        case FieldKind.DIRECTION:
            labels = [write_direction(label) for label in rules.scale_of(question.key).labels]
            now = question.first or question.last or labels[1 % len(labels)]
            return next((label for label in labels if label != now), now) if is_changed else now
        case FieldKind.CHOICE:
            labels = [choice.label for choice in field.choices]
            return labels[(1, 1, 0, 1, 2)[place % 5] % len(labels)]
        case FieldKind.NUMBER:
            return question.first or question.last or "未集計"
        case FieldKind.AMOUNT:
            return question.first or question.last or "0"
        case _:
            return _words(question, is_changed=is_changed)


def _words(question: Question, *, is_changed: bool) -> str:
    if question.field.need is Need.WHEN_CHANGED and not is_changed:
        return ""
    if question.field.meaning is Meaning.REASON:
        return "利用が伸び、今の進め方では足りなくなったため。（見本の文です）"
    if question.field.meaning is Meaning.COMMENT:
        return "計画どおり進んでいる。次年度の予算と合わせて見る。（見本の文です）"
    text = f"昨年度に続けて行った。{question.last or ''}"
    limit = question.field.limit or 200
    return text if len(text) <= limit else text[: limit - 1] + "…"
