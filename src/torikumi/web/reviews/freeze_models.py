"""What a round was frozen into: one record a freeze, and one row a sheet that went into it. Written by actions/ only."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from torikumi.web.accounts.scope import CityModel, CityQuerySet
from torikumi.web.plans.models import Edition
from torikumi.web.reviews.models import ReviewRound, Sheet, SheetMove


class FreezeRecord(CityModel):
    """One freeze (確定) of a round into an edition; the second and later ones are corrections. Append-only.

    `turn` counts from 1. `left` names what was confirmed not to go in: sheets that nobody approved, proposals and
    comments without an answer, each as {"kind", "key", "title", "state"}. `reason` says why it was frozen all the same,
    or what a correction mends.
    """

    is_append_only: ClassVar[bool] = True

    municipality = models.ForeignKey("accounts.Municipality", on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey(ReviewRound, on_delete=models.PROTECT, related_name="+")
    round_version = models.PositiveIntegerField()
    turn = models.PositiveSmallIntegerField()
    base = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    edition = models.OneToOneField(Edition, on_delete=models.PROTECT, related_name="+")
    left = models.JSONField(default=list)
    reason = models.TextField(blank=True)
    by = models.CharField(max_length=150)
    by_name = models.CharField(max_length=100)
    at = models.DateTimeField()

    objects: ClassVar[CityQuerySet[FreezeRecord]] = CityQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """Oldest first."""

        ordering = ("round", "turn")
        constraints = (
            models.UniqueConstraint(fields=("round", "turn"), name="one_freeze_a_turn"),
            models.CheckConstraint(condition=Q(turn=1) | ~Q(reason=""), name="correction_says_why"),
        )

    def __str__(self) -> str:
        """Return which freeze it is."""
        return "確定" if self.turn == 1 else f"{self.turn - 1}回目の訂正"


class FrozenSheet(CityModel):
    """A sheet as it went into an edition: its version, the hash of its answers, and the move that approved it. Append-only."""

    is_append_only: ClassVar[bool] = True

    municipality = models.ForeignKey("accounts.Municipality", on_delete=models.PROTECT, related_name="+")
    record = models.ForeignKey(FreezeRecord, on_delete=models.PROTECT, related_name="sheets")
    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="+")
    project_key = models.TextField()
    version = models.PositiveIntegerField()
    revision = models.PositiveSmallIntegerField()
    values_sha256 = models.CharField(max_length=64)
    move = models.ForeignKey(SheetMove, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar[CityQuerySet[FrozenSheet]] = CityQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """In the order of the sheets; a sheet once a freeze."""

        ordering = ("record", "sheet")
        constraints = (models.UniqueConstraint(fields=("record", "sheet"), name="one_frozen_sheet_a_record"),)
        indexes = (models.Index(fields=("record", "project_key"), name="frozen_sheet_by_project"),)

    def __str__(self) -> str:
        """Return the project's id and the version."""
        return f"{self.project_key} v{self.version}"
