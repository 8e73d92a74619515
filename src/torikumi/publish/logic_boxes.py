"""What stands in the boxes of a logic model: an indicator with its last value and its target, and money."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from torikumi.plan.indicator import Indicator, YearValue
from torikumi.plan.model import Plan
from torikumi.plan.money import Amount, Fund
from torikumi.plan.money_size import size_by_money
from torikumi.plan.quantity import Quantity, ValueState
from torikumi.publish.line_chart import format_number
from torikumi.publish.words import FUNDS, PHASES, quantity_words
from torikumi.text.era import format_fiscal_year


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """One thing of a stage: what it is, what is said of it, and whose it is where it is not the subject's own."""

    title: str
    facts: tuple[str, ...] = ()
    owner: str = ""


def indicator_box(indicator: Indicator, *, owner: str = "") -> Box:
    """Return an indicator with its last value that is a number, and the target at the end of the plan."""
    actual = _last(indicator.actuals)
    target = indicator.final_target or _last(indicator.targets)
    said = (("実績", actual), ("目標", target))
    return Box(
        title=indicator.name.strip() or "名前の記載がない指標",
        facts=tuple(_fact(word, one, indicator.unit) for word, one in said if one and _is_said(one.value)),
        owner=owner,
    )


def money_boxes(amounts: Sequence[Amount], *, year: int | None) -> tuple[Box, ...]:
    """Return a box for each stage of the money of `year` (当初予算, 決算額 …) with its sources of funds.

    Of the latest year instead where `year` has no amount; what has no year, where no amount has one.
    """
    said = [amount for amount in amounts if _is_said(amount.value)]
    years = {amount.year for amount in said if amount.year is not None}
    shown = year if year in years else max(years, default=None)
    lines: dict[str, list[Amount]] = {}
    for amount in said:
        if amount.year == shown:
            name = PHASES[amount.phase] if amount.phase else amount.label.strip()
            lines.setdefault(name, []).append(amount)
    when = format_fiscal_year(shown) if shown is not None else ""
    return tuple(
        Box(
            title=f"{when} {name}".strip() or "費用",
            facts=tuple(
                f"{FUNDS[amount.fund]} {quantity_words(amount.value)}"
                for amount in sorted(line, key=lambda amount: [*Fund].index(amount.fund))
            ),
        )
        for name, line in lines.items()
    )


def sum_box(plan: Plan) -> Box | None:
    """Return what the projects of `plan` cost together, in one year and phase; None where none says what it costs."""
    size = size_by_money(plan)
    if size is not None:
        total = sum(size.by_project.values(), Decimal(0))
        counted = f"{len(plan.projects)}事業のうち{len(size.by_project)}事業の合計"
        return Box(
            title=f"{format_fiscal_year(size.year)} {PHASES[size.phase]}",
            facts=(f"{FUNDS[Fund.TOTAL]} {format_number(total)}{size.unit}", counted),
        )
    having = sum(any(_is_said(one.value) for one in project.amounts) for project in plan.projects)
    return Box(title="費用", facts=(f"{having}事業にあります。合計はできません",)) if having else None


def _is_said(value: Quantity) -> bool:
    return value.state is not ValueState.BLANK and bool(value.raw.strip())


def _last(values: Sequence[YearValue]) -> YearValue | None:
    """Return the value of the latest year, a number before words such as 未集計."""
    return max(
        (one for one in values if _is_said(one.value)),
        key=lambda one: (one.value.number is not None, one.year is not None, one.year or 0),
        default=None,
    )


def _fact(word: str, one: YearValue, unit: str | None) -> str:
    when = f" {format_fiscal_year(one.year)}" if one.year is not None else ""
    return f"{word}{when} {quantity_words(one.value, unit=unit)}"
