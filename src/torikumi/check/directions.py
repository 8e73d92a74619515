"""What a direction means for a project's life: it goes on, or it ends."""

from torikumi.plan.direction import Outcome
from torikumi.plan.project import Project

ENDING = frozenset({Outcome.ABOLISH, Outcome.SUSPEND, Outcome.COMPLETE, Outcome.SUNSET})
GOING_ON = frozenset({Outcome.EXPAND, Outcome.KEEP, Outcome.IMPROVE})
# A project may leave the next edition after one of these without a further word.
LEAVING = ENDING | {Outcome.MERGE, Outcome.TRANSFER, Outcome.REPLACE}


def outcomes_of_project(project: Project) -> frozenset[Outcome]:
    """Return what the project's direction comes to; empty where it is not known."""
    if project.direction is None:
        return frozenset()
    return frozenset(project.direction.outcomes) - {Outcome.UNKNOWN}


def is_ending(project: Project) -> bool:
    """Say whether the direction can only mean an end (廃止, 休止, 終了 …)."""
    outcomes = outcomes_of_project(project)
    return bool(outcomes) and outcomes <= ENDING


def is_going_on(project: Project) -> bool:
    """Say whether the direction can only mean that the project goes on (充実, 継続, 改善)."""
    outcomes = outcomes_of_project(project)
    return bool(outcomes) and outcomes <= GOING_ON


def is_shrinking(project: Project) -> bool:
    """Say whether the direction can only mean less (縮小)."""
    return outcomes_of_project(project) == {Outcome.SHRINK}
