"""The directions of each goal: the bars, and the table of the same numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from torikumi.plan.model import Plan
from torikumi.plan.project import Project
from torikumi.publish.addresses import node_address
from torikumi.publish.charts import NARROW, WIDE, BarPart, BarRow, stacked_bars
from torikumi.publish.tally import DirectionGroup, count_directions, projects_below, projects_without_node
from torikumi.publish.view import Counted, Figure, Table, with_sum
from torikumi.publish.words import heading_words, level_word


@dataclass(frozen=True, slots=True)
class Goal:
    """A heading at the top of the tree with the projects below it; `below` are the headings under it."""

    name: str
    projects: Sequence[Project]
    address: str | None = None
    below: tuple[Counted, ...] = ()


def goals_of(plan: Plan) -> list[Goal]:
    """Return the goals in order, the projects that stand under none last."""
    goals = [
        Goal(
            heading_words(node),
            projects_below(plan, node.id),
            node_address(node.id),
            tuple(
                Counted(
                    name=heading_words(child),
                    count=len(projects_below(plan, child.id)),
                    address=node_address(child.id),
                )
                for child in plan.children.get(node.id, ())
            ),
        )
        for node in plan.children.get(None, ())
    ]
    without = projects_without_node(plan)
    return [*goals, Goal("位置づけの記載がない事業", without)] if without else goals


def draw_goals(plan: Plan, goals: Sequence[Goal], groups: Sequence[DirectionGroup]) -> Figure:
    """Return the bars, for wide pages and for phones."""
    rows = [BarRow(_short_name(plan, goal), _parts(goal, groups)) for goal in goals]
    title = f"{level_word(plan, 0)}別の今後の方針"
    description = "。".join(
        f"{row.label}は計{row.total}、" + "、".join(f"{part.name} {part.count}" for part in row.parts)
        for row in rows
    )
    wide, narrow = (
        stacked_bars(rows, title=title, description=description, uid=f"goals-{name}", width=width)
        for name, width in (("wide", WIDE), ("narrow", NARROW))
    )
    return Figure(Markup(wide), Markup(narrow))  # noqa: S704  our own drawing; its texts are escaped there


def _short_name(plan: Plan, goal: Goal) -> str:
    """Return the goal's number and name, without the alias that makes its heading long."""
    for node in plan.children.get(None, ()):
        if goal.address == node_address(node.id):
            return f"{node.number} {node.name}" if node.number else node.name
    return goal.name


def _parts(goal: Goal, groups: Sequence[DirectionGroup]) -> tuple[BarPart, ...]:
    counts = count_directions(goal.projects)
    return tuple(BarPart(group.name, counts[group.key], group.outcomes) for group in groups)


def tabulate_goals(plan: Plan, goals: Sequence[Goal], groups: Sequence[DirectionGroup]) -> Table:
    """Return what the bars show, with the sums."""
    rows = []
    for goal in goals:
        counts = count_directions(goal.projects)
        numbers = [counts[group.key] for group in groups]
        rows.append((goal.name, *map(str, numbers), str(sum(numbers))))
    totals = count_directions(plan.projects)
    numbers = [totals[group.key] for group in groups]
    rows.append(("計", *map(str, numbers), str(sum(numbers))))
    return Table(
        caption=f"{level_word(plan, 0)}別、方針別の事業数",
        heads=(level_word(plan, 0), *with_sum([group.name for group in groups])),
        rows=tuple(rows),
        numeric=frozenset(range(1, len(groups) + 2)),
    )
