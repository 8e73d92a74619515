"""That somebody took the list of a round away."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from torikumi.web.accounts.permissions import Permission
from torikumi.web.audit.actions import record
from torikumi.web.audit.actor import Actor
from torikumi.web.reviews.actions.access import city_of
from torikumi.web.reviews.models import ReviewRound


@transaction.atomic
def record_round_export(*, round_id: int, form: str, sheets: int, by: Actor, at: datetime) -> None:
    """Keep that the person took so many sheets with them, as which kind of file."""
    city = city_of(by, Permission.EXPORT_ROUNDS)
    round_ = ReviewRound.objects.within(city).get(pk=round_id)
    after = {"form": form, "sheets": sheets}
    record(by=by, at=at, action="export_round", kind="round", key=round_.pk, after=after)
