"""What a new edition takes over from the one before, because its document does not say it.

A table of projects seldom repeats indicators, money and earlier answers. An empty cell never erases unless the person
says so; what was taken over is told as findings.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar

from torikumi.compare.match import match_nodes
from torikumi.compare.report import FIELD_WORDS
from torikumi.plan.direction import Direction
from torikumi.plan.finding import Finding, Severity
from torikumi.plan.model import Node, Plan
from torikumi.plan.place import place_of
from torikumi.plan.project import Project

Part = TypeVar("Part", Plan, Node, Project)

PROJECT_FIELDS = ("summary", "direction", "sections", "indicators", "amounts", "reviews", "notes", "comments")
# The codes of the findings that tell what was carried over.
CARRIED = ("carried-column", "carried-value")
NODE_FIELDS = ("indicators", "notes", "comments")
PLAN_FIELDS = ("period", "levels", "scale", "notes", "comments", "notice", "credit")


class Absent(StrEnum):
    """What becomes of what the document leaves empty."""

    CARRY = "carry"
    ERASE = "erase"


@dataclass(frozen=True, slots=True)
class Carried:
    """The new edition with what was taken over, and what that was."""

    plan: Plan
    findings: tuple[Finding, ...]


def carry_over(*, old: Plan, new: Plan) -> Carried:
    """Return the new edition with what its document leaves empty taken from the old one; the ids must meet."""
    columns = [name for name in PROJECT_FIELDS if all(_is_empty(getattr(one, name)) for one in new.projects)]
    known = frozenset(new.project_by_id)
    projects: list[Project] = []
    findings: list[Finding] = []
    taken: set[str] = set()
    for project in new.projects:
        before = old.project_by_id.get(project.id)
        filled, fields = _fill(project, before, PROJECT_FIELDS) if before else (project, [])
        taken |= {name for name in fields if name in columns}
        findings += [_value_finding(project, name) for name in fields if name not in columns]
        projects.append(_keep_readings(filled, before, known) if before else filled)
    nodes = {after.id: before for before, after in match_nodes(old=old, new=new).both}
    plan, _ = _fill(new, old, PLAN_FIELDS)
    plan = replace(
        plan,
        nodes=tuple(
            _fill(node, nodes[node.id], NODE_FIELDS)[0] if node.id in nodes else node for node in new.nodes
        ),
        projects=tuple(projects),
    )
    return Carried(plan, (*_column_finding([name for name in PROJECT_FIELDS if name in taken]), *findings))


def _fill(part: Part, before: Part, names: Iterable[str]) -> tuple[Part, list[str]]:
    """Return the part with its empty fields taken from before, and the names of those."""
    fields = [
        name for name in names if _is_empty(getattr(part, name)) and not _is_empty(getattr(before, name))
    ]
    return replace(part, **{name: getattr(before, name) for name in fields}), fields


def _is_empty(value: object) -> bool:
    if isinstance(value, Direction):
        return not value.printed.strip()
    return value is None or value in ("", ())


def _keep_readings(project: Project, before: Project, known: frozenset[str]) -> Project:
    """Keep what was known of words that have not changed: a table prints neither layers, roles nor ids of partners."""
    kept = project
    if project.summary == before.summary and len(project.layers) < len(before.layers):
        kept = replace(kept, layers=before.layers)
    if _printed(project) == _printed(before) and len({section.role for section in project.sections}) == 1:
        kept = replace(kept, sections=before.sections)
    if not project.merges and (project.name, project.summary) == (before.name, before.summary):
        partners = {merge.partner_id for merge in before.merges} - {None}
        kept = replace(kept, merges=before.merges if partners <= known else ())
    return kept


def _printed(project: Project) -> list[str]:
    return [section.printed for section in project.sections]


def _column_finding(names: list[str]) -> list[Finding]:
    if not names:
        return []
    ja = "、".join(f"「{FIELD_WORDS[name][0]}」" for name in names)
    en = ", ".join(FIELD_WORDS[name][1] for name in names)
    return [
        Finding(
            code="carried-column",
            severity=Severity.INFO,
            ja=f"文書に{ja}がないので、前の版の値を残しました。消すときは「空にする」を選んで取り込み直してください。",
            en=f"The document has no {en}, so those of the edition before stay; import it again to erase them.",
        )
    ]


def _value_finding(project: Project, name: str) -> Finding:
    title = f"No.{project.number}「{project.name}」" if project.number else f"「{project.name}」"
    ja, en = FIELD_WORDS[name]
    return Finding(
        code="carried-value",
        severity=Severity.WARNING,
        ja=f"{title}の{ja}は文書で空なので、前の版の値を残しました。そのままでよいか確かめてください。",
        en=f"The {en} of {project.name} is empty in the document, so that of the edition before stays; check it.",
        subject=project.id,
        field=name,
        place=place_of(name, project.places),
    )
