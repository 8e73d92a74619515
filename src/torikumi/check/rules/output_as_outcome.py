"""An indicator of doing that stands as one of outcome."""

import re
from collections.abc import Iterator

from torikumi.check.measured import indicators_of
from torikumi.check.rule import Explanation, Remark, Rule
from torikumi.check.titles import shorten
from torikumi.plan.finding import Severity
from torikumi.plan.indicator import IndicatorKind
from torikumi.plan.model import Plan
from torikumi.text.width import fold_width

# What is counted is what the office itself did.
_DONE = re.compile(
    r"(開催|配布|配付|(?<!への)訪問|巡回|更新)(の)?(年間)?(延べ)?(回数|件数|部数|枚数|数)$"
    r"|(会議|研修|講座|説明会|セミナー|イベント|会合|講習会?|ワークショップ|相談会|検討会|委員会|協議会|シンポジウム)(の|等の)?"
    r"(開催|実施)?(の)?(回数|件数)$"
    r"|(パンフレット|チラシ|リーフレット|広報[紙誌]|冊子|ポスター|ガイドブック)(の|等の)?(作成|発行|印刷)?(の)?(部数|枚数|数)$"
)


def _look(plan: Plan) -> Iterator[Remark]:
    for measured in indicators_of(plan):
        indicator = measured.indicator
        name = "".join(fold_width(indicator.name).split())
        if indicator.kind is not IndicatorKind.OUTCOME or not _DONE.search(name):
            continue
        yield measured.remark(
            ja=f"{measured.title}の成果指標「{shorten(indicator.name)}」は、行った回数や作った数（活動）です。"
            "それによって何が変わったかを測る指標にしてください。",
            en=f"“{shorten(indicator.name)}” of {measured.title} stands as an outcome, but counts what was done."
            " Measure what it changed.",
        )


RULE = Rule(
    code="output-as-outcome",
    severity=Severity.INFO,
    ja="活動の数が成果指標になっている",
    en="What was done stands as an outcome",
    explanation=Explanation(
        what="成果指標とされているのに、「開催回数」「配布部数」「チラシの作成部数」のように、"
        "行ったことや作ったものの数で終わる名前の指標を知らせます。",
        why="国の総合戦略の手引きは、活動（アウトプット）ではなく成果（アウトカム）の指標を求めています。"
        "回数は、予算があれば必ず達成できます。",
        wrong="成果指標「講座の開催回数」",
        right="成果指標「講座を受けて起業した人の数」（活動指標「講座の開催回数」）",
        what_en="Reports indicators of kind outcome whose name ends in a count of what "
        "was done (開催回数, 配布部数 …).",
        why_en="The state asks for outcomes; a count of doings is reached whenever there is money.",
    ),
    look=_look,
)
