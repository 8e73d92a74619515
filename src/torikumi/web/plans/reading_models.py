"""Tables of readings: one that runs or ran, and what people corrected of what was read. Written by actions/ only."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from torikumi.web.plans.models import Import, Original, PlanSeries
from torikumi.web.plans.scope import CityModel, CityQuerySet

# The process that reads says every second that it is there; whoever was silent for so long is gone.
SILENT_AFTER = timedelta(seconds=30)


class ReadingState(models.TextChoices):
    """How far a reading is."""

    RUNNING = "running", "読み取り中"
    ASKING = "asking", "入力待ち"  # read, but neither the document nor the person said the year or the title
    DONE = "done", "読み取り済み"
    REFUSED = "refused", "読めませんでした"
    STOPPED = "stopped", "中止"


class ReadingJob(CityModel):
    """One uploaded document on its way to an import (読み取り).

    `beat_at` is when the reading was last heard of. `result` holds what was read while a question is open.
    """

    municipality = models.ForeignKey("accounts.Municipality", on_delete=models.PROTECT, related_name="+")
    series = models.ForeignKey(PlanSeries, null=True, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=255)
    title = models.CharField(max_length=200, blank=True)
    year = models.PositiveSmallIntegerField(null=True)
    label = models.CharField(max_length=100, blank=True)
    absent = models.CharField(max_length=10)
    state = models.CharField(max_length=8, choices=ReadingState.choices, default=ReadingState.RUNNING)
    page = models.PositiveIntegerField(default=0)
    pages = models.PositiveIntegerField(default=0)
    is_to_stop = models.BooleanField(default=False)
    message = models.TextField(blank=True)
    asks = models.CharField(max_length=10, blank=True)
    result = models.TextField(blank=True)
    original = models.ForeignKey(Original, null=True, on_delete=models.PROTECT, related_name="+")
    batch = models.ForeignKey(Import, null=True, on_delete=models.PROTECT, related_name="+")
    created_by = models.CharField(max_length=150)
    created_at = models.DateTimeField()
    beat_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects: ClassVar[CityQuerySet[ReadingJob]] = CityQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """Newest first."""

        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(condition=Q(state__in=ReadingState.values), name="reading_state_known"),
            models.CheckConstraint(
                condition=Q(state="running", ended_at__isnull=True)
                | Q(state="asking")
                | Q(state__in=["done", "refused", "stopped"], ended_at__isnull=False),
                name="reading_ended_has_time",
            ),
        )

    def __str__(self) -> str:
        """Return the name of the file."""
        return self.file_name

    def get_absolute_url(self) -> str:
        """Return the address of the page that shows how far it is."""
        return reverse("plans:reading", args=[self.pk])

    def is_silent(self, now: datetime) -> bool:
        """Tell whether the reading went away without a word: the server was stopped, or the machine."""
        return self.state == ReadingState.RUNNING and now - self.beat_at > SILENT_AFTER

    def facts(self) -> dict[str, object]:
        """Return what the trail keeps of the reading."""
        return {"file": self.file_name, "series": self.series_id, "page": self.page, "pages": self.pages}


class KeptReading(CityModel):
    """The plan of an import as it was read, kept as soon as corrections were taken in; `reflected` are their numbers."""

    city_path = "batch__municipality"

    batch = models.OneToOneField(Import, on_delete=models.PROTECT, related_name="+")
    plan = models.TextField()
    reflected = models.TextField(default="[]")

    objects: ClassVar[CityQuerySet[KeptReading]] = CityQuerySet.as_manager()  # type: ignore[assignment]

    def __str__(self) -> str:
        """Return which import it is of."""
        return f"{self.batch_id}"


class ReadingCorrection(CityModel):
    """One value that a person put right in what was read (読み取りの訂正).

    `position` counts the projects of the document from 1, `subject` is the id that the project had then. `before` and
    `after` are the values as a person writes them; `place` says in words where the document has it.
    """

    city_path = "batch__municipality"

    batch = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveIntegerField()
    subject = models.TextField()
    title = models.TextField()
    field = models.TextField()
    before = models.TextField(null=True)  # noqa: DJ001  # None is "not known", "" an empty cell
    after = models.TextField()
    place = models.TextField(blank=True)
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()
    undone_by = models.CharField(max_length=150, blank=True)
    undone_at = models.DateTimeField(null=True)

    objects: ClassVar[CityQuerySet[ReadingCorrection]] = CityQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """One correction that holds for each field of a project."""

        ordering = ("batch", "position", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("batch", "position", "field"),
                condition=Q(undone_at__isnull=True),
                name="one_correction_a_field",
            ),
        )

    def __str__(self) -> str:
        """Return what was corrected."""
        return f"{self.title} {self.field}"

    def facts(self) -> dict[str, object]:
        """Return what the trail keeps of the correction."""
        return {"import": self.batch_id, "project": self.title, "field": self.field, "place": self.place}
