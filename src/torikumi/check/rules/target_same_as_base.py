"""A target that asks for no change, though it is not said to be kept."""

import re
from collections.abc import Iterator
from decimal import Decimal

from torikumi.check.goodness import number_in
from torikumi.check.measured import indicators_of
from torikumi.check.rule import Explanation, Remark, Rule
from torikumi.check.titles import shorten
from torikumi.plan.finding import Severity
from torikumi.plan.indicator import Good, Indicator
from torikumi.plan.model import Plan
from torikumi.text.width import fold_width

_KEPT = re.compile(r"維持|継続|確保|保持|現状")


def _look(plan: Plan) -> Iterator[Remark]:
    for measured in indicators_of(plan):
        indicator = measured.indicator
        base, target = number_in(indicator.base), number_in(indicator.final_target)
        if base is None or base != target or indicator.good is Good.KEEP or _is_at_its_end(indicator, base):
            continue
        words = f"{indicator.name}{indicator.definition or ''}"
        if _KEPT.search(words):
            continue
        yield measured.remark(
            ja=f"{measured.title}の指標「{shorten(indicator.name)}」は、目標が基準値と同じ{base:,f}です。"
            "保つことが目標ならその旨を書き、違うなら目標を直してください。",
            en=f"The target of “{shorten(indicator.name)}” of {measured.title} is its base, {base:,f}."
            " Say that it is to be kept, or mend the target.",
        )


def _is_at_its_end(indicator: Indicator, value: Decimal) -> bool:
    # Nothing is better than no accident, or than all of them.
    unit = fold_width((indicator.base and indicator.base.value.unit) or indicator.unit or "")
    return value == 0 or (value == 100 and unit in ("%", "パーセント"))


RULE = Rule(
    code="target-same-as-base",
    severity=Severity.INFO,
    ja="目標が基準値と同じである",
    en="A target is the same as the base value",
    explanation=Explanation(
        what="最終目標が基準値と同じ数である指標を知らせます。「維持」と書かれているもの、"
        "向きが維持のもの、0と100％は数えません。",
        why="何も変わらなくても「達成」になります。基準値を目標の欄に写しただけのこともあります。",
        wrong="「講座の参加者数 基準値412人、目標値412人」",
        right="「講座の参加者数 基準値412人、目標値500人」",
        what_en="Reports a final target equal to the base, unless it is said to be kept, zero or 100 %.",
        why_en="It is reached without doing anything, or the base was copied into the wrong cell.",
    ),
    look=_look,
)
