"""How many projects went from which direction to which, from edition to edition."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from torikumi.plan.model import Plan
from torikumi.publish.history import edition_name
from torikumi.publish.sankey import Column, Stop
from torikumi.publish.tally import DirectionGroup, count_directions, direction_groups, direction_key


@dataclass(frozen=True, slots=True)
class Flow:
    """The projects that two neighbouring editions share, by direction before and after, and those they do not."""

    pairs: Counter[tuple[str, str]]
    added: int
    ended: int


def flow_between(*, old: Plan, new: Plan) -> Flow:
    """Return how the projects of two editions went from direction to direction, by the keys of their groups."""
    before = old.project_by_id
    both = [(before[project.id], project) for project in new.projects if project.id in before]
    return Flow(
        pairs=Counter((direction_key(a.direction), direction_key(b.direction)) for a, b in both),
        added=len(new.projects) - len(both),
        ended=len(old.projects) - len(both),
    )


def group_names(plans: Sequence[Plan]) -> dict[str, DirectionGroup]:
    """Return the directions of all editions by key, in the order of the newest edition's scale."""
    groups: dict[str, DirectionGroup] = {}
    for plan in reversed(plans):
        for group in direction_groups(plan):
            groups.setdefault(group.key, group)
    return groups


def flow_columns(plans: Sequence[Plan], flows: Sequence[Flow]) -> tuple[Column, ...]:
    """Return a column for each edition; `flows` are those between neighbours, one fewer than the editions."""
    groups = group_names(plans)
    columns = []
    for index, plan in enumerate(plans):
        counts = count_directions(plan.projects)
        columns.append(
            Column(
                label=edition_name(plan),
                stops=tuple(
                    Stop(
                        key=key,
                        name=group.name,
                        short=group.letter or group.word,
                        outcomes=group.outcomes,
                        count=counts[key],
                    )
                    for key, group in groups.items()
                    if counts[key]
                ),
                flows=flows[index].pairs if index < len(flows) else {},
                added=flows[index - 1].added if index else 0,
                ended=flows[index].ended if index < len(flows) else 0,
            )
        )
    return tuple(columns)
