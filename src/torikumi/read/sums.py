"""Sums that the document prints, held against the rows that were read."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from torikumi.plan.finding import Finding, Severity
from torikumi.plan.money import Amount
from torikumi.plan.place import Place
from torikumi.read.document import Cell


def unequal_sums(
    printed: Iterable[tuple[Cell, Amount]], lists: Sequence[Sequence[Sequence[Amount]]], place: Place
) -> tuple[Finding, ...]:
    """Return a finding for each sum of money that no list of projects adds up to.

    `lists` are the amounts of the projects that a total may sum up: all of the table, or those since the total before.
    """
    findings = []
    for _, total in printed:
        if total.value.number is None:
            continue
        sums = [_sum(projects, total) for projects in lists]
        if sums and total.value.number not in sums:
            findings.append(_unequal(total, total.value.number, sums[0], place))
    return tuple(findings)


def _sum(projects: Sequence[Sequence[Amount]], total: Amount) -> Decimal:
    numbers = [
        amount.value.number for amounts in projects for amount in amounts if _is_same_column(amount, total)
    ]
    return sum((number for number in numbers if number is not None), start=Decimal(0))


def _is_same_column(amount: Amount, total: Amount) -> bool:
    return (amount.label, amount.year, amount.fund) == (total.label, total.year, total.fund)


def _unequal(total: Amount, printed: Decimal, counted: Decimal, place: Place) -> Finding:
    unit = total.value.unit or ""
    return Finding(
        code="read-sum-unequal",
        severity=Severity.WARNING,
        ja=f"合計の行の『{total.label}』は{printed:,}{unit}ですが、読み取った事業を足すと{counted:,}{unit}です。"
        "読めない金額か、抜けた行がないか確かめてください。",
        en=f"The total of “{total.label}” is printed as {printed:,}{unit}; the projects add up to {counted:,}{unit}. "
        "Look for an amount that could not be read, or a row that is missing.",
        field="amounts",
        place=place,
    )
