"""More spent than there was."""

from collections.abc import Iterator
from decimal import Decimal

from torikumi.check.money_of import money_of
from torikumi.check.rule import Explanation, Remark, Rule, remark_on_project
from torikumi.check.titles import title_of
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan
from torikumi.text.era import format_fiscal_year

_ROUNDED = Decimal(1)


def _look(plan: Plan) -> Iterator[Remark]:
    for project in plan.projects:
        money = money_of(project)
        years = [
            year
            for year, spent in money.spent.items()
            if year in money.available and spent > money.available[year] + _ROUNDED
        ]
        if not years:
            continue
        year = years[-1]
        spent, available, unit = money.spent[year], money.available[year], money.unit or ""
        rate = f"{spent / available * 100:.1f}％" if available > 0 else "計算できません"
        yield remark_on_project(
            project,
            "amounts",
            ja=f"{title_of(project)}の{format_fiscal_year(year)}の決算{spent:,f}{unit}が、使える予算{available:,f}{unit}を"
            f"超えています（執行率 {rate}）。流用や充用ならその旨を添え、違うなら額を直してください。",
            en=f"{title_of(project)} spent {spent:,f}{unit} in {year}, more than the {available:,f}{unit} it had."
            " Tell of money moved in, or mend the amounts.",
        )


RULE = Rule(
    code="spent-over-budget",
    severity=Severity.WARNING,
    ja="執行率が100％を超えている",
    en="More was spent than was budgeted",
    explanation=Explanation(
        what="同じ年度の決算が、使える予算（現額。なければ当初＋補正＋繰越）を超えるところを知らせます。"
        "補正も繰越も現額も書かれていない年度は、当初から増えたかもしれないので比べません。",
        why="流用などの事情がなければ、予算を超えて支出することはできません。額の写し間違いか、"
        "補正の入れ忘れです。",
        wrong="令和5年度 当初1,000千円、補正200千円、決算1,500千円",
        right="令和5年度 当初1,000千円、補正600千円、決算1,500千円",
        what_en="Reports a cost above the budget of its year: as it stood, or initial with "
        "supplement and carried money.",
        why_en="Nothing can be spent beyond the budget; an amount was copied wrongly or "
        "a supplement forgotten.",
    ),
    look=_look,
)
