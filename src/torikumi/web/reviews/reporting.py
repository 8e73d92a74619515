"""The report of a round (報告書): its numbers, what changed, what came late, what is missing, and the trail's head."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from torikumi.plan.project import ReviewState
from torikumi.publish.view import Badge
from torikumi.review.comments import STATE_WORDS as COMMENT_WORDS
from torikumi.review.comments import CommentState
from torikumi.review.proposals import STATE_WORDS as PROPOSAL_WORDS
from torikumi.review.proposals import ProposalState
from torikumi.review.round import Round
from torikumi.review.states import STATE_WORDS
from torikumi.web.plans.badges import make_badge
from torikumi.web.reviews.derived import label_key
from torikumi.web.reviews.models import ReviewRound, Sheet
from torikumi.web.reviews.queries.sheets import sheets_of
from torikumi.web.reviews.voice_models import Proposal, RoundComment


@dataclass(frozen=True, slots=True, kw_only=True)
class CountRow:
    """A section with its sheets in each state, in the order of the states, and all of them."""

    name: str
    counts: tuple[int, ...]
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectionRow:
    """A direction with the number of its projects, this year and last."""

    badge: Badge
    count: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedRow:
    """A project whose direction is another than last year's."""

    sheet: Sheet
    before: str
    badge: Badge


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All that the report prints of a round."""

    states: tuple[str, ...]
    whole: CountRow
    sections: tuple[CountRow, ...]
    directions: tuple[DirectionRow, ...]
    changed: tuple[ChangedRow, ...]
    late: tuple[Sheet, ...]
    missing: tuple[Sheet, ...]
    taken_out: tuple[Sheet, ...]
    proposals: tuple[tuple[str, int], ...]
    comments: tuple[tuple[str, int], ...]


def report_on(round_: ReviewRound, rules: Round) -> Report:
    """Return the report of a round as it stands; answers nobody approved are counted, their words never shown."""
    rows = list(sheets_of(round_))
    sheets = [sheet for sheet in rows if sheet.taken_out_at is None]
    approved = [sheet for sheet in sheets if sheet.state == ReviewState.APPROVED]
    return Report(
        states=tuple(STATE_WORDS[state] for state in ReviewState),
        whole=_count("合計", sheets),
        sections=tuple(
            _count(name, [sheet for sheet in sheets if sheet.lead_name == name] or ())
            for name in dict.fromkeys(sheet.lead_name for sheet in sheets)
        ),
        directions=_directions(rules, approved),
        changed=_changed(rules, approved),
        late=tuple(sheet for sheet in sheets if sheet.is_late),
        missing=tuple(sheet for sheet in sheets if sheet.state != ReviewState.APPROVED),
        taken_out=tuple(sheet for sheet in rows if sheet.taken_out_at is not None),
        proposals=_by_state(
            Proposal.objects.within(round_).filter(round=round_).values_list("state", flat=True),
            {str(state): PROPOSAL_WORDS[state] for state in ProposalState},
        ),
        comments=_by_state(
            RoundComment.objects.within(round_).filter(round=round_).values_list("state", flat=True),
            {str(state): COMMENT_WORDS[state] for state in CommentState},
        ),
    )


def _count(name: str, sheets: Sequence[Sheet]) -> CountRow:
    found = Counter(sheet.state for sheet in sheets)
    return CountRow(
        name=name or "担当課なし",
        counts=tuple(found[str(state)] for state in ReviewState),
        total=len(sheets),
    )


def _directions(rules: Round, sheets: Sequence[Sheet]) -> tuple[DirectionRow, ...]:
    now = Counter(sheet.direction_key for sheet in sheets)
    then = Counter(sheet.last_direction_key for sheet in sheets)
    return tuple(
        DirectionRow(
            badge=make_badge(label.code or "", label.label, ",".join(label.outcomes)),
            count=now[label_key(label)],
            last=then[label_key(label)],
        )
        for label in rules.scale.labels
    )


def _changed(rules: Round, sheets: Sequence[Sheet]) -> tuple[ChangedRow, ...]:
    words = {
        label_key(label): f"{label.code} {label.label}" if label.code else label.label
        for label in rules.scale.labels
    }
    return tuple(
        ChangedRow(
            sheet=sheet,
            before=words.get(sheet.last_direction_key, sheet.last_direction_key),
            badge=make_badge(sheet.direction_code, sheet.direction_label, sheet.outcomes),
        )
        for sheet in sheets
        if sheet.is_changed
    )


def _by_state(states: Iterable[str], words: dict[str, str]) -> tuple[tuple[str, int], ...]:
    found = Counter(states)
    return tuple((word, found[state]) for state, word in words.items())
