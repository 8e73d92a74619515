"""How far the answers of an edition were when a round made it. Apps above this one know: they ask to be asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from torikumi.web.plans.models import Edition

Question = Callable[[Edition], Counter[str] | None]

_questions: list[Question] = []


def ask_for_round_states(question: Question) -> None:
    """Have `question` asked of every edition whose overview is opened; None where it knows of no round."""
    if question not in _questions:
        _questions.append(question)


def round_states_of(edition: Edition) -> Counter[str] | None:
    """Return how many of the round's projects were in each state of review; None where no round made the edition."""
    return next((found for question in _questions if (found := question(edition)) is not None), None)
