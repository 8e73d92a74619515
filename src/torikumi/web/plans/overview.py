"""The overview of an edition: its directions by goal as a picture and a table, its progress."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from torikumi.plan.project import ReviewState
from torikumi.publish.charts import BarPart, BarRow, stacked_bars
from torikumi.publish.view import Badge, Table
from torikumi.web.plans.badges import REVIEW_STATES, join_words, make_badge, read_outcomes
from torikumi.web.plans.models import Edition, StoredNode
from torikumi.web.plans.queries.editions import DirectionCount, count_review_states
from torikumi.web.plans.round_states import round_states_of

_WIDE, _NARROW = 700, 300


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectionCard:
    """A direction with the number of its projects; `key` filters the list."""

    badge: Badge
    key: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalChart:
    """Projects by goal and direction: drawn for wide pages and for phones, and as a table."""

    wide: SafeString
    narrow: SafeString
    table: Table


@dataclass(frozen=True, slots=True, kw_only=True)
class StateCard:
    """How many projects' answers are in one state."""

    state: str
    label: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far the answers of a year are, or were when a round made the edition (`is_over`)."""

    year: int
    total: int
    answered: int
    cards: tuple[StateCard, ...]
    is_over: bool = False


def direction_cards(counts: Sequence[DirectionCount]) -> list[DirectionCard]:
    """Return one card a direction, in the order of the city's scale."""
    totals: dict[str, int] = {}
    first: dict[str, DirectionCount] = {}
    for count in sorted(counts, key=lambda count: (count.rank, count.code, count.label)):
        totals[count.key] = totals.get(count.key, 0) + count.count
        first.setdefault(count.key, count)
    return [
        DirectionCard(badge=make_badge(one.code, one.label, one.outcomes), key=key, count=totals[key])
        for key, one in first.items()
    ]


def draw_goals(counts: Sequence[DirectionCount], goals: Sequence[StoredNode]) -> GoalChart:
    """Return the picture and the table of projects by goal and direction; those under no goal come last."""
    ordered = sorted(counts, key=lambda count: (count.rank, count.code, count.label))
    names = {count.key: join_words((count.code, count.label or "記載なし")) for count in ordered}
    outcomes = {count.key: read_outcomes(count.outcomes) for count in ordered}
    places = [(goal.path, goal.printed) for goal in goals]
    if any(count.goal == "" for count in counts):
        places.append(("", "目標の記載なし"))
    found = {(count.goal, count.key): count.count for count in counts}
    rows = [
        BarRow(label, tuple(BarPart(names[key], found.get((path, key), 0), outcomes[key]) for key in names))
        for path, label in places
    ]
    return GoalChart(
        wide=_draw(rows, _WIDE), narrow=_draw(rows, _NARROW), table=_table(rows, list(names.values()))
    )


def show_progress(edition: Edition) -> Progress | None:
    """Return how far the answers of the newest year are; None where no project has one.

    An edition holds approved answers only: where a round made it, the round says how far the others were.
    """
    frozen = round_states_of(edition)
    found = (edition.year, frozen) if frozen is not None else count_review_states(edition)
    if found is None:
        return None
    year, states = found
    cards = tuple(
        StateCard(state=state, label=label, count=states[state]) for state, label in REVIEW_STATES.items()
    )
    answered = states[ReviewState.APPROVED] + states[ReviewState.SUBMITTED]
    return Progress(
        year=year, total=sum(states.values()), answered=answered, cards=cards, is_over=frozen is not None
    )


def _draw(rows: Sequence[BarRow], width: int) -> SafeString:
    drawn = stacked_bars(
        rows,
        title="目標別の今後の方針",
        description="目標ごとに、今後の方針別の事業数を横棒で示す。同じ数値の表が図の下にある。",
        uid=f"goals-{width}",
        width=width,
    )
    return SafeString(drawn)  # our own drawing, which escapes every text in it


def _table(rows: Sequence[BarRow], names: Sequence[str]) -> Table:
    body = [(row.label, *(str(part.count) for part in row.parts), str(row.total)) for row in rows]
    sums = [str(sum(row.parts[column].count for row in rows)) for column in range(len(names))]
    return Table(
        caption="目標別・今後の方針別の事業数",
        heads=("目標", *names, "計"),
        rows=(*body, ("計", *sums, str(sum(row.total for row in rows)))),
        numeric=frozenset(range(1, len(names) + 2)),
    )
