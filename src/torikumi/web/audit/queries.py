"""Questions to the trail."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from torikumi.web.audit.models import AuditEvent, AuditEventQuerySet


def find_events(
    *,
    municipality: str,
    actor: str = "",
    action: str = "",
    since: date | None = None,
    until: date | None = None,
) -> AuditEventQuerySet:
    """Return a city's events, newest first, narrowed by whatever is given; both days count."""
    events = AuditEvent.objects.of_municipality(municipality)
    if actor:
        events = events.filter(actor=actor)
    if action:
        events = events.filter(action=action)
    if since:
        events = events.filter(at__gte=_midnight(since))
    if until:
        events = events.filter(at__lt=_midnight(until + timedelta(days=1)))
    return events


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
