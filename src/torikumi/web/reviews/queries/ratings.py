"""The rule of rating that a plan's newest yearly review uses."""

from __future__ import annotations

from torikumi.review.rating_rule import RatingRule
from torikumi.web.plans.models import PlanSeries
from torikumi.web.reviews.models import ReviewRound, RoundState


def rating_of_series(series: PlanSeries) -> RatingRule | None:
    """Return the rule of the newest round that was not cancelled; None where it has none."""
    rounds = ReviewRound.objects.within(series).filter(series=series).exclude(state=RoundState.CANCELLED)
    newest = rounds.first()
    return newest.rules().rating if newest is not None else None
