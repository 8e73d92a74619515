"""Sheets that a person may see, and one sheet with what the tables need of it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q

from torikumi.plan.project import ReviewState
from torikumi.review.parts import MAY_SEE, Part
from torikumi.web.accounts.scope import CityQuerySet, Resident
from torikumi.web.reviews.models import ReviewRound, Sheet, SheetSection
from torikumi.web.reviews.standing import SheetFacts, Standing, parts_in

# What a person is to every sheet of the city, whatever its sections and step.
_ANYWHERE = frozenset({Part.PLANNING, Part.OVERSEER, Part.ADVISER, Part.COLLEAGUE})
_NOWHERE = SheetFacts(lead="", sections=frozenset(), step=0)


def sheets_of(round_: ReviewRound) -> CityQuerySet[Sheet]:
    """Return the round's sheets without their answers, in the order of the plan; those taken out are left out."""
    rows = Sheet.objects.within(round_).filter(round=round_, taken_out_at__isnull=True)
    return rows.defer("values").order_by("position")


def visible_sheets(sheets: CityQuerySet[Sheet], standing: Standing) -> CityQuerySet[Sheet]:
    """Return those of the sheets whose answer the person may see: the same as `parts.may_see`, in the database."""
    anywhere = parts_in(standing, _NOWHERE, ()) & _ANYWHERE
    states = [str(state) for state in ReviewState if not MAY_SEE[state].isdisjoint(anywhere)]
    own = SheetSection.objects.filter(sheet=OuterRef("pk"), key__in=standing.concerned)
    return sheets.filter(Q(state__in=states) | Q(Exists(own)))


def own_sheets(sheets: CityQuerySet[Sheet], standing: Standing) -> CityQuerySet[Sheet]:
    """Return those of the sheets that concern the person's own sections, as staff or as head."""
    own = SheetSection.objects.filter(sheet=OuterRef("pk"), key__in=standing.concerned)
    return sheets.filter(Exists(own))


def sections_of(sheet: Sheet) -> tuple[SheetSection, ...]:
    """Return the sheet's sections, in the order of the plan."""
    return tuple(SheetSection.objects.within(sheet).filter(sheet=sheet).order_by("position"))


def facts_of_each(sheets: Iterable[Sheet], holder: Resident) -> dict[int, SheetFacts]:
    """Return what the tables need of each sheet of a city, by its number: one question for all."""
    known = {sheet.pk: sheet for sheet in sheets}
    keys: dict[int, set[str]] = {pk: set() for pk in known}
    rows = SheetSection.objects.within(holder).filter(sheet__in=list(known)).order_by()
    for pk, key in rows.values_list("sheet_id", "key"):
        keys[pk].add(key)
    return {
        pk: SheetFacts(lead=sheet.lead_key, sections=frozenset(keys[pk]), step=sheet.step)
        for pk, sheet in known.items()
    }


def find_sheet(person: Resident, sheet_id: int) -> Sheet | None:
    """Return a sheet of the person's city with its round and project; None where there is none."""
    rows = Sheet.objects.within(person).select_related("round__series", "round__base", "project")
    return rows.filter(pk=sheet_id).first()


def find_round(person: Resident, round_id: int) -> ReviewRound | None:
    """Return a round of the person's city; None where there is none."""
    rows = ReviewRound.objects.within(person).select_related("series", "base", "edition")
    return rows.filter(pk=round_id).first()
