"""Editions: which there are, what they count, how their tree looks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Min, OuterRef, Q, Subquery
from django.db.models.functions import Substr

from torikumi.plan.model import Node
from torikumi.web.accounts.models import User
from torikumi.web.plans.edition_names import name_editions
from torikumi.web.plans.models import (
    Edition,
    EditionState,
    PlanSeries,
    StoredNode,
    StoredProject,
    StoredSection,
)
from torikumi.web.plans.placement_models import StoredPlacement
from torikumi.web.plans.scope import Resident
from torikumi.web.plans.store import load_node

GOAL_WIDTH = 6  # the part of a path that names the heading at the top: five digits and a dot


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesCard:
    """A plan in the list of plans, with its current edition; None while nothing was confirmed."""

    series: PlanSeries
    edition: Edition | None
    edition_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectionCount:
    """How many projects under one goal have one direction; `goal` is a path, "" for those under none."""

    goal: str
    key: str
    code: str
    label: str
    outcomes: str
    rank: int
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionCount:
    """How many projects a section has a part in."""

    key: str
    name: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeNode:
    """A heading with what stands below it: headings, and how many projects (without those shown again)."""

    node: Node
    path: str
    count: int
    again: int
    children: tuple[TreeNode, ...]

    @property
    def heading_level(self) -> int:
        """The level of the page's heading, two to six."""
        return min(self.node.level + 2, 6)


def list_series(person: Resident) -> list[SeriesCard]:
    """Return the plans of the person's city, each with its current edition."""
    newest = (
        Edition.objects.within(person)
        .filter(series=OuterRef("pk"), state=EditionState.ACTIVE)
        .order_by("-sequence")
        .values("pk")[:1]
    )
    series = list(PlanSeries.objects.within(person).annotate(current=Subquery(newest)))
    editions = Edition.objects.within(person).filter(state=EditionState.ACTIVE)
    counts = Counter(editions.values_list("series_id", flat=True))
    current = {
        row.pk: row
        for row in editions.defer("head").filter(pk__in=[row.current for row in series if row.current])
    }
    name_editions(current.values(), within=person)
    return [
        SeriesCard(series=row, edition=current.get(row.current), edition_count=counts[row.pk])
        for row in series
    ]


def list_editions(series: PlanSeries) -> list[Edition]:
    """Return the editions that count, newest first, named, without their long column."""
    editions = list(Edition.objects.within(series).of(series).active().defer("head").order_by("-sequence"))
    name_editions(editions, within=series)
    return editions


def count_directions(edition: Edition) -> list[DirectionCount]:
    """Return the numbers of projects by goal and direction, in the order of the city's scale."""
    rows = (
        StoredProject.objects.within(edition)
        .filter(edition=edition)
        .annotate(goal=Substr("path", 1, GOAL_WIDTH))
        .values("goal", "direction_key")
        .annotate(
            code=Min("direction_code"),
            label=Min("direction_label"),
            outcome_words=Min("outcomes"),
            rank=Min("direction_rank"),
            count=Count("pk"),
        )
        .order_by("goal", "rank", "code", "label")
    )
    return [
        DirectionCount(
            goal=row["goal"],
            key=row["direction_key"],
            code=row["code"],
            label=row["label"],
            outcomes=row["outcome_words"],
            rank=row["rank"],
            count=row["count"],
        )
        for row in rows
    ]


def count_sections(edition: Edition) -> list[SectionCount]:
    """Return the sections with the numbers of their projects, the largest first."""
    rows = (
        StoredSection.objects.within(edition)
        .filter(edition=edition)
        .values("key")
        .annotate(count=Count("project", distinct=True), shown=Min("name"))
        .order_by("-count", "shown")
    )
    return [SectionCount(key=row["key"], name=row["shown"], count=row["count"]) for row in rows]


def maker_of(edition: Edition) -> str:
    """Return the name of who made the edition; the log-in name where no such person is in the city."""
    found = User.objects.filter(
        municipality_id=edition.municipality_id, login_name=edition.created_by
    ).first()
    return found.display_name if found is not None else edition.created_by


def count_review_states(edition: Edition) -> tuple[int, Counter[str]] | None:
    """Return the newest year that has answers, and how many projects are in each state; None without answers."""
    rows = StoredProject.objects.within(edition).filter(edition=edition)
    grouped = rows.values("review_year", "review_state").annotate(count=Count("pk")).order_by()
    years = [row["review_year"] for row in grouped if row["review_year"] is not None]
    if not years:
        return None
    states: Counter[str] = Counter()
    for row in grouped:
        states[row["review_state"] if row["review_year"] == max(years) else "not_started"] += row["count"]
    return max(years), states


def list_nodes(edition: Edition) -> list[StoredNode]:
    """Return the rows of the tree's headings, in the order of the document."""
    return list(StoredNode.objects.within(edition).filter(edition=edition).defer("body").order_by("position"))


def node_keys(edition: Edition) -> list[str]:
    """Return the ids of the edition's headings."""
    return list(StoredNode.objects.within(edition).filter(edition=edition).values_list("key", flat=True))


def list_goals(nodes: Iterable[StoredNode]) -> list[StoredNode]:
    """Return the headings at the top of the tree."""
    return [node for node in nodes if len(node.path) == GOAL_WIDTH]


def find_node(edition: Edition, key: str) -> StoredNode | None:
    """Return the row of one heading."""
    return StoredNode.objects.within(edition).filter(edition=edition, key=key).first()


def load_nodes_above(edition: Edition, path: str) -> tuple[Node, ...]:
    """Return the headings from the top down to the one of `path`; () for ""."""
    return _load_nodes(edition, _above(path))


def load_nodes_around(edition: Edition, path: str) -> tuple[Node, ...]:
    """Return the headings from the top down to the one of `path`, and all below it, in their order."""
    return _load_nodes(edition, _above(path) | Q(path__startswith=path))


def _above(path: str) -> Q:
    return Q(path__in=[path[:end] for end in range(GOAL_WIDTH, len(path) + 1, GOAL_WIDTH)])


def _load_nodes(edition: Edition, wanted: Q) -> tuple[Node, ...]:
    rows = StoredNode.objects.within(edition).filter(wanted, edition=edition).order_by("position")
    return tuple(load_node(row) for row in rows)


def build_tree(edition: Edition, *, below: str = "") -> tuple[TreeNode, ...]:
    """Return the headings as a tree, with counts; those directly below the heading of path `below`, or the top."""
    rows = list(
        StoredNode.objects.within(edition)
        .filter(edition=edition, path__startswith=below)
        .order_by("position")
    )
    counts = _count_by_path(StoredProject.objects.within(edition).filter(edition=edition).values_list("path"))
    again = _count_by_path(
        StoredPlacement.objects.within(edition).filter(edition=edition).values_list("path")
    )
    children: dict[str, list[StoredNode]] = {}
    for row in rows:
        children.setdefault(row.path[:-GOAL_WIDTH], []).append(row)

    def branch(path: str) -> tuple[TreeNode, ...]:
        return tuple(
            TreeNode(
                node=load_node(row),
                path=row.path,
                count=sum(count for place, count in counts.items() if place.startswith(row.path)),
                again=sum(count for place, count in again.items() if place.startswith(row.path)),
                children=branch(row.path),
            )
            for row in children.get(path, ())
        )

    return branch(below)


def _count_by_path(rows: object) -> dict[str, int]:
    counted = rows.annotate(count=Count("pk")).order_by()  # type: ignore[attr-defined]
    return dict(counted)
