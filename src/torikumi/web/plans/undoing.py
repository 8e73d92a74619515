"""What has to be known before an edition is undone. Apps above this one say it: they ask to be asked when they start."""

from collections.abc import Callable

from torikumi.web.plans.models import Edition

Question = Callable[[Edition], str]

_questions: list[Question] = []


def ask_before_undoing(question: Question) -> None:
    """Have `question` asked of every edition that somebody may undo; it answers with a sentence, or with ""."""
    if question not in _questions:
        _questions.append(question)


def consequences_of_undoing(edition: Edition) -> tuple[str, ...]:
    """Return the sentences for the person who undoes the edition."""
    return tuple(sentence for question in _questions if (sentence := question(edition)))
