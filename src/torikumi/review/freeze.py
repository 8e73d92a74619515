"""Freezing a round (確定): a plan and the approved answers become the plan's next edition."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from torikumi.plan.direction import Direction
from torikumi.plan.indicator import Indicator, YearValue
from torikumi.plan.model import Plan
from torikumi.plan.money import Amount, Fund, Phase
from torikumi.plan.outcomes import parse_direction
from torikumi.plan.place import FieldPlace, Place
from torikumi.plan.project import NamedAnswer, Project, Review, ReviewState
from torikumi.plan.quantity import Quantity, parse_quantity
from torikumi.review.answers import read_direction, write_direction
from torikumi.review.cell_texts import text_of_number
from torikumi.review.form import FieldKind, Meaning
from torikumi.review.questions import Question, questions_of
from torikumi.review.round import Round, Step, asked_projects
from torikumi.review.voices import AcceptedProposal, AnsweredComment, add_comments, apply_proposals
from torikumi.text.width import search_key

_ATTRIBUTES: Mapping[Meaning, str] = {
    Meaning.PROGRESS: "progress",
    Meaning.RESULT: "result",
    Meaning.EVALUATION: "evaluation",
    Meaning.DIRECTION: "direction",
    Meaning.REASON: "reason",
}
_PHASES: Mapping[Meaning, Phase] = {Meaning.BUDGET: Phase.INITIAL, Meaning.SETTLED: Phase.SETTLED}


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenAnswer:
    """The approved answers of all steps about one project, as typed, by field key.

    `approved_by` is the step that approved the whole; `places` are the cells of those answers that came in a workbook,
    by field key.
    """

    project: str
    values: Mapping[str, str]
    approved_by: str | None = None
    approved_at: date | None = None
    places: tuple[FieldPlace, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen:
    """The next edition; `left` are the projects that were asked about and stay as they were, by id."""

    plan: Plan
    left: tuple[str, ...] = ()


def freeze(
    plan: Plan,
    round_: Round,
    answers: Iterable[FrozenAnswer],
    *,
    proposals: Iterable[AcceptedProposal] = (),
    comments: Iterable[AnsweredComment] = (),
) -> Frozen:
    """Return the edition that a round makes of the one before.

    Only what was approved may be passed in. An answer replaces what the same steps answered for the same year, so that
    freezing again after a correction adds nothing twice. Where nothing was answered, nothing but the year changes.
    """
    by_project = {answer.project: answer for answer in answers}
    projects = tuple(
        _answered(project, round_, by_project[project.id]) if project.id in by_project else project
        for project in plan.projects
    )
    asked = asked_projects(plan, round_.asks, year=round_.year)
    frozen = replace(
        plan,
        year=round_.year,
        scale=round_.scale if by_project.keys() & plan.project_by_id.keys() else plan.scale,
        projects=projects,
    )
    frozen = add_comments(apply_proposals(frozen, proposals, year=round_.year), comments)
    return Frozen(plan=frozen, left=tuple(project.id for project in asked if project.id not in by_project))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """One answer with its question and the cell it stood in."""

    question: Question
    text: str
    place: Place | None

    @property
    def is_blank(self) -> bool:
        return not self.text.strip()


@dataclass(slots=True)
class _Homes:
    """Where the answers about one project go; what finds its place taken is kept under the field's own name."""

    round_: Round
    actuals: dict[int, _Said] = field(default_factory=dict)
    amounts: dict[tuple[int, Phase], _Said] = field(default_factory=dict)
    attributes: dict[str, dict[str, _Said]] = field(default_factory=dict)
    others: dict[str, list[_Said]] = field(default_factory=dict)

    def take(self, said: _Said) -> None:
        question, step = said.question, said.question.field.step
        if question.indicator is not None and question.indicator not in self.actuals:
            self.actuals[question.indicator] = said
        elif (money := _money_of(question, year=self.round_.year)) is not None and money not in self.amounts:
            self.amounts[money] = said
        elif said.is_blank:
            return
        elif name := _attribute_of(question, self.round_):
            self.attributes.setdefault(step, {})[name] = said
        else:
            self.others.setdefault(step, []).append(said)


def _answered(project: Project, round_: Round, answer: FrozenAnswer) -> Project:
    homes = _Homes(round_=round_)
    for said in _said(project, round_, answer):
        homes.take(said)
    labels = {step.label for step in round_.steps}
    kept = [one for one in project.reviews if not (one.year == round_.year and one.rater in labels)]
    new = [_review(step, homes, round_, answer) for step in round_.steps]
    answered = replace(
        project,
        reviews=(*kept, *(review for review in new if review is not None)),
        indicators=tuple(
            _measured(indicator, homes.actuals.get(position), year=round_.year)
            for position, indicator in enumerate(project.indicators)
        ),
        amounts=_amounts(project.amounts, homes.amounts),
    )
    return _directed(answered, homes, round_)


def _said(project: Project, round_: Round, answer: FrozenAnswer) -> Iterator[_Said]:
    places = {entry.field: entry.place for entry in answer.places}
    for question in questions_of(round_, project):
        if question.key in answer.values:
            yield _Said(question=question, text=answer.values[question.key], place=places.get(question.key))


def _attribute_of(question: Question, round_: Round) -> str:
    """The attribute that the answer becomes: of several fields of one step and meaning the first, answered or not."""
    asked, meaning = question.field, question.field.meaning
    if (meaning is Meaning.DIRECTION) != (asked.kind is FieldKind.DIRECTION) or asked.internal:
        return ""
    return _ATTRIBUTES.get(meaning, "") if asked == round_.form.meaning(meaning, step=asked.step) else ""


