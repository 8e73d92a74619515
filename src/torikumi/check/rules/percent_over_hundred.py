"""A share of more than all."""

import re
from collections.abc import Iterator

from torikumi.check.measured import indicators_of, values_of
from torikumi.check.rule import Explanation, Remark, Rule
from torikumi.check.titles import shorten
from torikumi.plan.finding import Severity
from torikumi.plan.indicator import Indicator, YearValue
from torikumi.plan.model import Plan
from torikumi.text.width import fold_width

# Rates that may well pass 100 %: compared with a target, a plan, a year before, a capacity, a cost.
_MAY_PASS = re.compile(
    r"達成|増|減|伸び|前年|前期|前回|比|対|進捗|執行|消化|稼[働動]|充足|倍率|混雑|乗車|利用率|回転|収支|経常|自給|有効求人|成長|変化|指数|カバー率"
    r"|入[居所園]|応募|利回り|流入|交流|昼間|回収|交付|計画|予定|見込|目標|消費|公債|負債|負担|資金|流動|累積|効率|生産性|利用可能"
)
_SHARE = re.compile(r"(率|割合|比率|シェア)(（[^）]*）|\([^)]*\))?$")


def _look(plan: Plan) -> Iterator[Remark]:
    for measured in indicators_of(plan):
        indicator = measured.indicator
        name = "".join(fold_width(indicator.name).split())
        if not _SHARE.search(name) or _MAY_PASS.search(name):
            continue
        over = next((value for value in values_of(indicator) if _is_over(indicator, value)), None)
        if over is not None:
            yield measured.remark(
                ja=f"{measured.title}の指標「{shorten(indicator.name)}」に{over.value.number:f}％という値があります。"
                "100％を超える割合でよいか確かめてください。",
                en=f"“{shorten(indicator.name)}” of {measured.title} has {over.value.number:f} %. Can this share pass 100 %?",
            )


def _is_over(indicator: Indicator, value: YearValue) -> bool:
    number = value.value.number
    unit = fold_width(value.value.unit or indicator.unit or "").strip()
    return number is not None and number > 100 and unit in ("%", "パーセント")


RULE = Rule(
    code="percent-over-hundred",
    severity=Severity.WARNING,
    ja="割合が100％を超えている",
    en="A share is over 100 %",
    explanation=Explanation(
        what="名前が「率」「割合」で終わる指標の値が100％を超えるところを知らせます。"
        "達成率・前年比・稼働率・充足率のように、100％を超えてよい割合は数えません。",
        why="小数点の落とし（98.5を985）や、人数を割合の欄に入れたときに起こります。",
        wrong="「健診の受診率」の実績「985％」",
        right="「健診の受診率」の実績「98.5％」",
        what_en="Reports shares above 100 %, but for rates that may well pass it (達成率, 前年比, 稼働率 …).",
        why_en="A decimal point was lost, or a number of people stands in the column of a share.",
    ),
    look=_look,
)
