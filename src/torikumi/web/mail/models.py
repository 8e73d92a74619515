"""Tables of letters and mail. Written by actions/ only; what was written to whom is never changed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from torikumi.web.accounts.scope import CityModel, CityQuerySet
from torikumi.web.mail.letters import LetterKind


class MailState(models.TextChoices):
    """How far a mail is."""

    WAITING = "waiting", "送信待ち"
    SENDING = "sending", "送信中"
    ACCEPTED = "accepted", "受け付けられた"  # by the server; whether it arrives is known to nobody here
    FILED = "filed", "ファイルにした"
    REFUSED = "refused", "断られた"
    FAILED = "failed", "送れなかった"
    UNKNOWN = "unknown", "届いたか不明"


# What a person may decide to send once more.
MENDABLE = (MailState.REFUSED, MailState.FAILED, MailState.UNKNOWN)
OPEN = (MailState.WAITING, MailState.SENDING)


class SentMail(CityModel):
    """One mail to one person (送信の記録): its text, why it was written, and what became of it.

    `batch` holds together what was asked for at once, `about` names the thing it speaks of ("round:12"). `words` are
    the server's own, or ours where it said nothing.
    """

    # What became of it; everything else is final.
    changing_columns = ("state", "words", "tries", "tried_at", "ended_at")

    municipality = models.ForeignKey("accounts.Municipality", on_delete=models.PROTECT, related_name="+")
    batch = models.CharField(max_length=32)
    kind = models.CharField(max_length=40)
    about = models.CharField(max_length=100, blank=True)
    about_label = models.CharField(max_length=200, blank=True)
    to_address = models.CharField(max_length=254)
    to_name = models.CharField(max_length=100, blank=True)
    reply_to = models.CharField(max_length=254, blank=True)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    message_id = models.CharField(max_length=200)
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()
    again_of = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=MailState.choices, default=MailState.WAITING)
    words = models.TextField(blank=True)
    tries = models.PositiveIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects: ClassVar[CityQuerySet[SentMail]] = CityQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """Newest first; found by batch, and by what they speak of."""

        ordering = ("-pk",)
        indexes = (
            models.Index(fields=("municipality", "batch"), name="mail_by_batch"),
            models.Index(fields=("municipality", "about", "-id"), name="mail_by_about"),
        )
        constraints = (
            models.CheckConstraint(condition=Q(state__in=MailState.values), name="mail_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "sending"], ended_at__isnull=True)
                | Q(state__in=["accepted", "filed", "refused", "failed", "unknown"], ended_at__isnull=False),
                name="mail_ended_has_time",
            ),
        )

    def __str__(self) -> str:
        """Return to whom and what."""
        return f"{self.to_address} {self.subject}"

    def get_absolute_url(self) -> str:
        """Return the address of its page in the log."""
        return reverse("mail:mail", args=[self.pk])

    def is_mendable(self) -> bool:
        """Tell whether a person may decide to send it once more."""
        return self.state in MENDABLE

    def facts(self) -> dict[str, object]:
        """Return what the trail keeps of the mail."""
        return {
            "kind": self.kind,
            "about": self.about,
            "to": self.to_address,
            "subject": self.subject,
            "state": self.state,
            "words": self.words,
            "tries": self.tries,
        }


class MailFile(CityModel):
    """A file that was sent, byte for byte, once a city."""

    is_append_only = True

    municipality = models.ForeignKey("accounts.Municipality", on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    content = models.BinaryField()

    objects: ClassVar[CityQuerySet[MailFile]] = CityQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """Kept once a city."""

        constraints = (
            models.UniqueConstraint(fields=("municipality", "sha256"), name="one_mail_file_a_hash"),
        )

    def __str__(self) -> str:
        """Return the hash."""
        return self.sha256


class Enclosure(CityModel):
    """A file that goes with a mail, under a name."""

    city_path = "mail__municipality"
    is_append_only = True

    mail = models.ForeignKey(SentMail, on_delete=models.PROTECT, related_name="enclosures")
    file = models.ForeignKey(MailFile, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)

    objects: ClassVar[CityQuerySet[Enclosure]] = CityQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """In the order in which they were put in."""

        ordering = ("mail", "pk")

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class StoredLetter(CityModel):
    """One version of a city's text of a letter (文面); the newest one is used."""

    is_append_only = True

    municipality = models.ForeignKey("accounts.Municipality", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=LetterKind.choices)
    version = models.PositiveIntegerField()
    subject = models.CharField(max_length=200)
    body = models.TextField()
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()

    objects: ClassVar[CityQuerySet[StoredLetter]] = CityQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """Newest version first."""

        ordering = ("kind", "-version")
        constraints = (
            models.UniqueConstraint(fields=("municipality", "kind", "version"), name="one_letter_a_version"),
            models.CheckConstraint(condition=Q(kind__in=LetterKind.values), name="letter_kind_known"),
        )

    def __str__(self) -> str:
        """Return the kind and the version."""
        return f"{self.get_kind_display()} {self.version}"
