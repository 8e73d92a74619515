"""Pairs of the projects and of the headings of two editions."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from torikumi.plan.identity import pair_nodes
from torikumi.plan.model import Node, Plan
from torikumi.plan.project import Project

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Match(Generic[T]):
    """What two editions share, as (old, new), and what came and went; in the order of the documents."""

    both: tuple[tuple[T, T], ...]
    added: tuple[T, ...]
    removed: tuple[T, ...]


def match_projects(*, old: Plan, new: Plan) -> Match[Project]:
    """Return the projects of two editions, paired by id; `plan.identity.carry_identities` makes the ids meet."""
    before = old.project_by_id
    return Match(
        both=tuple((before[project.id], project) for project in new.projects if project.id in before),
        added=tuple(project for project in new.projects if project.id not in before),
        removed=tuple(project for project in old.projects if project.id not in new.project_by_id),
    )


def match_nodes(*, old: Plan, new: Plan) -> Match[Node]:
    """Return the headings of two editions, paired by their names from the top down."""
    pairs = pair_nodes(old=old, new=new)
    kept = frozenset(pairs.values())
    return Match(
        both=tuple((old.node_by_id[pairs[node.id]], node) for node in new.nodes if node.id in pairs),
        added=tuple(node for node in new.nodes if node.id not in pairs),
        removed=tuple(node for node in old.nodes if node.id not in kept),
    )
