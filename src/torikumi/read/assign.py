"""Which column is what: the words above it and the values in it decide together."""

import re
from collections.abc import Sequence
from dataclasses import replace

from torikumi.read.choices import with_choices
from torikumi.read.doubts import doubts_about
from torikumi.read.fields import join_lines
from torikumi.read.figures import kind_of_figures
from torikumi.read.grid import Row
from torikumi.read.header import match_column
from torikumi.read.headings import PROJECT_LEVELS, Role, match_heading, plain_heading, unit_in
from torikumi.read.measured import is_like_value
from torikumi.read.options import is_mark_or_none
from torikumi.read.plan_evidence import VAGUE_NAMES, lists_projects
from torikumi.read.roles import RoleColumn, Roles
from torikumi.read.side import Block, Column
from torikumi.read.titles import read_titles
from torikumi.read.values import (
    is_like_direction,
    is_like_number,
    is_like_quantity,
    is_like_section,
    is_prose,
    share,
)
from torikumi.text.era import find_calendar_years, find_fiscal_years
from torikumi.text.width import fold_width, search_key

# What a plan calls its measures; with indicators alone beside them they are no projects.
_MEASURES = frozenset(
    ("施策", "施策名", "基本事業", "細施策", "個別施策", "具体的な施策", "具体的施策", "実施施策", "項目")
)
_OF_PROJECTS = frozenset(
    {Role.SUMMARY, Role.SECTION, Role.DIRECTION, Role.AMOUNT, Role.PROGRESS, Role.RESULT}
)
_ONCE = (Role.SUMMARY, Role.DIRECTION, Role.SECTION, Role.DEPARTMENT)
_ONCE_A_YEAR = (Role.PROGRESS, Role.EVALUATION, Role.RESULT, Role.REASON)
_DASHES = frozenset("-－―—")
_PART = re.compile(r"[・／/、，,\s（）()]+")
_EARLIER = ("前年", "昨年", "前回", "前期", "旧")


def assign_roles(block: Block) -> Roles:
    """Return the roles of a block's columns."""
    widths = [len(row.distinct()) for row in block.rows]
    columns = [_first_guess(block, column, widths) for column in block.columns]
    columns = _with_years_across(block, [_with_figure_kind(column) for column in columns])
    columns = with_choices(columns)
    columns = [_corrected_by_values(column) for column in columns]
    columns = _with_one_name(columns)
    columns = _with_levels_apart(columns)
    columns = _with_one_number(columns)
    columns = _with_one_direction(columns)
    columns = _with_each_once(columns)
    columns = _with_indicators(columns)
    return Roles(
        columns=tuple(columns),
        is_plan=lists_projects(columns),
        is_sure=any(_is_surely_name(column) for column in columns),
        findings=tuple(doubts_about(block, columns)),
    )


def _first_guess(block: Block, column: Column, widths: Sequence[int]) -> RoleColumn:
    match = match_column(column)
    role = match.role if match else Role.UNREAD
    years = find_fiscal_years(column.heading) or find_calendar_years(column.heading)
    values = _values(block.rows, column.position, widths)
    if role is Role.LEVEL and search_key(match.word if match else "") == search_key("目標"):
        role = Role.TARGET if share(values, is_like_quantity) > 0.5 else role
    return RoleColumn(
        column=column,
        role=role,
        match=match,
        values=values,
        year=years[0] if years else None,
        unit=unit_in(fold_width(column.heading)),
    )


def _with_years_across(block: Block, columns: list[RoleColumn]) -> list[RoleColumn]:
    """A column headed by a year alone holds what the column before it holds: 事業費, R4, R5, R6."""
    unit = read_titles(block.before).unit
    result: list[RoleColumn] = []
    for column in columns:
        if _is_sum(column) and result and result[-1].role is Role.AMOUNT:
            result.append(replace(column, role=Role.AMOUNT, unit=column.unit or result[-1].unit))
            continue
        if column.match is None and column.unit and share(column.values, is_like_quantity) > 0.5:
            result.append(replace(column, role=Role.AMOUNT))
            continue
        if not _is_year_alone(column):
            result.append(column)
            continue
        result.append(_year_column(column, result, unit))
    return result


