"""The sheets of a running round, as the planning section changes them."""

from __future__ import annotations

from torikumi.text.width import search_key
from torikumi.web.accounts.scope import CityQuerySet, Resident
from torikumi.web.reviews.models import ReviewRound, Sheet
from torikumi.web.reviews.queries.sheets import sheets_of


def members_of(round_: ReviewRound, text: str) -> CityQuerySet[Sheet]:
    """Return the round's sheets whose project or lead section holds every word of the text, in the plan's order."""
    rows = sheets_of(round_)
    for word in text.split():
        if key := search_key(word):
            rows = rows.filter(project__search_text__contains=key)
    return rows


def taken_out_of(round_: ReviewRound) -> list[Sheet]:
    """Return the sheets that were taken out of the round."""
    rows = Sheet.objects.within(round_).filter(round=round_, taken_out_at__isnull=False)
    return list(rows.defer("values").order_by("position"))


def find_member(person: Resident, sheet_id: int) -> Sheet | None:
    """Return a sheet that is asked, of the person's city."""
    rows = Sheet.objects.within(person).select_related("round__series", "round__base")
    return rows.filter(pk=sheet_id, taken_out_at__isnull=True).first()


def answering_sections(round_: ReviewRound) -> list[str]:
    """Return the names of the sections that lead a sheet of the round, in the order of the plan."""
    rows = sheets_of(round_).exclude(lead_key="").values_list("lead_key", "lead_name")
    names: dict[str, str] = {}
    for key, name in rows:
        names.setdefault(key, name)
    return list(names.values())
