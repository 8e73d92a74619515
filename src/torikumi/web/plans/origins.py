"""Where the values of a project come from, beside the document. Apps above this one know: they ask to be asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from torikumi.web.plans.models import StoredProject


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginLink:
    """A page that tells where a project's values in one edition come from."""

    label: str
    url: str


Question = Callable[[StoredProject], OriginLink | None]

_questions: list[Question] = []


def ask_for_origins(question: Question) -> None:
    """Have `question` asked of every project whose page is opened; it answers with a link, or with None."""
    if question not in _questions:
        _questions.append(question)


def origins_of(row: StoredProject) -> tuple[OriginLink, ...]:
    """Return the links for a project of an edition."""
    return tuple(link for question in _questions if (link := question(row)) is not None)
