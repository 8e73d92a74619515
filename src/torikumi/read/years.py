"""Sheets of several years in one workbook: the same list again, and one year of it is meant."""

from collections.abc import Sequence

from torikumi.plan.finding import Finding, Severity
from torikumi.plan.place import Place
from torikumi.read.grid import Grid, Row
from torikumi.read.headings import Role
from torikumi.read.roles import Roles
from torikumi.read.side import Block
from torikumi.read.titles import read_titles
from torikumi.text.era import find_fiscal_years, format_fiscal_year, parse_fiscal_year
from torikumi.text.names import project_key
from torikumi.text.width import search_key

# Lists of two years share most of their projects; the parts of one list share none.
_SAME_LIST = 0.3
_TOTALS = frozenset(("", "計", "合計", "小計", "総計", "総合計"))

_OF_ROWS = frozenset(map(search_key, ("年度", "対象年度", "評価年度", "評価対象年度", "実績年度")))

Plans = Sequence[tuple[Block, Roles]]


def year_of_row(row: Row, roles: Roles) -> int | None:
    """Return the fiscal year that a column says of a row, where a project has a row a year; None where none does."""
    for column in roles.of(Role.UNREAD):
        if search_key(column.column.heading) in _OF_ROWS:
            return parse_fiscal_year(row.text(column.position))
    return None


def is_dated(roles: Roles) -> bool:
    """Tell whether rows hold what belongs to a year: else a line that is a year is a heading like others."""
    return bool(roles.of(Role.PROGRESS, Role.EVALUATION, Role.RESULT, Role.REASON, Role.AMOUNT))


def part_years(rows: Sequence[Row]) -> tuple[list[Row], int | None]:
    """Part the lines that are a fiscal year and nothing else (令和5年度) from headings; the last of them holds below."""
    years = [_year_alone(row) for row in rows]
    found = [year for year in years if year is not None]
    kept = [row for row, year in zip(rows, years, strict=True) if year is None]
    return kept, found[-1] if found else None


def _year_alone(row: Row) -> int | None:
    cells = row.distinct()
    text = cells[0].text.strip("【】[]()（）<>＜＞■◆●○・ \u3000") if len(cells) == 1 else ""
    return parse_fiscal_year(text) if "年度" in text else None


def of_one_year(plans: Plans, *, year: int | None) -> tuple[list[tuple[Block, Roles]], tuple[Finding, ...]]:
    """Return the blocks of one year, and a finding for each sheet of another year that was left out.

    Sheets are of several years where their names or titles say so and their projects are largely the same. `year` is
    the one that the person wants; without it the newest is read.
    """
    years = {id(grid): _year_of(grid, plans) for grid in _grids(plans)}
    known = sorted({found for found in years.values() if found is not None})
    if len(known) < 2 or not _is_one_list(plans, years):
        return [*plans], ()
    wanted = year if year in known else known[-1]
    left = [grid for grid in _grids(plans) if years[id(grid)] not in (wanted, None)]
    kept = [(block, roles) for block, roles in plans if all(block.grid is not grid for grid in left)]
    return kept, tuple(_left_out(grid, years[id(grid)], wanted) for grid in left)


def _grids(plans: Plans) -> list[Grid]:
    return list({id(block.grid): block.grid for block, _ in plans}.values())


def _year_of(grid: Grid, plans: Plans) -> int | None:
    named = find_fiscal_years(grid.table.sheet or "")
    if len(named) == 1:
        return named[0]
    first = next(block for block, _ in plans if block.grid is grid)
    return read_titles(first.before).year


def _is_one_list(plans: Plans, years: dict[int, int | None]) -> bool:
    names: dict[int, set[str]] = {}
    for block, roles in plans:
        year, position = years[id(block.grid)], roles.position(Role.NAME)
        if year is not None and position is not None:
            cells = (row.cells[position] for row in block.rows)
            # A cell merged over the front is a heading or a total, and every list has a 合計.
            texts = (cell.text.strip() for cell in cells if cell is not None and cell.columns == 1)
            names.setdefault(year, set()).update(project_key(text) for text in texts if text not in _TOTALS)
    lists = [names[year] for year in sorted(names)]
    return any(
        len(one & other) >= _SAME_LIST * min(len(one), len(other)) > 0
        for index, one in enumerate(lists)
        for other in lists[index + 1 :]
    )


def _left_out(grid: Grid, year: int | None, wanted: int) -> Finding:
    table = grid.table
    of_year = format_fiscal_year(year) if year is not None else ""
    return Finding(
        code="read-other-year",
        severity=Severity.WARNING,
        ja=f"シート「{table.sheet}」は{of_year}の同じ表なので読まず、{format_fiscal_year(wanted)}のシートを読みました。"
        "その年度を読むときは、年度を指定してください。",
        en=f"The sheet “{table.sheet}” is the same list for fiscal {year} and was left out; that of {wanted} was read. "
        "To read the other one, give its year.",
        place=Place(file=table.file, sheet=table.sheet, table=table.index),
    )
