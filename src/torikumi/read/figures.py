"""Numbers of a row: indicators with their targets and results, and money by year and phase."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from torikumi.plan.indicator import Indicator, IndicatorKind, YearValue
from torikumi.plan.money import Amount, Fund, Phase
from torikumi.plan.place import FieldPlace
from torikumi.plan.quantity import Quantity, ValueState
from torikumi.read.document import Cell, Table
from torikumi.read.fields import join_lines
from torikumi.read.grid import Row
from torikumi.read.headings import Role
from torikumi.read.indicators import counting_in, in_order, unit_in_name
from torikumi.read.labels import parse_label
from torikumi.read.measured import good_at_end, quantity_in, read_measured, year_of_label
from torikumi.read.roles import RoleColumn, Roles

_PHASES = (
    ("要求", Phase.REQUEST), ("補正", Phase.SUPPLEMENT), ("繰越", Phase.CARRIED), ("現額", Phase.CURRENT),
    ("現計", Phase.CURRENT), ("決算", Phase.SETTLED), ("執行", Phase.SETTLED), ("支出済", Phase.SETTLED),
    ("実績", Phase.SETTLED), ("当初", Phase.INITIAL),
)  # fmt: skip
_FUNDS = (
    ("国県", Fund.OTHER), ("国・県", Fund.OTHER), ("国庫", Fund.NATIONAL), ("国支出", Fund.NATIONAL),
    ("国補助", Fund.NATIONAL), ("国の支出", Fund.NATIONAL), ("県支出", Fund.PREFECTURE), ("県補助", Fund.PREFECTURE),
    ("都支出", Fund.PREFECTURE), ("府支出", Fund.PREFECTURE), ("道支出", Fund.PREFECTURE), ("地方債", Fund.BOND),
    ("市債", Fund.BOND), ("町債", Fund.BOND), ("村債", Fund.BOND), ("区債", Fund.BOND), ("起債", Fund.BOND),
    ("一般財源", Fund.GENERAL), ("その他", Fund.OTHER), ("特定財源", Fund.OTHER), ("受益者負担", Fund.OTHER),
    ("使用料", Fund.OTHER), ("繰入金", Fund.OTHER), ("基金", Fund.OTHER), ("諸収入", Fund.OTHER),
)  # fmt: skip
# Short words are funds only where they are all that stands in the lowest heading.
_SHORT_FUNDS = {
    **dict.fromkeys(("国", "国費"), Fund.NATIONAL),
    **dict.fromkeys(("県", "都", "府", "道", "県費"), Fund.PREFECTURE),
    **dict.fromkeys(("債", "市債", "町債", "村債"), Fund.BOND),
    **dict.fromkeys(("特財", "特定", "他"), Fund.OTHER),
    **dict.fromkeys(("一般", "一財"), Fund.GENERAL),
}
_MONEY_UNIT = re.compile(
    r"[(（\[［【〔]?\s*(?:単位\s*[:：]?\s*)?(?:百万|千|万|億|十億)?円[^)）\]］】〕]*[)）\]］】〕]?"
)
_KINDS = {
    **dict.fromkeys(("目標", "計画", "予定", "見込", "見込み"), Role.TARGET),
    **dict.fromkeys(("実績", "結果", "実績見込"), Role.ACTUAL),
    **dict.fromkeys(("達成率", "達成度", "進捗率", "達成状況"), Role.UNREAD),
}
_NONE = frozenset({"", "-", "－", "―", "—", "ー", "なし"})


@dataclass(frozen=True, slots=True)
class _Figures:
    """An indicator's column, and the columns of its figures; `by_row` where each row says what its figures are."""

    name: RoleColumn
    columns: tuple[RoleColumn, ...]
    by_row: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _MoneyKind:
    """What a heading says of the money below it."""

    phase: Phase | None
    fund: Fund


def kind_of_figures(text: str) -> Role | None:
    """Return whether a row's figures are targets or results, as its cell 「目標」 or 「実績」 says; None for else.

    A rate of one to the other is neither: its role is UNREAD.
    """
    plain = "".join(text.split()).removesuffix("値").removesuffix("額")
    return _KINDS.get(plain)


def read_figures_of_kind(row: Row, roles: Roles) -> tuple[Role, tuple[YearValue, ...]] | None:
    """Return the yearly figures of a row that says itself what they are; None where rows do not say it."""
    position = roles.position(Role.FIGURE_KIND)
    if position is None:
        return None
    kind = kind_of_figures(row.text(position)) or Role.UNREAD
    columns = [column for column in roles.of(Role.ACTUAL) if column.year is not None]
    values = () if kind is Role.UNREAD else tuple(value for _, value in _year_values(columns, row))
    return kind, values


def read_indicators(row: Row, roles: Roles, table: Table) -> tuple[tuple[Cell, Indicator], ...]:
    """Return the indicators of a row, each with the cell that names it."""
    found = []
    for figures in _figures_of(roles):
        cell = row.cells[figures.name.position]
        if cell is None or join_lines(cell.text) in _NONE:
            continue
        found.append((cell, _indicator(cell, row, figures, table)))
    return tuple(found)


def read_amounts(
    row: Row, roles: Roles, table: Table, *, unit: str | None
) -> tuple[tuple[Cell, Amount], ...]:
    """Return the money of a row, each with its cell; `unit` is the one that stands above the whole table (単位：千円)."""
    amounts = []
    for column in roles.of(Role.AMOUNT):
        cell = row.cells[column.position]
        if cell is None:
            continue
        kind = _money_kind(column.column.heading)
        amount = Amount(
            label=_label(column.column.parts),
            year=column.year,
            phase=kind.phase,
            fund=kind.fund,
            value=_with_unit(quantity_in(cell.text), column.unit or unit),
            places=(FieldPlace("value", table.place_of(cell)),),
        )
        amounts.append((cell, amount))
    return tuple(amounts)


