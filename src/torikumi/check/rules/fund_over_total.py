"""A single source of funds that is larger than the cost."""

from collections.abc import Iterator

from torikumi.check.rule import Explanation, Remark, Rule, remark_on_project
from torikumi.check.titles import title_of
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan
from torikumi.plan.money import Fund


def _look(plan: Plan) -> Iterator[Remark]:
    for project in plan.projects:
        costs = {
            (amount.year, amount.phase, amount.value.unit): amount.value.number
            for amount in project.amounts
            if amount.fund is Fund.TOTAL and amount.value.number is not None
        }
        for amount in project.amounts:
            cost = costs.get((amount.year, amount.phase, amount.value.unit))
            number = amount.value.number
            if amount.fund is Fund.TOTAL or cost is None or number is None or number <= cost + 1 or cost < 0:
                continue
            yield remark_on_project(
                project,
                "amounts",
                ja=f"{title_of(project)}の「{amount.label}」{number:,f}が、事業費{cost:,f}より大きくなっています。"
                "どちらかを直してください。",
                en=f"“{amount.label}” of {title_of(project)} is {number:,f}, more than the whole cost of {cost:,f}. Mend one.",
            )


RULE = Rule(
    code="fund-over-total",
    severity=Severity.WARNING,
    ja="財源の一つが事業費より大きい",
    en="A source of funds is larger than the cost",
    explanation=Explanation(
        what="同じ年度・段階・単位の財源（国庫、県、地方債、その他、一般財源）の一つが、"
        "事業費より大きいところを知らせます。",
        why="財源の一つは事業費を超えません。列を一つずらして写したときに起こります。",
        wrong="事業費 1,000千円、国庫 1,500千円",
        right="事業費 1,500千円、国庫 1,000千円",
        what_en="Reports a source of funds above the cost of its year and phase.",
        why_en="No source can exceed the cost; a column was shifted in copying.",
    ),
    look=_look,
)
