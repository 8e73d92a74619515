"""A cumulative count that goes down."""

import re
from collections.abc import Iterator
from itertools import pairwise

from torikumi.check.measured import indicators_of
from torikumi.check.rule import Explanation, Remark, Rule
from torikumi.check.titles import shorten
from torikumi.plan.finding import Severity
from torikumi.plan.indicator import Counting, Good, Indicator
from torikumi.plan.model import Plan
from torikumi.text.era import format_fiscal_year

_CUMULATIVE = re.compile(
    r"^(累計|累積|通算)|(?<!の)(累計|累積)(数|件数|人数|額|値)?$|[(（](累計|累積)(値|数)?[)）]$"
)
_OWED = re.compile("赤字|欠損|債")


def _look(plan: Plan) -> Iterator[Remark]:
    for measured in indicators_of(plan):
        indicator = measured.indicator
        if not _is_cumulative(indicator):
            continue
        actuals = sorted(
            (value.year, value.value.number)
            for value in indicator.actuals
            if value.year is not None and value.value.number is not None
        )
        fall = next((pair for pair in pairwise(actuals) if pair[1][1] < pair[0][1]), None)
        if fall is None:
            continue
        (before, more), (after, less) = fall
        yield measured.remark(
            ja=f"{measured.title}の指標「{shorten(indicator.name)}」は累計なのに、{format_fiscal_year(before)}の{more:,f}から"
            f"{format_fiscal_year(after)}の{less:,f}に減っています。単年度の値が混ざっていないか確かめてください。",
            en=f"“{shorten(indicator.name)}” of {measured.title} is cumulative, yet fell from {more:,f} in {before} to"
            f" {less:,f} in {after}. Is one of them the value of a single year?",
        )


def _is_cumulative(indicator: Indicator) -> bool:
    if indicator.counting is not None:
        return indicator.counting is Counting.CUMULATIVE and indicator.good is not Good.DOWN
    words = (indicator.name.strip(), (indicator.unit or "").strip())
    return any(map(_CUMULATIVE.search, words)) and not any(map(_OWED.search, words))


RULE = Rule(
    code="cumulative-falls",
    severity=Severity.WARNING,
    ja="累計なのに減っている",
    en="A cumulative count goes down",
    explanation=Explanation(
        what="累計の指標（数え方が累計、または名前や単位が「累計」「（累計）」で終わる）の実績が、"
        "前の年度より減っているところを知らせます。",
        why="累計は減りません。単年度の値を入れた年度があります。",
        wrong="「起業した人（累計）」 令和4年度12人、令和5年度5人",
        right="「起業した人（累計）」 令和4年度12人、令和5年度17人",
        what_en="Reports a measured value of a cumulative indicator below that of the year before.",
        why_en="A cumulative count cannot fall; one of the values is that of a single year.",
    ),
    look=_look,
)
