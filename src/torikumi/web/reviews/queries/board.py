"""The board of a round: how far every section is, what changes, what is unusual; a handful of counts, whatever the size."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Max, Min, Q
from django.db.models.functions import Substr

from torikumi.plan.project import ReviewState
from torikumi.review.round import Round, Step
from torikumi.web.accounts.scope import CityQuerySet
from torikumi.web.plans.queries.editions import GOAL_WIDTH, DirectionCount
from torikumi.web.reviews.models import Sheet

# A city reads a table of this length; the full list is one press away.
MOST_ROWS = 30
_ANSWERED = (ReviewState.SUBMITTED, ReviewState.APPROVED)


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionProgress:
    """How far one lead section (主管課) is; `key` is "" for projects without a section."""

    key: str
    name: str
    total: int
    answered: int
    returned: int
    approved: int
    late: int
    last_change: datetime | None

    @property
    def is_done(self) -> bool:
        """Whether the section has answered for all of its projects."""
        return self.answered == self.total


@dataclass(frozen=True, slots=True, kw_only=True)
class StepWait:
    """How many sheets wait for one step of the chain, how many have passed it, whether its last day has gone by."""

    step: Step
    waiting: int
    passed: int
    is_overdue: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Counts of a round by state and by section; those with the most left come first."""

    total: int
    by_state: dict[ReviewState, int]
    sections: tuple[SectionProgress, ...]

    @property
    def answered(self) -> int:
        """How many sheets were handed in, approved or not."""
        return sum(self.by_state[state] for state in _ANSWERED)


def count_progress(sheets: CityQuerySet[Sheet]) -> Progress:
    """Return how far the given sheets are, with one question to the database."""
    rows = (
        sheets.order_by()
        .values("lead_key", "state")
        .annotate(
            name=Min("lead_name"),
            count=Count("pk"),
            late=Count("pk", filter=Q(is_late=True)),
            last_change=Max("changed_at"),
        )
    )
    by_state = dict.fromkeys(ReviewState, 0)
    by_section: dict[str, list[_Part]] = {}
    for row in rows:
        part = _Part(
            state=ReviewState(row["state"]),
            name=row["name"],
            count=row["count"],
            late=row["late"],
            last_change=row["last_change"],
        )
        by_state[part.state] += part.count
        by_section.setdefault(row["lead_key"], []).append(part)
    sections = [_section(key, parts) for key, parts in by_section.items()]
    return Progress(
        total=sum(by_state.values()),
        by_state=by_state,
        sections=tuple(sorted(sections, key=lambda each: (each.answered - each.total, each.name))),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """A section's sheets in one state."""

    state: ReviewState
    name: str
    count: int
    late: int
    last_change: datetime | None


def _section(key: str, parts: list[_Part]) -> SectionProgress:
    counts = {part.state: part.count for part in parts}
    return SectionProgress(
        key=key,
        name=parts[0].name or "担当課の記載なし",
        total=sum(counts.values()),
        answered=sum(counts.get(state, 0) for state in _ANSWERED),
        returned=counts.get(ReviewState.RETURNED, 0),
        approved=counts.get(ReviewState.APPROVED, 0),
        late=sum(part.late for part in parts),
        last_change=max((part.last_change for part in parts if part.last_change), default=None),
    )


def count_waits(
    sheets: CityQuerySet[Sheet], rules: Round, progress: Progress, *, day: date
) -> tuple[StepWait, ...]:
    """Return what waits for each rater of the chain, the section's own step left out."""
    rows = sheets.order_by().filter(state=ReviewState.SUBMITTED).values("step").annotate(count=Count("pk"))
    waiting = {row["step"]: row["count"] for row in rows}
    approved = progress.by_state[ReviewState.APPROVED]
    return tuple(
        StepWait(
            step=step,
            waiting=waiting.get(number, 0),
            passed=approved + sum(count for place, count in waiting.items() if place > number),
            is_overdue=step.due is not None and day > step.due and bool(waiting.get(number)),
        )
        for number, step in enumerate(rules.steps)
        if number > 0
    )


def count_directions(sheets: CityQuerySet[Sheet]) -> list[DirectionCount]:
    """Return the answered sheets by goal and direction, in the order of the city's scale."""
    rows = (
        sheets.filter(state__in=_ANSWERED)
        .order_by()
        .annotate(goal=Substr("path", 1, GOAL_WIDTH))
        .values("goal", "direction_key")
        .annotate(
            code=Min("direction_code"),
            label=Min("direction_label"),
            words=Min("outcomes"),
            rank=Min("direction_rank"),
            count=Count("pk"),
        )
        .order_by("goal", "rank", "code", "label")
    )
    return [
        DirectionCount(
            goal=row["goal"],
            key=row["direction_key"],
            code=row["code"],
            label=row["label"],
            outcomes=row["words"],
            rank=row["rank"],
            count=row["count"],
        )
        for row in rows
    ]


def commonest_direction(counts: Iterable[DirectionCount]) -> DirectionCount | None:
    """Return the direction that most answers give (of one goal's row, for its words); None before the first answer."""
    totals: dict[str, int] = {}
    first: dict[str, DirectionCount] = {}
    for count in counts:
        if count.key:
            totals[count.key] = totals.get(count.key, 0) + count.count
            first.setdefault(count.key, count)
    return first[max(totals, key=lambda key: totals[key])] if totals else None


def changed_sheets(sheets: CityQuerySet[Sheet]) -> CityQuerySet[Sheet]:
    """Return the answered sheets whose direction is another than last year's."""
    return sheets.filter(state__in=_ANSWERED, is_changed=True)


def unusual_sheets(sheets: CityQuerySet[Sheet], *, common: DirectionCount | None) -> CityQuerySet[Sheet]:
    """Return the answered sheets that contradict themselves, came late, or end a project without having changed."""
    odd = Q(warning_count__gt=0) | Q(is_late=True)
    if common is not None:
        odd |= Q(is_changed=False) & ~Q(direction_key__in=["", common.key]) & _ends()
    return sheets.filter(odd, state__in=_ANSWERED)


def _ends() -> Q:
    ends = Q()
    for outcome in ("abolish", "suspend", "complete", "merge"):
        ends |= Q(outcomes__contains=outcome)
    return ends
