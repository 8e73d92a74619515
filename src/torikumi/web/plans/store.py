"""The only bridge between a Plan and its rows. It inserts and reads; nothing here changes or deletes a row."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import datetime
from typing import TypeVar

from torikumi.errors import UserError
from torikumi.plan.codec import decode, encode
from torikumi.plan.direction import Direction, DirectionScale
from torikumi.plan.file import dump_plan
from torikumi.plan.links import check_links
from torikumi.plan.model import Node, Plan
from torikumi.plan.project import Project
from torikumi.text.names import section_key
from torikumi.text.width import search_key
from torikumi.web.accounts.models import Municipality
from torikumi.web.plans.documents import UploadedDocument
from torikumi.web.plans.models import (
    Edition,
    Original,
    PlanSeries,
    StoredNode,
    StoredProject,
    StoredSection,
)
from torikumi.web.plans.placement_models import StoredPlacement

T = TypeVar("T")

_BATCH = 500
_OfEdition = StoredNode | StoredProject | StoredSection | StoredPlacement
_STEP = 6  # a step of a path: five digits and a dot
_LONGEST_KEY = 120  # an index entry of PostgreSQL must stay below 2,700 bytes
NO_DIRECTION = 9999
UNKNOWN_DIRECTION = 9000


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionFacts:
    """What is said of an edition beside its plan: where it belongs, its year, who made it and when."""

    series: PlanSeries
    sequence: int
    base: Edition | None
    year: int
    label: str
    by: str
    at: datetime


def plan_hash(plan: Plan) -> str:
    """Return the SHA-256 of the plan's plan.json, in hexadecimal."""
    return hashlib.sha256(dump_plan(plan).encode()).hexdigest()


def refuse_unstorable(plan: Plan) -> None:
    """Raise UserError where a database could not hold the plan: NUL, lone surrogates, ids and headings gone wild."""
    for text in _texts(plan):
        refuse_unstorable_text(text)
    check_links(plan)


