"""What a plan counts up to: its directions by node, its sections, and what stands out."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from torikumi.plan.direction import Direction, Outcome
from torikumi.plan.model import Node, Plan
from torikumi.plan.outcomes import scale_from
from torikumi.plan.project import Project
from torikumi.publish.palette import letter_and_word
from torikumi.text.names import section_key

NO_DIRECTION = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectionGroup:
    """One direction of the plan's scale, or one label outside it; `letter` may be ""."""

    key: str
    letter: str
    word: str
    outcomes: tuple[Outcome, ...] = ()

    @property
    def name(self) -> str:
        """The letter and the word: "B 継続"."""
        return f"{self.letter} {self.word}".strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionGroup:
    """One section and the projects it is named for."""

    key: str
    name: str
    projects: tuple[Project, ...]


def direction_key(direction: Direction | None) -> str:
    """Return what puts two directions into one group; printed words count where nothing was understood."""
    if direction is None or not (direction.label or direction.code or direction.printed.strip()):
        return NO_DIRECTION
    letter, word = letter_and_word(direction)
    return f"{letter}\n{word}"


def direction_groups(plan: Plan) -> tuple[DirectionGroup, ...]:
    """Return the scale in the city's order, then labels outside it, then 記載なし where a project has none."""
    groups: dict[str, DirectionGroup] = {}
    for label in plan.scale.labels if plan.scale else ():
        key = f"{label.code or ''}\n{label.label}"
        groups[key] = DirectionGroup(
            key=key, letter=label.code or "", word=label.label, outcomes=label.outcomes
        )
    known = tuple(groups.values())
    others: dict[str, DirectionGroup] = {}
    without = False
    for project in plan.projects:
        key = direction_key(project.direction)
        if key == NO_DIRECTION or project.direction is None:
            without = True
        elif key not in groups and key not in others:
            letter, word = letter_and_word(project.direction)
            others[key] = DirectionGroup(
                key=key, letter=letter, word=word, outcomes=project.direction.outcomes
            )
    # Without a scale nothing says that a label is outside it: the labels are the scale.
    listed = (*known, *others.values()) if known else ordered([*others.values()])
    none = DirectionGroup(key=NO_DIRECTION, letter="", word="記載なし")
    return (*listed, none) if without else listed


def ordered(groups: Sequence[DirectionGroup]) -> tuple[DirectionGroup, ...]:
    """Return directions that no scale puts in order: by their codes, without codes by what they come to.

    The order is that of a scale made from the same labels; the one of first appearance says nothing.
    """
    scale = scale_from(group.name for group in groups)
    ranks = {f"{label.code or ''} {label.label}".strip(): rank for rank, label in enumerate(scale.labels)}
    return tuple(sorted(groups, key=lambda group: ranks.get(group.name, len(ranks))))


def count_directions(projects: Iterable[Project]) -> Counter[str]:
    """Return how many projects have each direction, by its group's key."""
    return Counter(direction_key(project.direction) for project in projects)


def nodes_below(plan: Plan, node_id: str) -> tuple[Node, ...]:
    """Return the node and all nodes under it, in the order of the document."""
    wanted = {node_id}
    for node in plan.nodes:
        if node.parent in wanted:
            wanted.add(node.id)
    return tuple(node for node in plan.nodes if node.id in wanted)


def projects_below(plan: Plan, node_id: str) -> tuple[Project, ...]:
    """Return the projects whose primary place is the node or one under it, each once."""
    below = {node.id for node in nodes_below(plan, node_id)}
    return tuple(project for project in plan.projects if project.node in below)


def projects_also_under(plan: Plan, node_id: str) -> tuple[Project, ...]:
    """Return the projects that the node shows again (再掲) while they are numbered elsewhere."""
    return tuple(project for project in plan.projects if node_id in project.also_under)


def projects_without_node(plan: Plan) -> tuple[Project, ...]:
    """Return the projects that stand under no node of the plan."""
    return tuple(project for project in plan.projects if project.node not in plan.node_by_id)


def section_groups(plan: Plan) -> tuple[SectionGroup, ...]:
    """Return the sections in the order in which they first appear; spellings that match are one section."""
    names: dict[str, str] = {}
    projects: dict[str, list[Project]] = {}
    for project in plan.projects:
        for section in project.sections:
            key = section_key(section.name)
            names.setdefault(key, section.name)
            under = projects.setdefault(key, [])
            if not under or under[-1] is not project:
                under.append(project)
    return tuple(
        SectionGroup(key=key, name=name, projects=tuple(projects[key])) for key, name in names.items()
    )


def commonest(groups: Sequence[DirectionGroup], counts: Counter[str]) -> DirectionGroup | None:
    """Return the direction that most projects have; None where no project has any."""
    best = max(groups, key=lambda group: counts[group.key], default=None)
    if best is None or best.key == NO_DIRECTION or not counts[best.key]:
        return None
    return best


def empty_nodes(plan: Plan) -> tuple[Node, ...]:
    """Return the nodes at the ends of the tree that have no project, neither their own nor shown again."""
    return tuple(
        node
        for node in plan.nodes
        if not plan.children.get(node.id)
        and not plan.projects_under.get(node.id)
        and not projects_also_under(plan, node.id)
    )
