"""Sources of funds that do not add up to the project's cost."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from torikumi.check.rule import Explanation, Remark, Rule
from torikumi.check.titles import title_of
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan
from torikumi.plan.money import Amount, Fund, Phase
from torikumi.plan.place import place_of
from torikumi.plan.project import Project


def _look(plan: Plan) -> Iterator[Remark]:
    for project in plan.projects:
        for amounts in _by_year_and_phase(project):
            totals = [amount for amount in amounts if amount.fund is Fund.TOTAL]
            funds = [amount for amount in amounts if amount.fund is not Fund.TOTAL]
            if len(totals) != 1 or not _is_comparable((*totals, *funds)):
                continue
            cost, sources = _sum(totals), _sum(funds)
            # Each source may have been rounded to the unit (千円).
            if abs(cost - sources) <= len(funds):
                continue
            label = totals[0].label
            yield Remark(
                ja=f"{title_of(project)}の「{label}」は{cost:,f}ですが、財源の合計は{sources:,f}です。"
                "どちらかを直してください。",
                en=f"“{label}” of {title_of(project)} is {cost:,f}, but its sources add up to {sources:,f}. Mend one.",
                subject=project.id,
                field="amounts",
                place=place_of("amounts", totals[0].places or project.places),
            )


def _by_year_and_phase(project: Project) -> Iterator[tuple[Amount, ...]]:
    groups: defaultdict[tuple[int | None, Phase | None], list[Amount]] = defaultdict(list)
    for amount in project.amounts:
        groups[amount.year, amount.phase].append(amount)
    return (tuple(group) for group in groups.values())


def _is_comparable(amounts: tuple[Amount, ...]) -> bool:
    """Say whether all are numbers in one unit, each source comes once, and general funds are among them."""
    funds = [amount.fund for amount in amounts]
    is_whole = Fund.GENERAL in funds and len(funds) > 2 and len(set(funds)) == len(funds)
    is_one_unit = len({amount.value.unit for amount in amounts}) == 1
    return is_whole and is_one_unit and all(amount.value.number is not None for amount in amounts)


def _sum(amounts: list[Amount]) -> Decimal:
    return sum((amount.value.number or Decimal(0) for amount in amounts), Decimal(0))


RULE = Rule(
    code="funds-unequal-total",
    severity=Severity.WARNING,
    ja="財源の合計が事業費と合わない",
    en="Sources of funds do not add up",
    explanation=Explanation(
        what="同じ年度・段階（当初、決算など）の財源内訳の合計が、事業費と違うところを知らせます。"
        "一般財源を含む二つ以上の財源が、同じ単位の数として読めたときだけ比べ、端数の丸めは見逃します。",
        why="財源の一つを入れ忘れたか、事業費だけを直したときに起こります。決算の資料と合わなくなります。",
        wrong="事業費 1,000千円、国庫 500千円、一般財源 300千円",
        right="事業費 1,000千円、国庫 500千円、一般財源 500千円",
        what_en="Reports a cost that differs from the sum of its sources of funds in one year and phase.",
        why_en="A source was forgotten, or the cost alone was changed.",
    ),
    look=_look,
)
