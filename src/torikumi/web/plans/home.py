"""The city's plans on the first page: the newest edition of each, and the way to the projects of one's own section."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, Min
from django.http import HttpRequest

from torikumi.web.accounts.acting import roles_of, signed_in, today
from torikumi.web.accounts.home_parts import HomePart
from torikumi.web.accounts.permissions import Permission, may
from torikumi.web.plans.models import StoredSection
from torikumi.web.plans.queries.editions import SectionCount, SeriesCard, list_series
from torikumi.web.plans.queries.projects import section_keys_of
from torikumi.web.plans.scope import Resident


def show_plans(request: HttpRequest) -> HomePart | None:
    """Return the plans as a part of the first page; None for somebody who may read none."""
    if not may(roles_of(request), Permission.READ_PLANS):
        return None
    person = signed_in(request)
    cards = list_series(person)
    own = _own_sections(person, cards, section_keys_of(person, today()))
    shown = [(card, own.get(card.edition.pk, []) if card.edition else []) for card in cards]
    return HomePart("plans/parts/home.html", shown)


def _own_sections(
    person: Resident, cards: Iterable[SeriesCard], keys: list[str]
) -> dict[int, list[SectionCount]]:
    """Return the person's sections with the numbers of their projects, by the plans' newest editions."""
    found: dict[int, list[SectionCount]] = {}
    if not keys:
        return found
    rows = (
        StoredSection.objects.within(person)
        .filter(edition__in=[card.edition for card in cards if card.edition], key__in=keys)
        .values("edition", "key")
        .annotate(count=Count("project", distinct=True), shown=Min("name"))
        .order_by("edition", "shown")
    )
    for row in rows:
        found.setdefault(row["edition"], []).append(
            SectionCount(key=row["key"], name=row["shown"], count=row["count"])
        )
    return found
