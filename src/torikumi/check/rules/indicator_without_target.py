"""An indicator that nothing is aimed at with."""

import re
from collections.abc import Iterator

from torikumi.check.measured import indicators_of, targets_of
from torikumi.check.rule import Explanation, Remark, Rule
from torikumi.check.titles import shorten
from torikumi.plan.finding import Severity
from torikumi.plan.indicator import Indicator, IndicatorKind
from torikumi.plan.model import Plan
from torikumi.plan.quantity import ValueState

_WORD = re.compile(r"\w{2}")
_NOT_A_TARGET = (ValueState.BLANK, ValueState.UNREADABLE)


def _look(plan: Plan) -> Iterator[Remark]:
    all_measured = tuple(each for each in indicators_of(plan) if _is_aimed_at(each.indicator))
    without = [measured for measured in all_measured if not _has_target(measured.indicator)]
    # A report that prints measured values alone has no targets to lack.
    if len(without) * 2 > len(all_measured):
        return
    for measured in without:
        name = shorten(measured.indicator.name)
        yield measured.remark(
            ja=f"{measured.title}の指標「{name}」に目標値がありません。目標値と、その年度を入れてください。",
            en=f"The indicator “{name}” of {measured.title} has no target. Enter the target and its year.",
        )


def _is_aimed_at(indicator: Indicator) -> bool:
    # What was done, and what is shown for reference (参考), is often counted only; 「－」 is no indicator.
    is_named = _WORD.search(indicator.name) is not None
    return is_named and indicator.kind in (None, IndicatorKind.OUTCOME) and "参考" not in indicator.name


def _has_target(indicator: Indicator) -> bool:
    return any(target.value.state not in _NOT_A_TARGET for target in targets_of(indicator))


RULE = Rule(
    code="indicator-without-target",
    severity=Severity.WARNING,
    ja="指標に目標値がない",
    en="An indicator has no target",
    explanation=Explanation(
        what="ほかの指標には目標値があるのに、目標値のない指標を知らせます。「増加」などの言葉の目標と、"
        "「－」（目標を置かない印）は目標があるものとして数えます。活動・投入の指標と「参考」の指標は見ません"
        "。半分より多くの指標に目標値がない計画では知らせません。",
        why="目標のない指標では、達成したかどうかを評価できません。国の総合戦略の手引きも、"
        "目標値のある指標を求めています。",
        wrong="「講座の参加者数 基準値412人、目標値（空）」",
        right="「講座の参加者数 基準値412人、目標値（令和6年度）500人」",
        what_en="Reports indicators without a target (not those of what was done, nor those for reference),"
        " in plans where at least half of them have one.",
        why_en="Without a target nobody can say whether it was reached.",
    ),
    look=_look,
)
