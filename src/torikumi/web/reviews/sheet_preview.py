"""The form as it will look for one project, with what was said before; nothing can be saved in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from torikumi.plan.project import Project
from torikumi.review.answers import write_direction
from torikumi.review.form import FieldKind, Need
from torikumi.review.questions import Question, last_word, questions_of
from torikumi.review.round import Round, Step
from torikumi.review.words import NEED_WORDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One question as it is shown. `shape` is "long", "short" or "choice"; `need` is "" where the field may stay empty."""

    id: str
    label: str
    shape: str
    choices: tuple[str, ...]
    unit: str
    need: str
    hint: str
    limit: int | None
    last: str | None
    last_word: str
    first: str
    target: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Fields below one heading; "" has none."""

    heading: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StepPreview:
    """What one step of the chain fills in."""

    step: Step
    blocks: tuple[Block, ...]


def preview_of(rules: Round, project: Project, *, edition: int | None = None) -> tuple[StepPreview, ...]:
    """Return the form for one project, step by step; steps that only approve have no blocks.

    `edition` is the fiscal year of the edition that the project stands in.
    """
    return tuple(
        StepPreview(
            step=step,
            blocks=_blocks(questions_of(rules, project, step=step.id, edition=edition), rules, step),
        )
        for step in rules.steps
    )


def _blocks(questions: Sequence[Question], rules: Round, step: Step) -> tuple[Block, ...]:
    grouped = groupby(questions, key=lambda question: question.field.block)
    return tuple(
        Block(heading=heading, lines=tuple(_line(question, rules, step) for question in group))
        for heading, group in grouped
    )


def _line(question: Question, rules: Round, step: Step) -> Line:
    need = question.field.need
    return Line(
        id=f"{step.id}-{question.key}".replace(".", "-"),
        label=question.label,
        shape=_shape(question.kind),
        choices=_choices(question, rules),
        unit=question.unit or "",
        need="" if need is Need.OPTIONAL else NEED_WORDS[need],
        hint=question.field.hint,
        limit=question.field.limit,
        last=question.last,
        last_word=last_word(question.last_year, rules),
        first=question.first or "",
        target=question.target,
    )


def _shape(kind: FieldKind) -> str:
    if kind in (FieldKind.DIRECTION, FieldKind.CHOICE):
        return "choice"
    return "long" if kind is FieldKind.TEXT else "short"


def _choices(question: Question, rules: Round) -> tuple[str, ...]:
    if question.kind is FieldKind.DIRECTION:
        return tuple(map(write_direction, rules.scale_of(question.key).labels))
    return tuple(choice.label for choice in question.field.choices)
