"""The table of jobs. Written by actions.py only."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.urls import reverse

from torikumi.web.accounts.scope import CityModel, CityQuerySet

# Whoever does a job says every five seconds that it is there; silent for so long, it is gone.
BEAT_EVERY = timedelta(seconds=5)
SILENT_AFTER = timedelta(seconds=60)
# A job that took its process down so often is not begun again by itself: it may take down the next one, too.
MOST_LOSSES = 4
# A job that waits longer than this for its turn makes one ask whether anything does jobs at all.
LONG_WAIT = timedelta(minutes=2)


class JobState(models.TextChoices):
    """How far a job is."""

    QUEUED = "queued", "順番待ち"
    RUNNING = "running", "実行中"
    DONE = "done", "終わりました"
    FAILED = "failed", "できませんでした"
    STOPPED = "stopped", "中止"


OPEN_STATES = (JobState.QUEUED, JobState.RUNNING)


class JobQuerySet(CityQuerySet["Job"]):
    """Jobs of a city."""

    def made_by_person(self, login_name: str) -> JobQuerySet:
        """Return the jobs that one person asked for."""
        return self.filter(made_by=login_name)

    def open(self) -> JobQuerySet:
        """Return the jobs that wait or run."""
        return self.filter(state__in=OPEN_STATES)

    def to_be_done(self, now: datetime) -> JobQuerySet:
        """Return the jobs that may be begun: it is their turn, or whoever did them is gone."""
        return self.filter(can_be_begun(now))


def can_be_begun(now: datetime, prefix: str = "") -> Q:
    """Return the condition for jobs that may be begun; `prefix` leads to the job from another table."""
    waiting = {f"{prefix}state": JobState.QUEUED, f"{prefix}due_at__lte": now}
    silent = {f"{prefix}state": JobState.RUNNING, f"{prefix}beat_at__lt": now - SILENT_AFTER}
    return Q(**waiting) | Q(**silent)


class Job(CityModel):
    """One piece of work (処理): asked for by a person, done beside the request, told on a page.

    `turn` is its place in the queue of its city; jobs of all cities are begun in this order, so a city that asks for
    a thousand waits behind one that asks for its first. `runner` names who does it now, `losses` counts how often
    that one went away without a word, `tries` how often it was begun.
    """

    municipality = models.ForeignKey("accounts.Municipality", on_delete=models.PROTECT, related_name="jobs")
    kind = models.CharField(max_length=40)
    arguments = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    state = models.CharField(max_length=8, choices=JobState.choices, default=JobState.QUEUED)
    turn = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    whole = models.PositiveIntegerField(default=0)
    message = models.TextField(blank=True)
    result = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    made_by = models.CharField(max_length=150)
    made_role = models.CharField(max_length=30, blank=True)
    request_id = models.CharField(max_length=32, blank=True)
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True)
    beat_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    runner = models.CharField(max_length=32, blank=True)
    tries = models.PositiveIntegerField(default=0)
    losses = models.PositiveIntegerField(default=0)
    is_to_stop = models.BooleanField(default=False)

    objects: ClassVar[JobQuerySet] = JobQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """Newest first; found by their turn, and by who asked."""

        ordering = ("-pk",)
        indexes = (
            models.Index(
                fields=("municipality", "turn", "id"),
                condition=Q(state__in=["queued", "running"]),
                name="job_by_turn",
            ),
            models.Index(fields=("municipality", "made_by", "-id"), name="job_by_person"),
        )
        constraints = (
            models.CheckConstraint(condition=Q(state__in=JobState.values), name="job_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=["queued", "running"], ended_at__isnull=True)
                | Q(state__in=["done", "failed", "stopped"], ended_at__isnull=False),
                name="job_ended_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="running") | Q(beat_at__isnull=False), name="job_running_has_beat"
            ),
        )

    def __str__(self) -> str:
        """Return the kind and the number."""
        return f"{self.kind} {self.pk}"

    def get_absolute_url(self) -> str:
        """Return the address of the page that shows how far it is."""
        return reverse("jobs:job", args=[self.pk])

    def is_open(self) -> bool:
        """Tell whether it still waits or runs."""
        return self.state in OPEN_STATES

    def waits_long(self, now: datetime) -> bool:
        """Tell whether it is overdue: perhaps nothing does jobs."""
        return self.state == JobState.QUEUED and now - self.due_at > LONG_WAIT

    def is_silent(self, now: datetime) -> bool:
        """Tell whether whoever did it went away without a word."""
        return (
            self.state == JobState.RUNNING and self.beat_at is not None and now - self.beat_at > SILENT_AFTER
        )

    def facts(self) -> dict[str, object]:
        """Return what the trail keeps of the job."""
        return {"kind": self.kind, "state": self.state, "tries": self.tries, "message": self.message}
