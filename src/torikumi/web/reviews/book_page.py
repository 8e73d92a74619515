"""The sections of a round as the page of workbooks lists them: what each is asked, when it was sent, what came back."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from torikumi.web.reviews.models import ReviewRound
from torikumi.web.reviews.queries.workbooks import (
    BookSection,
    book_sections,
    newest_sent,
    states_by_section,
)
from torikumi.web.reviews.workbook_models import ReturnedState, SentWorkbook


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionLine:
    """One section with its newest workbook; `came` says in words how far its return is."""

    section: BookSection
    book: SentWorkbook | None
    came: str


def section_lines(round_: ReviewRound, sections: Collection[str] | None) -> list[SectionLine]:
    """Return a line for each section, of those named or of all, in the order of the plan."""
    books = {book.section_key: book for book in newest_sent(round_, sections)}
    states = states_by_section(round_)
    return [
        SectionLine(
            section=one,
            book=books.get(one.key),
            came=_words(states.get(one.key, frozenset())) if one.key in books else "",
        )
        for one in book_sections(round_)
        if sections is None or one.key in sections
    ]


def _words(states: Collection[str]) -> str:
    if ReturnedState.STAGED in states:
        return "確認待ち"
    return "取込済み" if ReturnedState.TAKEN in states else "まだ"
