"""How sure the reader is of each project and each of its fields: a number from 0 to 1, with the reasons.

A field begins with 1, and every ground for doubt multiplies it by a factor (evidence.py); a project is as sure as its
least sure field. So a further doubt never raises a number, and what lowered it can always be told.
"""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from torikumi.plan.finding import Finding, Severity
from torikumi.plan.project import Project
from torikumi.read.evidence import (
    ColumnGrounds,
    Ground,
    grounds_of_cell,
    grounds_of_column,
    grounds_of_name,
    product,
)
from torikumi.read.headings import Role
from torikumi.read.projects import Draft
from torikumi.read.roles import RoleColumn

DOUBTFUL_FIELD = 0.8
DOUBTFUL_PROJECT = 0.6

_FIELDS: Mapping[Role, str] = {
    Role.NUMBER: "number", Role.NAME: "name", Role.SUMMARY: "summary", Role.DIRECTION: "direction",
    Role.CHOICE: "direction", Role.SECTION: "sections", Role.SECTION_MARK: "sections", Role.HELPERS: "sections",
    Role.DEPARTMENT: "sections", Role.LEVEL: "node", Role.LEVEL_NUMBER: "node", Role.INDICATOR: "indicators",
    Role.UNIT: "indicators", Role.BASE: "indicators", Role.TARGET: "indicators", Role.ACTUAL: "indicators",
    Role.AMOUNT: "amounts", Role.NOTE: "notes", Role.PROGRESS: "reviews", Role.EVALUATION: "reviews",
    Role.RESULT: "reviews", Role.REASON: "reviews",
}  # fmt: skip
_NAMES: Mapping[str, str] = {
    "number": "番号", "name": "事業名", "summary": "事業概要", "direction": "方針", "sections": "担当課",
    "node": "区分", "indicators": "指標", "amounts": "金額", "notes": "備考", "reviews": "年度評価",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldConfidence:
    """How sure one field is; `grounds` say what lowered it."""

    field: str
    value: float
    grounds: tuple[Ground, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectConfidence:
    """How sure a project is: as its least sure field. `project` is its id."""

    project: str
    value: float
    fields: tuple[FieldConfidence, ...]

    @property
    def doubtful(self) -> tuple[FieldConfidence, ...]:
        """The fields that a person should look at, the least sure first."""
        low = [one for one in self.fields if one.value < DOUBTFUL_FIELD]
        return tuple(sorted(low, key=lambda one: one.value))


def field_of(role: Role) -> str | None:
    """Return the field of a project that a column with this role fills; None where it fills none."""
    return _FIELDS.get(role)


def weigh(drafts: Sequence[Draft], projects: Sequence[Project]) -> tuple[ProjectConfidence, ...]:
    """Return the confidence of each project, in their order; `drafts` are what they were made of."""
    of_columns: dict[int, ColumnGrounds] = {}
    jumps = _jumps(projects)
    found = []
    for index, (draft, project) in enumerate(zip(drafts, projects, strict=True)):
        grounds = _grounds_by_field(draft, of_columns)
        grounds.setdefault("name", []).extend(grounds_of_name(project.name))
        if index in jumps:
            grounds.setdefault("number", []).append(jumps[index])
        fields = tuple(
            FieldConfidence(field=name, value=round(product(own), 3), grounds=tuple(own))
            for name, own in grounds.items()
        )
        found.append(
            ProjectConfidence(
                project=project.id, value=min((one.value for one in fields), default=1.0), fields=fields
            )
        )
    return tuple(found)


def doubtful_projects(
    confidences: Sequence[ProjectConfidence], projects: Sequence[Project]
) -> Iterator[Finding]:
    """Yield a finding for each project that is too doubtful to be taken over without a look."""
    for confidence, project in zip(confidences, projects, strict=True):
        if confidence.value >= DOUBTFUL_PROJECT:
            continue
        worst = confidence.doubtful[0]
        places = {one.field: one.place for one in project.places}
        ja = "、".join(ground.ja for ground in worst.grounds)
        en = "; ".join(ground.en for ground in worst.grounds)
        yield Finding(
            code="read-doubtful-project",
            severity=Severity.WARNING,
            ja=f"『{project.name}』の{_NAMES[worst.field]}は確かではありません（{ja}）。元の文書と照らしてください。",
            en=f"The {worst.field} of “{project.name}” is doubtful ({en}). Compare it with the document.",
            subject=project.id,
            field=worst.field,
            place=places.get(worst.field) or places.get("name"),
        )


def _grounds_by_field(draft: Draft, of_columns: dict[int, ColumnGrounds]) -> dict[str, list[Ground]]:
    page = next((source.cell.page for source in draft.sources if source.column.role is Role.NAME), None)
    grounds: dict[str, list[Ground]] = {}
    weakest: dict[str, float] = {}
    for source in draft.sources:
        name = _FIELDS.get(source.column.role)
        if name is None:
            continue
        column = _of_column(source.column, of_columns)
        own = [*column.grounds, *grounds_of_cell(source, page=page, is_uniform=column.is_uniform)]
        # Of several cells of one field (money by year) the least sure one counts.
        if name not in weakest or product(own) < weakest[name]:
            grounds[name], weakest[name] = own, product(own)
    if draft.sections and "sections" not in grounds:
        grounds["sections"] = [
            Ground(
                0.85, "担当課は列になく、見出しかシート名から", "the section is that of a heading or a sheet"
            )
        ]
    return grounds


def _of_column(column: RoleColumn, known: dict[int, ColumnGrounds]) -> ColumnGrounds:
    if id(column) not in known:
        known[id(column)] = grounds_of_column(column)
    return known[id(column)]


def _jumps(projects: Sequence[Project]) -> dict[int, Ground]:
    """Return a ground for each number that leaves one out, where the numbers are counted through."""
    numbers = [int(p.number) if p.number and p.number.isdecimal() else None for p in projects]
    pairs = [
        (index, before, after)
        for index, (before, after) in enumerate(itertools.pairwise(numbers), start=1)
        if before is not None and after is not None
    ]
    in_turn = sum(1 for _, before, after in pairs if after == before + 1)
    if len(pairs) < 4 or in_turn < 0.8 * len(pairs):
        return {}
    return {
        index: Ground(0.85, f"番号が{before}から{after}へ飛んでいる", f"the number after {before} is {after}")
        for index, before, after in pairs
        if after not in (before + 1, 1)
    }
