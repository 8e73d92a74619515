"""Directions as marks: a column for each option (拡充｜継続｜縮小｜廃止), and a ○ under the chosen one."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from torikumi.plan.project import SectionRole
from torikumi.read.fields import join_lines, section_in_heading
from torikumi.read.headings import Role, match_heading
from torikumi.read.options import is_mark, is_mark_or_none, is_option
from torikumi.read.roles import RoleColumn

# Whether a project is new is another question than what becomes of it.
_OTHER_QUESTION = ("新規", "単年度")


def with_choices(columns: Sequence[RoleColumn]) -> list[RoleColumn]:
    """Return the columns with those that are options of a direction, two and more side by side."""
    options: set[int] = set()
    for run in _runs(columns):
        if len(run) > 1 and any(is_mark(value) for column in run for value in column.values):
            options.update(column.position for column in run)
    columns = [
        replace(column, role=Role.CHOICE) if column.position in options else column for column in columns
    ]
    marked = {column.position for column in columns if _is_section_column(column)}
    if len(marked) < 2:
        return columns
    return [
        replace(column, role=Role.SECTION_MARK) if column.position in marked else column for column in columns
    ]


def role_of_mark(mark: str, columns: Sequence[RoleColumn]) -> SectionRole:
    """Return what a mark makes of a section: where some are ◎, those with ○ help."""
    leads = any("◎" in value for column in columns for value in column.values)
    return SectionRole.CONTRIBUTOR if leads and "◎" not in mark else SectionRole.LEAD


def _is_section_column(column: RoleColumn) -> bool:
    parts = column.column.parts
    group = match_heading(parts[0]) if len(parts) > 1 else None
    if (
        not parts
        or section_in_heading(join_lines(parts[-1])) is None
        or not all(map(is_mark_or_none, column.values))
    ):
        return False
    return bool(column.values) if group is None else group.role in (Role.SECTION, Role.HELPERS)


def _runs(columns: Sequence[RoleColumn]) -> Iterator[list[RoleColumn]]:
    run: list[RoleColumn] = []
    for column in columns:
        if _is_option_column(column):
            run.append(column)
            continue
        if not _asks_otherwise(column):
            yield run
        run = []
    yield run


def _is_option_column(column: RoleColumn) -> bool:
    parts = column.column.parts
    if not parts or not is_option(parts[-1]) or any(word in parts[-1] for word in _OTHER_QUESTION):
        return False
    if len(parts) > 1 and not _is_group_of_directions(parts[0]):
        return False
    return all(map(is_mark_or_none, column.values))


def _is_group_of_directions(part: str) -> bool:
    match = match_heading(part)
    return match is None or match.role in (Role.DIRECTION, Role.EVALUATION, Role.LEVEL)


def _asks_otherwise(column: RoleColumn) -> bool:
    parts = column.column.parts
    return (
        bool(parts)
        and any(word in parts[-1] for word in _OTHER_QUESTION)
        and all(map(is_mark_or_none, column.values))
    )


def label_of(column: RoleColumn) -> str:
    """Return the option that a column stands for."""
    return join_lines(column.column.parts[-1])
