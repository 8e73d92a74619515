"""A value that is ten, a hundred or a thousand times its neighbours."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from torikumi.check.measured import indicators_of
from torikumi.check.rule import Explanation, Remark, Resting, Rule
from torikumi.check.titles import shorten
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan
from torikumi.text.era import format_fiscal_year

_SLIPS = (Decimal(10), Decimal(100), Decimal(1000))
_NEAR = Decimal("0.15")


def _look(plan: Plan) -> Iterator[Remark]:
    for measured in indicators_of(plan):
        actuals = [
            (value.year, value.value.number)
            for value in measured.indicator.actuals
            if value.year is not None and value.value.number is not None and value.value.number > 0
        ]
        if len(actuals) < 3:
            continue
        odd = _odd_one(actuals)
        if odd is None:
            continue
        year, value, times = odd
        yield measured.remark(
            ja=f"{measured.title}の指標「{shorten(measured.indicator.name)}」の{format_fiscal_year(year)}の値"
            f"{value:,f}は、ほかの年度のほぼ{times}です。けたや単位を確かめてください。",
            en=f"“{shorten(measured.indicator.name)}” of {measured.title} is {value:,f} in {year}, about {times} of the"
            " other years. Check the digits and the unit.",
        )


def _odd_one(actuals: Sequence[tuple[int, Decimal]]) -> tuple[int, Decimal, str] | None:
    for year, value in actuals:
        others = sorted(other for when, other in actuals if when != year)
        # The others must agree among themselves, or nothing is out of line.
        if others[-1] > others[0] * (1 + _NEAR):
            continue
        middle = others[len(others) // 2]
        for slip in _SLIPS:
            if abs(value / middle - slip) <= slip * _NEAR:
                return year, value, f"{slip}倍"
            if abs(middle / value - slip) <= slip * _NEAR:
                return year, value, f"{slip}分の1"
    return None


RULE = Rule(
    code="value-out-of-line",
    severity=Severity.WARNING,
    ja="一つの年度の値だけがけた違いである",
    en="One value is out by a factor of ten",
    explanation=Explanation(
        what="三つ以上の年度の実績のうち、一つだけがほかのほぼ10倍・100倍・1000倍（またはその逆）で、"
        "ほかはそろっているところを知らせます。",
        why="けたの打ち間違いや、千円と円、人と千人の取り違えで起こります。グラフは一つの点のためにつぶれます。",
        wrong="実績が「412人」「430人」「4,250人」",
        right="実績が「412人」「430人」「425人」",
        what_en="Reports a measured value that is about 10, 100 or 1000 times the others "
        "(or a part of them), which agree.",
        why_en="A digit too many, or thousands for ones; a single point then flattens the chart.",
    ),
    look=_look,
    resting=Resting(
        ja="小さな数では本当の増減のほうが多いため、初めは切ってあります。",
        en="Off at first: of small counts, true changes are commoner than slips.",
    ),
)
