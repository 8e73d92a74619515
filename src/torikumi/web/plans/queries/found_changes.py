"""What changed in an edition that no import made: found when it is asked for, because no import kept it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from torikumi.compare.changes import list_changes
from torikumi.plan.change import Change
from torikumi.plan.model import Plan
from torikumi.web.plans.models import Edition, Import, StoredNode, StoredProject
from torikumi.web.plans.store import load_edition, load_head, load_node, load_project


def is_found_only(edition: Edition) -> bool:
    """Tell whether the edition has changes that no import kept: it was made on another one, by a yearly review."""
    return edition.base_id is not None and not Import.objects.within(edition).filter(edition=edition).exists()


def find_changes(edition: Edition) -> tuple[Change, ...]:
    """Return all that changed from the edition that this one was made on."""
    base = Edition.objects.within(edition).get(pk=edition.base_id or 0)
    return list_changes(old=load_edition(base), new=load_edition(edition))


def find_changes_of(edition: Edition, keys: Iterable[str]) -> tuple[Change, ...]:
    """Return what changed about some projects; what came and what changed, never what went."""
    wanted = list(keys)
    base = Edition.objects.within(edition).get(pk=edition.base_id or 0)
    return tuple(
        change
        for change in list_changes(old=_some_of(base, wanted), new=_some_of(edition, wanted))
        if change.subject in wanted
    )


def _some_of(edition: Edition, keys: list[str]) -> Plan:
    nodes = StoredNode.objects.within(edition).filter(edition=edition).order_by("position")
    rows = StoredProject.objects.within(edition).filter(edition=edition, key__in=keys).order_by("position")
    # Headings are compared on their own page: here they are what the projects' places are told by.
    return replace(
        load_head(edition),
        nodes=tuple(replace(load_node(node), indicators=(), comments=(), notes=()) for node in nodes),
        projects=tuple(load_project(row) for row in rows),
    )
