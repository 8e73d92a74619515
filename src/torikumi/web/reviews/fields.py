"""The fields of a sheet as its page shows them: to fill in, or to read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from torikumi.plan.finding import Severity
from torikumi.plan.project import Project
from torikumi.plan.quantity import parse_quantity
from torikumi.publish.view import Badge
from torikumi.review.answers import Problem, read_choice, read_direction, write_direction
from torikumi.review.form import FieldKind, Need
from torikumi.review.questions import Question, last_word, questions_of
from torikumi.review.round import Round
from torikumi.text.width import fold_width
from torikumi.web.plans.finding_view import FindingView
from torikumi.web.reviews.rows import label_badge

_NEEDS = {Need.REQUIRED: "必須", Need.WHEN_CHANGED: "方針を変えるときは必須", Need.OPTIONAL: ""}
_ROWS = {FieldKind.TEXT: 6}


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionView:
    """One card of a group of radio buttons; `badge` where it is a direction."""

    value: str
    label: str
    badge: Badge | None = None
    is_chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldView:
    """One field: what stands in it (`value`), what is stored, what was said before (`last_word`: when), what is wrong."""

    question: Question
    value: str
    stored: str
    last_word: str = ""
    last_badge: Badge | None = None
    badge: Badge | None = None
    options: tuple[OptionView, ...] = ()
    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    found: tuple[FindingView, ...] = ()
    writer: str = ""
    is_carried: bool = False

    @property
    def key(self) -> str:
        """Where the answer is kept."""
        return self.question.key

    @property
    def first_id(self) -> str:
        """The id of the control to which an error leads."""
        return f"f-{self.key}-0" if self.options else f"f-{self.key}"

    @property
    def need(self) -> str:
        """When the field must be filled in, in words."""
        return _NEEDS[self.question.field.need]

    @property
    def is_long(self) -> bool:
        """Whether the field takes several lines."""
        return self.question.kind is FieldKind.TEXT

    @property
    def is_number(self) -> bool:
        """Whether a number is asked for."""
        return self.question.kind in (FieldKind.NUMBER, FieldKind.AMOUNT)

    @property
    def read_as(self) -> str:
        """How a number is read that was typed in other characters (５，４８１); "" where nothing is to be said."""
        if not self.is_number or not self.value.strip():
            return ""
        found = parse_quantity(self.value)
        is_plain = fold_width(self.value) == self.value or found.number is None or found.approximate
        return "" if is_plain else f"{found.number:,f}{self.question.unit or ''}"

    @property
    def last(self) -> str:
        """What was said before, "" where there is nothing."""
        return self.question.last or ""

    @property
    def can_repeat(self) -> bool:
        """Whether the earlier answer may be taken over: it would be an answer of this year's form."""
        return bool(self.last) and same_as_last(self) is not None

    @property
    def repeated(self) -> str:
        """The earlier answer as this year's form writes it."""
        return same_as_last(self) or ""

    @property
    def described_by(self) -> str:
        """The ids of all that a screen reader says with the field."""
        parts = [
            ("help", self.question.field.hint or self.question.field.limit),
            ("last", self.last),
            ("error", self.errors),
            ("warning", self.warnings),
        ]
        return " ".join(f"f-{self.key}-{name}" for name, is_there in parts if is_there)


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockView:
    """Fields under one heading, "" where the form names none."""

    title: str
    fields: tuple[FieldView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filling:
    """What fields show beside the stored answers: texts that were sent but not saved, problems, and who wrote.

    `edition` is the fiscal year of the edition that the round is about; `found` is what the check says, by field.
    """

    sent: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    writers: Mapping[str, str] = field(default_factory=dict)
    edition: int | None = None
    found: Mapping[str, tuple[FindingView, ...]] = field(default_factory=dict)


def view_blocks(
    rules: Round, project: Project, values: Mapping[str, str], *, step: str, filling: Filling | None = None
) -> tuple[BlockView, ...]:
    """Return the fields of one step under their headings; indicators stand together under the name of their field."""
    filling = filling or Filling()
    asked = questions_of(rules, project, step=step, edition=filling.edition)
    fields = [view_field(rules, question, values, filling) for question in asked]
    return tuple(
        BlockView(title=title, fields=tuple(group)) for title, group in groupby(fields, key=_block_of)
    )


def without_internal(blocks: Iterable[BlockView]) -> tuple[BlockView, ...]:
    """Return the blocks without what stays inside the office (庁内限り)."""
    kept = (
        BlockView(title=block.title, fields=tuple(f for f in block.fields if not f.question.field.internal))
        for block in blocks
    )
    return tuple(block for block in kept if block.fields)


def view_field(rules: Round, question: Question, values: Mapping[str, str], filling: Filling) -> FieldView:
    """Return one field."""
    stored = values.get(question.key, "")
    value = filling.sent.get(question.key, stored)
    of_field = [problem for problem in filling.problems if problem.key == question.key]
    return FieldView(
        question=question,
        value=value,
        stored=stored,
        last_word=last_word(question.last_year, rules),
        badge=_badge(rules, question, value),
        last_badge=_badge(rules, question, question.last or ""),
        options=_options(rules, question, value),
        errors=_sentences(of_field, Severity.ERROR),
        warnings=_sentences(of_field, Severity.WARNING),
        found=filling.found.get(question.key, ()),
        writer=filling.writers.get(question.key, ""),
        is_carried=bool(stored) and stored == question.first and value == stored,
    )


def same_as_last(view: FieldView) -> str | None:
    """Return the earlier answer as this year's form writes it; None where the form has no such answer."""
    if not view.options:
        return view.last
    wanted = [option for option in view.options if option.value]
    if view.last_badge is not None:
        return next((option.value for option in wanted if option.badge == view.last_badge), None)
    return read_choice(view.last, view.question.field)


def _block_of(view: FieldView) -> str:
    field = view.question.field
    return field.block or (field.label if view.question.indicator is not None else "")


def _options(rules: Round, question: Question, value: str) -> tuple[OptionView, ...]:
    match question.kind:
        case FieldKind.DIRECTION:
            scale = rules.scale_of(question.key)
            chosen = read_direction(value, scale) if value.strip() else None
            options = [
                OptionView(
                    value=write_direction(label),
                    label=label.label,
                    badge=label_badge(label),
                    is_chosen=label == chosen,
                )
                for label in scale.labels
            ]
        case FieldKind.CHOICE:
            known = read_choice(value, question.field) if value.strip() else None
            options = [
                OptionView(value=choice.label, label=choice.label, is_chosen=choice.label == known)
                for choice in question.field.choices
            ]
        case _:
            return ()
    return (*options, *_no_option(question, value))


def _no_option(question: Question, value: str) -> Sequence[OptionView]:
    """A way to take a choice back, where the field need not be filled in."""
    if question.field.need is Need.REQUIRED:
        return ()
    return (OptionView(value="", label="選ばない", is_chosen=not value.strip()),)


def _badge(rules: Round, question: Question, text: str) -> Badge | None:
    if question.kind is not FieldKind.DIRECTION or not text.strip():
        return None
    return label_badge(read_direction(text, rules.scale_of(question.key)))


def _sentences(problems: Iterable[Problem], severity: Severity) -> tuple[str, ...]:
    return tuple(problem.ja for problem in problems if problem.severity is severity)
