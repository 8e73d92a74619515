"""What changed in an edition that no import made: found when it is asked for, because no import kept it."""

from __future__ import annotations

from dataclasses import replace

from torikumi.compare.changes import list_changes
from torikumi.plan.change import Change
from torikumi.plan.model import Plan
from torikumi.web.plans.models import Edition, StoredChange, StoredNode, StoredProject
from torikumi.web.plans.queries.projects import changes_of, import_of
from torikumi.web.plans.store import load_head, load_node, load_project


def changes_of_project(row: StoredProject) -> list[StoredChange] | list[Change]:
    """Return what changed about one project from the edition before, whoever made the edition."""
    edition = row.edition
    if edition.base_id is None or import_of(edition) is not None:
        return changes_of(edition, row.key)
    base = Edition.objects.within(edition).get(pk=edition.base_id)
    before = StoredProject.objects.within(edition).filter(edition=base, key=row.key).first()
    return list(list_changes(old=_alone(base, before), new=_alone(edition, row)))


def _alone(edition: Edition, row: StoredProject | None) -> Plan:
    nodes = StoredNode.objects.within(edition).filter(edition=edition).order_by("position")
    # Headings are compared on their own page: here they are what the project's place is told by.
    return replace(
        load_head(edition),
        nodes=tuple(replace(load_node(node), indicators=(), comments=(), notes=()) for node in nodes),
        projects=() if row is None else (load_project(row),),
    )
