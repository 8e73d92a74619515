"""The money of a project: a line for each year and phase, a column for each source of funds, and bars of the same."""

from collections.abc import Sequence
from decimal import Decimal

from markupsafe import Markup

from torikumi.plan.money import Amount, Fund, Phase
from torikumi.plan.money_size import YEN
from torikumi.publish.charts import NARROW, WIDE, BarPart, BarRow, stacked_bars
from torikumi.publish.line_chart import format_number
from torikumi.publish.palette import FUND_LOOKS
from torikumi.publish.view import Figure, Table
from torikumi.publish.words import FUNDS, PHASES, quantity_words, year_words

_Line = tuple[int | None, str]
_UNDIVIDED = "財源の記載なし"
_NAMED_LOOKS = {_UNDIVIDED if fund is Fund.TOTAL else FUNDS[fund]: look for fund, look in FUND_LOOKS.items()}
# A slip of a digit must not make every other bar vanish in silence: the table says what the bars cannot.
_LARGEST = Decimal(10) ** 15


def tabulate_money(amounts: Sequence[Amount]) -> Table:
    """Return the amounts as printed, by year and phase, the sources of funds side by side."""
    funds = [fund for fund in Fund if any(amount.fund is fund for amount in amounts)]
    rows = tuple(
        (year_words(year), name, *(_printed(line, fund) for fund in funds))
        for (year, name), line in _lines(amounts).items()
    )
    return Table(
        caption="年度ごとの費用と財源",
        heads=("年度", "区分", *(FUNDS[fund] for fund in funds)),
        rows=rows,
        numeric=frozenset(range(2, len(funds) + 2)),
    )


def draw_money(amounts: Sequence[Amount]) -> Figure | None:
    """Return a bar for each year and phase, its sources of funds side by side; None where fewer than two can be drawn.

    Where the sources do not add up to the cost, the bar is the cost, undivided.
    """
    unit = next((a.value.unit for a in amounts if a.value.unit in YEN), None)
    if unit is None:
        return None
    lines = _lines([amount for amount in amounts if amount.year is not None])
    drawn = [(words, parts) for words, parts in ((k, _parts(v, unit)) for k, v in lines.items()) if parts]
    if len(drawn) < 2:
        return None
    found = {part.name for _, parts in drawn for part in parts}
    # A part of nothing is not drawn, but keeps the legend in the order of the table.
    legend = [BarPart(name, 0, look=look) for name, look in _NAMED_LOOKS.items() if name in found]
    rows = [
        BarRow(f"{year_words(year).partition('（')[0]} {name}", (*legend, *parts))
        for (year, name), parts in drawn
    ]
    title = f"年度ごとの費用と財源（{unit}）"
    told = "。".join(f"{row.label} {format_number(Decimal(row.total))}{unit}" for row in rows)
    wide, narrow = (
        stacked_bars(rows, title=title, description=told, uid=f"money-{name}", width=width)
        for name, width in (("wide", WIDE), ("narrow", NARROW))
    )
    return Figure(Markup(wide), Markup(narrow))  # noqa: S704  our own drawing; its texts are escaped there


def _lines(amounts: Sequence[Amount]) -> dict[_Line, list[Amount]]:
    lines: dict[_Line, list[Amount]] = {}
    for amount in sorted(amounts, key=_order):
        lines.setdefault((amount.year, PHASES[amount.phase] if amount.phase else amount.label), []).append(
            amount
        )
    return lines


def _order(amount: Amount) -> tuple[bool, int, int]:
    phases = [*Phase, None]
    return (amount.year is None, amount.year or 0, phases.index(amount.phase))


def _printed(line: Sequence[Amount], fund: Fund) -> str:
    return "、".join(quantity_words(amount.value) for amount in line if amount.fund is fund)


def _parts(line: Sequence[Amount], unit: str) -> tuple[BarPart, ...]:
    """Return the parts of one bar; () where a number is missing, below zero or beyond what a picture can place."""
    sums: dict[Fund, Decimal] = {}
    for amount in line:
        number, factor = amount.value.number, YEN.get(amount.value.unit or "")
        if number is None or factor is None or not 0 <= number <= _LARGEST:
            return ()
        sums[amount.fund] = sums.get(amount.fund, Decimal(0)) + number * factor / YEN[unit]
    total = sums.pop(Fund.TOTAL, None)
    divided = sum(sums.values(), Decimal(0))
    if total is not None and divided != total:
        return (BarPart(_UNDIVIDED, total, look=FUND_LOOKS[Fund.TOTAL]),) if total else ()
    return tuple(
        BarPart(FUNDS[fund], number, look=FUND_LOOKS[fund]) for fund, number in sums.items() if number
    )