@lru_cache(maxsize=512)
def _money_kind(heading: str) -> _MoneyKind:
    last = _MONEY_UNIT.sub("", heading).split()[-1:]
    short = _SHORT_FUNDS.get(last[0]) if last else None
    otherwise = Fund.OTHER if "財源内訳" in heading else Fund.TOTAL
    return _MoneyKind(
        phase=next((phase for word, phase in _PHASES if word in heading), None),
        fund=short or next((fund for word, fund in _FUNDS if word in heading), otherwise),
    )


def _figures_of(roles: Roles) -> list[_Figures]:
    names = roles.of(Role.INDICATOR)
    columns = roles.of(Role.UNIT, Role.BASE, Role.TARGET, Role.ACTUAL)
    groups = []
    for index, name in enumerate(names):
        first = -1 if index == 0 else name.position
        last = names[index + 1].position if index + 1 < len(names) else 1_000_000
        by_row = roles.position(Role.FIGURE_KIND) is not None
        groups.append(_Figures(name, tuple(c for c in columns if first < c.position < last), by_row))
    return groups


def _indicator(cell: Cell, row: Row, figures: _Figures, table: Table) -> Indicator:
    name = join_lines(cell.text)
    values = {
        role: _year_values([c for c in figures.columns if c.role is role], row)
        for role in (Role.BASE, Role.TARGET, Role.ACTUAL)
    }
    if figures.by_row:
        values[Role.ACTUAL] = [(c, value) for c, value in values[Role.ACTUAL] if c.year is None]
    final, targets = _final_target(values[Role.TARGET], figures.columns)
    heading = figures.name.column.heading
    kind = IndicatorKind.OUTPUT if "活動" in heading else IndicatorKind.OUTCOME if "成果" in heading else None
    return Indicator(
        name=name,
        unit=_unit(row, figures.columns, name),
        kind=kind,
        good=good_at_end(name),
        counting=counting_in(name),
        base=values[Role.BASE][0][1] if values[Role.BASE] else None,
        final_target=final,
        targets=in_order(targets),
        actuals=in_order([value for _, value in values[Role.ACTUAL]]),
        places=(FieldPlace("name", table.place_of(cell)), *_figure_places(row, figures.columns, table)),
    )


def _figure_places(row: Row, columns: Sequence[RoleColumn], table: Table) -> list[FieldPlace]:
    names = {Role.UNIT: "unit", Role.BASE: "base", Role.TARGET: "targets", Role.ACTUAL: "actuals"}
    found: dict[str, FieldPlace] = {}
    for column in columns:
        cell = row.cells[column.position]
        if cell is not None:
            found.setdefault(names[column.role], FieldPlace(names[column.role], table.place_of(cell)))
    return list(found.values())


def _year_values(columns: Sequence[RoleColumn], row: Row) -> list[tuple[RoleColumn, YearValue]]:
    found: list[tuple[RoleColumn, YearValue]] = []
    year: int | None = None
    for column in columns:
        cell = row.cells[column.position]
        if _holds_years(column):
            # 「基準年度」 says of which year the 「基準値」 beside it is.
            year = None if cell is None else year_of_label(cell.text)
            found = [(c, v if v.year is not None else replace(v, year=year)) for c, v in found]
        elif cell is not None:
            found.append((column, read_measured(cell.text, year=column.year or year)))
    return found


def _holds_years(column: RoleColumn) -> bool:
    values = column.values
    return column.year is None and bool(values) and all(map(_is_year, values))


def _is_year(text: str) -> bool:
    label = parse_label(text)
    return label.year is not None and label.is_of_figures


def _final_target(
    targets: Sequence[tuple[RoleColumn, YearValue]], columns: Sequence[RoleColumn]
) -> tuple[YearValue | None, tuple[YearValue, ...]]:
    """Part the target at the end of the plan from the yearly ones: the one called 最終, or the only one."""
    of_targets = [column for column in columns if column.role is Role.TARGET and not _holds_years(column)]
    final = next((column for column in of_targets if "最終" in column.column.heading), None)
    if final is None and len(of_targets) == 1:
        final = of_targets[0]
    yearly = tuple(value for column, value in targets if column is not final)
    return next((value for column, value in targets if column is final), None), yearly


def _unit(row: Row, columns: Sequence[RoleColumn], name: str) -> str | None:
    for column in columns:
        if column.role is Role.UNIT:
            cell = row.cells[column.position]
            return None if cell is None else join_lines(cell.text)
    return unit_in_name(name)


@lru_cache(maxsize=512)
def _label(headings: tuple[str, ...]) -> str:
    parts = [_MONEY_UNIT.sub("", "".join(part.split())).strip() for part in headings]
    kept = [part for part in parts if part]
    if len(kept) > 1 and kept[0] in ("事業費", "経費", "金額", "費用"):
        kept = kept[1:]
    return " ".join(dict.fromkeys(kept)) or " ".join(headings)


def _with_unit(quantity: Quantity, unit: str | None) -> Quantity:
    if unit is None or quantity.unit is not None or quantity.state is not ValueState.NUMBER:
        return quantity
    return replace(quantity, unit=unit)
