"""The trail, for those who look after it."""

from datetime import date

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from torikumi.web.audit.actions import record_export
from torikumi.web.audit.actor import actor_of
from torikumi.web.audit.exports import FORMS, write_export
from torikumi.web.audit.forms import EventFilterForm
from torikumi.web.audit.queries import find_events, trail_head

EVENTS_A_PAGE = 50


@require_safe
def events(request: HttpRequest) -> HttpResponse:
    """List the events of the person's own city, with the head of its chain."""
    city = actor_of(request).municipality
    form = EventFilterForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    found = find_events(
        municipality=city,
        actor=str(wanted.get("actor") or ""),
        action=str(wanted.get("action") or ""),
        since=_day(wanted.get("since")),
        until=_day(wanted.get("until")),
    )
    page = Paginator(found, EVENTS_A_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "head": trail_head(city)}
    return render(request, "audit/events.html", context)


@require_POST
def export(request: HttpRequest, form: str) -> FileResponse:
    """Hand out the whole trail of the person's city; that this was done is its last entry."""
    if form not in FORMS:
        raise Http404
    by = actor_of(request)
    record_export(by=by, at=timezone.now(), form=form)
    name = f"trail-{by.municipality}-{timezone.localdate():%Y%m%d}.{form}"
    file = write_export(by.municipality, form)
    return FileResponse(file, as_attachment=True, filename=name, content_type=FORMS[form])


def _day(value: object) -> date | None:
    return value if isinstance(value, date) else None
