"""Questions to the trail."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta

from django.db.models import Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from torikumi.web.audit.chain import NOTHING_BEFORE, Fault, FaultKind, Head, find_faults
from torikumi.web.audit.entries import EXPORTED, entry_from_row
from torikumi.web.audit.models import AuditEvent, AuditEventQuerySet, ChainHead

_AT_ONCE = 2000


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


def trail_head(code: str) -> Head:
    """Return the head of a city's chain: printed on a report or published, it proves later what came before it."""
    found = ChainHead.objects.filter(municipality=code).first()
    return Head(position=found.position, hash=found.hash) if found else Head(position=0, hash=NOTHING_BEFORE)


def chains() -> tuple[str, ...]:
    """Return the municipalities that have a chain, "" (the installation's own) among them."""
    with_head = ChainHead.objects.values_list("municipality", flat=True)
    with_events = AuditEvent.objects.order_by("municipality").values_list("municipality", flat=True)
    return tuple(sorted({*with_head, *with_events.distinct()}))


def entries_of(code: str, *, up_to: int | None = None) -> Iterator[dict[str, object]]:
    """Yield the entries of a city's chain, the first one first; `up_to` is the last position wanted."""
    events = AuditEvent.objects.of_municipality(code).order_by("chain_position", "sequence")
    if up_to is not None:
        events = events.filter(chain_position__lte=up_to)
    for row in events.values(*EXPORTED).iterator(chunk_size=_AT_ONCE):
        yield entry_from_row(row)


def faults_of(code: str, *, known: Iterable[Head] = ()) -> Iterator[Fault]:
    """Yield everything wrong with a city's chain; nothing where it is as it was written. Others may write meanwhile."""
    head = trail_head(code)
    yield from find_faults(entries_of(code, up_to=head.position), head=head, known=known)
    beyond = _first_beyond_the_head(code)
    if beyond is not None:
        yield Fault(position=beyond, kind=FaultKind.INSERTED)


def _first_beyond_the_head(code: str) -> int | None:
    # In one statement: an event and its head are seen together, or neither.
    head = Subquery(ChainHead.objects.filter(municipality=code).values("position"))
    events = AuditEvent.objects.of_municipality(code).filter(chain_position__gt=Coalesce(head, 0))
    found = events.order_by("chain_position").values_list("chain_position", flat=True).first()
    return None if found is None else int(found)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
