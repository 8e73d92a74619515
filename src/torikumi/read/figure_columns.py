"""Which column of a table of figures is what: names, units, levels, and the years and kinds of its numbers."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from torikumi.read.document import Cell
from torikumi.read.figure_regions import Region
from torikumi.read.grid import Row
from torikumi.read.header import columns_of, match_column
from torikumi.read.headings import HeadingMatch, Role, match_heading, plain_heading
from torikumi.read.labels import Kind, Label, parse_label
from torikumi.read.measured import good_of, is_like_value, year_of_label
from torikumi.read.side import Column
from torikumi.read.values import is_like_number, share
from torikumi.text.numbers import parse_number
from torikumi.text.width import fold_width


class Use(StrEnum):
    """What a column of a table of figures holds."""

    DATA = "data"
    NAME = "name"
    UNIT = "unit"
    LEVEL = "level"
    CODE = "code"
    OWNER = "owner"  # the name of a project
    ROW_KIND = "row_kind"
    ROW_YEAR = "row_year"
    YEAR_BESIDE = "year_beside"  # the year of the value in the column beside it (基準年度)
    DEFINITION = "definition"
    NUMERATOR = "numerator"
    DENOMINATOR = "denominator"
    SOURCE = "source"
    GOOD = "good"
    INDICATOR_KIND = "indicator_kind"
    COUNTING = "counting"
    TEXT = "text"
    SKIP = "skip"


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureColumn:
    """A column with its use; `name` is what its heading calls the figures, "" where rows name them."""

    column: Column
    use: Use
    year: int | None = None
    kind: Kind | None = None
    name: str = ""
    values: tuple[str, ...] = ()

    @property
    def position(self) -> int:
        """Where the column stands in the grid."""
        return self.column.position


_META: tuple[tuple[Use, re.Pattern[str]], ...] = (
    (Use.DEFINITION, re.compile(
        r"(?:指標の?|KPIの?)?(?:定義|算式|算出式|算出方法|計算式|計算方法|説明|内容|考え方|算定方法|算定式|概要|設定理由)"
        r"(?:等|・考え方)?")),
    (Use.NUMERATOR, re.compile(r"分子")),
    (Use.DENOMINATOR, re.compile(r"分母")),
    (Use.SOURCE, re.compile(
        r"(?:データの?|指標の?|数値の?|資料の?|統計の?)?"
        r"(?:出典|出所|把握方法|取得方法|資料名?|出典元|典拠|入手先|調査名|統計名)(?:等|・調査名)?")),
    (Use.COUNTING, re.compile(
        r"累計|単年度?(?:・|/)累計|累計(?:・|/)単年度?|集計方法|カウント方法|(?:累計|単年度?)の別")),
    (Use.UNIT, re.compile(r"(?:指標の?|数値の?)?単位")),
)  # fmt: skip
_WEAK_NAMES = re.compile(
    r"|項目名?|内容|区分|年度|年次|年度末|名称|数値目標|目標項目|調査項目|種別|分類|事項|(?:成果|活動)?指標.*|取組|評価項目"
    r"|設問|項目/年度|年度/項目|区分/年度"
)
_INDICATOR_KINDS = re.compile(r"(?:投入|活動|成果|アウトプット|アウトカム|インプット)(?:指標)?")
_COUNTINGS = re.compile(r"累計|累積|単年度?|○|－|-")
_OF_ROLE = {
    Role.INDICATOR: Use.NAME, Role.UNIT: Use.UNIT, Role.LEVEL: Use.LEVEL, Role.LEVEL_NUMBER: Use.CODE,
    Role.NUMBER: Use.CODE, Role.NAME: Use.OWNER,
}  # fmt: skip


def columns_with_uses(region: Region) -> tuple[FigureColumn, ...]:
    """Return the columns of a region of figures with what each holds."""
    columns = [_first_guess(column, region) for column in columns_of(region.header)]
    columns = [_code_beside(column, columns) for column in columns]
    if not any(column.use is Use.NAME for column in columns):
        columns = _with_weak_name(columns)
    return tuple(columns)


def _first_guess(column: Column, region: Region) -> FigureColumn:
    values = _values(region.rows, column.position)
    labels = [parse_label(part) for part in column.parts]
    made = FigureColumn(column=column, use=Use.TEXT, values=values)
    own = _use_by_values(values)
    year = next((label.year for label in reversed(labels) if label.year is not None), None)
    if own is not None and (year is None or own is Use.ROW_KIND):
        beside = own is Use.ROW_YEAR and _kind_of(labels) not in (None, Kind.RATE)
        return replace(
            made, use=Use.YEAR_BESIDE if beside else own, kind=_kind_of(labels) if beside else None
        )
    match = match_column(column)
    name = _name_in(column.parts, labels)
    if _names_indicators(match, values) and year is None:
        return replace(made, use=Use.NAME)
    meta = _meta_use(column, values)
    if year is None and meta is not None:
        return replace(made, use=meta)
    kind = _kind_of(labels)
    if year is not None or kind is Kind.RATE or (kind is not None and not name):
        return _figures(made, labels, name, match)
    return replace(made, **_without_label(match, name, kind, values))  # type: ignore[arg-type]  # use and name, as asked


def _figures(
    made: FigureColumn, labels: Sequence[Label], name: str, match: HeadingMatch | None
) -> FigureColumn:
    kind = _kind_of(labels)
    year = next((label.year for label in reversed(labels) if label.year is not None), None)
    if not made.values or share(made.values, is_like_value) >= 0.5:
        return replace(made, use=Use.DATA, year=year, kind=kind, name=name)
    is_level = match is not None and match.role is Role.LEVEL and year is None
    return replace(made, use=Use.LEVEL if is_level else Use.SKIP)


def _names_indicators(match: HeadingMatch | None, values: Sequence[str]) -> bool:
    is_name = match is not None and match.role is Role.INDICATOR and match.strength >= 0.8
    return is_name and share(values, is_like_value) < 0.5


def _without_label(
    match: HeadingMatch | None, name: str, kind: Kind | None, values: Sequence[str]
) -> dict[str, object]:
    role = match.role if match is not None else None
    if kind is not None and share(values, is_like_value) >= 0.6:
        return {"use": Use.DATA, "name": name, "kind": kind}
    if role in _OF_ROLE and match is not None and match.strength >= 0.8:
        is_money_like = role is Role.NAME and share(values, _is_number) > 0.5
        return {"use": Use.DATA, "name": name} if is_money_like else {"use": _OF_ROLE[role]}
    if values and share(values, is_like_value) >= 0.6 and share(values, _is_number) >= 0.4:
        return {"use": Use.DATA if name else Use.SKIP, "name": name, "kind": kind}
    if role is not None and role is not Role.UNREAD and match is not None and match.strength == 1.0:
        return {"use": Use.SKIP}
    return {"use": Use.TEXT}


def _use_by_values(values: Sequence[str]) -> Use | None:
    if len(values) < 2:
        return None
    labels = [parse_label(value) for value in values]
    kinds = {label.kind for label in labels if label.kind is not None}
    if all(label.kind is not None and not label.name for label in labels) and len(kinds) > 1:
        return Use.ROW_KIND
    years = [year_of_label(value) for value in values]
    if share(values, _is_year) >= 0.8 and all(
        label.is_of_figures for label in labels if label.year is not None
    ):
        return Use.ROW_YEAR if any(years) else None
    return None


def _kind_of(labels: Sequence[Label]) -> Kind | None:
    kinds = [label.kind for label in labels if label.kind is not None]
    if Kind.RATE in kinds:
        return Kind.RATE
    return Kind.FINAL if Kind.FINAL in kinds else kinds[-1] if kinds else None


def _name_in(parts: Sequence[str], labels: Sequence[Label]) -> str:
    """Return what a heading calls its figures; 指標 and 数値目標 above years name a kind of thing, and no thing."""
    names = []
    for part, label in zip(parts, labels, strict=True):
        match = match_heading(part) if label.name else None
        known = match is not None and match.strength == 1.0 and match.role is not Role.AMOUNT
        if label.name and not known and not label.years:
            names.append("".join(part.split()))
    return " ".join(dict.fromkeys(names))


def _meta_use(column: Column, values: Sequence[str]) -> Use | None:
    heading = plain_heading(column.parts[-1]) if column.parts else ""
    if values and share(values, lambda value: good_of(value) is not None) == 1.0 and heading:
        return Use.GOOD
    if values and share(values, lambda value: _INDICATOR_KINDS.fullmatch(value.strip()) is not None) == 1.0:
        return Use.INDICATOR_KIND
    use = next((use for use, words in _META if words.fullmatch(fold_width(heading))), None)
    is_counting = share(values, lambda value: _COUNTINGS.fullmatch(value.strip()) is not None) == 1.0
    if use is Use.COUNTING and not is_counting:
        return None
    figures_alone = bool(values) and share(values, _is_number) > 0.5
    return None if use is not Use.UNIT and figures_alone else use


def _code_beside(column: FigureColumn, columns: Sequence[FigureColumn]) -> FigureColumn:
    """Tell the number or code of a level from its name, where one heading stands above both."""
    if column.use not in (Use.LEVEL, Use.TEXT, Use.NAME, Use.DATA, Use.OWNER) or column.year is not None:
        return column
    right = next((other for other in columns if other.position == column.position + 1), None)
    if right is None or not column.values or share(column.values, is_like_number) < 0.9:
        return column
    same = right.column.cell is column.column.cell or not column.column.heading
    if same and share(right.values, is_like_number) < 0.5:
        return replace(column, use=Use.CODE, kind=None, name="")
    return column


def _with_weak_name(columns: Sequence[FigureColumn]) -> list[FigureColumn]:
    """Take the words left of the figures for names of indicators, where no heading says so."""
    data = [column for column in columns if column.use is Use.DATA]
    first = next((column.position for column in data), 0)
    if any(column.use is Use.ROW_YEAR for column in columns) or any(column.name for column in data):
        return [*columns]
    left = [
        column
        for column in columns
        if column.use in (Use.TEXT, Use.INDICATOR_KIND)
        and column.position < first
        and column.values
        and _WEAK_NAMES.fullmatch(fold_width(column.column.heading))
    ]
    if not left:
        return [*columns]
    return [replace(column, use=Use.NAME) if column is left[-1] else column for column in columns]


def _values(rows: Sequence[Row], position: int) -> tuple[str, ...]:
    found: list[str] = []
    last: Cell | None = None
    for row in rows:
        cell = row.cells[position]
        if cell is not None and cell is not last and len(row.distinct()) > 1:
            found.append(cell.text)
            last = cell
    return tuple(found)


def _is_year(text: str) -> bool:
    return year_of_label(text) is not None


def _is_number(text: str) -> bool:
    return parse_number(text) is not None
