"""Totals that a document prints (合計 72事業), counted again in the plan that was read."""

from torikumi.plan.model import Plan, PrintedTotal
from torikumi.plan.project import Project
from torikumi.text.width import fold_width

# A total of these counts something else than projects.
_OTHER_THINGS = ("施策", "目標", "指標", "KPI", "円", "人", "課")


def counts_projects(total: PrintedTotal) -> bool:
    """Tell whether a total counts projects, and not measures, goals or people."""
    label = fold_width(total.label)
    return "事業" in label or not any(word in label for word in _OTHER_THINGS)


def count_again(plan: Plan, total: PrintedTotal) -> tuple[int, int]:
    """Count the projects of a total: each once, and with those shown again (再掲)."""
    below = _nodes_below(plan, total.node)
    direction = _label_in(plan, fold_width(total.label))
    projects = [project for project in plan.projects if direction is None or _has(project, direction)]
    if below is None:
        return len(projects), sum(1 + len(project.also_under) for project in projects)
    once = sum(1 for project in projects if project.node in below)
    return once, once + sum(1 for project in projects for node in project.also_under if node in below)


def _nodes_below(plan: Plan, top: str | None) -> frozenset[str] | None:
    if top is None:
        return None
    below, waiting = {top}, [top]
    while waiting:
        fresh = [node.id for node in plan.children.get(waiting.pop(), ()) if node.id not in below]
        below.update(fresh)
        waiting.extend(fresh)
    return frozenset(below)


def _label_in(plan: Plan, label: str) -> str | None:
    steps = plan.scale.labels if plan.scale is not None else ()
    return next((step.label for step in steps if step.label and fold_width(step.label) in label), None)


def _has(project: Project, direction: str) -> bool:
    return project.direction is not None and project.direction.label == direction
