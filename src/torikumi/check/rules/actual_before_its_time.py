"""A measured value of a year that has not come."""

from collections.abc import Iterator

from torikumi.check.measured import indicators_of
from torikumi.check.rule import Explanation, Remark, Rule
from torikumi.check.titles import shorten
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan
from torikumi.text.era import format_fiscal_year


def _look(plan: Plan) -> Iterator[Remark]:
    if plan.year is None:
        return
    for measured in indicators_of(plan):
        years = sorted(
            value.year
            for value in measured.indicator.actuals
            if value.year is not None and value.year > plan.year and value.value.number is not None
        )
        if not years:
            continue
        yield measured.remark(
            ja=f"{measured.title}の指標「{shorten(measured.indicator.name)}」に{format_fiscal_year(years[0])}の実績が"
            f"ありますが、この計画は{format_fiscal_year(plan.year)}のものです。目標を実績の欄に入れていないか確かめてください。",
            en=f"“{shorten(measured.indicator.name)}” of {measured.title} has a measured value for {years[0]}, but this"
            f" edition is of {plan.year}. Does a target stand among the measured values?",
        )


RULE = Rule(
    code="actual-before-its-time",
    severity=Severity.WARNING,
    ja="まだ来ていない年度の実績がある",
    en="A value was measured before its year",
    explanation=Explanation(
        what="計画の年度が分かっているとき、それより後の年度の実績があるところを知らせます。",
        why="目標の値を実績の欄に入れたか、年度の列を一つずらして写したものです。",
        wrong="令和6年度の計画に、令和7年度の実績「500人」",
        right="令和7年度の目標「500人」",
        what_en="Reports measured values of years after the edition’s own.",
        why_en="A target stands in the column of measured values, or the years were shifted.",
    ),
    look=_look,
)
