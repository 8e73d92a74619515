"""Rating a value by a rule: the cases of tests/cases/rating, and the laws that every rule keeps."""

from dataclasses import replace
from decimal import Decimal

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

from shared import REPOSITORY
from torikumi.plan.indicator import Counting, Good, Indicator, YearValue
from torikumi.plan.model import Period
from torikumi.plan.quantity import Quantity, ValueState, parse_quantity
from torikumi.review.library.ratings import all_ratings, ratings_by_name
from torikumi.review.library.shelf import Entry
from torikumi.review.mistakes import Spot
from torikumi.review.rating import Rating, RatingState, rate
from torikumi.review.rating_check import rating_mistakes
from torikumi.review.rating_rule import Against, Formula, Grade, RatingRule, Standing

FOLDER = REPOSITORY / "tests" / "cases" / "rating"
FILES = sorted(FOLDER.glob("*.yaml"))
GOOD = {"増": Good.UP, "減": Good.DOWN, "維持": Good.KEEP}
COUNTING = {"単年度": Counting.YEARLY, "累計": Counting.CUMULATIVE}
STANDING = {
    "未集計": Standing.NOT_MEASURED,
    "未着手": Standing.NOT_STARTED,
    "完了": Standing.COMPLETED,
    "中止": Standing.STOPPED,
}
KEYS = {"名前", "向き", "数え方", "基準", "目標", "最終目標", "実績", "年度", "状態", "区分", "理由"}


def cases() -> list[tuple[str, dict]]:
    return [(path.stem, case) for path in FILES for case in yaml.safe_load(path.read_text(encoding="utf-8"))]


def values(written: dict[int, object] | None) -> tuple[YearValue, ...]:
    return tuple(
        YearValue(year=year, value=parse_quantity(str(raw))) for year, raw in (written or {}).items()
    )


def indicator_of(case: dict) -> Indicator:
    return Indicator(
        name="指標",
        good=GOOD[case["向き"]] if "向き" in case else None,
        counting=COUNTING[case["数え方"]] if "数え方" in case else None,
        base=next(iter(values(case.get("基準"))), None),
        targets=values(case.get("目標")),
        final_target=next(iter(values(case.get("最終目標"))), None),
        actuals=values(case.get("実績")),
    )


@pytest.mark.parametrize(("rule", "case"), cases(), ids=[f"{rule}-{case['名前']}" for rule, case in cases()])
def test_a_value_is_rated_as_the_case_says(rule: str, case: dict) -> None:
    assert set(case) <= KEYS
    year = case.get("年度") or max(case["実績"])
    standing = STANDING.get(case.get("状態"), Standing.RUNNING)

    rating = rate(indicator_of(case), ratings_by_name()[rule], year, standing=standing)

    assert (rating.label or "なし") == case["区分"], rating.ja
    assert case.get("理由", "") in rating.ja
    assert rating.ja.endswith("。")
    assert rating.en.endswith(".")


def test_every_rule_has_cases_and_every_grade_by_value_is_reached_by_one() -> None:
    reached = {(rule, case["区分"]) for rule, case in cases()}

    assert {path.stem for path in FILES} == {entry.id for entry in all_ratings()}
    for entry in all_ratings():
        for grade in entry.value.grades:
            if not entry.value.judged and (grade.rank is not None or grade.standings):
                assert (entry.id, grade.label) in reached


def name_of(entry: Entry[RatingRule]) -> str:
    return entry.name


@pytest.mark.parametrize("entry", all_ratings(), ids=name_of)
def test_every_ready_made_rule_holds_together(entry: Entry[RatingRule]) -> None:
    assert list(rating_mistakes(Spot(), entry.value)) == []
    assert entry.value.id == entry.id
    assert entry.value.title == entry.title


BY_VALUE = [entry.value for entry in all_ratings() if not entry.value.judged]


def test_what_is_not_measured_ended_or_missing_has_no_rank_unless_the_rule_gives_one() -> None:
    indicator = Indicator(name="指標", good=Good.UP, actuals=values({2024: "未集計"}))
    rule = ratings_by_name()["nagoya-port"]

    waiting = rate(indicator, rule, 2024)
    stopped = rate(indicator, rule, 2024, standing=Standing.STOPPED)
    missing = rate(replace(indicator, actuals=values({2024: "5"})), rule, 2024)

    assert [r.state for r in (waiting, stopped, missing)] == [
        RatingState.NOT_MEASURED,
        RatingState.ENDED,
        RatingState.MISSING,
    ]
    assert {(r.label, r.rank, r.attainment) for r in (waiting, stopped, missing)} == {(None, None, None)}


def test_a_rating_says_its_calculation_and_the_figures_as_printed() -> None:
    indicator = Indicator(
        name="指標", good=Good.UP, targets=values({2024: "1,500人"}), actuals=values({2024: "1,200人"})
    )

    rating = rate(indicator, ratings_by_name()["nagoya-port"], 2024)

    assert rating.formula == "実績値1,200÷目標値1,500＝80.0％"
    assert [(figure.name, figure.raw) for figure in rating.figures] == [
        ("令和6年度の実績値", "1,200人"),
        ("令和6年度の目標値", "1,500人"),
    ]
    assert rating.ja == "達成率は80.0％。「順調」（達成率80％以上）です。"


