"""Workbooks of a round: what went out to which section, and what came back of it. Written by actions/ only."""

from __future__ import annotations

import json
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from torikumi.plan.codec import decode
from torikumi.review.came import Returned
from torikumi.review.sent import SentBook
from torikumi.web.accounts.scope import CityModel, CityQuerySet
from torikumi.web.jobs.models import Job
from torikumi.web.plans.models import Original
from torikumi.web.reviews.models import ReviewRound


class BookSending(CityModel):
    """One sending (送付) of a round's workbooks; `number` counts them in the round from 1. Append-only.

    `job` wrote it: a job that is begun again after it was killed finds its sending here.
    """

    is_append_only: ClassVar[bool] = True

    municipality = models.ForeignKey("accounts.Municipality", on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey(ReviewRound, on_delete=models.PROTECT, related_name="+")
    job = models.OneToOneField(Job, null=True, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    by = models.CharField(max_length=150)
    by_name = models.CharField(max_length=100)
    at = models.DateTimeField()

    objects: ClassVar[CityQuerySet[BookSending]] = CityQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """Oldest first."""

        ordering = ("round", "number")
        constraints = (
            models.UniqueConstraint(fields=("round", "number"), name="one_sending_a_number"),
            models.CheckConstraint(condition=Q(number__gte=1), name="sending_counts_from_one"),
        )

    def __str__(self) -> str:
        """Return which sending it is."""
        return f"第{self.number}回の送付"

    def get_absolute_url(self) -> str:
        """Return the address of its list (送付一覧)."""
        return reverse("reviews:sending", args=[self.round_id, self.pk])

    def about(self) -> str:
        """Return the word by which the log of mail knows it."""
        return f"sending:{self.pk}"


class SentWorkbook(CityModel):
    """A section's workbook in one sending. Append-only.

    `book` is the `review.sent.SentBook` as JSON, `versions` those of the sheets at that moment, by project. A book in
    which nothing changed since the sending before keeps its `rev` and its `mark`.
    """

    is_append_only: ClassVar[bool] = True

    municipality = models.ForeignKey("accounts.Municipality", on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey(ReviewRound, on_delete=models.PROTECT, related_name="+")
    sending = models.ForeignKey(BookSending, on_delete=models.PROTECT, related_name="books")
    position = models.PositiveSmallIntegerField()
    section_key = models.TextField()
    section_name = models.TextField()
    rev = models.PositiveIntegerField()
    mark = models.CharField(max_length=40)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    original = models.ForeignKey(Original, on_delete=models.PROTECT, related_name="+")
    row_count = models.PositiveIntegerField()
    lead_count = models.PositiveIntegerField()
    book = models.TextField()
    versions = models.JSONField()

    objects: ClassVar[CityQuerySet[SentWorkbook]] = CityQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """In the order of the plan; a section once a sending."""

        ordering = ("sending", "position")
        constraints = (
            models.UniqueConstraint(fields=("sending", "section_key"), name="one_workbook_a_section"),
        )
        indexes = (models.Index(fields=("round", "section_key"), name="workbook_by_section"),)

    def __str__(self) -> str:
        """Return the name of the file."""
        return self.file_name

    def get_absolute_url(self) -> str:
        """Return the address of the file."""
        return reverse("reviews:sent_workbook", args=[self.pk])

    def sent_book(self) -> SentBook:
        """Return the record of what went out."""
        return decode(SentBook, json.loads(self.book))


class ReturnedState(models.TextChoices):
    """How far a workbook that came back is."""

    WAITING = "waiting", "読み取り待ち"
    STAGED = "staged", "確認待ち"
    TAKEN = "taken", "取込済み"
    DISCARDED = "discarded", "破棄済み"
    REFUSED = "refused", "取り込まない"
    UNDONE = "undone", "元に戻した"


# The same file may come once more after it was set aside or undone.
_HOLDING = (ReturnedState.WAITING, ReturnedState.STAGED, ReturnedState.TAKEN)


class ReturnedWorkbook(CityModel):
    """A workbook that came back (返送). A file with the sheets of several books is one row for each.

    `content` is what it says, a `review.came.Returned` without its book, as JSON. `confirmed` are the doubtful rows that
    a person looked at, [sheet, row, project]. The counts are those of the last reading. `outcome` tells what was
    written: the sheets with their new versions, and what was handed in.
    """

    municipality = models.ForeignKey("accounts.Municipality", on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey(ReviewRound, on_delete=models.PROTECT, related_name="+")
    original = models.ForeignKey(Original, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    part = models.PositiveSmallIntegerField(default=0)
    sent = models.ForeignKey(SentWorkbook, null=True, on_delete=models.PROTECT, related_name="+")
    section_key = models.TextField(blank=True)
    section_name = models.TextField(blank=True)
    state = models.CharField(max_length=9, choices=ReturnedState.choices, default=ReturnedState.WAITING)
    version = models.PositiveIntegerField(default=1)
    content = models.TextField(blank=True)
    confirmed = models.JSONField(default=list)
    message = models.TextField(blank=True)
    changes = models.PositiveIntegerField(default=0)
    conflicts = models.PositiveIntegerField(default=0)
    emptied = models.PositiveIntegerField(default=0)
    doubts = models.PositiveIntegerField(default=0)
    errors = models.PositiveIntegerField(default=0)
    uploaded_by = models.CharField(max_length=150)
    uploaded_at = models.DateTimeField()
    decided_by = models.CharField(max_length=150, blank=True)
    decided_at = models.DateTimeField(null=True)
    outcome = models.JSONField(default=dict)

    objects: ClassVar[CityQuerySet[ReturnedWorkbook]] = CityQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """Newest first; a file once a round."""

        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("round", "sha256", "part"),
                condition=Q(state__in=[str(state) for state in _HOLDING]),
                name="one_return_a_file",
            ),
            models.CheckConstraint(condition=Q(state__in=ReturnedState.values), name="return_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=["staged", "taken"]) | Q(sent__isnull=False),
                name="return_staged_has_book",
            ),
        )
        indexes = (models.Index(fields=("round", "section_key"), name="return_by_section"),)

    def __str__(self) -> str:
        """Return the name of the file."""
        return self.file_name

    def get_absolute_url(self) -> str:
        """Return the address of the page that shows what it changes."""
        return reverse("reviews:returned", args=[self.pk])

    def returned(self) -> Returned:
        """Return what the file says; its book is in `sent`."""
        return decode(Returned, json.loads(self.content))

    def is_held(self) -> bool:
        """Tell whether the same file would be taken in a second time."""
        return self.state in _HOLDING

    def facts(self) -> dict[str, object]:
        """Return what the trail keeps of the workbook."""
        return {
            "round": self.round_id,
            "file": self.file_name,
            "sha256": self.sha256,
            "section": self.section_name,
            "state": self.state,
        }
