"""Questions to the log of mail, and to the texts of letters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count
from django.utils import timezone

from torikumi.web.accounts.models import Municipality
from torikumi.web.accounts.scope import CityQuerySet, Resident
from torikumi.web.mail.default_letters import DEFAULTS
from torikumi.web.mail.letters import LetterKind, LetterText, fill
from torikumi.web.mail.message import Attachment, Headers, make_message
from torikumi.web.mail.models import Enclosure, MailState, SentMail, StoredLetter


@dataclass(frozen=True, slots=True, kw_only=True)
class MailFilter:
    """What to look for in the log; "" for everything."""

    kind: str = ""
    about: str = ""
    state: str = ""
    to: str = ""
    batch: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CurrentLetter:
    """The text of a letter that is in force; version 0 comes with the application."""

    kind: LetterKind
    version: int
    text: LetterText


def find_mails(holder: Resident | Municipality, wanted: MailFilter) -> CityQuerySet[SentMail]:
    """Return a city's mails, newest first, narrowed by whatever is given."""
    exact = {"kind": wanted.kind, "about": wanted.about, "state": wanted.state, "batch": wanted.batch}
    rows = SentMail.objects.within(holder).filter(**{name: value for name, value in exact.items() if value})
    return rows.filter(to_address__icontains=wanted.to) if wanted.to else rows


def find_mail(holder: Resident, mail_id: int) -> SentMail | None:
    """Return one mail of the city."""
    return SentMail.objects.within(holder).select_related("again_of").filter(pk=mail_id).first()


def find_repetition(mail: SentMail) -> SentMail | None:
    """Return the mail that was sent in place of this one."""
    return SentMail.objects.within(mail).filter(again_of=mail).first()


def list_enclosures(mail: SentMail) -> list[Enclosure]:
    """Return what goes with a mail, without the contents."""
    return [*Enclosure.objects.within(mail).filter(mail=mail).select_related("file").defer("file__content")]


def list_occasions(holder: Resident) -> tuple[list[str], list[tuple[str, str]]]:
    """Return the kinds of mail in a city's log, and what they speak of with its words."""
    rows = SentMail.objects.within(holder).order_by()
    kinds = rows.values_list("kind", flat=True).distinct()
    abouts = rows.exclude(about="").values_list("about", "about_label").distinct()
    return sorted(kinds), sorted(dict(abouts).items())


def waiting_mails(city: Municipality, batch: str) -> list[int]:
    """Return the numbers of the mails of a batch that wait, the oldest first."""
    rows = SentMail.objects.within(city).filter(batch=batch, state=MailState.WAITING)
    return [*rows.order_by("pk").values_list("pk", flat=True)]


def count_states(city: Municipality, batch: str) -> dict[MailState, int]:
    """Return how many mails of a batch are in which state."""
    rows = (
        SentMail.objects.within(city).filter(batch=batch).order_by().values("state").annotate(n=Count("pk"))
    )
    return {MailState(row["state"]): row["n"] for row in rows}


def as_message(mail: SentMail) -> bytes:
    """Return the mail as it goes over the wire."""
    enclosures = Enclosure.objects.within(mail).filter(mail=mail).select_related("file")
    return make_message(
        Headers(
            sender=(settings.MAIL.sender_name, settings.MAIL.sender_address),
            to=(mail.to_name, mail.to_address),
            subject=mail.subject,
            message_id=mail.message_id,
            at=timezone.localtime(mail.made_at),
            reply_to=mail.reply_to,
        ),
        mail.body,
        [
            Attachment(name=each.name, media_type=each.media_type, content=bytes(each.file.content))
            for each in enclosures
        ],
    )


def current_letter(holder: Resident | Municipality, kind: LetterKind) -> CurrentLetter:
    """Return the text of a letter that is in force in a city."""
    stored = StoredLetter.objects.within(holder).filter(kind=kind).order_by("-version").first()
    if stored is None:
        return CurrentLetter(kind=kind, version=0, text=DEFAULTS[kind])
    return CurrentLetter(
        kind=kind, version=stored.version, text=LetterText(subject=stored.subject, body=stored.body)
    )


def compose_letter(
    holder: Resident | Municipality, kind: LetterKind, values: Mapping[str, str]
) -> LetterText:
    """Return the city's letter of a kind, filled in. Raises LetterTextError where a placeholder has no value."""
    return fill(kind, current_letter(holder, kind).text, values)


def list_versions(holder: Resident, kind: LetterKind) -> list[StoredLetter]:
    """Return every version of a letter, the newest first."""
    return [*StoredLetter.objects.within(holder).filter(kind=kind).order_by("-version")]
