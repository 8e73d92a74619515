"""Rating an indicator's value of one year by a rule: a grade with its reason, or what is missing to give one."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from torikumi.plan.indicator import Indicator, YearValue
from torikumi.plan.model import Period
from torikumi.plan.quantity import ValueState
from torikumi.review.rating_case import Case, Figure, MissingFigureError, printed_percent
from torikumi.review.rating_rule import Grade, RatingRule, Standing
from torikumi.text.era import format_fiscal_year


class RatingState(StrEnum):
    """Whether there is a grade, and why not; not measured, ended and not reached are three things."""

    RATED = "rated"
    NOT_MEASURED = "not_measured"
    ENDED = "ended"  # not started, completed or stopped
    MISSING = "missing"  # a figure that the rule needs is not known
    JUDGED = "judged"  # the rule leaves the choice to a person


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """A grade, or none, with the reason. `formula` is the calculation in words, "" where nothing was calculated.

    A state other than RATED may have a label where the rule has one for it (「－」 未集計). `attainment` is per cent,
    exact; None where it was not needed or cannot be counted. `reached` says whether the value is no worse than the target
    that the rule holds it against; None where there is none.
    """

    state: RatingState
    label: str | None
    rank: int | None
    ja: str
    en: str
    formula: str = ""
    figures: tuple[Figure, ...] = ()
    attainment: Fraction | None = None
    reached: bool | None = None


_STANDING_JA = {
    Standing.NOT_MEASURED: "実績値がまだないため、評価していません。",
    Standing.NOT_STARTED: "まだ始めていないため、目標と比べていません。",
    Standing.COMPLETED: "完了したため、目標と比べていません。",
    Standing.STOPPED: "中止したため、目標と比べていません。",
}
_STANDING_EN = {
    Standing.NOT_MEASURED: "Not measured yet, so it is not rated.",
    Standing.NOT_STARTED: "Not started, so it is not held against the target.",
    Standing.COMPLETED: "Completed, so it is not held against the target.",
    Standing.STOPPED: "Stopped, so it is not held against the target.",
}


def rate(
    indicator: Indicator,
    rule: RatingRule,
    year: int,
    *,
    period: Period | None = None,
    standing: Standing = Standing.RUNNING,
) -> Rating:
    """Return the grade of the value of a fiscal year, never one where a figure is missing.

    `period` is the plan's, for rules that count its years; without it they run from the base value's year to that of
    the final target. `standing` is what is known of the indicator beside its value.
    """
    if rule.judged:
        return Rating(
            state=RatingState.JUDGED,
            label=None,
            rank=None,
            ja="この区分は数では決まりません。人が選びます。",
            en="This rule has no lines between its grades; a person chooses.",
        )
    if standing is not Standing.RUNNING:
        return _by_standing(rule, standing)
    actual = next((value for value in indicator.actuals if value.year == year), None)
    if actual is None or actual.value.number is None:
        return _without_value(rule, actual, year)
    case = Case(
        indicator=indicator,
        rule=rule,
        year=year,
        value=Fraction(actual.value.number),
        actual=actual.value,
        period=period,
    )
    try:
        return _by_value(case)
    except MissingFigureError as missing:
        return Rating(
            state=RatingState.MISSING,
            label=None,
            rank=None,
            ja=missing.ja,
            en=missing.en,
            figures=tuple(case.figures),
        )


def _by_standing(rule: RatingRule, standing: Standing) -> Rating:
    grade = next((grade for grade in rule.grades if standing in grade.standings), None)
    measured = standing is not Standing.NOT_MEASURED
    return Rating(
        state=RatingState.ENDED if measured else RatingState.NOT_MEASURED,
        label=grade.label if grade else None,
        rank=grade.rank if grade else None,
        ja=_STANDING_JA[standing],
        en=_STANDING_EN[standing],
    )


def _without_value(rule: RatingRule, actual: YearValue | None, year: int) -> Rating:
    state = actual.value.state if actual else ValueState.BLANK
    if state in (ValueState.WORDS, ValueState.UNREADABLE) and actual is not None:
        return Rating(
            state=RatingState.MISSING,
            label=None,
            rank=None,
            ja=f"{format_fiscal_year(year)}の実績値「{actual.value.raw[:30]}」は数ではないので、計算できません。人が評価してください。",
            en=f"The value of fiscal {year}, {actual.value.raw[:30]!r}, is no number; a person must rate it.",
        )
    return _by_standing(rule, Standing.NOT_MEASURED)


def _by_value(case: Case) -> Rating:
    grade = next(
        (grade for grade in case.rule.grades if grade.rank is not None and _holds(grade, case)), None
    )
    if grade is None:
        raise MissingFigureError(
            ja="どの区分にも当てはまりません。規則に、残りを受ける区分を足してください。",
            en="No grade takes this value; add one to the rule that takes the rest.",
        )
    attainment = _attainment(case)
    reached = f"達成率は{printed_percent(attainment)}％。" if attainment is not None else ""
    return Rating(
        state=RatingState.RATED,
        label=grade.label,
        rank=grade.rank,
        ja=f"{reached}「{grade.label}」（{condition_ja(grade)}）です。",
        en=f"{grade.label}: {condition_en(grade)}.",
        formula=case.formula,
        figures=tuple(case.figures),
        attainment=attainment,
        reached=_has_reached(case),
    )


def _has_reached(case: Case) -> bool | None:
    try:
        return case.is_at_least(Fraction(100))
    except MissingFigureError:
        return None


def _attainment(case: Case) -> Fraction | None:
    """The attainment beside a grade that did not need it; None where the rule counts none or a figure is missing."""
    if not any(grade.at_least or grade.above for grade in case.rule.grades):
        return None
    try:
        return case.attainment()
    except MissingFigureError:
        return None


def _holds(grade: Grade, case: Case) -> bool:
    return (
        (grade.above is None or case.is_above(Fraction(grade.above)))
        and (grade.at_least is None or case.is_at_least(Fraction(grade.at_least)))
        and (not grade.better_than_base or case.is_better_than_base())
        and (grade.base_within is None or case.is_within_base(Fraction(grade.base_within)))
    )


def condition_ja(grade: Grade) -> str:
    """Return in Japanese when a grade is given by value: "達成率80％以上"."""
    words = []
    if grade.above is not None:
        words.append("目標値より良い" if grade.above == 100 else f"達成率{grade.above:f}％を超える")
    if grade.at_least is not None:
        words.append("目標値に届く" if grade.at_least == 100 else f"達成率{grade.at_least:f}％以上")
    if grade.better_than_base:
        words.append("基準値より良い")
    if grade.base_within is not None:
        words.append(f"基準値からの悪化が{grade.base_within:f}％以内")
    return "で、".join(words) or "ここまでのどれにも当たらない"


def condition_en(grade: Grade) -> str:
    """Return in English when a grade is given by value."""
    words = []
    if grade.above is not None:
        words.append(f"more than {grade.above:f} % of the target")
    if grade.at_least is not None:
        words.append(f"at least {grade.at_least:f} % of the target")
    if grade.better_than_base:
        words.append("better than the base value")
    if grade.base_within is not None:
        words.append(f"worse than the base value by {grade.base_within:f} % of it at most")
    return " and ".join(words) or "none of the grades before"
