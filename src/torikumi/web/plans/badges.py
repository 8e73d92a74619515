"""How a stored row's direction, and the state of a review, look."""

from __future__ import annotations

from collections.abc import Iterable

from torikumi.plan.direction import Outcome
from torikumi.plan.project import ReviewState
from torikumi.publish.palette import look_of
from torikumi.publish.view import Badge
from torikumi.publish.words import STATES
from torikumi.web.plans.models import StoredProject

# What is done comes first.
REVIEW_STATES = {
    state: STATES[state]
    for state in (
        ReviewState.APPROVED,
        ReviewState.SUBMITTED,
        ReviewState.DRAFT,
        ReviewState.RETURNED,
        ReviewState.NOT_STARTED,
    )
}


def row_badge(row: StoredProject) -> Badge:
    """Return the badge of a stored project's direction."""
    return make_badge(row.direction_code, row.direction_label, row.outcomes)


def make_badge(code: str, label: str, outcomes: str) -> Badge:
    """Return the badge of a letter, a word and the outcomes as they are stored ("shrink,abolish")."""
    return Badge(look_of(read_outcomes(outcomes)).css, code, label or "記載なし")


def read_outcomes(stored: str) -> tuple[Outcome, ...]:
    """Return the outcomes of the stored column."""
    return tuple(Outcome(word) for word in stored.split(",") if word)


def join_words(words: Iterable[str]) -> str:
    """Return the words that are not empty, with a space between."""
    return " ".join(word for word in words if word)
