"""What a sheet asks about one project, what last year said, and what stands there at the beginning."""

from dataclasses import replace
from decimal import Decimal

import pytest

from torikumi.plan.direction import Direction
from torikumi.plan.indicator import Indicator, YearValue
from torikumi.plan.money import Amount, Fund, Phase
from torikumi.plan.project import Project, Review, ReviewState
from torikumi.plan.quantity import Quantity, ValueState, parse_quantity
from torikumi.review.form import Choice, Field, FieldKind, Form, Meaning
from torikumi.review.library.shelf import forms_by_name, scales_by_name
from torikumi.review.questions import Question, first_values, last_values, last_word, questions_of
from torikumi.review.round import Round, Step, StepRole


def direction(printed: str) -> Direction:
    code, _, label = printed.partition("：")
    return Direction(printed=printed, code=code, label=label or None)


def value(raw: str, *, unit: str | None = None) -> Quantity:
    number = raw.replace(",", "")
    return Quantity(raw=raw, state=ValueState.NUMBER, number=Decimal(number), unit=unit)


def year_value(year: int | None, raw: str) -> YearValue:
    return YearValue(year=year, value=parse_quantity(raw))


def amount(
    year: int, phase: Phase, raw: str, *, fund: Fund = Fund.TOTAL, unit: str | None = "千円"
) -> Amount:
    return Amount(label="", year=year, phase=phase, fund=fund, value=value(raw, unit=unit))


STEPS = (
    Step(id="section", label="担当課", role=StepRole.SECTION),
    Step(id="planning", label="企画政策課", role=StepRole.PLANNING),
)
DIRECTION = Field(key="d", label="方針", kind=FieldKind.DIRECTION, meaning=Meaning.DIRECTION, carry=True)
SECOND = replace(DIRECTION, key="d2", step="planning")
RESULT = Field(key="r", label="実績", kind=FieldKind.TEXT, meaning=Meaning.RESULT)
GRADE = Field(
    key="e",
    label="評価",
    kind=FieldKind.CHOICE,
    meaning=Meaning.EVALUATION,
    choices=(Choice(label="◎"), Choice(label="○")),
    carry=True,
)
REASON = Field(key="w", label="理由", kind=FieldKind.TEXT, meaning=Meaning.REASON, carry=True)
MEASURED = Field(key="m", label="指標", kind=FieldKind.INDICATORS, meaning=Meaning.INDICATORS)
BUDGET = Field(key="b", label="予算額", kind=FieldKind.AMOUNT, meaning=Meaning.BUDGET, unit="千円", year=1)
SETTLED = Field(key="s", label="決算額", kind=FieldKind.AMOUNT, meaning=Meaning.SETTLED, unit="千円")

REVIEWED = Project(
    id="P-1",
    name="梨まつり",
    direction=direction("A：充実"),
    reviews=(
        Review(year=2022, rater="担当課", direction=direction("C：縮小"), result="古い", evaluation="○"),
        Review(
            year=2023,
            rater="担当課",
            direction=direction("B：継続"),
            result="3回開いた。",
            evaluation="◎",
            reason="人手が足りない。",
        ),
        Review(year=2023, rater="企画政策課", direction=direction("B：継続"), reason="続けること。"),
        Review(year=2024, rater="担当課", direction=direction("D：廃止"), result="今年の答え"),
    ),
)


def round_with(*fields: Field, steps: tuple[Step, ...] = STEPS, scale: str = "iruma") -> Round:
    return Round(
        title="年度評価",
        year=2024,
        form=Form(id="f", title="様式", fields=fields),
        scale=scales_by_name()[scale],
        steps=steps,
    )


def only(field: Field, project: Project, **settings: str) -> Question:
    (question,) = questions_of(round_with(field, **settings), project)
    return question


