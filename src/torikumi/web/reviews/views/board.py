"""The board of a round (進みぐあい)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from torikumi.plan.project import ReviewState
from torikumi.publish.view import Badge
from torikumi.review.round import Round
from torikumi.review.states import STATE_WORDS
from torikumi.web.accounts.acting import today
from torikumi.web.accounts.permissions import Permission, Role, may
from torikumi.web.accounts.scope import CityQuerySet
from torikumi.web.plans.badges import make_badge
from torikumi.web.plans.overview import StateCard, draw_goals
from torikumi.web.plans.queries.editions import list_goals, list_nodes
from torikumi.web.plans.store import load_head
from torikumi.web.reviews.days import day_words, left_words
from torikumi.web.reviews.derived import label_key
from torikumi.web.reviews.entering import RoundRoom, enter_round
from torikumi.web.reviews.models import RoundState, Sheet
from torikumi.web.reviews.queries.board import (
    MOST_ROWS,
    changed_sheets,
    commonest_direction,
    count_directions,
    count_progress,
    count_waits,
    unusual_sheets,
)
from torikumi.web.reviews.queries.deadlines import later_dues
from torikumi.web.reviews.queries.sheets import own_sheets, sheets_of, visible_sheets
from torikumi.web.reviews.wording import before_word, direction_words

# Those who see the whole city's board; a head sees their own sections'.
_WHOLE_CITY = frozenset({Role.PLANNING, Role.ADMINISTRATOR, Role.EXECUTIVE, Role.AUDITOR})
_CARDS = (
    ReviewState.APPROVED,
    ReviewState.SUBMITTED,
    ReviewState.DRAFT,
    ReviewState.RETURNED,
    ReviewState.NOT_STARTED,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A sheet in a list of the board: its direction before and now, and what is odd about it."""

    sheet: Sheet
    badge: Badge
    before: Badge | None
    remarks: tuple[str, ...]


@require_safe
def board(request: HttpRequest, round_id: int) -> HttpResponse:
    """Show how far the round is: by state, by section, by step; what changes, and what is unusual."""
    room = enter_round(request, round_id)
    if room.round.state == RoundState.PREPARING:
        raise Http404
    sheets = board_sheets(room)
    progress = count_progress(sheets)
    counts = count_directions(sheets)
    common = commonest_direction(counts)
    later = later_dues(room.round)
    before = before_word(room.round)
    context = {
        "room": room,
        "round": room.round,
        "due": day_words(room.rules.due),
        "left": left_words(room.rules.due, today()) if room.round.state == RoundState.OPEN else "",
        "is_whole": sees_whole_city(room),
        "progress": progress,
        "cards": [
            StateCard(state=state, label=STATE_WORDS[state], count=progress.by_state[state])
            for state in _CARDS
        ],
        "waits": count_waits(sheets, room.rules, progress, day=today()),
        "open_sections": [
            (section, day_words(later.get(section.key)))
            for section in progress.sections
            if not section.is_done
        ],
        "done_sections": sum(section.is_done for section in progress.sections),
        "chart": draw_goals(counts, list_goals(list_nodes(room.round.base))) if counts else None,
        "common": common,
        "changed": _few(changed_sheets(sheets), room.rules, before),
        "unusual": _few(unusual_sheets(sheets, common=common), room.rules, before),
        "may_remind": room.round.state == RoundState.OPEN
        and may(room.standing.roles, Permission.MANAGE_ROUNDS),
        "may_export": may(room.standing.roles, Permission.EXPORT_ROUNDS),
        "goal_word": next(iter(load_head(room.round.base).levels), "目標"),
    }
    return render(request, "reviews/board.html", context)


def sees_whole_city(room: RoundRoom) -> bool:
    """Tell whether the person sees every section on the board; a head sees their own."""
    return not room.standing.roles.isdisjoint(_WHOLE_CITY)


def board_sheets(room: RoundRoom) -> CityQuerySet[Sheet]:
    """Return the sheets that the board counts for the person: the whole city's, or those of a head's own sections."""
    sheets = sheets_of(room.round)
    if sees_whole_city(room):
        return sheets
    return own_sheets(visible_sheets(sheets, room.standing), room.standing)


@dataclass(frozen=True, slots=True, kw_only=True)
class Few:
    """The first sheets of a list, and how many there are in all."""

    lines: tuple[Line, ...]
    count: int

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.count - len(self.lines)


def _few(sheets: CityQuerySet[Sheet], rules: Round, before: str) -> Few:
    lines = tuple(_lines(sheets[:MOST_ROWS], rules, before))
    return Few(lines=lines, count=len(lines) if len(lines) < MOST_ROWS else sheets.count())


def _lines(sheets: Iterable[Sheet], rules: Round, before_name: str) -> list[Line]:
    labels = {label_key(label): label for label in rules.scale.labels}
    lines = []
    for sheet in sheets:
        before = labels.get(sheet.last_direction_key)
        lines.append(
            Line(
                sheet=sheet,
                badge=make_badge(sheet.direction_code, sheet.direction_label, sheet.outcomes),
                before=make_badge(before.code or "", before.label, ",".join(before.outcomes))
                if before
                else None,
                remarks=_remarks(sheet, before_name, direction_words(rules)[1]),
            )
        )
    return lines


def _remarks(sheet: Sheet, before: str, direction: str) -> tuple[str, ...]:
    found = []
    if sheet.warning_count:
        found.append("回答どうしが合わないところがある")
    if sheet.is_late:
        found.append("締切の後に提出")
    if not found and not sheet.is_changed:
        found.append(f"{before}と同じく、続けない{direction}")
    return tuple(found)