def refuse_unstorable_text(text: str) -> None:
    """Raise UserError where a database could not hold the text."""
    if "\x00" in text or any("\ud800" <= character <= "\udfff" for character in text):
        shown = "".join(c if c.isprintable() else "□" for c in text[:20])
        raise UserError(
            ja=f"「{shown}」に保存できない文字（NUL文字など）があります。元のファイルからその文字を消してください。",
            en=f"“{shown}” holds a character that cannot be stored (such as NUL); remove it from the file.",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedEdition:
    """The rows of an edition, not saved yet; to be inserted once."""

    head: str
    notice: str
    sha256: str
    nodes: tuple[StoredNode, ...]
    projects: tuple[StoredProject, ...]
    sections: tuple[StoredSection, ...]
    placements: tuple[StoredPlacement, ...]


def prepare_edition(plan: Plan) -> PreparedEdition:
    """Return the rows that the plan becomes; all that takes time is done here, before any lock is taken."""
    refuse_unstorable(plan)
    paths = _paths(plan)
    rows = tuple(
        _project_row(project, position=position, scale=plan.scale, paths=paths)
        for position, project in enumerate(plan.projects, start=1)
    )
    pairs = list(zip(rows, plan.projects, strict=True))
    return PreparedEdition(
        head=_write(replace(plan, nodes=(), projects=())),
        notice=plan.notice or "",
        sha256=plan_hash(plan),
        nodes=_node_rows(plan, paths=paths),
        projects=rows,
        sections=_section_rows(pairs),
        placements=_placement_rows(pairs, paths=paths),
    )


def insert_edition(prepared: PreparedEdition, *, facts: EditionFacts) -> Edition:
    """Insert the rows as a new edition, and return it. The caller holds the transaction."""
    edition = Edition.objects.create(
        municipality_id=facts.series.municipality_id,
        series=facts.series,
        sequence=facts.sequence,
        base=facts.base,
        year=facts.year,
        label=facts.label,
        notice=prepared.notice,
        head=prepared.head,
        sha256=prepared.sha256,
        project_count=len(prepared.projects),
        created_by=facts.by,
        created_at=facts.at,
    )
    rows: tuple[_OfEdition, ...] = (
        *prepared.nodes,
        *prepared.projects,
        *prepared.sections,
        *prepared.placements,
    )
    for row in rows:
        row.edition = edition
    StoredNode.objects.bulk_create(prepared.nodes, batch_size=_BATCH)
    # The projects first: sections and placements take their numbers.
    StoredProject.objects.bulk_create(prepared.projects, batch_size=_BATCH)
    StoredSection.objects.bulk_create(prepared.sections, batch_size=_BATCH)
    StoredPlacement.objects.bulk_create(prepared.placements, batch_size=_BATCH)
    return edition


def save_edition(plan: Plan, *, facts: EditionFacts) -> Edition:
    """Insert the plan as a new edition, and return it. The caller holds the transaction."""
    return insert_edition(prepare_edition(plan), facts=facts)


def insert_original(document: UploadedDocument, *, city: Municipality) -> Original:
    """Return the document as it is kept, byte for byte and once a city; insert it where it is new."""
    kept = Original.objects.within(city).filter(sha256=document.sha256).defer("content").first()
    return kept or Original.objects.create(
        municipality=city, sha256=document.sha256, size=len(document.content), content=document.content
    )


def load_edition(edition: Edition) -> Plan:
    """Return the plan exactly as it was saved."""
    nodes = StoredNode.objects.within(edition).filter(edition=edition).order_by("position")
    projects = StoredProject.objects.within(edition).filter(edition=edition).order_by("position")
    return replace(
        load_head(edition),
        nodes=tuple(_read(Node, body) for body in nodes.values_list("body", flat=True)),
        projects=tuple(_read(Project, body) for body in projects.values_list("body", flat=True)),
    )


def load_head(edition: Edition) -> Plan:
    """Return the plan without its nodes and projects: title, notice, scale, notes, sources."""
    return _read(Plan, edition.head)


def load_node(row: StoredNode) -> Node:
    """Return the heading exactly as it was saved."""
    return _read(Node, row.body)


def load_project(row: StoredProject) -> Project:
    """Return the project exactly as it was saved."""
    return _read(Project, row.body)


def direction_key(direction: Direction) -> str:
    """Return what a direction is filtered by: its code, else its words folded for matching."""
    return (direction.code or search_key(direction.label or direction.printed))[:_LONGEST_KEY]


def fold_section(name: str) -> str:
    """Return what a section is filtered by."""
    return section_key(name)[:_LONGEST_KEY]


def _write(value: object) -> str:
    return json.dumps(encode(value), ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _read(kind: type[T], body: str) -> T:
    return decode(kind, json.loads(body))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts(item)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _texts(getattr(value, field.name))


def _paths(plan: Plan) -> dict[str, str]:
    """Return each node's positions from the top down, so that one prefix finds all that is below it."""
    position = {node.id: f"{place:05d}." for place, node in enumerate(plan.nodes, start=1)}
    paths: dict[str, str] = {}
    for node in plan.nodes:
        path = ""
        key: str | None = node.id
        while key is not None and key in position:
            path = position[key] + path
            key = plan.node_by_id[key].parent
        paths[node.id] = path
    return paths


def _node_rows(plan: Plan, *, paths: Mapping[str, str]) -> tuple[StoredNode, ...]:
    return tuple(
        StoredNode(
            key=node.id,
            position=position,
            level=len(paths[node.id]) // _STEP - 1,
            path=paths[node.id],
            printed=node.printed,
            name=node.name,
            body=_write(node),
        )
        for position, node in enumerate(plan.nodes, start=1)
    )


def _project_row(
    project: Project,
    *,
    position: int,
    scale: DirectionScale | None,
    paths: Mapping[str, str],
) -> StoredProject:
    direction = project.direction
    newest = max(project.reviews, key=lambda review: review.year, default=None)
    return StoredProject(
        key=project.id,
        position=position,
        number=project.number or "",
        name=project.name,
        name_key=search_key(project.name),
        search_text=_search_text(project),
        node_key=project.node or "",
        path=paths.get(project.node or "", ""),
        direction_rank=_direction_rank(direction, scale),
        direction_code=(direction.code or "") if direction else "",
        direction_label=(direction.label or direction.printed) if direction else "",
        direction_key=direction_key(direction) if direction else "",
        outcomes=",".join(direction.outcomes) if direction else "",
        section_names="、".join(section.printed for section in project.sections),
        review_year=newest.year if newest else None,
        review_state=newest.state if newest else "",
        body=_write(project),
    )


def _direction_rank(direction: Direction | None, scale: DirectionScale | None) -> int:
    if direction is None:
        return NO_DIRECTION
    for rank, label in enumerate(scale.labels if scale else ()):
        if (label.code, label.label) == (direction.code, direction.label):
            return rank
    return UNKNOWN_DIRECTION


def _search_text(project: Project) -> str:
    parts = [
        project.number,
        project.name,
        project.second_name,
        project.summary,
        *(layer.text for layer in project.layers),
        *(section.printed for section in project.sections),
    ]
    return "\n".join(search_key(part) for part in parts if part)


def _section_rows(pairs: Iterable[tuple[StoredProject, Project]]) -> tuple[StoredSection, ...]:
    return tuple(
        StoredSection(
            project=row,
            position=position,
            printed=section.printed,
            name=section.name,
            facility=section.facility or "",
            key=fold_section(section.name),
        )
        for row, project in pairs
        for position, section in enumerate(project.sections)
    )


def _placement_rows(
    pairs: Iterable[tuple[StoredProject, Project]], *, paths: Mapping[str, str]
) -> tuple[StoredPlacement, ...]:
    return tuple(
        StoredPlacement(project=row, path=paths[key])
        for row, project in pairs
        for key in project.also_under
        if key in paths
    )
