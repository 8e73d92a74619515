"""Letters of a round (依頼, 督促, 差戻しの知らせ, 承認のお願い): what was sent to which section, and when the timer sends."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from torikumi.web.accounts.scope import CityModel, CityQuerySet
from torikumi.web.mail.letters import LetterKind
from torikumi.web.reviews.models import ReviewRound


class ReminderRule(CityModel):
    """When the timer writes to sections that still owe answers. Append-only: the newest one of a round counts.

    `before` are days before the section's last day, `every` days between letters after it (None: none). `address` is
    where the round was open in the browser of the person who said so: the timer has no browser to ask.
    """

    is_append_only: ClassVar[bool] = True

    municipality = models.ForeignKey("accounts.Municipality", on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey(ReviewRound, on_delete=models.PROTECT, related_name="+")
    is_on = models.BooleanField(default=False)
    before = models.JSONField(default=list)
    on_the_day = models.BooleanField(default=False)
    every = models.PositiveSmallIntegerField(null=True)
    also_heads = models.BooleanField(default=False)
    address = models.URLField(max_length=500)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    objects: ClassVar[CityQuerySet[ReminderRule]] = CityQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """Newest first."""

        ordering = ("-pk",)

    def __str__(self) -> str:
        """Return whether it sends."""
        return "送る" if self.is_on else "送らない"


class ReminderWay(models.TextChoices):
    """How a letter went to a section."""

    MAIL = "mail", "メール"
    TIMER = "timer", "自動のメール"
    HANDED = "handed", "文面を渡した"  # as files, for somebody to send elsewhere


class Reminder(CityModel):
    """One letter to one section (or to those who approve a step) on one day in Japan. Append-only.

    `key` names to whom as the page does; `mails` are the numbers of its mails in the log of mail.
    """

    is_append_only: ClassVar[bool] = True

    municipality = models.ForeignKey("accounts.Municipality", on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey(ReviewRound, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=LetterKind.choices)
    key = models.TextField(blank=True)
    name = models.TextField()
    way = models.CharField(max_length=6, choices=ReminderWay.choices)
    day = models.DateField()
    left = models.PositiveIntegerField()
    mails = models.JSONField(default=list)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    objects: ClassVar[CityQuerySet[Reminder]] = CityQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """Newest first; the timer writes to a section once a day."""

        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(condition=Q(way__in=ReminderWay.values), name="reminder_way_known"),
            models.CheckConstraint(condition=Q(kind__in=LetterKind.values), name="reminder_kind_known"),
            models.UniqueConstraint(
                fields=("round", "kind", "key", "day"),
                condition=Q(way="timer"),
                name="one_reminder_of_the_timer_a_day",
            ),
        )
        indexes = (models.Index(fields=("round", "kind", "day"), name="reminder_by_day"),)

    def __str__(self) -> str:
        """Return to whom and on which day."""
        return f"{self.name} {self.day}"
