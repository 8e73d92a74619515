"""The report of a round, to be printed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from torikumi.web.audit.queries import trail_head
from torikumi.web.plans.edition_names import name_editions
from torikumi.web.reviews.entering import enter_round
from torikumi.web.reviews.queries.freezes import freezes_of
from torikumi.web.reviews.reporting import report_on


@require_safe
def report(request: HttpRequest, round_id: int) -> HttpResponse:
    """Show the round in numbers, with the head of the trail as it is at this moment."""
    room = enter_round(request, round_id)
    records = freezes_of(room.round)
    name_editions([record.edition for record in records], within=room.person)
    context = {
        "room": room,
        "round": room.round,
        "report": report_on(room.round, room.rules),
        "records": records,
        "head": trail_head(room.person.municipality.code),
        "at": timezone.now(),
    }
    return render(request, "reviews/report.html", context)
