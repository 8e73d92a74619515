"""An indicator with past targets and not one measured value."""

import re
from collections.abc import Iterator

from torikumi.check.measured import indicators_of
from torikumi.check.rule import Explanation, Remark, Rule
from torikumi.check.titles import shorten
from torikumi.plan.finding import Severity
from torikumi.plan.indicator import Indicator
from torikumi.plan.model import Plan
from torikumi.plan.quantity import ValueState

_SELDOM = re.compile(r"年に[一1１]度|年に[一1１]回|年ごと|年毎|隔年")


def _look(plan: Plan) -> Iterator[Remark]:
    year = plan.year
    if year is None:
        return
    all_measured = [
        each
        for each in indicators_of(plan)
        if _years_due(each.indicator, year) >= 2 and not _SELDOM.search(each.indicator.name)
    ]
    without = [measured for measured in all_measured if not _tells(measured.indicator)]
    # A plan (and no report) has no measured values to lack.
    if len(without) * 2 > len(all_measured):
        return
    for measured in without:
        yield measured.remark(
            ja=f"{measured.title}の指標「{shorten(measured.indicator.name)}」は、目標の年度が二つ以上過ぎているのに"
            "実績が一つもありません。測っていないのなら、測れる指標に替えてください。",
            en=f"“{shorten(measured.indicator.name)}” of {measured.title} has targets of two past years or more and no"
            " measured value. Take one that can be measured.",
        )


def _years_due(indicator: Indicator, year: int) -> int:
    return sum(
        1
        for target in indicator.targets
        if target.year is not None and target.year < year and target.value.number
    )


def _tells(indicator: Indicator) -> bool:
    return any(value.value.state is not ValueState.BLANK for value in indicator.actuals)


RULE = Rule(
    code="indicator-never-measured",
    severity=Severity.INFO,
    ja="一度も測られていない指標がある",
    en="An indicator was never measured",
    explanation=Explanation(
        what="計画の年度より前の（0でない）目標が二つ以上あるのに、実績が一つもない指標を知らせます。"
        "半分より多くの指標がそうなら、実績を載せない計画とみなして知らせません。"
        "「－」「未集計」は実績の欄があるものとして数え、「5年に一度の調査」のような指標は見ません。",
        why="測らない指標は、目標を置いていないのと同じです。",
        wrong="目標 令和4年度400人・令和5年度450人、実績（空）",
        right="実績 令和4年度412人・令和5年度430人",
        what_en="Reports indicators with numeric targets of two past years or more and no measured value.",
        why_en="An indicator that is never measured is no indicator.",
    ),
    look=_look,
)
