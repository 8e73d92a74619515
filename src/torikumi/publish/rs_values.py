"""Money and indicators in the manner of the national review of projects (予算・執行, 目標・実績)."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from torikumi.plan.indicator import Good, Indicator, IndicatorKind, YearValue
from torikumi.plan.model import Plan
from torikumi.plan.money import Amount, Fund, Phase
from torikumi.plan.quantity import Quantity
from torikumi.publish.data_table import Cell, Column, ColumnKind, DataTable
from torikumi.publish.subject_columns import RS_COLUMNS, level_name, rs_cells
from torikumi.publish.words import heading_words

_IN_YEN = {"円": 1, "千円": 1_000, "万円": 10_000, "百万円": 1_000_000, "億円": 100_000_000}
_PHASES = {
    Phase.INITIAL: "当初予算（合計）",
    Phase.SUPPLEMENT: "補正予算（合計）",
    Phase.CARRIED: "前年度からの繰越し（合計）",
    Phase.CURRENT: "計（歳出予算現額合計）",
    Phase.SETTLED: "執行額（合計）",
    Phase.REQUEST: "要求額（合計）",
}
# A year has one budget of each kind but of these, which are added up.
_ADDED = frozenset((Phase.SUPPLEMENT,))
_TYPES = {
    IndicatorKind.INPUT: "インプット",
    IndicatorKind.OUTPUT: "アウトプット",
    IndicatorKind.OUTCOME: "アウトカム",
}
_WAYS = {Good.UP: "上向き", Good.DOWN: "下向き", Good.KEEP: "維持"}
_SLOTS = ("基準値", "目標値", "最終目標値", "実績値")


def budget_table(plan: Plan) -> DataTable:
    """Return one row a project, fiscal year and unit; what is in 千円 and the like becomes 円."""
    columns = (
        *RS_COLUMNS,
        Column("予算年度", "金額の年度の西暦。書かれていなければ空", ColumnKind.YEAR),
        *(Column(name, "事業費。数値だけ", ColumnKind.DECIMAL) for name in _PHASES.values()),
        Column("単位", "金額の単位。円に直せないものは、もとの単位"),
        Column("概数", "「約」などのある金額が入っていれば1、なければ0", ColumnKind.FLAG),
        Column("備考", "空にした金額のわけ"),
    )
    rows = tuple(
        (*rs_cells(plan, project), *cells) for project in plan.projects for cells in _budgets(project.amounts)
    )
    return DataTable(
        name="2-1 予算・執行_サマリ",
        file="rs/2-1-budgets",
        columns=columns,
        rows=rows,
        about="事業、予算年度、単位の組",
    )


def _budgets(amounts: Sequence[Amount]) -> Iterator[tuple[Cell, ...]]:
    groups: dict[tuple[int | None, str | None], list[Amount]] = {}
    for amount in amounts:
        if amount.fund is Fund.TOTAL and amount.phase is not None and amount.value.number is not None:
            unit = amount.value.unit
            groups.setdefault((amount.year, "円" if unit in _IN_YEN else unit), []).append(amount)
    for (year, unit), group in groups.items():
        numbers = {phase: _one_of(phase, group) for phase in _PHASES}
        unclear = [_PHASES[phase] for phase in _PHASES if numbers[phase] is None and _has(phase, group)]
        remark = f"{'と'.join(unclear)}に違う金額が二つ以上あるため、空にした" if unclear else None
        about = int(any(amount.value.approximate for amount in group))
        yield (year, *numbers.values(), unit, about, remark)


def _has(phase: Phase, group: Sequence[Amount]) -> bool:
    return any(amount.phase is phase for amount in group)


def _one_of(phase: Phase, group: Sequence[Amount]) -> Decimal | None:
    numbers = [_scaled(amount.value) for amount in group if amount.phase is phase]
    if phase in _ADDED and numbers:
        return sum(numbers, Decimal(0))
    return numbers[0] if len(set(numbers)) == 1 else None


def _scaled(value: Quantity) -> Decimal:
    return (value.number or Decimal(0)) * _IN_YEN.get(value.unit or "", 1)


def goals_table(plan: Plan) -> DataTable:
    """Return one row an indicator and fiscal year, of the headings and of the projects."""
    columns = (
        RS_COLUMNS[0],
        RS_COLUMNS[1],
        RS_COLUMNS[2],
        Column("項目ID", "事業IDか、計画の項目のID。3-2の項目IDと同じ", ColumnKind.ID),
        Column("項目の種別", "「事業」か、計画の階層の名前"),
        Column("アクティビティ／活動目標／成果目標", "事業か項目の名前"),
        Column("番号", "その項目の中での指標の順番。1から始まる", ColumnKind.INTEGER),
        Column(
            "種別（アクティビティ・アウトプット・アウトカム）",
            "インプット、アウトプット、アウトカム。分からなければ空",
        ),
        Column("活動指標／成果指標", "指標の名前"),
        Column("改善の上向き／下向き", "上向き、下向き、維持"),
        Column("定義", "指標の意味や計算のしかた"),
        Column("成果実績及び目標値の根拠として用いた統計・データ名（出典）", "値の出どころ"),
        Column("値の年度", "値の年度の西暦。書かれていなければ空", ColumnKind.YEAR),
        *(Column(name, "数値だけ。数値でなければ空", ColumnKind.DECIMAL) for name in _SLOTS),
        Column("単位", "値の単位"),
        *(Column(f"{name}_原文", "もとの文書の書き方") for name in _SLOTS),
    )
    rows = tuple((*rs_cells(plan, None)[:3], *cells) for cells in _goals(plan))
    return DataTable(
        name="3-1 効果発現経路_目標・実績",
        file="rs/3-1-goals",
        columns=columns,
        rows=rows,
        about="指標と年度の組",
    )


def _goals(plan: Plan) -> Iterator[tuple[Cell, ...]]:
    for node in plan.nodes:
        key = (node.id, level_name(plan, node.level), heading_words(node))
        yield from _indicators(key, node.indicators)
    for project in plan.projects:
        yield from _indicators((project.id, "事業", project.name), project.indicators)


def _indicators(key: tuple[Cell, ...], indicators: Sequence[Indicator]) -> Iterator[tuple[Cell, ...]]:
    for number, one in enumerate(indicators, start=1):
        about = (
            number,
            _TYPES[one.kind] if one.kind else None,
            one.name,
            _WAYS[one.good] if one.good else None,
            one.definition,
            one.source,
        )
        for year, unit, values in _by_year(one):
            numbers = [value.number if value else None for value in values]
            yield (*key, *about, year, *numbers, unit, *(value.raw if value else None for value in values))


def _by_year(one: Indicator) -> list[tuple[int | None, str | None, list[Quantity | None]]]:
    """Return the values of a year and unit side by side; a second value of one kind begins a row of its own."""
    slots: tuple[Sequence[YearValue], ...] = (
        (one.base,) if one.base else (),
        one.targets,
        (one.final_target,) if one.final_target else (),
        one.actuals,
    )
    rows: list[tuple[int | None, str | None, list[Quantity | None]]] = []
    for slot, values in enumerate(slots):
        for each in values:
            unit = each.value.unit or one.unit
            open_row = next(
                (row for row in rows if row[:2] == (each.year, unit) and row[2][slot] is None), None
            )
            if open_row is None:
                open_row = (each.year, unit, [None] * len(slots))
                rows.append(open_row)
            open_row[2][slot] = each.value
    return sorted(rows, key=lambda row: (row[0] is None, row[0] or 0))