def _money_of(question: Question, *, year: int) -> tuple[int, Phase] | None:
    phase = _PHASES.get(question.field.meaning)
    if phase is None or question.field.kind is not FieldKind.AMOUNT:
        return None
    return year + question.field.year, phase


def _review(step: Step, homes: _Homes, round_: Round, answer: FrozenAnswer) -> Review | None:
    attributes, others = homes.attributes.get(step.id, {}), homes.others.get(step.id, [])
    if not attributes and not others:
        return None
    texts = {name: said.text for name, said in attributes.items()}
    direction = attributes.get("direction")
    named = [*attributes.items(), *((said.question.key, said) for said in others)]
    return Review(
        year=round_.year,
        rater=step.label,
        state=ReviewState.APPROVED,
        progress=texts.get("progress"),
        evaluation=texts.get("evaluation"),
        direction=_direction(direction, round_) if direction else None,
        result=texts.get("result"),
        reason=texts.get("reason"),
        others=tuple(_named(said) for said in others),
        approved_by=answer.approved_by,
        approved_at=answer.approved_at,
        places=tuple(FieldPlace(name, said.place) for name, said in named if said.place is not None),
    )


def _named(said: _Said) -> NamedAnswer:
    asked = said.question
    return NamedAnswer(key=asked.key, label=asked.label, text=said.text, internal=asked.field.internal)


def _direction(said: _Said, round_: Round) -> Direction:
    scale = round_.scale_of(said.question.key)
    label = read_direction(said.text, scale)
    return parse_direction(write_direction(label) if label else said.text, scale)


def _directed(project: Project, homes: _Homes, round_: Round) -> Project:
    """The project with the direction of the last rater who gave one."""
    given = [homes.attributes.get(step.id, {}).get("direction") for step in round_.steps]
    last = next((said for said in reversed(given) if said is not None), None)
    if last is None:
        return project
    direction = _direction(last, round_)
    if direction == project.direction:
        return project
    return replace(project, direction=direction, places=_placed(project.places, "direction", last.place))


def _measured(indicator: Indicator, said: _Said | None, *, year: int) -> Indicator:
    if said is None:
        return indicator
    value = None if said.is_blank else YearValue(year=year, value=_quantity(said, unit=None))
    old = [actual for actual in indicator.actuals if actual.year == year]
    if value is not None and any(_is_same(actual.value, value.value, indicator.unit) for actual in old):
        return indicator
    if value is None and not old:
        return indicator
    kept = [actual for actual in indicator.actuals if actual.year != year]
    at = indicator.actuals.index(old[0]) if old else len(kept)
    return replace(
        indicator,
        actuals=(*kept[:at], *((value,) if value else ()), *kept[at:]),
        places=_placed(indicator.places, f"actuals.{year}", said.place if value else None),
    )


def _amounts(amounts: tuple[Amount, ...], said: Mapping[tuple[int, Phase], _Said]) -> tuple[Amount, ...]:
    found = list(amounts)
    for (year, phase), one in said.items():
        key = (year, phase, Fund.TOTAL)
        at = next((n for n, a in enumerate(found) if (a.year, a.phase, a.fund) == key), len(found))
        old = found[at] if at < len(found) else None
        unit = one.question.field.unit
        if old is not None and not one.is_blank and _is_same(old.value, _quantity(one, unit=unit), unit):
            continue
        found[at : at + 1] = [] if one.is_blank else [_amount(old, one, year=year, phase=phase)]
    return tuple(found)


def _amount(old: Amount | None, said: _Said, *, year: int, phase: Phase) -> Amount:
    places = () if said.place is None else (FieldPlace("value", said.place),)
    value = _quantity(said, unit=said.question.field.unit)
    if old is not None:
        return replace(old, value=value, places=places)
    return Amount(label=said.question.field.label, year=year, phase=phase, value=value, places=places)


def _quantity(said: _Said, *, unit: str | None) -> Quantity:
    """The number as plain digits, money with its commas; the unit is the form's where the answer has none of its own.

    However it was typed (５，４８１), people read it in lists and beside next year's field. What is no exact number
    (未集計, 約30人) stays as typed.
    """
    quantity = parse_quantity(said.text)
    if quantity.number is None:
        return quantity
    if quantity.approximate:
        return replace(quantity, unit=quantity.unit or unit)
    digits = text_of_number(quantity.number)
    is_money = said.question.kind is FieldKind.AMOUNT
    return replace(quantity, raw=f"{Decimal(digits):,}" if is_money else digits, unit=quantity.unit or unit)


def _is_same(old: Quantity, new: Quantity, unit: str | None) -> bool:
    """Whether both are one value: as printed, or one exact number; `unit` is meant where none is written."""
    if old.raw == new.raw and (old.unit or unit) == (new.unit or unit):
        return True
    if old.number is None or old.number != new.number or old.approximate or new.approximate:
        return False
    return search_key(old.unit or unit or "") == search_key(new.unit or unit or "")


def _placed(places: tuple[FieldPlace, ...], name: str, place: Place | None) -> tuple[FieldPlace, ...]:
    """The places with that of one field anew: where it was read before is not where its value comes from now."""
    kept = tuple(entry for entry in places if entry.field != name)
    return kept if place is None else (*kept, FieldPlace(name, place))
