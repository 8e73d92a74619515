"""The logic model as pages show it: how many gaps there are, the picture, and the table of all that is in it."""

from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup

from torikumi.plan.model import Node, Plan
from torikumi.plan.project import Project
from torikumi.publish.history import Editions
from torikumi.publish.logic_model import LogicModel, Stage, model_of_node, model_of_project
from torikumi.publish.logic_picture import LogicPicture
from torikumi.publish.logic_words import gap_words, tabulate_logic
from torikumi.publish.view import Figure, Table


@dataclass(frozen=True, slots=True, kw_only=True)
class LogicView:
    """A logic model, ready to print; `missing` are the stages in which the subject itself has a gap.

    `unsorted` counts the indicators without a kind.
    """

    lead: str
    figure: Figure
    table: Table
    missing: tuple[Stage, ...]
    unsorted: int


def view_logic(model: LogicModel) -> LogicView:
    """Return the model with its picture for wide pages and for phones."""
    drawn = LogicPicture(model)
    wide, narrow = Markup(drawn.wide()), Markup(drawn.narrow())  # noqa: S704  its texts are escaped there
    missing = model.missing()
    return LogicView(
        lead=gap_words(model),
        figure=Figure(wide, narrow),
        table=tabulate_logic(model),
        missing=tuple(stage for stage in Stage if stage in missing),
        unsorted=len(model.unsorted),
    )


def logic_of_project(project: Project, plan: Plan, editions: Editions) -> LogicView:
    """Return the model of a project of `plan`, one of the editions; those of the newest are drawn once."""
    return _kept(editions, plan, ("logic", project.id), lambda: model_of_project(project, plan))


def logic_of_node(node: Node, plan: Plan, editions: Editions) -> LogicView:
    """Return the model of a heading of `plan`, one of the editions; those of the newest are drawn once."""
    return _kept(editions, plan, ("logic of a node", node.id), lambda: model_of_node(node, plan))


def _kept(editions: Editions, plan: Plan, key: object, make: Callable[[], LogicModel]) -> LogicView:
    if plan is not editions.newest:
        return view_logic(make())
    kept = editions.kept.get(key)
    if not isinstance(kept, LogicView):
        kept = view_logic(make())
        editions.kept[key] = kept
    return kept
