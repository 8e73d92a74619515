"""Tables of the yearly review: rounds, sheets, and what was done with them. Written by actions/ only."""

from __future__ import annotations

import json
from datetime import date
from functools import lru_cache
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from torikumi.plan.codec import decode
from torikumi.plan.project import ReviewState
from torikumi.review.round import Round
from torikumi.review.states import MOVE_WORDS, STATE_WORDS, Move, Position
from torikumi.web.accounts.scope import CityModel, CityQuerySet
from torikumi.web.plans.models import Edition, PlanSeries, StoredProject


@lru_cache(maxsize=256)
def _read_rules(settings: str) -> Round:
    # Every request of a round asks for the same value, and nothing can change it.
    return decode(Round, json.loads(settings))


class RoundState(models.TextChoices):
    """How far a round is."""

    PREPARING = "preparing", "準備中"
    OPEN = "open", "実施中"
    FROZEN = "frozen", "確定済み"
    CANCELLED = "cancelled", "取りやめ"


class ReviewRound(CityModel):
    """A round (年度評価) of one plan and fiscal year. `settings` is a `review.round.Round` as JSON.

    `base` is the edition whose projects are asked about; `edition` the newest one that the round was frozen into.
    `version` counts changes of the settings.
    """

    municipality = models.ForeignKey("accounts.Municipality", on_delete=models.PROTECT, related_name="+")
    series = models.ForeignKey(PlanSeries, on_delete=models.PROTECT, related_name="+")
    base = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    edition = models.ForeignKey(Edition, null=True, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("年度")
    title = models.CharField("名前", max_length=200)
    state = models.CharField(max_length=9, choices=RoundState.choices, default=RoundState.PREPARING)
    settings = models.TextField()
    due = models.DateField("回答の締切", null=True)
    version = models.PositiveIntegerField(default=1)
    created_by = models.CharField(max_length=150)
    created_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    cancelled_why = models.TextField(blank=True)

    objects: ClassVar[CityQuerySet[ReviewRound]] = CityQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """Newest first."""

        ordering = ("-year", "-pk")
        constraints = (
            models.CheckConstraint(condition=Q(state__in=RoundState.values), name="round_state_known"),
            models.CheckConstraint(condition=~Q(title=""), name="round_has_a_title"),
            models.CheckConstraint(
                condition=~Q(state="frozen") | Q(edition__isnull=False), name="round_frozen_has_edition"
            ),
        )

    def __str__(self) -> str:
        """Return the title."""
        return self.title

    def get_absolute_url(self) -> str:
        """Return the address of the round."""
        return reverse("reviews:round", args=[self.pk])

    def rules(self) -> Round:
        """Return the settings as a value."""
        return _read_rules(self.settings)

    def is_past(self, day: date) -> bool:
        """Tell whether the last day for answers has gone by; the day itself still counts, to its end."""
        return self.due is not None and day > self.due


class Sheet(CityModel):
    """The sheet (評価シート) of one project in one round.

    `values` are the answers of all steps by field key, as typed. `version` grows with every write of any kind, and
    every write names the version that it was made on. `revision` grows when an approved sheet is corrected. What
    follows `values` is derived from it, for lists. A sheet that was `taken_out` of the round is asked no more.
    """

    municipality = models.ForeignKey("accounts.Municipality", on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey(ReviewRound, on_delete=models.PROTECT, related_name="+")
    project = models.ForeignKey(StoredProject, on_delete=models.PROTECT, related_name="+")
    project_key = models.TextField()
    position = models.PositiveIntegerField()
    number = models.TextField(blank=True)
    name = models.TextField()
    path = models.TextField(blank=True)
    lead_key = models.TextField(blank=True)
    lead_name = models.TextField(blank=True)
    state = models.CharField(max_length=11, default=ReviewState.NOT_STARTED)
    step = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=0)
    revision = models.PositiveSmallIntegerField(default=1)
    values = models.JSONField(default=dict)
    direction_key = models.TextField(blank=True)
    direction_code = models.TextField(blank=True)
    direction_label = models.TextField(blank=True)
    direction_rank = models.PositiveSmallIntegerField(default=9999)
    outcomes = models.TextField(blank=True)
    last_direction_key = models.TextField(blank=True)
    is_changed = models.BooleanField(default=False)
    warning_count = models.PositiveSmallIntegerField(default=0)
    is_late = models.BooleanField(default=False)
    handed_in_at = models.DateTimeField(null=True)
    approved_at = models.DateTimeField(null=True)
    taken_out_at = models.DateTimeField(null=True)
    taken_out_why = models.TextField(blank=True)
    changed_by = models.CharField(max_length=150, blank=True)
    changed_at = models.DateTimeField(null=True)

    objects: ClassVar[CityQuerySet[Sheet]] = CityQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """In the order of the plan; one sheet a project and round."""

        ordering = ("round", "position")
        constraints = (
            models.UniqueConstraint(fields=("round", "project_key"), name="one_sheet_a_project"),
            models.CheckConstraint(
                condition=Q(state__in=[str(state) for state in ReviewState]), name="sheet_state_known"
            ),
            models.CheckConstraint(condition=Q(revision__gte=1), name="sheet_revision_counts_from_one"),
        )
        indexes = (
            models.Index(fields=("round", "state"), name="sheet_by_state"),
            models.Index(fields=("round", "lead_key"), name="sheet_by_lead"),
        )

    def __str__(self) -> str:
        """Return the number and the name of the project."""
        return f"No.{self.number} {self.name}" if self.number else self.name

    def get_absolute_url(self) -> str:
        """Return the address of the sheet."""
        return reverse("reviews:sheet", args=[self.pk])

    def where(self) -> Position:
        """Return the state and the step whose turn it is."""
        return Position(state=ReviewState(self.state), step=self.step)

    @property
    def state_word(self) -> str:
        """The state in Japanese."""
        return STATE_WORDS[ReviewState(self.state)]


class SheetSection(CityModel):
    """A section that a sheet concerns: the lead (主管課) answers and hands in, contributors (関係課) write, too."""

    municipality = models.ForeignKey("accounts.Municipality", on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey(ReviewRound, on_delete=models.PROTECT, related_name="+")
    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="sections")
    position = models.PositiveSmallIntegerField()
    key = models.TextField()
    name = models.TextField()
    is_lead = models.BooleanField(default=False)

    objects: ClassVar[CityQuerySet[SheetSection]] = CityQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """In the order of the plan; a section once a sheet."""

        ordering = ("sheet", "position")
        constraints = (
            models.UniqueConstraint(fields=("sheet", "key"), name="one_section_a_sheet"),
            models.UniqueConstraint(
                fields=("sheet",), condition=Q(is_lead=True), name="one_lead_section_a_sheet"
            ),
        )
        indexes = (models.Index(fields=("round", "key"), name="sheet_section_by_key"),)

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class Origin(models.TextChoices):
    """How an answer came in."""

    CARRIED = "carried", "前回から引継ぎ"
    FORM = "form", "画面"
    WORKBOOK = "workbook", "Excel"
    API = "api", "連携"


class AnswerVersion(CityModel):
    """One write of answers: each changed field with what stood there before. Append-only.

    `source` says for a workbook its file, SHA-256 and the cell of each field: {"file": …, "cells": {"plan": "J12"}}.
    """

    is_append_only: ClassVar[bool] = True

    municipality = models.ForeignKey("accounts.Municipality", on_delete=models.PROTECT, related_name="+")
    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    revision = models.PositiveSmallIntegerField()
    step = models.PositiveSmallIntegerField()
    changes = models.JSONField()
    origin = models.CharField(max_length=8, choices=Origin.choices)
    source = models.JSONField(default=dict)
    by = models.CharField(max_length=150)
    on_behalf_of = models.CharField(max_length=150, blank=True)
    at = models.DateTimeField()

    objects: ClassVar[CityQuerySet[AnswerVersion]] = CityQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """Oldest first."""

        ordering = ("sheet", "version")
        constraints = (models.UniqueConstraint(fields=("sheet", "version"), name="one_answer_a_version"),)

    def __str__(self) -> str:
        """Return the sheet's number and the version."""
        return f"{self.sheet_id} v{self.version}"


class SheetMove(CityModel):
    """One move of a sheet, with the note and the hash of the answers that it was made on. Append-only."""

    is_append_only: ClassVar[bool] = True

    municipality = models.ForeignKey("accounts.Municipality", on_delete=models.PROTECT, related_name="+")
    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    revision = models.PositiveSmallIntegerField()
    move = models.CharField(max_length=9)
    from_state = models.CharField(max_length=11)
    from_step = models.PositiveSmallIntegerField()
    to_state = models.CharField(max_length=11)
    to_step = models.PositiveSmallIntegerField()
    step_label = models.CharField(max_length=60)
    note = models.TextField(blank=True)
    values_sha256 = models.CharField(max_length=64)
    by = models.CharField(max_length=150)
    by_name = models.CharField(max_length=100)
    on_behalf_of = models.CharField(max_length=150, blank=True)
    at = models.DateTimeField()

    objects: ClassVar[CityQuerySet[SheetMove]] = CityQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """Oldest first."""

        ordering = ("sheet", "version")
        constraints = (
            models.UniqueConstraint(fields=("sheet", "version"), name="one_move_a_version"),
            models.CheckConstraint(
                condition=~Q(move__in=["return", "step_back", "revise"]) | ~Q(note=""),
                name="move_back_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(from_state=F("to_state"), from_step=F("to_step")), name="move_leads_elsewhere"
            ),
        )

    @property
    def office(self) -> str:
        """For which step it was made; a correction is begun by planning, whatever step approved last."""
        return "企画担当" if self.move == Move.REVISE else self.step_label

    def __str__(self) -> str:
        """Return the move in Japanese."""
        return MOVE_WORDS[Move(self.move)]
