"""A project's life through the stored editions of a plan: which projects went into it, and what it became."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from torikumi.compare.life import Life, Lives
from torikumi.compare.successions import Succession, list_successions
from torikumi.plan.model import Plan
from torikumi.plan.project import Project
from torikumi.web.plans.models import Edition, StoredProject
from torikumi.web.plans.queries.decided_lineage import succession_of
from torikumi.web.plans.queries.lineage_links import links_between
from torikumi.web.plans.store import load_project

# How a body that tells of a merge is written.
_TOLD = '"merges"'
LIFE_COLUMNS = ("edition_id", "key", "number", "name", "direction_code", "direction_label")


def find_life(editions: Sequence[Edition], key: str) -> tuple[Life, list[StoredProject]]:
    """Return the life of a project, and the rows of all projects in it; `editions` go from the oldest to the newest."""
    told, decided = _told(editions), _decided(editions)
    lives = Lives([(*one, *other) for one, other in zip(told, decided, strict=True)])
    rows = list(
        StoredProject.objects.within(editions[0])
        .filter(edition__in=editions, key__in=lives.lanes_of(key))
        .only(*LIFE_COLUMNS)
    )
    places = {edition.pk: number for number, edition in enumerate(editions)}
    known = {(places[row.edition_id], row.key) for row in rows}
    return lives.life_of(key, stands=lambda edition, lane: (edition, lane) in known), rows


def _decided(editions: Sequence[Edition]) -> list[list[Succession]]:
    """Return what people decided, for each pair of neighbours."""
    places = {edition.pk: number for number, edition in enumerate(editions)}
    found: list[list[Succession]] = [[] for _ in editions[1:]]
    for link in links_between(editions[0], editions[-1]):
        older, newer = places.get(link.old.edition_id), places.get(link.new.edition_id)
        one = succession_of(link)
        if one is not None and older is not None and newer == older + 1:
            found[older].append(one)
    return found


def _told(editions: Sequence[Edition]) -> list[tuple[Succession, ...]]:
    """Return what the editions tell of merges, for each pair; of the projects only names are read, and merges."""
    stored = StoredProject.objects.within(editions[0]).filter(edition__in=editions)
    telling = {
        (row.edition_id, row.key): load_project(row)
        for row in stored.filter(body__contains=_TOLD).only("edition_id", "key", "body")
    }
    if not telling:
        return [() for _ in editions[1:]]
    projects: dict[int, list[Project]] = {edition.pk: [] for edition in editions}
    for edition_id, key, number, name in stored.values_list("edition_id", "key", "number", "name"):
        told = telling.get((edition_id, key))
        projects[edition_id].append(told or Project(id=key, number=number or None, name=name))
    plans = [Plan(title="", projects=tuple(projects[edition.pk])) for edition in editions]
    return [list_successions(old, new) for old, new in pairwise(plans)]
