"""The rounds that concern a person, and the page from which everything of a round is reached."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from torikumi.plan.project import ReviewState
from torikumi.web.accounts.acting import roles_of, signed_in, today
from torikumi.web.plans.edition_headings import headings_of
from torikumi.web.plans.edition_names import name_editions
from torikumi.web.reviews.days import day_words, left_words
from torikumi.web.reviews.entering import RoundRoom, enter_round
from torikumi.web.reviews.hub_links import hub_links
from torikumi.web.reviews.landing import list_cards, step_lines
from torikumi.web.reviews.models import RoundState, Sheet
from torikumi.web.reviews.queries.announcements import announcements_of
from torikumi.web.reviews.queries.deadlines import later_dues
from torikumi.web.reviews.queries.freezes import freezes_of
from torikumi.web.reviews.queries.sheets import own_sheets, sheets_of, visible_sheets
from torikumi.web.reviews.queries.voice_tasks import VoiceTasks
from torikumi.web.reviews.queries.waiting import IN_HAND, Waiting, count_waiting, next_to_answer
from torikumi.web.reviews.rows import SheetRow, sheet_rows

# A head of a department may have hundreds; the list has them all.
_MOST_ROWS = 60


@require_safe
def round_list(request: HttpRequest) -> HttpResponse:
    """List the rounds with what waits for the person in each."""
    cards = list_cards(signed_in(request), today(), only_current=False)
    return render(request, "reviews/list.html", {"cards": cards})


@require_safe
def round_page(request: HttpRequest, round_id: int) -> HttpResponse:
    """Show a round: the next thing to do, one's own sheets, the calendar, and the ways to everything else."""
    room = enter_round(request, round_id)
    own = _own_rows(room)
    waiting = count_waiting(room.person, room.standing, {room.round.pk: room.rules.steps})
    counts = waiting.get(room.round.pk, Waiting())
    is_open = room.round.state == RoundState.OPEN
    day, due = today(), _due(room)
    records = freezes_of(room.round) if room.round.state == RoundState.FROZEN else []
    name_editions([one.edition for one in records], within=room.person)
    return render(
        request,
        "reviews/round.html",
        {
            "room": room,
            "round": room.round,
            "is_open": is_open,
            "records": records,
            "due": day_words(due) if room.round.state != RoundState.FROZEN else "",
            "left": left_words(due, day) if is_open else "",
            "is_past": is_open and due is not None and day > due,
            "is_later": is_open and due != room.round.due,
            "announcements": list(announcements_of(room.round)) if not records else [],
            "steps": step_lines(room.rules, room.standing, day, due=due, is_open=is_open),
            "waiting": counts,
            "has_voice_tasks": counts.correcting or counts.voices != VoiceTasks(),
            "next": _next(room, own, counts),
            "tables": _frozen_tables(own) if records else _tables(own),
            "is_cut": counts.own > len(own),
            "visible": visible_sheets(sheets_of(room.round), room.standing).count(),
            "links": hub_links(room, roles_of(request)),
        },
    )


def _next(room: RoundRoom, own: list[SheetRow], counts: Waiting) -> Sheet | None:
    """The sheet to answer next; the database is asked only where it may not be among the rows at hand."""
    if not counts.to_answer:
        return None
    if counts.own > len(own):
        return next_to_answer(sheets_of(room.round), room.standing)
    mine = [row.sheet for row in own if row.sheet.lead_key in room.standing.sections]
    is_open = (
        room.round.state == RoundState.OPEN
    )  # a frozen round goes on only where planning began a correction
    at_hand = [sheet for sheet in mine if sheet.state in IN_HAND and (is_open or sheet.revision > 1)]
    return min(at_hand, key=lambda sheet: sheet.state != ReviewState.RETURNED, default=None)


Tables = list[tuple[str, str, list[SheetRow]]]


def _tables(own: list[SheetRow]) -> Tables:
    """One's own sheets with an id and a heading, tables without a row left out."""
    tables = [
        ("to-do", "これから提出するシート", [row for row in own if row.sheet.state in IN_HAND]),
        ("handed-in", "提出したシート", [row for row in own if row.sheet.state not in IN_HAND]),
    ]
    return [table for table in tables if table[2]]


def _frozen_tables(own: list[SheetRow]) -> Tables:
    """The same of a frozen round, in which a sheet moves by a correction only."""
    is_in = [row for row in own if row.sheet.revision > 1 or row.sheet.state == ReviewState.APPROVED]
    tables = [
        (
            "correcting",
            "訂正しているシート",
            [one for one in is_in if one.sheet.state != ReviewState.APPROVED],
        ),
        ("went-in", "確定したシート", [one for one in is_in if one.sheet.state == ReviewState.APPROVED]),
        ("left", "確定した版に入らなかったシート", [row for row in own if row not in is_in]),
    ]
    return [table for table in tables if table[2]]


def _due(room: RoundRoom) -> date | None:
    """The last day of the person's own sections, where planning gave them a later one; the round's otherwise."""
    later = later_dues(room.round)
    own = [later[key] for key in room.standing.sections if key in later]
    return min(own) if own and len(own) == len(room.standing.sections) else room.round.due


def _own_rows(room: RoundRoom) -> list[SheetRow]:
    sheets = own_sheets(sheets_of(room.round), room.standing)[:_MOST_ROWS]
    headings = headings_of(room.round.base)
    return sheet_rows(sheets, rules=room.rules, headings=headings, standing=room.standing)
