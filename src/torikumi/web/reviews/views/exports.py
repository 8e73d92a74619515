"""The list of a round's sheets with all answers, to take away."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from torikumi.web.accounts.acting import today
from torikumi.web.audit.actor import actor_of
from torikumi.web.reviews.actions.exporting import record_round_export
from torikumi.web.reviews.entering import RoundRoom, enter_round
from torikumi.web.reviews.models import RoundState
from torikumi.web.reviews.queries.sheets import sheets_of, visible_sheets
from torikumi.web.reviews.queries.table import table_sheets
from torikumi.web.reviews.round_table import round_table
from torikumi.web.reviews.table_files import FORMS, answer_with, require_form


@require_safe
def export(request: HttpRequest, round_id: int) -> HttpResponse:
    """Say what the list holds, and offer it as three kinds of file."""
    room = _enter(request, round_id)
    context = {
        "round": room.round,
        "room": room,
        "count": visible_sheets(sheets_of(room.round), room.standing).count(),
        "forms": FORMS.items(),
    }
    return render(request, "reviews/export.html", context)


@require_POST
def export_file(request: HttpRequest, round_id: int, form: str) -> HttpResponse:
    """Give the list; that it was taken stands in the trail."""
    wanted = require_form(form)
    room = _enter(request, round_id)
    sheets = table_sheets(room.round, room.rules, room.standing)
    table = round_table(room.round, room.rules, room.standing, sheets)
    record_round_export(
        round_id=room.round.pk,
        form=form,
        sheets=len(sheets.sheets),
        by=actor_of(request),
        at=timezone.now(),
    )
    name = f"sheets-{room.round.year}-{room.round.pk}-{today():%Y%m%d}"
    return answer_with(wanted, table, title=room.round.title, name=name)


def _enter(request: HttpRequest, round_id: int) -> RoundRoom:
    room = enter_round(request, round_id)
    if room.round.state == RoundState.PREPARING:
        raise Http404
    return room
