"""Indicators and money as tables: one value a row."""

from collections.abc import Iterator, Sequence

from torikumi.plan.indicator import Indicator, YearValue
from torikumi.plan.model import Plan
from torikumi.plan.quantity import Quantity
from torikumi.publish.data_table import Cell, Column, ColumnKind, DataTable
from torikumi.publish.subject_columns import KEY_COLUMNS, of_node, of_project
from torikumi.publish.words import COUNTINGS, FUNDS, GOODS, KINDS, PHASES

_INDICATOR_COLUMNS = (
    *KEY_COLUMNS,
    Column("指標番号", "その対象の中での順番。1から始まる", ColumnKind.INTEGER),
    Column("指標名", "指標の名前"),
    Column("種類", "投入指標、活動指標、成果指標"),
    Column("望ましい向き", "増えるとよいか、減るとよいか"),
    Column("数え方", "単年度の値か、累計の値か"),
    Column("値の種類", "基準値、目標値、最終目標値、実績値"),
    Column("値の年度", "値の年度の西暦。書かれていなければ空", ColumnKind.YEAR),
    Column("値", "数値だけ。数値でなければ空", ColumnKind.DECIMAL),
    Column("単位", "値の単位"),
    Column("概数", "「約」などがあれば1、なければ0", ColumnKind.FLAG),
    Column("原文", "もとの文書の書き方"),
)
_AMOUNT_COLUMNS = (
    *KEY_COLUMNS,
    Column("金額の年度", "金額の年度の西暦。書かれていなければ空", ColumnKind.YEAR),
    Column("見出し", "もとの文書の見出し"),
    Column("段階", "要求額、当初予算、補正予算、繰越、予算現額、決算額"),
    Column("財源", "事業費は財源の全体"),
    Column("金額", "数値だけ。減額は負の数", ColumnKind.DECIMAL),
    Column("単位", "金額の単位。円、千円など"),
    Column("概数", "「約」などがあれば1、なければ0", ColumnKind.FLAG),
    Column("原文", "もとの文書の書き方"),
)


def indicators_table(plan: Plan) -> DataTable:
    """Return one row a value of an indicator: those of the headings, then those of the projects."""
    rows: list[tuple[Cell, ...]] = []
    for node in plan.nodes:
        rows += _indicator_rows(of_node(plan, node), node.indicators)
    for project in plan.projects:
        rows += _indicator_rows(of_project(plan, project), project.indicators)
    return DataTable(
        name="指標",
        file="indicators",
        columns=_INDICATOR_COLUMNS,
        rows=tuple(rows),
        about="指標の一つの値（基準値、目標値、最終目標値、実績値）",
    )


def _indicator_rows(key: tuple[Cell, ...], indicators: Sequence[Indicator]) -> Iterator[tuple[Cell, ...]]:
    for number, indicator in enumerate(indicators, start=1):
        about = (
            number,
            indicator.name,
            KINDS[indicator.kind] if indicator.kind else None,
            GOODS[indicator.good] if indicator.good else None,
            COUNTINGS[indicator.counting] if indicator.counting else None,
        )
        for kind, value in _values(indicator):
            cells = _quantity_cells(value.value, unit=indicator.unit)
            yield (*key, *about, kind, value.year, *cells)


def _values(indicator: Indicator) -> Iterator[tuple[str, YearValue]]:
    if indicator.base is not None:
        yield "基準値", indicator.base
    yield from (("目標値", value) for value in indicator.targets)
    if indicator.final_target is not None:
        yield "最終目標値", indicator.final_target
    yield from (("実績値", value) for value in indicator.actuals)


def _quantity_cells(value: Quantity, *, unit: str | None = None) -> tuple[Cell, ...]:
    return (value.number, value.unit or unit, int(value.approximate), value.raw)


def amounts_table(plan: Plan) -> DataTable:
    """Return one row an amount."""
    rows = tuple(
        (
            *of_project(plan, project),
            amount.year,
            amount.label,
            PHASES[amount.phase] if amount.phase else None,
            FUNDS[amount.fund],
            *_quantity_cells(amount.value),
        )
        for project in plan.projects
        for amount in project.amounts
    )
    return DataTable(
        name="金額", file="amounts", columns=_AMOUNT_COLUMNS, rows=rows, about="年度、段階、財源ごとの金額"
    )
