"""An amount that is a thousand times the other years."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from torikumi.check.money_of import money_of
from torikumi.check.rule import Explanation, Remark, Resting, Rule, remark_on_project
from torikumi.check.titles import title_of
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan
from torikumi.text.era import format_fiscal_year

_THOUSAND = Decimal(1000)
_NEAR = Decimal("0.4")


def _look(plan: Plan) -> Iterator[Remark]:
    for project in plan.projects:
        money = money_of(project)
        for by_year, word, word_en in ((money.voted, "当初予算", "budget"), (money.spent, "決算", "cost")):
            odd = _odd_year(by_year)
            if odd is None:
                continue
            yield remark_on_project(
                project,
                "amounts",
                ja=f"{title_of(project)}の{format_fiscal_year(odd)}の{word}{by_year[odd]:,f}は、"
                "ほかの年度とおよそ千倍違います。千円と円を取り違えていないか確かめてください。",
                en=f"The {word_en} of {title_of(project)} for {odd}, {by_year[odd]:,f}, is about a thousand times the other"
                " years or a thousandth. Check yen and thousands of yen.",
            )


def _odd_year(by_year: Mapping[int, Decimal]) -> int | None:
    positive = {year: value for year, value in by_year.items() if value > 0}
    if len(positive) < 2:
        return None
    for year, value in positive.items():
        others = [other for when, other in positive.items() if when != year]
        if max(others) > min(others) * 3:
            continue
        middle = sorted(others)[len(others) // 2]
        times = max(value / middle, middle / value)
        if _THOUSAND * (1 - _NEAR) <= times <= _THOUSAND * (1 + _NEAR):
            return max(year, *(when for when in positive if when != year)) if len(positive) == 2 else year
    return None


RULE = Rule(
    code="amount-out-of-line",
    severity=Severity.WARNING,
    ja="金額が千倍違う",
    en="An amount is out by a thousand",
    explanation=Explanation(
        what="同じ事業の当初予算どうし、決算どうしを比べて、一つの年度だけがおよそ千倍（または千分の一）であるとこ"
        "ろを知らせます。",
        why="円で書いた年度と千円で書いた年度が混ざると起こります。合計の額が大きく狂います。",
        wrong="令和5年度当初 4,200、令和6年度当初 4,300,000（どちらも千円の欄）",
        right="令和5年度当初 4,200千円、令和6年度当初 4,300千円",
        what_en="Reports a budget or cost that is about a thousand times that of the other "
        "years of the project, or a thousandth.",
        why_en="Yen stand in a column of thousands of yen; every total is then wrong.",
    ),
    look=_look,
    resting=Resting(
        ja="本当に千倍になる事業（準備の年のある給付金など）が多いため、初めは切ってあります。",
        en="Off at first: money that truly grows a thousandfold is commoner than a slip.",
    ),
)