def _year_column(column: RoleColumn, left: Sequence[RoleColumn], unit: str | None) -> RoleColumn:
    before = left[-1] if left else None
    if before is not None and before.role in (Role.AMOUNT, Role.TARGET, Role.ACTUAL):
        return replace(column, role=before.role, unit=column.unit or before.unit)
    of_figures = (Role.INDICATOR, Role.UNIT, Role.BASE, Role.FIGURE_KIND)
    beside_indicator = before is not None and before.role in of_figures
    if column.unit or (unit and not beside_indicator):
        return replace(column, role=Role.AMOUNT)
    if any(known.role is Role.INDICATOR for known in left):
        return replace(column, role=Role.ACTUAL)
    return column


def _is_year_alone(column: RoleColumn) -> bool:
    return (
        column.match is None
        and column.year is not None
        and plain_heading(column.column.heading) in ("", "見込", "見込み", "予定")
        and share(column.values, is_like_value) > 0.5
        and any(map(is_like_quantity, column.values))
    )


def _is_sum(column: RoleColumn) -> bool:
    """Tell whether a column sums up the money before it: 合計, 計, 3か年計."""
    plain = plain_heading(column.column.heading)
    return column.match is None and plain.endswith("計") and share(column.values, is_like_quantity) > 0.5


def _values(rows: Sequence[Row], position: int, widths: Sequence[int]) -> tuple[str, ...]:
    """Return the values of a column in rows that hold more than one cell, at most 400."""
    found: list[str] = []
    last = None
    for row, width in zip(rows, widths, strict=True):
        cell = row.cells[position]
        if cell is None or cell is last or width < (3 if cell.columns > 3 else 2):
            continue
        last = cell
        found.append(cell.text)
        if len(found) == 400:
            break
    return tuple(found)


def _corrected_by_values(column: RoleColumn) -> RoleColumn:
    values = column.values
    if column.role in (Role.CHOICE, Role.SECTION_MARK, Role.FIGURE_KIND):
        return column
    if any("凡例" in part for part in column.column.parts):
        return replace(column, role=Role.UNREAD)
    directions, sections = share(values, is_like_direction), share(values, is_like_section)
    role: Role = column.role
    if role is Role.UNREAD and column.match is None:
        role = _role_of_unknown(column, directions, sections)
    elif role in (Role.SECTION, Role.HELPERS, Role.DEPARTMENT) and sections < 0.3 and directions > 0.6:
        role = Role.DIRECTION
    elif role is Role.DIRECTION and sections >= 0.8 and directions < 0.2:
        role = Role.SECTION
    elif role is Role.DIRECTION and len(set(values) - _DASHES) == 1 and all(map(is_mark_or_none, values)):
        # A ○ alone says that something was chosen, and not what.
        role = Role.UNREAD
    elif role is Role.DIRECTION and directions < 0.3 and _says_evaluation(column):
        role = Role.EVALUATION
    elif role in (Role.LEVEL, Role.EVALUATION, Role.UNREAD) and directions >= 0.9 and len(values) >= 3:
        role = Role.DIRECTION if len(set(map(search_key, values))) > 1 else role
    elif role is Role.SECTION and column.match is not None and column.match.word == "実施主体":
        role = Role.SECTION if sections >= 0.3 else Role.UNREAD
    return replace(column, role=role)


def _role_of_unknown(column: RoleColumn, directions: float, sections: float) -> Role:
    is_numbered = column.position == 0 and share(column.values, is_like_number) >= 0.9
    if is_numbered and not column.column.heading:
        return Role.NUMBER
    if len(column.values) < 3:
        return Role.UNREAD
    if sections >= 0.8:
        return Role.SECTION
    if directions >= 0.8:
        return Role.DIRECTION
    return Role.NUMBER if is_numbered else Role.UNREAD


def _with_figure_kind(column: RoleColumn) -> RoleColumn:
    """A column of nothing but 目標 and 実績 tells what the figures beside it are, row by row."""
    kinds = {kind_of_figures(value) for value in column.values}
    both = {Role.TARGET, Role.ACTUAL} <= kinds and None not in kinds
    return replace(column, role=Role.FIGURE_KIND) if both else column


