"""The filtered list of a round's sheets, and what may be asked for in it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Exists, F, OuterRef

from torikumi.plan.project import ReviewState
from torikumi.review.round import Step
from torikumi.text.width import search_key
from torikumi.web.accounts.scope import CityQuerySet
from torikumi.web.plans.queries.projects import NONE_KEY
from torikumi.web.reviews.models import ReviewRound, Sheet, SheetSection
from torikumi.web.reviews.queries.sheets import own_sheets
from torikumi.web.reviews.queries.waiting import to_answer, to_decide
from torikumi.web.reviews.standing import Standing


class Mine(StrEnum):
    """Which sheets of one's own a list is narrowed to."""

    OWN = "own"
    ANSWER = "answer"
    DECIDE = "decide"


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetFilter:
    """What a list of sheets is narrowed to; "" asks for everything."""

    text: str = ""
    state: str = ""
    section: str = ""
    direction: str = ""
    changed: str = ""
    mine: str = ""
    sort: str = "position"

    @property
    def is_narrow(self) -> bool:
        """Whether anything but the order is asked for."""
        return any((self.text, self.state, self.section, self.direction, self.changed, self.mine))


SORTS = {
    "position": ("position",),
    "direction": ("direction_rank", "position"),
    "recent": (F("changed_at").desc(nulls_last=True), "position"),
}


def filter_sheets(
    sheets: CityQuerySet[Sheet], wanted: SheetFilter, *, standing: Standing, steps: tuple[Step, ...]
) -> CityQuerySet[Sheet]:
    """Return those of the sheets that fit. Hand in only what the person may see: nothing is counted beyond it.

    The text is looked for in the plan's own words about the project, never in answers.
    """
    for word in wanted.text.split():
        if key := search_key(word):
            sheets = sheets.filter(project__search_text__contains=key)
    if wanted.state in set(ReviewState):
        sheets = sheets.filter(state=wanted.state)
    if wanted.section:
        sections = SheetSection.objects.filter(sheet=OuterRef("pk"), key=wanted.section)
        sheets = sheets.filter(Exists(sections))
    if wanted.direction:
        sheets = sheets.filter(direction_key="" if wanted.direction == NONE_KEY else wanted.direction)
    sheets = _narrow_to_mine(_narrow_to_changed(sheets, wanted.changed), wanted.mine, standing, steps)
    return sheets.order_by(*SORTS.get(wanted.sort, SORTS["position"]))


def _narrow_to_changed(sheets: CityQuerySet[Sheet], wanted: str) -> CityQuerySet[Sheet]:
    match wanted:
        case "direction":
            return sheets.filter(is_changed=True)
        case "warnings":
            return sheets.filter(warning_count__gt=0)
        case "late":
            return sheets.filter(is_late=True)
        case _:
            return sheets


def _narrow_to_mine(
    sheets: CityQuerySet[Sheet], wanted: str, standing: Standing, steps: tuple[Step, ...]
) -> CityQuerySet[Sheet]:
    match wanted:
        case Mine.OWN:
            return own_sheets(sheets, standing)
        case Mine.ANSWER:
            return to_answer(sheets, standing)
        case Mine.DECIDE:
            return to_decide(sheets, standing, steps)
        case _:
            return sheets


def section_choices(round_: ReviewRound) -> list[tuple[str, str]]:
    """Return the sections that a round asks, as the plan names them: nothing that an answer says is in it."""
    rows = SheetSection.objects.within(round_).filter(round=round_).order_by("key").values_list("key", "name")
    return sorted(dict(rows).items(), key=lambda choice: choice[1])
