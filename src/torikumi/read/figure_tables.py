"""Tables of indicators that list no projects: KPI一覧, 数値目標, 成果指標の進捗."""

from dataclasses import dataclass, replace

from torikumi.read.document import Cell
from torikumi.read.figure_columns import FigureColumn, Use, columns_with_uses
from torikumi.read.figure_context import Context, name_above, read_context
from torikumi.read.figure_regions import Region
from torikumi.read.figure_rows import FigureRows, Found
from torikumi.read.headings import Role, match_heading
from torikumi.read.labels import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureTable:
    """The indicators of one table. `named_by` is the line above that had to give their name, None where the table does.

    `speaks_of_indicators` where its words say so (指標, KPI); `is_sure` also where it shows targets beside results.
    """

    region: Region
    columns: tuple[FigureColumn, ...]
    found: tuple[Found, ...]
    named_by: Cell | None
    context: Context
    speaks_of_indicators: bool
    is_sure: bool

    @property
    def is_by_year(self) -> bool:
        """Whether each indicator has two figures or more, no two of one kind and year."""
        for one in self.found:
            said = [(figure.kind, figure.value.year) for figure in one.draft.figures]
            if len(said) < 2 or len(set(said)) < len(said):
                return False
        return True

    @property
    def unread(self) -> tuple[FigureColumn, ...]:
        """The columns with values that are no part of an indicator."""
        uses = (Use.SKIP, Use.TEXT)
        return tuple(column for column in self.columns if column.use in uses and column.values)


def read_figure_table(region: Region) -> FigureTable | None:
    """Return the indicators of a region; None where its figures have no name, or are money."""
    columns = columns_with_uses(region)
    if not _holds_figures(columns) or _holds_money(columns):
        return None
    context = read_context(region)
    named_by = None
    if not _names_figures(columns) and context.name is None and not _rows_name_figures(columns, region):
        named_by = name_above(region)
        if named_by is None:
            return None
        context = replace(context, name="".join(named_by.text.split("\n")).strip(), place=named_by)
    found = FigureRows(region, columns, context).read()
    if not found:
        return None
    return FigureTable(
        region=region,
        columns=columns,
        found=tuple(found),
        named_by=named_by,
        context=context,
        speaks_of_indicators=_speaks_of_indicators(columns, context),
        is_sure=_speaks_of_indicators(columns, context) or _shows_targets(columns, found),
    )


def _holds_figures(columns: tuple[FigureColumn, ...]) -> bool:
    data = [column for column in columns if column.use is Use.DATA and column.kind is not Kind.RATE]
    if not any(column.values for column in data):
        return False
    turned = any(column.use is Use.ROW_YEAR for column in columns)
    return turned or any(column.year is not None or column.kind is not None for column in data)


def _holds_money(columns: tuple[FigureColumn, ...]) -> bool:
    if any(column.use is Use.NAME and _says(column, Role.INDICATOR) for column in columns):
        return False
    rows = [value for column in columns if column.use in (Use.NAME, Use.TEXT) for value in column.values]
    money = sum(1 for value in rows if (m := match_heading(value)) is not None and m.role is Role.AMOUNT)
    if rows and money * 2 >= len(rows):
        return True
    return any(column.use is Use.DATA and _says(column, Role.AMOUNT) for column in columns)


def _says(column: FigureColumn, role: Role) -> bool:
    matches = [match_heading(part) for part in column.column.parts]
    return any(match is not None and match.role is role and match.strength >= 0.8 for match in matches)


def _names_figures(columns: tuple[FigureColumn, ...]) -> bool:
    data = [column for column in columns if column.use is Use.DATA and column.kind is not Kind.RATE]
    return any(column.use is Use.NAME for column in columns) or all(column.name for column in data)


def _rows_name_figures(columns: tuple[FigureColumn, ...], region: Region) -> bool:
    """Tell whether rows of one cell between the figures name them, as the first row below the header does."""
    of_rows = any(column.use is Use.ROW_KIND for column in columns)
    return of_rows and bool(region.rows) and len(region.rows[0].distinct()) == 1


def _speaks_of_indicators(columns: tuple[FigureColumn, ...], context: Context) -> bool:
    return context.speaks_of_indicators or any(_says(column, Role.INDICATOR) for column in columns)


def _shows_targets(columns: tuple[FigureColumn, ...], found: list[Found]) -> bool:
    if any(column.use is Use.ROW_KIND for column in columns):
        return True
    kinds = {column.kind for column in columns if column.use is Use.DATA}
    kinds |= {figure.kind for one in found for figure in one.draft.figures}
    return bool(kinds & {Kind.TARGET, Kind.FINAL}) and bool(kinds & {Kind.BASE, Kind.ACTUAL})
