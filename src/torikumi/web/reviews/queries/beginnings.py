"""What a new round could begin with: a plan, a fiscal year, and the round of the year before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Max

from torikumi.text.era import fiscal_year_of
from torikumi.web.accounts.scope import Resident
from torikumi.web.plans.models import Edition, PlanSeries, StoredProject
from torikumi.web.reviews.models import ReviewRound, RoundState


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """A plan that a round can be set up for; `year` is proposed, `last` the newest round on it that was not called off."""

    series: PlanSeries
    edition: Edition
    year: int
    reviewed: int | None
    last: ReviewRound | None


def beginnings_of(person: Resident, day: date) -> list[Beginning]:
    """Return the plans of the person's city that have an edition, each with what is proposed for it."""
    return [
        _beginning(series, edition, day)
        for series in PlanSeries.objects.within(person).order_by("title")
        if (edition := Edition.objects.within(series).of(series).current()) is not None
    ]


def rounds_of(person: Resident) -> list[ReviewRound]:
    """Return every round of the person's city, the newest year first."""
    return list(ReviewRound.objects.within(person).select_related("series", "base"))


def _beginning(series: PlanSeries, edition: Edition, day: date) -> Beginning:
    found = ReviewRound.objects.within(series).filter(series=series).exclude(state=RoundState.CANCELLED)
    last = found.select_related("series", "base").order_by("-year", "-pk").first()
    reviewed = (
        StoredProject.objects.within(series)
        .filter(edition=edition)
        .aggregate(year=Max("review_year"))["year"]
    )
    return Beginning(
        series=series,
        edition=edition,
        year=propose_year(day, reviewed=reviewed, last=last.year if last else None),
        reviewed=reviewed,
        last=last,
    )


def propose_year(day: date, *, reviewed: int | None, last: int | None) -> int:
    """Return the fiscal year to be reviewed: the one before that of `day`, or the first that nobody reviewed yet.

    Year N-1 is reviewed in year N; where the edition holds reviews of that year, or a round was held on it, the next.
    """
    done = max((year for year in (reviewed, last) if year is not None), default=None)
    usual = fiscal_year_of(day) - 1
    return usual if done is None or done < usual else done + 1
