"""The way of a sheet: who wrote and moved what, and when."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from torikumi.web.reviews.entering import enter_sheet
from torikumi.web.reviews.timeline import view_timeline

ENTRIES_A_PAGE = 50


@require_safe
def sheet_history(request: HttpRequest, sheet_id: int) -> HttpResponse:
    """Show what happened to a sheet, newest first, as far as the person may see it."""
    room = enter_sheet(request, sheet_id)
    if not room.may_see:
        raise PermissionDenied
    page = Paginator(view_timeline(room), ENTRIES_A_PAGE).get_page(request.GET.get("page"))
    context = {"room": room, "sheet": room.sheet, "round": room.sheet.round, "page": page}
    return render(request, "reviews/history.html", context)
