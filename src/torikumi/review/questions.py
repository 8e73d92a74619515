"""The questions of one sheet: the form's fields as they are asked about one project, with what was said before."""

from collections.abc import Mapping
from dataclasses import dataclass

from torikumi.plan.indicator import Indicator, YearValue
from torikumi.plan.money import Amount, Fund, Phase
from torikumi.plan.outcomes import parse_direction
from torikumi.plan.project import Project, Review, ReviewState
from torikumi.plan.quantity import Quantity
from torikumi.review.form import Field, FieldKind, Meaning
from torikumi.review.round import Round, Step
from torikumi.text.era import format_fiscal_year
from torikumi.text.width import search_key


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A field as asked about one project. The measured values of indicators are one question each.

    `key` is where the answer is kept; `last` is what was said before as text, None where there is none, and `last_year`
    the fiscal year it is of, None where nobody knows; `first` is what stands in the field at the beginning. `indicator`
    counts from 0 in the project's own order.
    """

    key: str
    label: str
    field: Field
    unit: str | None = None
    last: str | None = None
    last_year: int | None = None
    first: str | None = None
    indicator: int | None = None
    target: str | None = None

    @property
    def kind(self) -> FieldKind:
        """What may be written; one indicator is a number."""
        return FieldKind.NUMBER if self.indicator is not None else self.field.kind


@dataclass(frozen=True, slots=True)
class _Said:
    """What was said before, and the fiscal year it is of."""

    text: str | None = None
    year: int | None = None


def questions_of(
    round_: Round, project: Project, *, step: str | None = None, edition: int | None = None
) -> tuple[Question, ...]:
    """Return what is asked about the project, of one step or of all, in the order of the form.

    `edition` is the fiscal year of the edition that the project stands in; it is the year of the plan's direction.
    """
    asked: list[Question] = []
    for field in round_.form.fields:
        if step not in (None, field.step):
            continue
        if field.kind is FieldKind.INDICATORS:
            asked.extend(_about_indicators(field, project, year=round_.year))
        else:
            asked.append(_about_project(field, project, round_, edition=edition))
    return tuple(asked)


def first_values(round_: Round, project: Project) -> dict[str, str]:
    """Return the values that a sheet begins with: earlier ones where the form carries them, and what the plan knows."""
    return {
        question.key: question.first
        for question in questions_of(round_, project)
        if question.first is not None
    }


def indicator_key(field: Field, position: int) -> str:
    """Return where the answer about the indicator at `position` (from 0) is kept."""
    return f"{field.key}.{position + 1}"


def last_values(round_: Round, project: Project) -> Mapping[str, str]:
    """Return what was said before by the keys of this year's questions."""
    return {q.key: q.last for q in questions_of(round_, project) if q.last is not None}


def last_word(year: int | None, round_: Round) -> str:
    """Return what to call an earlier answer: 「昨年度」 only where it is last year's, else its year, 「前回」 without one."""
    if year is None:
        return "前回"
    return "昨年度" if year == round_.year - 1 else format_fiscal_year(year)


def _about_project(field: Field, project: Project, round_: Round, *, edition: int | None) -> Question:
    said = _last(field, project, round_, edition=edition)
    last = said.text
    known = _known_amount(field, project, year=round_.year + field.year)
    first = known.value.raw if known else (_carried(last, field, round_) if field.carry else None)
    label = (
        f"{field.label}（{format_fiscal_year(round_.year + field.year)}）"
        if _is_money(field)
        else field.label
    )
    return Question(
        key=field.key,
        label=label,
        field=field,
        unit=field.unit,
        last=last,
        last_year=None if last is None else said.year,
        first=first,
    )


def _about_indicators(field: Field, project: Project, *, year: int) -> list[Question]:
    before = [_before(indicator, year) for indicator in project.indicators]
    return [
        Question(
            key=indicator_key(field, position),
            label=indicator.name,
            field=field,
            unit=indicator.unit,
            last=_text(before[position]),
            last_year=last.year if (last := before[position]) else None,
            # A blank here would say "emptied on purpose".
            first=_text(_of_year(indicator.actuals, year)) or None,
            indicator=position,
            target=_text(_of_year(indicator.targets, year) or indicator.final_target),
        )
        for position, indicator in enumerate(project.indicators)
    ]