def test_questions_stand_in_the_order_of_the_form_and_belong_to_their_steps() -> None:
    round_ = round_with(REASON, SECOND, DIRECTION, RESULT)

    assert [q.key for q in questions_of(round_, REVIEWED)] == ["w", "d2", "d", "r"]
    assert [q.key for q in questions_of(round_, REVIEWED, step="section")] == ["w", "d", "r"]
    assert [q.key for q in questions_of(round_, REVIEWED, step="planning")] == ["d2"]
    assert questions_of(round_, REVIEWED, step="committee") == ()


@pytest.mark.parametrize(
    ("field", "last", "first"),
    [
        (DIRECTION, "A：充実", "A：充実"),
        (SECOND, "B：継続", "B：継続"),
        (RESULT, "3回開いた。", None),
        (GRADE, "◎", "◎"),
        (REASON, "人手が足りない。", "人手が足りない。"),
        (replace(RESULT, meaning=Meaning.OTHER, carry=True), None, None),
    ],
)
def test_what_was_said_before_is_the_newest_answer_of_the_same_rater_and_the_plans_direction(
    field: Field, last: str | None, first: str | None
) -> None:
    question = only(field, REVIEWED)

    assert (question.last, question.first) == (last, first)


def test_an_answer_that_nobody_approved_is_no_last_answer() -> None:
    drafts = tuple(
        replace(review, state=ReviewState.DRAFT) if review.year == 2023 else review
        for review in REVIEWED.reviews
    )

    assert only(RESULT, replace(REVIEWED, reviews=drafts)).last == "古い"
    assert only(RESULT, replace(REVIEWED, reviews=drafts)).last_year == 2022


def test_the_direction_before_is_the_one_that_the_edition_prints_approved_or_not() -> None:
    """A draft of the year before may stand in the plan: what the next edition is compared with is the plan."""
    printed = replace(REVIEWED, direction=direction("C：縮小"))
    (question,) = questions_of(round_with(DIRECTION), printed, edition=2019)

    assert (question.last, question.first, question.last_year) == ("C：縮小", "C：縮小", 2019)
    assert only(SECOND, printed).last_year == 2023


@pytest.mark.parametrize(
    ("year", "word"), [(2023, "昨年度"), (2022, "令和4年度"), (2024, "令和6年度"), (None, "前回")]
)
def test_only_what_is_of_the_year_before_is_called_last_years(year: int | None, word: str) -> None:
    assert last_word(year, round_with()) == word


def test_the_section_step_takes_over_from_a_rater_of_another_name_the_other_steps_do_not() -> None:
    renamed = (replace(STEPS[0], label="所管課"), replace(STEPS[1], label="総務課"))
    round_ = round_with(DIRECTION, SECOND, steps=renamed)

    assert last_values(replace(round_, form=replace(round_.form, fields=(RESULT, SECOND))), REVIEWED) == {
        "r": "3回開いた。"
    }


def test_of_several_unknown_raters_of_one_year_the_one_with_a_direction_is_taken() -> None:
    reviews = (
        Review(year=2023, rater="総務課", result="助言"),
        Review(year=2023, rater="所管課", direction=direction("C：縮小"), result="答え"),
    )

    assert last_values(round_with(RESULT), replace(REVIEWED, reviews=reviews)) == {"r": "答え"}


def test_without_reviews_the_direction_of_the_plan_is_the_sections_last_one() -> None:
    new = replace(REVIEWED, reviews=())

    assert last_values(round_with(DIRECTION, SECOND, RESULT), new) == {"d": "A：充実"}
    assert last_values(round_with(DIRECTION), replace(new, direction=None)) == {}


@pytest.mark.parametrize(
    ("printed", "first"),
    [
        ("B", "B：継続"),
        ("Ｂ：継続", "B：継続"),
        ("継続", "B：継続"),
        ("見直し", None),
        ("X：継続", None),
        (" ", None),
    ],
)
def test_a_carried_direction_is_a_label_of_this_years_scale_or_left_to_be_chosen(
    printed: str, first: str | None
) -> None:
    said = replace(REVIEWED, reviews=(), direction=Direction(printed=printed))

    assert only(DIRECTION, said).first == first


