"""What the planning section tells during a round: a later last day for one section, and announcements."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from torikumi.web.accounts.scope import CityModel, CityQuerySet
from torikumi.web.reviews.models import ReviewRound


class SectionDue(CityModel):
    """A later last day (締切の延長) for the answers of one section. Append-only: the newest one of a section counts."""

    is_append_only: ClassVar[bool] = True

    municipality = models.ForeignKey("accounts.Municipality", on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey(ReviewRound, on_delete=models.PROTECT, related_name="+")
    key = models.TextField()
    name = models.TextField()
    due = models.DateField("締切")
    reason = models.TextField()
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    objects: ClassVar[CityQuerySet[SectionDue]] = CityQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """Oldest first."""

        ordering = ("round", "pk")
        constraints = (models.CheckConstraint(condition=~Q(reason=""), name="section_due_says_why"),)
        indexes = (models.Index(fields=("round", "key"), name="section_due_by_key"),)

    def __str__(self) -> str:
        """Return the section and the day."""
        return f"{self.name} {self.due}"


class Announcement(CityModel):
    """Words of the planning section to everybody who answers in a round (お知らせ); withdrawn, never changed."""

    municipality = models.ForeignKey("accounts.Municipality", on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey(ReviewRound, on_delete=models.PROTECT, related_name="+")
    text = models.TextField("お知らせ")
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    objects: ClassVar[CityQuerySet[Announcement]] = CityQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """Newest first."""

        ordering = ("-pk",)
        constraints = (models.CheckConstraint(condition=~Q(text=""), name="announcement_says_something"),)

    def __str__(self) -> str:
        """Return the first words."""
        return self.text[:40]
