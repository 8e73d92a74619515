"""An indicator without a base value where the others have one."""

from collections.abc import Iterator

from torikumi.check.measured import indicators_of
from torikumi.check.rule import Explanation, Remark, Rule
from torikumi.check.titles import shorten
from torikumi.plan.finding import Severity
from torikumi.plan.indicator import Indicator
from torikumi.plan.model import Plan
from torikumi.plan.quantity import ValueState

_NONE_TO_GIVE = (ValueState.BLANK, ValueState.UNREADABLE)


def _look(plan: Plan) -> Iterator[Remark]:
    all_measured = tuple(indicators_of(plan))
    without = [measured for measured in all_measured if not _has_base(measured.indicator)]
    if len(without) * 3 > len(all_measured):
        return
    for measured in without:
        yield measured.remark(
            ja=f"{measured.title}の指標「{shorten(measured.indicator.name)}」に基準値がありません。"
            "計画を始める前の値と、その年度を入れてください。",
            en=f"The indicator “{shorten(measured.indicator.name)}” of {measured.title} has no base value. Enter the value"
            " before the plan began, and its year.",
        )


def _has_base(indicator: Indicator) -> bool:
    return indicator.base is not None and indicator.base.value.state not in _NONE_TO_GIVE


RULE = Rule(
    code="indicator-without-base",
    severity=Severity.INFO,
    ja="指標に基準値がない",
    en="An indicator has no base value",
    explanation=Explanation(
        what="三分の二以上の指標に基準値（現状値）がある計画で、基準値のない指標を知らせます。"
        "「－」「未集計」は、あるものとして数えます。",
        why="始めの値がないと、目標が高いのか低いのか、事業で変わったのかを言えません。",
        wrong="「講座の参加者数 基準値（空）、目標値500人」",
        right="「講座の参加者数 基準値（令和4年度）412人、目標値500人」",
        what_en="Reports indicators without a base value, in plans where two thirds have one.",
        why_en="Without the value at the start nobody can say what the project changed.",
    ),
    look=_look,
)
