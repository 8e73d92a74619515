"""What a person may put right in a project that was read, and what becomes of the plan by it. Knows no database."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from torikumi.errors import UserError
from torikumi.plan.model import Node, Plan
from torikumi.plan.outcomes import parse_direction
from torikumi.plan.project import Project
from torikumi.read.fields import read_sections
from torikumi.read.tree import parse_heading
from torikumi.text.names import is_provisional, second_name

CORRECTABLE = ("number", "name", "node", "summary", "direction", "sections")
# "heading0" is the topmost heading above the project: its own text, not which heading the project stands under.
HEADING = re.compile(r"heading([0-9]{1,2})")
LONGEST = 20_000


class UnusableValueError(UserError):
    """The value cannot stand in its field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldValue:
    """A field of the project at a position of the document (from 1), with its value as a person writes it."""

    position: int
    field: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundField:
    """A field as it was read: whose, with which value, and where the document has it."""

    position: int
    subject: str
    title: str
    field: str
    text: str | None
    place: str


def told_of(field: str) -> str:
    """Return the name by which a finding speaks of the field: a heading's own text is its "name"."""
    return "name" if HEADING.fullmatch(field) else field


def value_of(project: Project, field: str) -> str | None:
    """Return the value of a field as a person writes it: sections one a line, the heading by its id."""
    if field == "direction":
        return project.direction.printed if project.direction else None
    if field == "sections":
        return "\n".join(section.printed for section in project.sections)
    value = getattr(project, field)
    return None if value is None else str(value)


def require_usable(plan: Plan, wanted: FieldValue) -> None:
    """Raise UnusableValueError where the value cannot stand in the field."""
    if wanted.field == "name" and not wanted.text.strip():
        raise UnusableValueError(ja="事業名を入れてください。", en="Enter the name of the project.")
    if HEADING.fullmatch(wanted.field) and not wanted.text.strip():
        raise UnusableValueError(ja="見出しを入れてください。", en="Enter the heading.")
    if wanted.field == "node" and wanted.text and wanted.text not in plan.node_by_id:
        raise UnusableValueError(ja="一覧にある見出しを選んでください。", en="Choose a heading of the list.")
    if len(wanted.text) > LONGEST:
        raise UnusableValueError(
            ja=f"{LONGEST:,}文字までにしてください。", en=f"Enter at most {LONGEST:,} characters."
        )


def corrected_plan(plan: Plan, values: Iterable[FieldValue]) -> Plan:
    """Return the plan as it was read with the values in their places; all ids stay."""
    listed = [*values]
    headings: dict[str, str] = {}
    for value in listed:
        node = heading_of(plan, value.position, value.field)
        if node is not None:
            headings[node.id] = value.text
    nodes = [_with_heading(node, headings[node.id]) if node.id in headings else node for node in plan.nodes]
    return replace(corrected_projects(plan, listed), nodes=tuple(nodes))


def heading_of(plan: Plan, position: int, field: str) -> Node | None:
    """Return the heading that a field of a project speaks of; None for a field of the project itself."""
    found = HEADING.fullmatch(field)
    if found is None or not 1 <= position <= len(plan.projects):
        return None
    path = plan.path_to(plan.projects[position - 1].node)
    level = int(found[1])
    return path[level] if level < len(path) else None


def corrected_projects(plan: Plan, values: Iterable[FieldValue]) -> Plan:
    """Return the plan with the values of its projects in their places."""
    by_position: dict[int, list[FieldValue]] = {}
    for value in values:
        if value.field in _TURNS:
            by_position.setdefault(value.position, []).append(value)
    projects = [
        _corrected(project, plan, by_position.get(position, ()))
        for position, project in enumerate(plan.projects, start=1)
    ]
    return replace(plan, projects=tuple(projects))


def _corrected(project: Project, plan: Plan, values: Iterable[FieldValue]) -> Project:
    for value in values:
        project = _TURNS[value.field](project, plan, value.text)
    return project


def _with_heading(node: Node, text: str) -> Node:
    heading = parse_heading(text)
    return replace(
        node, printed=heading.printed, number=heading.number, name=heading.name, alias=heading.alias
    )


def _with_name(project: Project, plan: Plan, text: str) -> Project:  # noqa: ARG001  all turns take the plan
    name = text.strip()
    return replace(project, name=name, second_name=second_name(name), provisional=is_provisional(name))


def _with_number(project: Project, plan: Plan, text: str) -> Project:  # noqa: ARG001
    return replace(project, number=text.strip())


def _with_node(project: Project, plan: Plan, text: str) -> Project:
    node = text if text in plan.node_by_id else None
    return replace(project, node=node, also_under=tuple(key for key in project.also_under if key != node))


def _with_summary(project: Project, plan: Plan, text: str) -> Project:  # noqa: ARG001
    # The parts of the summary were read from words that do not hold any more.
    return replace(project, summary=text.strip(), layers=())


def _with_direction(project: Project, plan: Plan, text: str) -> Project:
    printed = text.strip()
    return replace(project, direction=parse_direction(printed, plan.scale) if printed else None)


def _with_sections(project: Project, plan: Plan, text: str) -> Project:  # noqa: ARG001
    known = {section.printed: section for section in project.sections}
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    sections = [
        section for line in lines for section in ((known[line],) if line in known else read_sections(line))
    ]
    return replace(project, sections=tuple(sections))


_TURNS: Mapping[str, Callable[[Project, Plan, str], Project]] = {
    "name": _with_name,
    "number": _with_number,
    "node": _with_node,
    "summary": _with_summary,
    "direction": _with_direction,
    "sections": _with_sections,
}
