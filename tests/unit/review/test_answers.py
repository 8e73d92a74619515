"""What an answer must say before it goes on, by kind of field and need, and where it contradicts itself."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared import REPOSITORY
from strategies import texts
from torikumi.plan.direction import Direction, DirectionScale
from torikumi.plan.file import read_plan
from torikumi.plan.finding import Severity
from torikumi.plan.indicator import Indicator, YearValue
from torikumi.plan.money import Amount, Phase
from torikumi.plan.project import Project
from torikumi.plan.quantity import Quantity, ValueState, parse_quantity
from torikumi.review.answers import (
    find_problems,
    has_errors,
    read_choice,
    read_direction,
    write_direction,
)
from torikumi.review.form import Choice, Field, FieldKind, Form, Meaning, Need
from torikumi.review.library.shelf import all_scales, scales_by_name
from torikumi.review.round import Round, Step, StepRole
from torikumi.review.roundfile import read_round

INDICATOR = Indicator(name="来場者", unit="人", targets=(YearValue(year=2024, value=parse_quantity("500")),))
PROJECT = Project(
    id="P-1",
    name="梨まつり",
    direction=Direction(printed="B：継続", code="B", label="継続"),
    indicators=(INDICATOR,),
    amounts=(
        Amount(
            label="",
            year=2024,
            phase=Phase.INITIAL,
            value=Quantity(raw="4,200", state=ValueState.NUMBER, number=Decimal(4200), unit="千円"),
        ),
    ),
)
BY_KIND = {
    FieldKind.TEXT: Field(key="x", label="欄", kind=FieldKind.TEXT, limit=5),
    FieldKind.LINE: Field(key="x", label="欄", kind=FieldKind.LINE, limit=5),
    FieldKind.DIRECTION: Field(key="x", label="欄", kind=FieldKind.DIRECTION, meaning=Meaning.DIRECTION),
    FieldKind.CHOICE: Field(
        key="x", label="欄", kind=FieldKind.CHOICE, choices=(Choice(label="S"), Choice(label="おおむね良い"))
    ),
    FieldKind.NUMBER: Field(key="x", label="欄", kind=FieldKind.NUMBER, unit="人"),
    FieldKind.AMOUNT: Field(key="x", label="欄", kind=FieldKind.AMOUNT, unit="千円"),
    FieldKind.INDICATORS: Field(key="x", label="欄", kind=FieldKind.INDICATORS, meaning=Meaning.INDICATORS),
}
DIRECTION = replace(BY_KIND[FieldKind.DIRECTION], key="d", label="方針")
REASON = Field(
    key="why", label="方針の理由", kind=FieldKind.TEXT, meaning=Meaning.REASON, need=Need.WHEN_CHANGED
)


def round_of(*fields: Field, scale: DirectionScale | None = None) -> Round:
    return Round(
        title="年度評価",
        year=2024,
        form=Form(id="f", title="様式", fields=fields),
        scale=scale or scales_by_name()["iruma"],
        steps=(
            Step(id="section", label="担当課", role=StepRole.SECTION),
            Step(id="planning", label="企画課", role=StepRole.PLANNING),
        ),
    )


def codes(
    *fields: Field, values: dict[str, str], project: Project = PROJECT, scale: DirectionScale | None = None
) -> list[str]:
    return [
        problem.code
        for problem in find_problems(round_of(*fields, scale=scale), project, values, step="section")
    ]


def key_of(kind: FieldKind) -> str:
    return "x.1" if kind is FieldKind.INDICATORS else "x"


CASES = {
    FieldKind.TEXT: [
        ("あいうえお", None),
        ("あいうえおか", "too-long"),
        ("  あいうえお \n", None),
        ("あ\nい", None),
    ],
    FieldKind.LINE: [("あいうえお", None), ("あいうえおか", "too-long"), ("あ\nい", "several-lines"), ("あ\n", None)],
    FieldKind.DIRECTION: [
        ("B", None),
        ("b", None),
        ("Ｂ", None),
        ("継続", None),
        ("B：継続", None),
        ("B:継続", None),
        ("Ｂ　継続", None),
        ("A：継続", "unknown-direction"),
        ("E", "unknown-direction"),
        ("見直し", "unknown-direction"),
        ("B継続とA充実", "unknown-direction"),
    ],
    FieldKind.CHOICE: [
        ("S", None),
        ("ｓ", None),
        ("おおむね 良い", None),
        ("A", "unknown-choice"),
        ("S、A", "unknown-choice"),
    ],
    FieldKind.NUMBER: [
        ("30", None),
        ("３０", None),
        ("1,234人", None),
        ("△3", None),
        ("0.5", None),
        ("約30", None),
        ("未集計", None),
        ("－", None),
        ("30件", "other-unit"),
        ("増加", "not-a-number"),
        ("三十", "not-a-number"),
        ("10～20", "not-a-number"),
    ],
    FieldKind.AMOUNT: [
        ("4200", None),
        ("4,200", None),
        ("4,200千円", None),
        ("０", None),
        ("4,200.0", None),
        ("4200.5", "not-whole"),
        ("約6000", "not-exact"),
        ("6,000千円程度", "not-exact"),
        ("4,200円", "other-unit"),
        ("42百万円", "other-unit"),
        ("未集計", "not-a-number"),
        ("－", "not-a-number"),
        ("4,20", "not-a-number"),
    ],
    FieldKind.INDICATORS: [
        ("480", None),
        ("480人", None),
        ("480.5", None),
        ("未集計", None),
        ("集計中（9月公表）", None),
        ("－", None),
        ("対象外", None),
        ("480件", "other-unit"),
        ("増加", "words-for-a-number"),
        ("よく分からない", "not-a-number"),
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "typed", "code"), [(kind, typed, code) for kind, cases in CASES.items() for typed, code in cases]
)
def test_what_may_be_written_into_a_field(kind: FieldKind, typed: str, code: str | None) -> None:
    assert codes(BY_KIND[kind], values={key_of(kind): typed}) == ([code] if code else [])


def test_every_kind_of_field_has_cases_of_both_kinds() -> None:
    assert set(CASES) == set(FieldKind)
    for cases in CASES.values():
        assert {code is None for _, code in cases} == {True, False}


@pytest.mark.parametrize("kind", FieldKind)
@pytest.mark.parametrize("blank", [None, "", " ", "\u3000", "\r\n"])
@pytest.mark.parametrize(
    ("need", "code"),
    [(Need.OPTIONAL, None), (Need.REQUIRED, "missing"), (Need.WHEN_CHANGED, None)],
)
def test_a_blank_is_wrong_only_where_something_is_needed(
    kind: FieldKind, blank: str | None, need: Need, code: str | None
) -> None:
    values = {} if blank is None else {key_of(kind): blank}

    assert codes(replace(BY_KIND[kind], need=need), values=values) == ([code] if code else [])


@pytest.mark.parametrize(
    ("now", "reason", "code"),
    [
        ("B：継続", "", None),
        ("B", "", None),
        ("継続", "", None),
        ("", "", None),
        ("A", "", "reason-missing"),
        ("A", "要望が多いため", None),
        ("B", "変えないが書く", None),
    ],
)
def test_a_changed_direction_asks_for_its_reason(now: str, reason: str, code: str | None) -> None:
    found = codes(DIRECTION, REASON, values={"d": now, "why": reason})

    assert found == ([code] if code else [])


def test_without_a_direction_of_last_year_there_is_no_change() -> None:
    new = replace(PROJECT, direction=None)

    assert codes(DIRECTION, REASON, values={"d": "A"}, project=new) == []


def test_a_direction_of_another_scale_than_last_years_is_a_change() -> None:
    old = replace(PROJECT, direction=Direction(printed="現状維持"))

    assert codes(DIRECTION, REASON, values={"d": "B"}, project=old) == ["reason-missing"]


def test_only_the_step_that_asks_is_looked_at() -> None:
    second = Field(key="s", label="2次", kind=FieldKind.TEXT, step="planning", need=Need.REQUIRED)
    round_ = round_of(replace(REASON, need=Need.REQUIRED), second)

    assert [p.key for p in find_problems(round_, PROJECT, {}, step="section")] == ["why"]
    assert [p.key for p in find_problems(round_, PROJECT, {}, step="planning")] == ["s"]


BUDGET = Field(key="b", label="予算", kind=FieldKind.AMOUNT, meaning=Meaning.BUDGET, unit="千円", year=1)
THIS_YEAR = replace(BUDGET, key="b0", year=0)
WORDS = Field(
    key="w",
    label="予算の方向",
    kind=FieldKind.CHOICE,
    meaning=Meaning.BUDGET_DIRECTION,
    choices=(
        Choice(label="増", rank=1),
        Choice(label="同", rank=0),
        Choice(label="減", rank=-1),
        Choice(label="未定"),
    ),
)
LESS, MORE = ["less-but-more-money"], ["more-but-less-money"]


@pytest.mark.parametrize(
    ("direction", "budget", "words", "found"),
    [
        ("D", "5,000", "", LESS),
        ("C", "4,201", "", LESS),
        ("D", "4,200", "", []),
        ("D", "0", "", []),
        ("D", "", "", []),
        ("A", "4,000", "", MORE),
        ("A", "5,000", "", []),
        ("B", "9,000", "", []),
        ("D", "", "増", LESS),
        ("A", "", "減", MORE),
        ("D", "", "未定", []),
        ("D", "5,000", "未定", LESS),
        # What the section says in words goes before what the figures seem to say.
        ("D", "5,000", "同", []),
        ("A", "", "同", []),
        ("", "5,000", "増", []),
    ],
)
def test_direction_and_money_that_contradict_are_pointed_out(
    direction: str, budget: str, words: str, found: list[str]
) -> None:
    values = {"d": direction, "b0": "9,999", "b": budget, "w": words}

    problems = find_problems(round_of(DIRECTION, THIS_YEAR, BUDGET, WORDS), PROJECT, values, step="section")

    assert [problem.code for problem in problems] == found
    assert not has_errors(problems)


def test_money_of_the_year_that_is_over_says_nothing_about_the_direction() -> None:
    before = replace(PROJECT.amounts[0], year=2023, value=parse_quantity("1,000"))
    project = replace(PROJECT, amounts=(before, *PROJECT.amounts))

    assert codes(DIRECTION, THIS_YEAR, values={"d": "D", "b0": "9,999"}, project=project) == []


def money(year: int, raw: str, phase: Phase = Phase.INITIAL) -> Amount:
    number = Decimal(raw.replace(",", ""))
    value = Quantity(raw=raw, state=ValueState.NUMBER, number=number, unit="千円")
    return Amount(label="", year=year, phase=phase, value=value)


@pytest.mark.parametrize(
    ("amounts", "settled", "budget", "found"),
    [
        # The budget of the year under review is not in the plan yet: that of the year before it is the newest.
        ((money(2022, "9,900"), money(2023, "1,000")), "", "9,999", LESS),
        ((money(2023, "1,000"),), "9,999", "1,001", LESS),
        ((money(2023, "10,000"),), "9,999", "9,999", []),
        ((), "1,000", "9,999", LESS),
        ((money(2023, "1,000", Phase.SETTLED),), "", "9,999", LESS),
        ((money(2023, "1,000", Phase.SETTLED),), "9,999", "9,999", []),
        ((money(2025, "1,000", Phase.SUPPLEMENT),), "", "9,999", []),
        ((), "", "9,999", []),
    ],
)
def test_next_years_budget_is_held_against_the_newest_money_that_is_known(
    amounts: tuple[Amount, ...], settled: str, budget: str, found: list[str]
) -> None:
    spent = replace(BUDGET, key="s", year=0, meaning=Meaning.SETTLED)
    values = {"d": "D", "s": settled, "b": budget}

    assert codes(DIRECTION, spent, BUDGET, values=values, project=replace(PROJECT, amounts=amounts)) == found


@pytest.mark.parametrize(
    ("number", "direction", "budget", "sentence"),
    [
        (
            "11",
            "F：休止・廃止",
            "9,999",
            "方針は「F：休止・廃止」ですが、予算は増えています（令和7年度 5,100千円→令和9年度 9,999千円）。",
        ),
        (
            "9",
            "F：休止・廃止",
            "60000",
            "方針は「F：休止・廃止」ですが、予算は増えています（令和7年度 5,600千円→令和9年度 60,000千円）。",
        ),
        (
            "9",
            "A：拡充",
            "600",
            "方針は「A：拡充」ですが、予算は減っています（令和7年度 5,600千円→令和9年度 600千円）。",
        ),
        ("9", "E：統合", "5,600", None),
        ("9", "B：継続", "60000", None),
    ],
)
def test_the_sample_city_is_asked_whether_it_ends_a_project_with_more_money(
    number: str, direction: str, budget: str, sentence: str | None
) -> None:
    folder = REPOSITORY / "samples" / "mihon"
    round_ = read_round((folder / "ROUND.toml").read_text(encoding="utf-8"))
    project = next(p for p in read_plan(folder / "plan-2025.json").projects if p.number == number)
    values = {"direction": direction, "budget": budget, "settled": "1,000"}

    found = [
        problem.ja
        for problem in find_problems(round_, project, values, step="section")
        if problem.severity is Severity.WARNING
    ]

    assert [words.partition("どちらか")[0] for words in found] == ([sentence] if sentence else [])


@pytest.mark.parametrize(("typed", "found"), [("休止・廃止", LESS), ("統合・縮小", LESS), ("民間", [])])
def test_a_label_of_two_meanings_contradicts_where_both_do(typed: str, found: list[str]) -> None:
    scale = scales_by_name()["itoigawa"]
    project = replace(PROJECT, direction=None)

    assert codes(DIRECTION, WORDS, values={"d": typed, "w": "増"}, project=project, scale=scale) == found


@pytest.mark.parametrize(("target", "last"), [("条例の制定", "検討"), ("現状維持", None), ("500", "検討")])
def test_words_are_no_surprise_where_the_plan_measures_in_words(target: str, last: str | None) -> None:
    indicator = replace(
        INDICATOR,
        unit=None,
        targets=(YearValue(year=2024, value=parse_quantity(target)),),
        actuals=(YearValue(year=2023, value=parse_quantity(last)),) if last else (),
    )

    found = codes(
        BY_KIND[FieldKind.INDICATORS],
        values={"x.1": "策定"},
        project=replace(PROJECT, indicators=(indicator,)),
    )

    assert found == []


def test_words_for_a_number_are_a_warning_and_not_an_error() -> None:
    (problem,) = find_problems(
        round_of(BY_KIND[FieldKind.INDICATORS]), PROJECT, {"x.1": "増加"}, step="section"
    )

    assert (problem.severity, problem.key) == (Severity.WARNING, "x.1")


def test_a_problem_says_what_to_do_in_two_languages() -> None:
    fields = tuple(replace(field, key=kind.value) for kind, field in BY_KIND.items())
    wrong = {
        "text": "あ" * 9, "line": "あ\nい", "direction": "Z", "choice": "Z", "number": "Z", "amount": "1.5", "indicators.1": "Z",
    }  # fmt: skip

    problems = find_problems(round_of(*fields), PROJECT, wrong, step="section")

    assert len(problems) == len(fields)
    for problem in problems:
        assert problem.ja.endswith("ください。")
        assert problem.en.endswith(".")
        assert "「" in problem.ja


SCALES = st.sampled_from([entry.value for entry in all_scales()])


@given(scale=SCALES, data=st.data())
def test_a_label_written_is_read_back_also_between_spaces_and_in_full_width(
    scale: DirectionScale, data: st.DataObject
) -> None:
    label = data.draw(st.sampled_from(scale.labels))
    typed = write_direction(label)
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in typed)

    assert read_direction(f"\u3000{typed} ", scale) == label
    assert read_direction(wide, scale) == label


@given(scale=SCALES, text=texts(0, 8))
def test_what_is_read_as_a_label_is_one_of_the_scale(scale: DirectionScale, text: str) -> None:
    label = read_direction(text, scale)

    assert label is None or label in scale.labels


@given(text=texts(0, 8))
def test_what_is_read_as_a_choice_is_one_of_the_field_and_reads_as_itself(text: str) -> None:
    field = replace(WORDS, choices=(*WORDS.choices, Choice(label=text))) if text.strip() else WORDS
    read = read_choice(text, field)

    assert read is None or read in [choice.label for choice in field.choices]
    assert read is None or read_choice(read, field) == read


@given(
    values=st.dictionaries(
        st.sampled_from(["text", "line", "direction", "choice", "number", "amount", "indicators.1"]),
        texts(0, 20),
    ),
    need=st.sampled_from(Need),
)
def test_no_answer_breaks_the_check_and_each_field_has_one_error_at_most(
    values: dict[str, str], need: Need
) -> None:
    fields = tuple(replace(field, key=kind.value, need=need) for kind, field in BY_KIND.items())

    problems = find_problems(round_of(*fields), PROJECT, values, step="section")

    errors = [problem.key for problem in problems if problem.severity is Severity.ERROR]
    assert len(errors) == len(set(errors))
    assert set(errors) <= {f"{kind}.1" if kind is FieldKind.INDICATORS else kind.value for kind in FieldKind}
