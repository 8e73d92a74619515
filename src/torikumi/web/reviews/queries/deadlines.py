"""Until when a section may answer: the round's last day, or a later one that it was given."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from torikumi.web.reviews.models import ReviewRound
from torikumi.web.reviews.notice_models import SectionDue


def due_of(round_: ReviewRound, section: str) -> date | None:
    """Return the last day of the section with this key; None where the round has none."""
    if round_.due is None:
        return None
    newest = SectionDue.objects.within(round_).filter(round=round_, key=section).order_by("pk").last()
    return max(round_.due, newest.due) if newest else round_.due


def later_dues(round_: ReviewRound) -> Mapping[str, date]:
    """Return the last day of each section, by its key, whose day is later than the round's."""
    if round_.due is None:
        return {}
    rows = SectionDue.objects.within(round_).filter(round=round_).order_by("pk").values_list("key", "due")
    return {key: due for key, due in dict(rows).items() if due > round_.due}


def section_dues(round_: ReviewRound) -> list[SectionDue]:
    """Return every later day that was given in the round, the newest first."""
    return list(SectionDue.objects.within(round_).filter(round=round_).order_by("-pk"))
