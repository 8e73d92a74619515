"""A project's page: its fields ready to print, its history, and its links inside the application."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.urls import reverse

from torikumi.plan.model import Plan
from torikumi.plan.project import Project
from torikumi.publish.history import Editions
from torikumi.publish.project_view import ProjectView, view_project
from torikumi.publish.view import Badge
from torikumi.publish.words import MERGES, ROLES, section_words
from torikumi.web.plans.badges import row_badge
from torikumi.web.plans.listing import edition_query
from torikumi.web.plans.models import Edition, StoredNode, StoredProject
from torikumi.web.plans.store import fold_section


@dataclass(frozen=True, slots=True)
class PageLink:
    """A name and an address; "" where there is no page to go to."""

    name: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PastEdition:
    """What one edition says of the project."""

    edition: Edition
    number: str
    name: str
    badge: Badge
    sections: str
    url: str
    is_shown: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectLinks:
    """Where a project's page leads: the headings above it, where it stands again, sections, partners of merges."""

    path: tuple[PageLink, ...]
    also: tuple[PageLink, ...]
    sections: tuple[PageLink, ...]
    merges: tuple[tuple[str, tuple[PageLink, ...]], ...]


def view_of(project: Project, head: Plan) -> ProjectView:
    """Return the project's fields ready to print; its links are those of `link_project`."""
    alone = replace(head, nodes=(), projects=(project,))
    return view_project(project, plan=alone, editions=Editions((alone,)))


def link_project(
    project: Project,
    *,
    series_id: int,
    shown: Edition | None,
    nodes: Sequence[StoredNode],
    partners: Mapping[str, StoredProject],
) -> ProjectLinks:
    """Return the project's links; `shown` is the edition where it is not the current one."""
    query = edition_query(shown)
    by_key = {node.key: node for node in nodes}
    own = by_key.get(project.node or "")
    above = [node for node in nodes if own is not None and own.path.startswith(node.path)]

    def link_node(node: StoredNode) -> PageLink:
        return PageLink(node.printed, reverse("plans:node", args=[series_id, node.key]) + query)

    return ProjectLinks(
        path=tuple(link_node(node) for node in above),
        also=tuple(link_node(by_key[key]) for key in project.also_under if key in by_key),
        sections=_link_sections(project, series_id=series_id, shown=shown),
        merges=_link_merges(project, partners, series_id=series_id, query=query),
    )


def list_past(rows: Sequence[StoredProject], *, series_id: int, shown: Edition) -> list[PastEdition]:
    """Return what each edition says of the project, in the order of the rows."""
    address = reverse("plans:project", args=[series_id, rows[0].key]) if rows else ""
    return [
        PastEdition(
            edition=row.edition,
            number=row.number,
            name=row.name,
            badge=row_badge(row),
            sections=row.section_names,
            url=address + edition_query(row.edition),
            is_shown=row.edition_id == shown.pk,
        )
        for row in rows
    ]


def _link_sections(project: Project, *, series_id: int, shown: Edition | None) -> tuple[PageLink, ...]:
    several_roles = len({section.role for section in project.sections}) > 1
    address = reverse("plans:projects", args=[series_id])
    edition = {"edition": str(shown.sequence)} if shown else {}
    return tuple(
        PageLink(
            section_words(section) + (f"（{ROLES[section.role]}）" if several_roles else ""),
            f"{address}?{urlencode({'section': fold_section(section.name), **edition})}",
        )
        for section in project.sections
    )


def _link_merges(
    project: Project, partners: Mapping[str, StoredProject], *, series_id: int, query: str
) -> tuple[tuple[str, tuple[PageLink, ...]], ...]:
    groups: dict[str, list[PageLink]] = {}
    for merge in project.merges:
        partner = partners.get(merge.partner_id or "")
        if partner is None:
            link = PageLink(f"{merge.partner}（この版には行がありません）")
        else:
            link = PageLink(str(partner), reverse("plans:project", args=[series_id, partner.key]) + query)
        groups.setdefault(MERGES[merge.kind], []).append(link)
    return tuple((title, tuple(links)) for title, links in groups.items())
