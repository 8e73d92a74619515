"""The yearly review on the first page: what waits for the person, and how many days are left."""

from __future__ import annotations

from django.http import HttpRequest

from torikumi.web.accounts.acting import roles_of, signed_in, today
from torikumi.web.accounts.home_parts import HomePart
from torikumi.web.accounts.permissions import Permission, may
from torikumi.web.reviews.landing import list_cards


def show_reviews(request: HttpRequest) -> HomePart | None:
    """Return the rounds that go on as a part of the first page; None for somebody who may read none."""
    if not may(roles_of(request), Permission.READ_ROUNDS):
        return None
    return HomePart("reviews/parts/home.html", list_cards(signed_in(request), today(), only_current=True))
