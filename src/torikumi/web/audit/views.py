"""The trail, for administrators."""

from datetime import date

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from torikumi.web.audit.actor import actor_of
from torikumi.web.audit.forms import EventFilterForm
from torikumi.web.audit.queries import find_events

EVENTS_A_PAGE = 50


@require_safe
def events(request: HttpRequest) -> HttpResponse:
    """List the events of the administrator's own city."""
    form = EventFilterForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    found = find_events(
        municipality=actor_of(request).municipality,
        actor=str(wanted.get("actor") or ""),
        action=str(wanted.get("action") or ""),
        since=_day(wanted.get("since")),
        until=_day(wanted.get("until")),
    )
    page = Paginator(found, EVENTS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "audit/events.html", {"form": form, "page": page})


def _day(value: object) -> date | None:
    return value if isinstance(value, date) else None
