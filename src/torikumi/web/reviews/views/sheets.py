"""The sheets of a round as a list."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from torikumi.web.plans.edition_headings import headings_of
from torikumi.web.reviews.entering import enter_round
from torikumi.web.reviews.forms import SheetFilterForm
from torikumi.web.reviews.queries.listing import filter_sheets, section_choices
from torikumi.web.reviews.queries.sheets import sheets_of, visible_sheets
from torikumi.web.reviews.rows import main_labels, sheet_rows
from torikumi.web.ui.requests import is_htmx

ROWS_A_PAGE = 50


@require_safe
def sheet_list(request: HttpRequest, round_id: int) -> HttpResponse:
    """List those sheets of the round that the person may see, narrowed and sorted as asked; htmx gets the list alone."""
    room = enter_round(request, round_id)
    form = SheetFilterForm(request.GET, sections=section_choices(room.round), labels=main_labels(room.rules))
    wanted = form.wanted()
    visible = visible_sheets(sheets_of(room.round), room.standing)
    found = filter_sheets(visible, wanted, standing=room.standing, steps=room.rules.steps)
    page = Paginator(found, ROWS_A_PAGE).get_page(request.GET.get("page"))
    headings = headings_of(room.round.base)
    rows = sheet_rows(page.object_list, rules=room.rules, headings=headings, standing=room.standing)
    wants_part = is_htmx(request) and "HX-History-Restore-Request" not in request.headers
    return render(
        request,
        "reviews/parts/sheet_list.html" if wants_part else "reviews/sheets.html",
        {"room": room, "round": room.round, "form": form, "page": page, "rows": rows, "wanted": wanted},
    )
