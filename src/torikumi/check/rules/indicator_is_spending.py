"""An outcome that counts the money spent."""

import re
from collections.abc import Iterator

from torikumi.check.measured import indicators_of
from torikumi.check.rule import Explanation, Remark, Rule
from torikumi.check.titles import shorten
from torikumi.plan.finding import Severity
from torikumi.plan.indicator import IndicatorKind
from torikumi.plan.model import Plan
from torikumi.text.width import fold_width

_SPENDING = re.compile(
    r"(予算|補助金|事業費|交付金)?(の)?(執行率|執行額|執行割合|支出済額|消化率|支出額|支出率)$"
)


def _look(plan: Plan) -> Iterator[Remark]:
    for measured in indicators_of(plan):
        indicator = measured.indicator
        name = "".join(fold_width(indicator.name).split())
        if indicator.kind is not IndicatorKind.OUTCOME or not _SPENDING.search(name):
            continue
        yield measured.remark(
            ja=f"{measured.title}の成果指標「{shorten(indicator.name)}」は、使ったお金です。お金で何が変わったかを"
            "測る指標にしてください。",
            en=f"“{shorten(indicator.name)}” of {measured.title} stands as an outcome, but counts money spent."
            " Measure what the money changed.",
        )


RULE = Rule(
    code="indicator-is-spending",
    severity=Severity.INFO,
    ja="使ったお金が成果指標になっている",
    en="Money spent stands as an outcome",
    explanation=Explanation(
        what="成果指標とされているのに、「執行率」「執行額」のように使ったお金で終わる名前の指標を知らせます。",
        why="予算を使い切れば達成になります。成果とは言えません。",
        wrong="成果指標「補助金の執行率」",
        right="成果指標「補助を受けて続いている店の数」",
        what_en="Reports indicators of kind outcome whose name ends in 執行率, 執行額 and the like.",
        why_en="Spending all of the budget is no outcome.",
    ),
    look=_look,
)
