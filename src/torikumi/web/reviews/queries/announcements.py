"""What the planning section announced."""

from __future__ import annotations

from torikumi.web.accounts.scope import CityQuerySet
from torikumi.web.reviews.models import ReviewRound
from torikumi.web.reviews.notice_models import Announcement


def announcements_of(round_: ReviewRound) -> CityQuerySet[Announcement]:
    """Return the round's announcements that stand, the newest first."""
    return Announcement.objects.within(round_).filter(round=round_, withdrawn_at__isnull=True)
