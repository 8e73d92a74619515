"""A target for a year that the plan does not run through."""

from collections.abc import Iterator

from torikumi.check.measured import indicators_of, targets_of
from torikumi.check.rule import Explanation, Remark, Rule
from torikumi.check.titles import shorten
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan
from torikumi.text.era import format_fiscal_year


def _look(plan: Plan) -> Iterator[Remark]:
    period = plan.period
    if period is None:
        return
    for measured in indicators_of(plan):
        years = sorted(
            {
                target.year
                for target in targets_of(measured.indicator)
                if target.year is not None and not period.first <= target.year <= period.last
            }
        )
        if not years:
            continue
        name = shorten(measured.indicator.name)
        outside = "、".join(format_fiscal_year(year) for year in years)
        first, last = format_fiscal_year(period.first), format_fiscal_year(period.last)
        yield measured.remark(
            ja=f"{measured.title}の指標「{name}」の目標が{outside}にあります。計画期間（{first}〜{last}）"
            "と合うか確かめてください。",
            en=f"The indicator “{name}” of {measured.title} has a target in {', '.join(map(str, years))},"
            f" outside {period.first}–{period.last}.",
        )


RULE = Rule(
    code="target-year-outside-period",
    severity=Severity.WARNING,
    ja="目標の年度が計画期間の外にある",
    en="A target lies outside the plan's period",
    explanation=Explanation(
        what="計画期間が分かっているとき、指標の目標の年度が期間の外にあるところを知らせます。"
        "基準値と実績値の年度は数えません。",
        why="期間の外の目標は、この計画では達成したかどうかを決められません。年度の打ち間違いや、"
        "前の計画の目標の残りが多くあります。",
        wrong="計画期間が令和2〜6年度で、目標値が「令和元年度 500人」",
        right="目標値が「令和6年度 500人」",
        what_en="Reports indicators with a target in a year outside the plan's period.",
        why_en="Nobody can say within this plan whether such a target was reached; it is often left from the plan "
        "before.",
    ),
    look=_look,
)
