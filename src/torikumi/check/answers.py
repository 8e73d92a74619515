"""The answers of a review (年度評価), as far as someone handed them in."""

from collections.abc import Iterator

from torikumi.plan.model import Plan
from torikumi.plan.project import Project, Review, ReviewState

_HANDED_IN = frozenset((ReviewState.SUBMITTED, ReviewState.APPROVED))


def answers_of(project: Project) -> Iterator[Review]:
    """Yield the answers that were handed in; drafts and returned ones may still be anything."""
    return (review for review in project.reviews if review.state in _HANDED_IN)


def latest_answers(plan: Plan, project: Project) -> tuple[Review, ...]:
    """Return the answers for the plan's year, or for the last year that the project has where the plan names none."""
    answers = tuple(answers_of(project))
    year = plan.year if plan.year is not None else max((answer.year for answer in answers), default=None)
    return tuple(answer for answer in answers if answer.year == year)
