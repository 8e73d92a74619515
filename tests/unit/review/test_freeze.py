"""Freezing: nothing is lost, nothing is added twice, and what nobody answered stays as it was."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from strategies import plans
from torikumi.plan.direction import DirectionLabel, DirectionScale, Outcome
from torikumi.plan.file import dump_plan
from torikumi.plan.indicator import Indicator, YearValue
from torikumi.plan.model import Plan
from torikumi.plan.money import Amount, Phase
from torikumi.plan.outcomes import parse_direction
from torikumi.plan.place import FieldPlace, Place
from torikumi.plan.project import Project, Review
from torikumi.plan.quantity import parse_quantity
from torikumi.review.answers import read_direction, write_direction
from torikumi.review.form import Choice, Field, FieldKind, Form, Meaning
from torikumi.review.freeze import Frozen, FrozenAnswer, freeze
from torikumi.review.questions import last_values, questions_of
from torikumi.review.round import Round, Step, StepRole

SCALE = DirectionScale(
    id="S-mihon",
    labels=(
        DirectionLabel(code="A", label="充実", outcomes=(Outcome.EXPAND,)),
        DirectionLabel(code="B", label="継続", outcomes=(Outcome.KEEP,)),
        DirectionLabel(code="D", label="廃止", outcomes=(Outcome.ABOLISH,)),
    ),
)
TEXT, LINE = FieldKind.TEXT, FieldKind.LINE
FORM = Form(
    id="mihon",
    title="評価シート",
    fields=(
        Field(key="progress", label="進捗", kind=LINE, meaning=Meaning.PROGRESS),
        Field(key="result", label="実績", kind=TEXT, meaning=Meaning.RESULT),
        Field(key="result2", label="実績（数）", kind=TEXT, meaning=Meaning.RESULT),
        Field(key="outcome", label="成果", kind=TEXT, meaning=Meaning.OUTCOME),
        Field(key="issues", label="課題", kind=TEXT, meaning=Meaning.ISSUES),
        Field(
            key="mark",
            label="評価",
            kind=FieldKind.CHOICE,
            meaning=Meaning.EVALUATION,
            choices=(Choice(label="4"), Choice(label="3")),
        ),
        Field(key="plan", label="今後の方針", kind=FieldKind.DIRECTION, meaning=Meaning.DIRECTION),
        Field(key="reason", label="理由", kind=TEXT, meaning=Meaning.REASON),
        Field(key="measured", label="指標の実績", kind=FieldKind.INDICATORS, meaning=Meaning.INDICATORS),
        Field(key="settled", label="決算額", kind=FieldKind.AMOUNT, meaning=Meaning.SETTLED, unit="千円"),
        Field(
            key="budget", label="予算額", kind=FieldKind.AMOUNT, meaning=Meaning.BUDGET, unit="千円", year=1
        ),
        Field(key="people", label="人工", kind=FieldKind.NUMBER, meaning=Meaning.WORKLOAD),
        Field(key="words", label="所見", kind=TEXT, meaning=Meaning.COMMENT, step="head"),
        Field(
            key="head_plan",
            label="課長の方針",
            kind=FieldKind.DIRECTION,
            meaning=Meaning.DIRECTION,
            step="head",
        ),
    ),
)
ROUND = Round(
    title="令和7年度 年度評価",
    year=2025,
    form=FORM,
    scale=SCALE,
    steps=(
        Step(id="section", label="担当課", role=StepRole.SECTION),
        Step(id="head", label="課長", role=StepRole.SECTION_HEAD),
    ),
)
INDICATOR = Indicator(name="来場者", unit="人", actuals=(YearValue(year=2024, value=parse_quantity("80人")),))
MARKET = Project(
    id="P-1",
    name="朝市",
    direction=parse_direction("B：継続", SCALE),
    indicators=(INDICATOR,),
    places=(FieldPlace("direction", Place(file="計画.pdf", page=3)), FieldPlace("name", Place(page=3))),
)
PLAN = Plan(title="計画", year=2024, projects=(MARKET, Project(id="P-2", name="夕市")))
ANY_TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=20)
NUMBERS = st.sampled_from(["", "120", "1,234", "未集計", "12.5", "△3"])
DIRECTIONS = st.sampled_from(["", "A", "B：継続", "Ｄ：廃止", "充実"])
SLOW = settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], deadline=None)


@st.composite
def _answered_plans(draw: st.DrawFn) -> tuple[Plan, tuple[FrozenAnswer, ...]]:
    """A sound plan, and approved answers about some of its projects."""
    plan = draw(plans())
    answers = []
    for project in plan.projects:
        if draw(st.booleans()):
            values = {
                question.key: draw(_text_for(question.kind))
                for question in questions_of(ROUND, project)
                if draw(st.booleans())
            }
            answers.append(
                FrozenAnswer(
                    project=project.id,
                    values=values,
                    approved_by=draw(st.sampled_from([None, "委員会"])),
                    approved_at=draw(st.none() | st.dates()),
                    places=tuple(
                        FieldPlace(key, Place(file="回答.xlsx", sheet="回答", cell="C7"))
                        for key in values
                        if draw(st.booleans())
                    ),
                )
            )
    return plan, tuple(answers)


def _text_for(kind: FieldKind) -> st.SearchStrategy[str]:
    if kind in (FieldKind.NUMBER, FieldKind.AMOUNT):
        return NUMBERS
    return DIRECTIONS if kind is FieldKind.DIRECTION else ANY_TEXT


@SLOW
@given(plans())
def test_freezing_nothing_changes_nothing_but_the_year(plan: Plan) -> None:
    frozen = freeze(plan, ROUND, ())

    assert frozen.plan == replace(plan, year=2025)
    assert frozen.left == tuple(project.id for project in plan.projects)


@SLOW
@given(_answered_plans())
def test_freezing_twice_gives_the_same_bytes(drawn: tuple[Plan, tuple[FrozenAnswer, ...]]) -> None:
    plan, answers = drawn

    once = freeze(plan, ROUND, answers)
    twice = freeze(once.plan, ROUND, answers)

    assert dump_plan(twice.plan) == dump_plan(once.plan)
    assert dump_plan(freeze(plan, ROUND, reversed(answers)).plan) == dump_plan(once.plan)


@SLOW
@given(_answered_plans())
def test_every_answer_is_found_back(drawn: tuple[Plan, tuple[FrozenAnswer, ...]]) -> None:
    plan, answers = drawn

    frozen = freeze(plan, ROUND, answers).plan

    for answer in answers:
        project = frozen.project_by_id[answer.project]
        kept = _kept(project)
        for question in questions_of(ROUND, project):
            text = answer.values.get(question.key, "")
            if not text.strip():
                continue
            if question.kind is FieldKind.DIRECTION:
                label = read_direction(text, SCALE)
                assert label is not None
                text = write_direction(label)
            if question.kind in (FieldKind.NUMBER, FieldKind.AMOUNT) and question.key != "people":
                assert _number(kept[question.key] or "") == _number(text)
                continue
            assert kept[question.key] == text


def _number(text: str) -> object:
    """The number that a text means, the text itself where it means none."""
    number = parse_quantity(text).number
    return text if number is None else number


def _kept(project: Project) -> dict[str, str | None]:
    """What the edition says of the year, by the keys of the form."""
    kept: dict[str, str | None] = {}
    for review in project.reviews:
        if (review.year, review.rater) == (2025, "担当課"):
            direction = review.direction.printed if review.direction else None
            kept |= {"progress": review.progress, "result": review.result, "mark": review.evaluation}
            kept |= {"plan": direction, "reason": review.reason}
        elif (review.year, review.rater) == (2025, "課長"):
            kept["head_plan"] = review.direction.printed if review.direction else None
        else:
            continue
        kept |= {other.key: other.text for other in review.others}
    for position, indicator in enumerate(project.indicators, start=1):
        kept |= {f"measured.{position}": a.value.raw for a in indicator.actuals if a.year == 2025}
    for amount in reversed(project.amounts):
        if amount.fund == "total" and (amount.year, amount.phase) == (2025, Phase.SETTLED):
            kept["settled"] = amount.value.raw
        if amount.fund == "total" and (amount.year, amount.phase) == (2026, Phase.INITIAL):
            kept["budget"] = amount.value.raw
    return kept


@SLOW
@given(_answered_plans())
def test_next_year_every_answer_stands_beside_its_field(
    drawn: tuple[Plan, tuple[FrozenAnswer, ...]],
) -> None:
    plan, answers = drawn
    frozen = freeze(plan, ROUND, answers).plan

    for answer in answers:
        last = last_values(replace(ROUND, year=2026), frozen.project_by_id[answer.project])
        for key in (
            "progress",
            "result",
            "result2",
            "outcome",
            "issues",
            "mark",
            "reason",
            "people",
            "words",
        ):
            if answer.values.get(key, "").strip():
                assert last[key] == answer.values[key]


def _freeze(values: Mapping[str, str], *, plan: Plan = PLAN, places: tuple[FieldPlace, ...] = ()) -> Frozen:
    answer = FrozenAnswer(
        project="P-1",
        values=values,
        approved_by="課長",
        approved_at=date(2026, 8, 31),
        places=places,
    )
    return freeze(plan, ROUND, [answer])


def test_the_last_rater_decides_the_direction_and_each_step_has_its_review() -> None:
    frozen = _freeze({"result": "12回ひらいた。", "plan": "B", "head_plan": "D", "words": "役目を終えた。"})

    project = frozen.plan.project_by_id["P-1"]
    assert project.direction == parse_direction("D：廃止", SCALE)
    assert [(review.rater, review.direction and review.direction.code) for review in project.reviews] == [
        ("担当課", "B"),
        ("課長", "D"),
    ]
    assert {(review.approved_by, review.approved_at) for review in project.reviews} == {
        ("課長", date(2026, 8, 31))
    }
    assert (frozen.plan.scale, frozen.left) == (SCALE, ("P-2",))


def test_a_value_from_a_workbook_says_its_cell_and_no_longer_the_old_page() -> None:
    cell = Place(file="商工課.xlsx", sheet="回答", cell="J12")
    places = tuple(FieldPlace(key, cell) for key in ("plan", "issues", "measured.1", "settled"))

    frozen = _freeze(
        {"plan": "D", "issues": "人が足りない。", "measured.1": "120", "settled": "35"}, places=places
    )

    project = frozen.plan.project_by_id["P-1"]
    assert project.places == (FieldPlace("name", Place(page=3)), FieldPlace("direction", cell))
    assert project.reviews[0].places == (FieldPlace("direction", cell), FieldPlace("issues", cell))
    assert project.indicators[0].places == (FieldPlace("actuals.2025", cell),)
    assert project.amounts[0].places == (FieldPlace("value", cell),)


def test_numbers_stand_with_their_year_and_unit() -> None:
    project = _freeze({"measured.1": "120", "settled": "35", "budget": "40千円"}).plan.project_by_id["P-1"]

    assert [(a.year, a.value.raw) for a in project.indicators[0].actuals] == [(2024, "80人"), (2025, "120")]
    assert [(a.year, a.phase, a.value.number, a.value.unit) for a in project.amounts] == [
        (2025, Phase.SETTLED, 35, "千円"),
        (2026, Phase.INITIAL, 40, "千円"),
    ]


@pytest.mark.parametrize("typed", ["5481", "5,481", "５，４８１", "５４８１千円", " 5,481.0 "])
def test_money_is_printed_alike_however_it_was_typed(typed: str) -> None:
    project = _freeze({"settled": typed, "measured.1": typed.removesuffix("千円")}).plan.project_by_id["P-1"]

    (amount,) = project.amounts
    assert (amount.value.raw, amount.value.number, amount.value.unit) == ("5,481", 5481, "千円")
    assert project.indicators[0].actuals[-1].value.raw == "5481"


@pytest.mark.parametrize("typed", ["約5500", "未集計"])
def test_what_is_no_exact_number_stays_as_typed(typed: str) -> None:
    project = _freeze({"measured.1": typed}).plan.project_by_id["P-1"]

    assert project.indicators[0].actuals[-1].value.raw == typed


@pytest.mark.parametrize(("printed", "typed"), [("5,481", "5481"), ("5,481千円", "５，４８１"), ("△3", "-3")])
def test_the_same_number_typed_otherwise_is_no_change(printed: str, typed: str) -> None:
    known = Amount(label="R7決算", year=2025, phase=Phase.SETTLED, value=parse_quantity(printed))
    plan = replace(PLAN, projects=(replace(MARKET, amounts=(known,)),))

    assert _freeze({"settled": typed}, plan=plan).plan.project_by_id["P-1"].amounts == (known,)


def test_a_correction_replaces_what_was_wrong_and_keeps_the_rest() -> None:
    first = _freeze({"result": "10回", "measured.1": "12", "settled": "35"}).plan

    again = _freeze({"result": "12回", "measured.1": "", "settled": "53"}, plan=first).plan

    project = again.project_by_id["P-1"]
    assert [review.result for review in project.reviews] == ["12回"]
    assert [a.year for a in project.indicators[0].actuals] == [2024]
    assert [amount.value.raw for amount in project.amounts] == ["53"]


def test_what_was_known_of_the_year_stays_where_nothing_was_asked() -> None:
    known = Amount(label="R7決算", year=2025, phase=Phase.SETTLED, value=parse_quantity("35千円"))
    old = Review(year=2024, rater="担当課", result="去年")
    plan = replace(PLAN, projects=(replace(MARKET, amounts=(known,), reviews=(old,)),))

    project = _freeze({"result": "今年"}, plan=plan).plan.project_by_id["P-1"]

    assert project.amounts == (known,)
    assert [review.result for review in project.reviews] == ["去年", "今年"]


@pytest.mark.parametrize(("key", "label"), [("issues", "課題と問題点"), ("kadai", "課 題")])
def test_last_years_answer_is_found_by_key_or_by_label(key: str, label: str) -> None:
    frozen = _freeze({"issues": "人が足りない。"}).plan
    field = Field(key=key, label=label, kind=TEXT, meaning=Meaning.ISSUES)
    other_form = replace(FORM, version=2, fields=(field,))

    last = last_values(replace(ROUND, year=2026, form=other_form), frozen.project_by_id["P-1"])

    assert last == {key: "人が足りない。"}


def test_what_stays_inside_the_office_is_kept_with_its_mark() -> None:
    field = Field(key="memo", label="実績（内部）", kind=TEXT, meaning=Meaning.RESULT, internal=True)
    round_ = replace(ROUND, form=replace(FORM, fields=(field,)))
    answer = FrozenAnswer(project="P-1", values={"memo": "予算の見込みが立たない。"})

    (review,) = freeze(PLAN, round_, [answer]).plan.project_by_id["P-1"].reviews

    assert (review.result, [(one.label, one.internal) for one in review.others]) == (
        None,
        [("実績（内部）", True)],
    )


def test_two_fields_of_one_meaning_never_take_each_others_answer() -> None:
    for mine, other in (("result", "result2"), ("result2", "result")):
        frozen = _freeze({mine: "12回ひらいた。"}).plan

        last = last_values(replace(ROUND, year=2026), frozen.project_by_id["P-1"])

        assert last[mine] == "12回ひらいた。"
        assert other not in last