@pytest.mark.parametrize(("evaluation", "first"), [("◎", "◎"), ("S", None), ("", None)])
def test_a_carried_choice_is_one_of_this_years_choices(evaluation: str, first: str | None) -> None:
    review = Review(year=2023, rater="担当課", evaluation=evaluation)

    assert only(GRADE, replace(REVIEWED, reviews=(review,))).first == first


MONEY = replace(
    REVIEWED,
    amounts=(
        amount(2023, Phase.SETTLED, "4,015"),
        amount(2024, Phase.SETTLED, "2,000", fund=Fund.NATIONAL),
        amount(2024, Phase.SETTLED, "4,688"),
        amount(2024, Phase.INITIAL, "4,200"),
        amount(2025, Phase.REQUEST, "9,999"),
        amount(2025, Phase.INITIAL, "6,300"),
    ),
)


def test_money_is_asked_for_its_year_with_the_year_before_beside_it() -> None:
    settled, budget = questions_of(round_with(SETTLED, BUDGET), MONEY)

    assert (settled.label, settled.last, settled.first) == ("決算額（令和6年度）", "4,015", "4,688")
    assert (settled.last_year, budget.last_year) == (2023, 2024)
    assert (budget.label, budget.last, budget.first) == ("予算額（令和7年度）", "4,200", "6,300")
    assert (budget.unit, budget.kind) == ("千円", FieldKind.AMOUNT)


@pytest.mark.parametrize(
    ("unit", "first"), [("千円", "6,300"), (None, "6,300"), ("円", None), ("百万円", None)]
)
def test_an_amount_in_another_unit_is_not_put_into_the_field(unit: str | None, first: str | None) -> None:
    project = replace(REVIEWED, amounts=(amount(2025, Phase.INITIAL, "6,300", unit=unit),))

    assert only(BUDGET, project).first == first


def test_a_blank_amount_is_no_answer() -> None:
    blank = Amount(label="", year=2025, phase=Phase.INITIAL, value=parse_quantity("－"))

    assert first_values(round_with(BUDGET), replace(REVIEWED, amounts=(blank,))) == {}


INDICATORS = (
    Indicator(
        name="来場者",
        unit="人",
        targets=(year_value(2024, "500"), year_value(2025, "600")),
        final_target=year_value(2027, "900"),
        actuals=(
            year_value(2021, "310"),
            year_value(2023, "420"),
            year_value(2024, "480"),
            year_value(None, "1"),
        ),
    ),
    Indicator(name="満足度", final_target=year_value(2027, "80"), actuals=(year_value(2024, ""),)),
)


def test_each_indicator_is_a_question_of_its_own() -> None:
    visitors, content = questions_of(round_with(MEASURED), replace(REVIEWED, indicators=INDICATORS))

    assert (visitors.key, visitors.label, visitors.unit) == ("m.1", "来場者", "人")
    assert (visitors.last, visitors.first, visitors.target) == ("420", "480", "500")
    assert (content.key, content.kind, content.target) == ("m.2", FieldKind.NUMBER, "80")
    assert content.last is None
    assert (visitors.last_year, content.last_year) == (2023, None)


def test_a_blank_measured_value_is_not_answered_rather_than_emptied() -> None:
    assert first_values(round_with(MEASURED), replace(REVIEWED, indicators=INDICATORS)) == {"m.1": "480"}


def test_a_project_without_indicators_has_no_question_about_them() -> None:
    assert questions_of(round_with(MEASURED), REVIEWED) == ()


@pytest.mark.parametrize("name", [name for name in forms_by_name() if "@" not in name])
def test_no_two_questions_of_a_ready_made_form_have_one_key(name: str) -> None:
    form = forms_by_name()[name]
    round_ = replace(round_with(), form=form)

    keys = [question.key for question in questions_of(round_, replace(MONEY, indicators=INDICATORS))]

    assert len(keys) == len(set(keys))
