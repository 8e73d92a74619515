"""Two targets for the last year that differ."""

from collections.abc import Iterator
from decimal import Decimal

from torikumi.check.goodness import differ, number_in
from torikumi.check.measured import indicators_of
from torikumi.check.rule import Explanation, Remark, Rule
from torikumi.check.titles import shorten
from torikumi.plan.finding import Severity
from torikumi.plan.indicator import Indicator
from torikumi.plan.model import Plan
from torikumi.text.era import format_fiscal_year


def _look(plan: Plan) -> Iterator[Remark]:
    for measured in indicators_of(plan):
        final = measured.indicator.final_target
        number = number_in(final)
        if final is None or final.year is None or number is None:
            continue
        yearly = next(
            (
                target.value.number
                for target in measured.indicator.targets
                if target.year == final.year and target.value.number is not None
            ),
            None,
        )
        if yearly is None or not differ(yearly, number) or _is_a_sum(measured.indicator, yearly, number):
            continue
        yield measured.remark(
            ja=f"{measured.title}の指標「{shorten(measured.indicator.name)}」の{format_fiscal_year(final.year)}の目標が、"
            f"年度別では{yearly:,f}、最終目標では{number:,f}です。どちらかにそろえてください。",
            en=f"The target of “{shorten(measured.indicator.name)}” of {measured.title} for {final.year} is {yearly:,f} by"
            f" year and {number:,f} as the final one. Make them one.",
        )


def _is_a_sum(indicator: Indicator, yearly: Decimal, final: Decimal) -> bool:
    """Say whether the final target may be the sum over all years (累計), and a yearly one that year's part of it."""
    together = sum(
        (number for target in indicator.targets if (number := number_in(target)) is not None), Decimal(0)
    )
    return together == final or max(yearly, final) >= 2 * min(yearly, final)


RULE = Rule(
    code="final-target-differs",
    severity=Severity.WARNING,
    ja="同じ年度の目標が二つある",
    en="Two targets for one year differ",
    explanation=Explanation(
        what="年度別の目標と最終目標が同じ年度を指していて、値が違うところを知らせます。"
        "年度別の合計が最終目標と同じときと、二倍以上違うときは、累計と単年度とみなして知らせません。",
        why="目標を改めたとき、片方だけを直すと起こります。どちらで達成を決めるのか分かりません。",
        wrong="令和6年度の目標 450人、最終目標（令和6年度）500人",
        right="どちらも500人",
        what_en="Reports a yearly target that differs from the final one for the same year "
        "by less than twice, unless the yearly ones add up to the final one.",
        why_en="One of the two was revised and the other forgotten.",
    ),
    look=_look,
)