def _last(field: Field, project: Project, round_: Round, *, edition: int | None) -> _Said:
    if _is_money(field):
        year = round_.year + field.year - 1
        amount = _known_amount(field, project, year=year)
        return _Said(amount.value.raw, year) if amount else _Said()
    if field.meaning is Meaning.DIRECTION and _is_first_step(field, round_):
        # What the edition prints is what the next one is compared with, whoever gave it and approved or not.
        return _Said(project.direction.printed, edition) if project.direction else _Said()
    review = _last_review(project, round_, field)
    return _Said(_text_in(review, field, round_), review.year) if review else _Said()


def _text_in(review: Review, field: Field, round_: Round) -> str | None:
    if field.meaning is Meaning.DIRECTION:
        return review.direction.printed if review.direction else None
    by_key = {answer.key: answer.text for answer in review.others}
    if field.key in by_key:
        return by_key[field.key]
    # Of two fields with one meaning the first is kept under it, the second under its own name.
    if field == round_.form.meaning(field.meaning, step=field.step):
        by_meaning = {
            Meaning.PROGRESS: review.progress,
            Meaning.RESULT: review.result,
            Meaning.EVALUATION: review.evaluation,
            Meaning.REASON: review.reason,
        }
        if (text := by_meaning.get(field.meaning)) is not None:
            return text
    # A form that was drawn up anew may ask the same under another key.
    by_label = {search_key(answer.label): answer.text for answer in review.others}
    return by_label.get(search_key(field.label))


def _carried(last: str | None, field: Field, round_: Round) -> str | None:
    """The earlier answer as the first one of this year; None where this year's form does not know it any more."""
    if last is None or not last.strip():
        return None
    if field.kind is FieldKind.DIRECTION:
        said = parse_direction(last.strip(), round_.scale_of(field.key))
        known = {(step.code, step.label) for step in round_.scale_of(field.key).labels}
        if (said.code, said.label) not in known:
            return None
        return f"{said.code}：{said.label}" if said.code else said.label
    if field.kind is FieldKind.CHOICE:
        return next((c.label for c in field.choices if search_key(c.label) == search_key(last)), None)
    return last


def _last_review(project: Project, round_: Round, field: Field) -> Review | None:
    """The newest review before this year's by the rater of the field's step; for the section's step by whoever answered."""
    step = next((step for step in round_.steps if step.id == field.step), None)
    # What nobody has approved is no answer of last year's.
    earlier = [
        review
        for review in project.reviews
        if review.year < round_.year and review.state is ReviewState.APPROVED
    ]
    same = [review for review in earlier if step is not None and review.rater == step.label]
    pool = same or (earlier if _is_first_step(field, round_) else [])
    return max(pool, key=lambda review: (review.year, review.direction is not None), default=None)


def _is_first_step(field: Field, round_: Round) -> bool:
    first: Step | None = round_.steps[0] if round_.steps else None
    return first is not None and field.step == first.id


def _is_money(field: Field) -> bool:
    return field.kind is FieldKind.AMOUNT and field.meaning in (Meaning.BUDGET, Meaning.SETTLED)


def _known_amount(field: Field, project: Project, *, year: int) -> Amount | None:
    if not _is_money(field):
        return None
    phase = Phase.SETTLED if field.meaning is Meaning.SETTLED else Phase.INITIAL
    return next(
        (
            amount
            for amount in project.amounts
            if (amount.year, amount.phase, amount.fund) == (year, phase, Fund.TOTAL)
            and _is_in(amount.value, field.unit)
        ),
        None,
    )


def newest_amount(field: Field, project: Project, phase: Phase, *, until: int) -> Amount | None:
    """Return the project's newest whole amount of a phase up to the fiscal year `until`, in the unit of the field."""
    known = [
        amount
        for amount in project.amounts
        if (amount.phase, amount.fund) == (phase, Fund.TOTAL)
        and amount.year is not None
        and amount.year <= until
        and _is_in(amount.value, field.unit)
    ]
    return max(known, key=lambda amount: amount.year or 0, default=None)


def _is_in(quantity: Quantity, unit: str | None) -> bool:
    """Whether a number can stand in a field of this unit as it is; nothing is scaled."""
    same = not quantity.unit or not unit or search_key(quantity.unit) == search_key(unit)
    return quantity.number is not None and same


def _of_year(values: tuple[YearValue, ...], year: int) -> YearValue | None:
    return next((value for value in values if value.year == year), None)


def _before(indicator: Indicator, year: int) -> YearValue | None:
    earlier = [value for value in indicator.actuals if value.year is not None and value.year < year]
    return max(earlier, key=lambda value: value.year or 0, default=None)


def _text(value: YearValue | None) -> str | None:
    quantity: Quantity | None = value.value if value else None
    return quantity.raw if quantity else None
