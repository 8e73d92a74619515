"""What an answer must say before it goes on, and where it contradicts itself."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from torikumi.plan.direction import DirectionLabel, DirectionScale, Outcome
from torikumi.plan.finding import Severity
from torikumi.plan.outcomes import parse_direction
from torikumi.plan.project import Project
from torikumi.plan.quantity import ValueState, parse_quantity
from torikumi.review.form import Field, FieldKind, Meaning, Need
from torikumi.review.money_before import later_money, money_before
from torikumi.review.questions import Question, questions_of
from torikumi.review.round import Round
from torikumi.text.width import search_key

Values = Mapping[str, str]

_MORE = frozenset({Outcome.EXPAND})
_LESS = frozenset(
    {Outcome.SHRINK, Outcome.MERGE, Outcome.SUSPEND, Outcome.ABOLISH, Outcome.COMPLETE}
)  # less, or an end
# What a cell for a measured value may say instead of a number: it will come, or there is none to give.
_NO_NUMBER_YET = frozenset({ValueState.NOT_COUNTED, ValueState.NOT_APPLICABLE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something about one field of an answer. An ERROR keeps the sheet from going on, a WARNING only asks to look."""

    key: str
    severity: Severity
    code: str
    ja: str
    en: str


def find_problems(round_: Round, project: Project, values: Values, *, step: str) -> tuple[Problem, ...]:
    """Return what is wrong with the answer of one step, in the order of the form; warnings about the whole come last."""
    questions = questions_of(round_, project, step=step)
    answer = _Answer(round_=round_, project=project, questions=questions, values=values)
    found = [
        problem for question in answer.questions if (problem := _problem_of(question, answer)) is not None
    ]
    return (*found, *_contradictions(answer))


def has_errors(problems: Iterable[Problem]) -> bool:
    """Tell whether anything keeps the answer from going on."""
    return any(problem.severity is Severity.ERROR for problem in problems)


def read_direction(text: str, scale: DirectionScale) -> DirectionLabel | None:
    """Return the label of the scale that a text means (B, Ｂ, 継続, B：継続); None where it is no label of it."""
    direction = parse_direction(text.strip(), scale)
    key = (direction.code, direction.label)
    return next((step for step in scale.labels if (step.code, step.label) == key), None)


def write_direction(label: DirectionLabel) -> str:
    """Return a label as it is kept and printed: 「B：継続」, 「継続」 where the scale has no codes."""
    return f"{label.code}：{label.label}" if label.code else label.label


def read_choice(text: str, field: Field) -> str | None:
    """Return the choice of the field that a text means, as the form writes it; None where it is none of them."""
    wanted = search_key(text)
    return next((choice.label for choice in field.choices if search_key(choice.label) == wanted), None)


def is_direction_changed(question: Question, values: Values, scale: DirectionScale) -> bool:
    """Tell whether the answer's direction is another than the one before; without one before it is not."""
    if not question.last or not values.get(question.key, "").strip():
        return False
    now = read_direction(values[question.key], scale)
    then = read_direction(question.last, scale)
    return now != then if now and then else search_key(values[question.key]) != search_key(question.last)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    """One step's answer with the questions that it answers."""

    round_: Round
    project: Project
    questions: tuple[Question, ...]
    values: Values

    def value(self, question: Question) -> str:
        return self.values.get(question.key, "").strip()

    def asked(self, meaning: Meaning) -> Question | None:
        return next((q for q in self.questions if q.field.meaning is meaning), None)

    def direction(self, question: Question | None) -> DirectionLabel | None:
        if question is None:
            return None
        return read_direction(self.value(question), self.round_.scale_of(question.key))

    def direction_before(self) -> str:
        question = self.asked(Meaning.DIRECTION)
        return (question.last or "").strip()[:30] if question else ""

    def is_direction_changed(self) -> bool:
        question = self.asked(Meaning.DIRECTION)
        return question is not None and is_direction_changed(
            question, self.values, self.round_.scale_of(question.key)
        )


def _problem_of(question: Question, answer: _Answer) -> Problem | None:
    value = answer.value(question)
    if value:
        return _problem_of_value(question, value, answer.round_)
    return _problem_of_blank(question, answer)


def _problem_of_value(question: Question, value: str, round_: Round) -> Problem | None:
    field = question.field
    if field.limit is not None and (beyond := len(value) - field.limit) > 0:
        return _error(
            question,
            "too-long",
            ja=f"「{question.label}」は{field.limit}字までです。{beyond}字減らしてください。",
            en=f"{question.label} may have {field.limit} characters; shorten it by {beyond}.",
        )
    if question.kind is FieldKind.LINE and "\n" in value:
        return _error(
            question,
            "several-lines",
            ja=f"「{question.label}」は1行です。改行を消してください。",
            en=f"{question.label} is one line; take the line breaks out.",
        )
    match question.kind:
        case FieldKind.DIRECTION:
            return _problem_of_direction(question, value, round_.scale_of(question.key))
        case FieldKind.CHOICE:
            return None if read_choice(value, field) else _unknown_choice(question, value)
        case FieldKind.NUMBER | FieldKind.AMOUNT:
            return _problem_of_number(question, value)
        case _:
            return None


def _problem_of_direction(question: Question, value: str, scale: DirectionScale) -> Problem | None:
    if read_direction(value, scale) is not None:
        return None
    labels = "、".join(write_direction(label) for label in scale.labels)
    return _error(
        question,
        "unknown-direction",
        ja=f"「{question.label}」の「{value[:30]}」は使えません。{labels}のどれかを入れてください。",
        en=f"{value[:30]!r} is no {question.label}; give one of {labels}.",
    )