def _says_evaluation(column: RoleColumn) -> bool:
    return any(word in column.column.heading for word in ("評価", "判定"))


def _with_one_name(columns: list[RoleColumn]) -> list[RoleColumn]:
    names = [column for column in columns if column.role is Role.NAME and column.values]
    if names:
        best = max(names, key=_worth_as_name)
        return [
            _second_name_column(column, best) if column.role is Role.NAME and column is not best else column
            for column in columns
        ]
    levels = [column for column in columns if column.role is Role.LEVEL and column.values]
    stand_in = next((column for column in reversed(levels) if _may_be_project(column, columns)), None)
    stand_in = stand_in or _named_in_part(columns) or _unnamed_name(columns)
    return [replace(column, role=Role.NAME) if column is stand_in else column for column in columns]


def _worth_as_name(column: RoleColumn) -> tuple[float, bool, float, int]:
    strength = column.match.strength if column.match else 0.0
    # 「新」 and 「拡」 stand below a heading 事業名, too, that is merged over the names and these marks.
    named = sum(map(len, column.values)) > 2 * len(column.values)
    vague = column.match is not None and search_key(column.match.word) in VAGUE_NAMES
    return strength - (0.5 if vague else 0.0), named, _distinct(column.values), -column.position


def _is_surely_name(column: RoleColumn) -> bool:
    return column.role is Role.NAME and not column.is_against_heading and _worth_as_name(column)[0] == 1.0


def _second_name_column(column: RoleColumn, best: RoleColumn) -> RoleColumn:
    apart = column.column.cell is not best.column.cell
    is_level = (
        apart and column.position < best.position and 1 < len(set(column.values)) < 0.9 * len(column.values)
    )
    return replace(column, role=Role.LEVEL if is_level else Role.UNREAD)


def _may_be_project(column: RoleColumn, columns: Sequence[RoleColumn]) -> bool:
    word = column.match.word if column.match else ""
    if word in _MEASURES and _measures_only(columns):
        return False
    return word in PROJECT_LEVELS and share(column.values, is_prose) < 0.7


def _measures_only(columns: Sequence[RoleColumn]) -> bool:
    """Tell whether a table gives its rows indicators and nothing that only a project has."""
    roles = {column.role for column in columns if column.values}
    return Role.INDICATOR in roles and not roles & _OF_PROJECTS


def _named_in_part(columns: Sequence[RoleColumn]) -> RoleColumn | None:
    """Return the column whose heading names the project and something else: 「取組名／概要」."""
    for column in columns:
        parts = _PART.split(join_lines(column.column.heading))
        matches = [match_heading(part) for part in parts if part.strip()]
        if len(matches) > 1 and any(
            m is not None and m.role is Role.NAME and m.strength == 1.0 for m in matches
        ):
            return column
    return None


def _unnamed_name(columns: Sequence[RoleColumn]) -> RoleColumn | None:
    """Return the column that must be the names: unknown words above, short different texts, beside a summary."""
    known = {column.role for column in columns}
    if Role.SUMMARY not in known or not known & {Role.SECTION, Role.DIRECTION}:
        return None
    summary = next(column.position for column in columns if column.role is Role.SUMMARY)
    left = [
        column for column in columns if column.match is None and column.position < summary and column.values
    ]
    likely = [c for c in left if _distinct(c.values) > 0.9 and share(c.values, is_prose) < 0.3]
    likely = [c for c in likely if share(c.values, is_like_number) < 0.5]
    return likely[-1] if likely else None


def _distinct(values: Sequence[str]) -> float:
    return len(set(map(search_key, values))) / len(values) if values else 0.0


def _with_levels_apart(columns: list[RoleColumn]) -> list[RoleColumn]:
    """Levels right of the name are levels only where their values repeat; sentences are no level."""
    name = next((column.position for column in columns if column.role is Role.NAME), len(columns))
    sorted_out = []
    for column in columns:
        role = column.role
        if role is Role.LEVEL and column.values:
            if share(column.values, is_prose) > 0.7 and "。" in "".join(column.values):
                role = Role.SUMMARY
            elif column.position > name and _distinct(column.values) > 0.8:
                role = Role.UNREAD
        sorted_out.append(replace(column, role=role))
    return sorted_out