def test_the_years_of_the_plan_go_before_the_years_of_the_figures() -> None:
    indicator = Indicator(
        name="指標",
        good=Good.UP,
        counting=Counting.CUMULATIVE,
        final_target=YearValue(year=None, value=parse_quantity("100")),
        actuals=values({2024: "40"}),
    )

    rating = rate(indicator, ratings_by_name()["tama"], 2024, period=Period(first=2023, last=2027))

    assert rating.label == "着実"


NUMBERS = st.decimals(min_value=-1000, max_value=1000, places=2)


def number(value: Decimal) -> Quantity:
    return Quantity(raw=str(value), state=ValueState.NUMBER, number=value)


@st.composite
def indicators(draw: st.DrawFn) -> Indicator:
    def maybe(year: int) -> YearValue | None:
        return YearValue(year=year, value=number(draw(NUMBERS))) if draw(st.integers(0, 4)) else None

    target = maybe(2024)
    return Indicator(
        name="指標",
        good=draw(st.sampled_from([*Good, None])),
        counting=draw(st.sampled_from(Counting)),
        base=maybe(2022),
        final_target=maybe(2027),
        targets=(target,) if target else (),
    )


def rated(indicator: Indicator, rule: RatingRule, value: Decimal) -> Rating:
    return rate(replace(indicator, actuals=(YearValue(year=2024, value=number(value)),)), rule, 2024)


@given(indicator=indicators(), rule=st.sampled_from(BY_VALUE), one=NUMBERS, other=NUMBERS)
def test_a_better_value_is_never_rated_lower(
    indicator: Indicator, rule: RatingRule, one: Decimal, other: Decimal
) -> None:
    first, second = rated(indicator, rule, one), rated(indicator, rule, other)
    assume(first.rank is not None and second.rank is not None)
    good = indicator.good
    if good is None:
        assert indicator.base and indicator.final_target
        good = Good.UP if indicator.final_target.value.number > indicator.base.value.number else Good.DOWN
    if good is Good.KEEP:
        assume(rule.against is not Against.PRORATED and indicator.targets)
        target = indicator.targets[0].value.number
        is_better = abs(one - target) <= abs(other - target)
    else:
        is_better = one >= other if good is Good.UP else one <= other

    assert first.rank >= second.rank if is_better else True
    if first.attainment is not None and second.attainment is not None and is_better:
        assert first.attainment >= second.attainment


@given(
    indicator=indicators(),
    rule=st.sampled_from(BY_VALUE),
    value=NUMBERS,
    factor=st.sampled_from([Decimal("0.001"), Decimal("0.3"), Decimal(7), Decimal(1000)]),
)
def test_the_unit_of_the_figures_makes_no_difference(
    indicator: Indicator, rule: RatingRule, value: Decimal, factor: Decimal
) -> None:
    def scaled(year_value: YearValue | None) -> YearValue | None:
        return replace(year_value, value=number(year_value.value.number * factor)) if year_value else None

    other = replace(
        indicator,
        base=scaled(indicator.base),
        final_target=scaled(indicator.final_target),
        targets=tuple(filter(None, map(scaled, indicator.targets))),
    )

    before, after = rated(indicator, rule, value), rated(other, rule, value * factor)

    assert (before.state, before.label, before.attainment) == (after.state, after.label, after.attainment)


@given(indicator=indicators(), rule=st.sampled_from(BY_VALUE))
def test_the_target_itself_is_a_hundred_per_cent(indicator: Indicator, rule: RatingRule) -> None:
    assume(indicator.targets and rule.against in (Against.YEAR, Against.PLAN))

    rating = rated(indicator, rule, indicator.targets[0].value.number)

    assert rating.attainment in (None, 100)


@given(indicator=indicators(), rule=st.sampled_from(BY_VALUE), value=NUMBERS)
def test_without_a_grade_something_is_said_to_be_missing(
    indicator: Indicator, rule: RatingRule, value: Decimal
) -> None:
    rating = rated(indicator, rule, value)

    if rating.label is None:
        assert (rating.state, rating.rank, rating.attainment) == (RatingState.MISSING, None, None)
        assert rating.ja.endswith("ください。")
    else:
        assert rating.state is RatingState.RATED


GRADES = (Grade(label="A", rank=2, at_least=Decimal(80)), Grade(label="B", rank=1))


@pytest.mark.parametrize(
    ("grades", "key", "words"),
    [
        (GRADES, None, ""),
        (GRADES[:1], "grades", "二つ以上"),
        ((GRADES[1], GRADES[0]), "grades[2].rank", "良いほうから順"),
        ((GRADES[0], replace(GRADES[0], label="B", rank=1)), "grades", "条件なし"),
        ((replace(GRADES[0], at_least=None), GRADES[1]), "grades", "条件なし"),
        ((replace(GRADES[0], at_least=Decimal(-1)), GRADES[1]), "grades[1].at_least", "0から1000"),
        ((replace(GRADES[0], rank=None), GRADES[1]), "grades[1].rank", "大きいほど良い"),
        ((replace(GRADES[0], label=" "), GRADES[1]), "grades[1].label", "空です"),
    ],
)
def test_a_rule_of_ones_own_is_checked(grades: tuple[Grade, ...], key: str | None, words: str) -> None:
    rule = RatingRule(id="own", title="わが市", formula=Formula.RATIO, grades=grades)

    mistakes = list(rating_mistakes(Spot(), rule))

    assert [mistake.key for mistake in mistakes][:1] == ([key] if key else [])
    assert all(words in mistake.ja for mistake in mistakes[:1])
