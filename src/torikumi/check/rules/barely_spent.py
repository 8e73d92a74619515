"""A budget of which next to nothing was spent, and which is asked for again."""

from collections.abc import Iterator
from decimal import Decimal

from torikumi.check.money_of import money_of
from torikumi.check.rule import Explanation, Remark, Rule, remark_on_project
from torikumi.check.titles import title_of
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan
from torikumi.text.era import format_fiscal_year

_LITTLE = Decimal("0.3")


def _look(plan: Plan) -> Iterator[Remark]:
    for project in plan.projects:
        money = money_of(project)
        budgets = {**money.voted, **money.available}
        if not money.spent:
            continue
        year = max(money.spent)
        budget, spent, later = budgets.get(year), money.spent[year], money.voted.get(year + 1)
        if budget is None or later is None or budget <= 0 or spent < 0:
            continue
        if spent >= budget * _LITTLE or later < budget:
            continue
        yield remark_on_project(
            project,
            "amounts",
            ja=f"{title_of(project)}は{format_fiscal_year(year)}に予算の{spent / budget * 100:.0f}％しか使っていませんが、"
            "次の年度の予算は減っていません。理由を書いてください。",
            en=f"{title_of(project)} spent {spent / budget * 100:.0f} % of its budget of {year}, and the next budget is no"
            " lower. Say why.",
        )


RULE = Rule(
    code="barely-spent",
    severity=Severity.INFO,
    ja="ほとんど使わなかった予算が減っていない",
    en="Hardly spent, and budgeted again",
    explanation=Explanation(
        what="最後の決算が予算（現額、または当初＋補正＋繰越）の三割に満たず、次の年度の当初予算がその予算より減っ"
        "ていない事業を知らせます。",
        why="議会の決算審査で必ず尋ねられるところです。工事の繰越しや、応募がなかったなどの理由があれば、"
        "書いておけば済みます。",
        wrong="令和5年度 当初1,000千円、決算120千円、令和6年度 当初1,200千円",
        right="令和6年度の当初を減らす、または課題に「雨で二回中止したため」とある",
        what_en="Reports projects that spent less than 30 % of the last settled budget "
        "and get no less in the next year.",
        why_en="The council asks; a sentence with the reason answers.",
    ),
    look=_look,
)
