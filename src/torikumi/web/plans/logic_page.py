"""The logic model on the pages of a project and of a heading, drawn as the published site draws it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from torikumi.plan.model import Node, Plan
from torikumi.plan.project import Project
from torikumi.publish.logic_figure import LogicView, view_logic
from torikumi.publish.logic_model import model_of_node, model_of_project

# A heading with more projects than these is drawn by the published site only: all of them would be read from the store.
MOST_PROJECTS = 500


def draw_project_logic(project: Project, *, head: Plan, above: Sequence[Node]) -> LogicView:
    """Return the model of a project; `above` are the headings above it, from the top."""
    return view_logic(model_of_project(project, replace(head, nodes=tuple(above), projects=(project,))))


def draw_node_logic(
    node: Node, *, head: Plan, nodes: Sequence[Node], projects: Sequence[Project]
) -> LogicView | None:
    """Return the model of a heading, `nodes` and `projects` being those above and below it.

    None where there are more than MOST_PROJECTS.
    """
    if len(projects) > MOST_PROJECTS:
        return None
    return view_logic(model_of_node(node, replace(head, nodes=tuple(nodes), projects=tuple(projects))))