def _unknown_choice(question: Question, value: str) -> Problem:
    labels = "、".join(choice.label for choice in question.field.choices)
    return _error(
        question,
        "unknown-choice",
        ja=f"「{question.label}」の「{value[:30]}」は選べません。{labels}のどれかを入れてください。",
        en=f"{value[:30]!r} is no choice of {question.label}; give one of {labels}.",
    )


def _problem_of_number(question: Question, value: str) -> Problem | None:
    quantity = parse_quantity(value)
    if quantity.number is None:
        return _problem_of_no_number(question, value, quantity.state)
    if quantity.unit and question.unit and search_key(quantity.unit) != search_key(question.unit):
        return _error(
            question,
            "other-unit",
            ja=f"「{question.label}」の単位は{question.unit}です。「{value[:30]}」を{question.unit}に直してください。",
            en=f"{question.label} is in {question.unit}, not in {quantity.unit}; convert {value[:30]!r}.",
        )
    if question.kind is FieldKind.AMOUNT and quantity.approximate:
        return _error(
            question,
            "not-exact",
            ja=f"「{question.label}」は「約」や「程度」の付かない額です。「{value[:30]}」を正しい額に直してください。",
            en=f"{question.label} is an exact amount; replace {value[:30]!r} by it.",
        )
    if question.kind is FieldKind.AMOUNT and quantity.number != quantity.number.to_integral_value():
        unit = question.unit or "円"
        return _error(
            question,
            "not-whole",
            ja=f"「{question.label}」は{unit}の整数です。「{value[:30]}」の小数を四捨五入してください。",
            en=f"{question.label} is a whole number of {unit}; round {value[:30]!r}.",
        )
    return None


def _problem_of_no_number(question: Question, value: str, state: ValueState) -> Problem | None:
    if question.kind is FieldKind.NUMBER and state in _NO_NUMBER_YET:
        return None
    if question.indicator is not None and state is ValueState.WORDS:
        # 「策定」 and 「男性 35％／女性 41％」 are what some indicators measure; where the plan's are so, nothing is odd.
        if ValueState.WORDS in (
            parse_quantity(question.target or "").state,
            parse_quantity(question.last or "").state,
        ):
            return None
        return _warning(
            question,
            "words-for-a-number",
            ja=f"「{question.label}」の「{value[:30]}」は数ではありません。数で測れるなら、数を入れてください。",
            en=f"{question.label}: {value[:30]!r} is words, not a number; give a number where there is one.",
        )
    return _error(
        question,
        "not-a-number",
        ja=f"「{question.label}」の「{value[:30]}」は数として読めません。数字だけを入れてください。"
        + ("まだ集計できないときは「未集計」と入れてください。" if question.indicator is not None else ""),
        en=f"{question.label}: {value[:30]!r} is no number; give digits only.",
    )


def _problem_of_blank(question: Question, answer: _Answer) -> Problem | None:
    match question.field.need:
        case Need.REQUIRED:
            return _error(
                question,
                "missing",
                ja=f"「{question.label}」が空です。入れてください。",
                en=f"{question.label} is empty; fill it in.",
            )
        case Need.WHEN_CHANGED if answer.is_direction_changed():
            before = answer.direction_before()
            return _error(
                question,
                "reason-missing",
                ja=f"方針を「{before}」から変えるので、「{question.label}」を書いてください。",
                en=f"The direction is another than {before!r}: write {question.label}.",
            )
        case _:
            return None


def _contradictions(answer: _Answer) -> list[Problem]:
    """Where direction, next year's money and the words of the budget do not fit together; warnings, never errors."""
    question = answer.asked(Meaning.DIRECTION)
    label = answer.direction(question)
    if question is None or label is None or not label.outcomes:
        return []
    # 休止・廃止 leaves open which of the two; both mean less money.
    outcomes = frozenset(label.outcomes)
    grows, figures = _grows(answer)
    if grows is True and outcomes <= _LESS:
        return [
            _warning(
                question,
                "less-but-more-money",
                ja=f"方針は「{write_direction(label)}」ですが、予算は増えています{figures}。どちらかに誤りがないか確かめてください。",
                en=f"The direction is {label.label}, but the budget grows{figures}; check which is right.",
            )
        ]
    if grows is False and outcomes <= _MORE:
        return [
            _warning(
                question,
                "more-but-less-money",
                ja=f"方針は「{write_direction(label)}」ですが、予算は減っています{figures}。どちらかに誤りがないか確かめてください。",
                en=f"The direction is {label.label}, but the budget shrinks{figures}; check which is right.",
            )
        ]
    return []


def _grows(answer: _Answer) -> tuple[bool | None, str]:
    """Whether next year's money is more than before, by the form's words or its figures, with these; None where unsaid."""
    words = answer.asked(Meaning.BUDGET_DIRECTION)
    if words is not None:
        ranks = {choice.label: choice.rank for choice in words.field.choices}
        rank = ranks.get(read_choice(answer.value(words), words.field) or "")
        if rank is not None:
            return (None if rank == 0 else rank > 0), ""
    year = answer.round_.year
    later = later_money(answer.questions, answer.values, year=year)
    if later is None:
        return None, ""
    asked, now = later
    before = money_before(asked, answer.project, answer.questions, answer.values, year=year)
    if before is None or now.number == before.number:
        return None, ""
    return now.number > before.number, f"（{before}→{now}）"


def _warning(question: Question, code: str, *, ja: str, en: str) -> Problem:
    return Problem(key=question.key, severity=Severity.WARNING, code=code, ja=ja, en=en)


def _error(question: Question, code: str, *, ja: str, en: str) -> Problem:
    return Problem(key=question.key, severity=Severity.ERROR, code=code, ja=ja, en=en)