def _with_one_number(columns: list[RoleColumn]) -> list[RoleColumn]:
    numbers = [column for column in columns if column.role is Role.NUMBER]
    name = next((column.position for column in columns if column.role is Role.NAME), None)
    if len(numbers) < 2 or name is None:
        return columns
    left = [column for column in numbers if column.position < name]
    own = left[-1] if left and left[-1].position == name - 1 else numbers[0]
    result = []
    for column in columns:
        role = column.role
        if role is Role.NUMBER and column is not own:
            beside = column.position + 1 < len(columns) and columns[column.position + 1].role is Role.LEVEL
            role = Role.LEVEL_NUMBER if beside else Role.UNREAD
        result.append(replace(column, role=role))
    return result


def _with_one_direction(columns: list[RoleColumn]) -> list[RoleColumn]:
    directions = [column for column in columns if column.role is Role.DIRECTION]
    if any(column.role is Role.CHOICE for column in columns):
        # What the form lets a person mark is the direction; a letter beside it is a rating.
        return [replace(c, role=Role.UNREAD) if c in directions else c for c in columns]
    if len(directions) < 2:
        return columns
    best = max(directions, key=_worth_as_direction)
    return [
        replace(column, role=Role.UNREAD) if column.role is Role.DIRECTION and column is not best else column
        for column in columns
    ]


def _worth_as_direction(column: RoleColumn) -> tuple[bool, bool, bool, int, int]:
    # Without a heading that says so, words of a scale may be the legend at the side of the table.
    named = column.match is not None
    earlier = any(word in column.column.heading for word in _EARLIER)
    likely = share(column.values, is_like_direction) >= 0.5
    return named, likely, not earlier, column.year or 0, column.position


def _with_each_once(columns: list[RoleColumn]) -> list[RoleColumn]:
    result = list(columns)
    if not any(column.role in (Role.SECTION, Role.SECTION_MARK) for column in columns):
        result = [
            replace(column, role=Role.SECTION) if column.role is Role.DEPARTMENT else column
            for column in result
        ]
    for role in _ONCE:
        result = _with_one(result, role, [column for column in result if column.role is role])
    for role in _ONCE_A_YEAR:
        asked = [column for column in result if column.role is role]
        for year, rater in {(column.year, column.rater) for column in asked}:
            same = [column for column in asked if (column.year, column.rater) == (year, rater)]
            result = _with_one(result, role, same)
    return result


def _with_one(columns: list[RoleColumn], role: Role, same: Sequence[RoleColumn]) -> list[RoleColumn]:
    if len(same) < 2:
        return columns
    best = max(same, key=_worth)
    spare = Role.HELPERS if role is Role.SECTION else Role.UNREAD
    return [
        replace(column, role=spare if _is_helper(column, spare) else Role.UNREAD)
        if column in same and column is not best
        else column
        for column in columns
    ]


def _is_helper(column: RoleColumn, spare: Role) -> bool:
    return spare is Role.HELPERS and any(
        word in column.column.heading for word in ("関係", "関連", "協力", "副")
    )


def _worth(column: RoleColumn) -> tuple[float, bool, int]:
    strength = column.match.strength if column.match else 0.0
    purpose_only = column.column.heading.endswith("目的")
    return strength, not purpose_only and bool(column.values), -column.position


def _with_indicators(columns: list[RoleColumn]) -> list[RoleColumn]:
    """Targets and results need the name of what they measure; without it they are left unread."""
    if any(column.role is Role.INDICATOR for column in columns):
        return columns
    figures = (Role.UNIT, Role.BASE, Role.TARGET, Role.ACTUAL)
    told = {column.year for column in columns if column.role is Role.RESULT}
    return [
        replace(column, role=Role.RESULT if _is_told_result(column, told) else Role.UNREAD)
        if column.role in figures
        else column
        for column in columns
    ]


def _is_told_result(column: RoleColumn, told: set[int | None]) -> bool:
    """Tell whether a column headed 実績 tells in words what was done; another one of that year may do so already."""
    in_words = share(column.values, is_like_quantity) < 0.3 and any(len(value) > 4 for value in column.values)
    return column.role is Role.ACTUAL and in_words and column.year not in told
