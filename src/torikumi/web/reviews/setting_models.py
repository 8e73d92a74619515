"""A city's own settings of reviews: forms, scales, chains and rules of rating, each in versions that never change."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from torikumi.web.accounts.scope import CityModel, CityQuerySet


class SettingKind(models.TextChoices):
    """What a setting is."""

    FORM = "form", "様式"
    SCALE = "scale", "方針の区分"
    CHAIN = "chain", "評価の流れ"
    RATING = "rating", "指標の判定"


class ReviewSetting(CityModel):
    """One version of one setting; `key` is the setting through its versions. Append-only.

    `body` is the value as JSON (setting_bodies.py), `source` says what it was copied from.
    """

    is_append_only: ClassVar[bool] = True

    municipality = models.ForeignKey("accounts.Municipality", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=6, choices=SettingKind.choices)
    key = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    title = models.CharField("名前", max_length=100)
    description = models.TextField("説明", blank=True)
    source = models.TextField(blank=True)
    body = models.TextField()
    created_by = models.CharField(max_length=150)
    created_at = models.DateTimeField()

    objects: ClassVar[CityQuerySet[ReviewSetting]] = CityQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """Each setting's newest version first."""

        ordering = ("kind", "title", "key", "-version")
        constraints = (
            models.UniqueConstraint(
                fields=("municipality", "kind", "key", "version"), name="one_setting_a_version"
            ),
            models.CheckConstraint(condition=Q(kind__in=SettingKind.values), name="setting_kind_known"),
            models.CheckConstraint(condition=~Q(title="") & ~Q(key=""), name="setting_has_a_title"),
            models.CheckConstraint(condition=Q(version__gte=1), name="setting_counts_from_one"),
        )

    def __str__(self) -> str:
        """Return the title with the version."""
        return f"{self.title} 第{self.version}版"

    def get_absolute_url(self) -> str:
        """Return the address of the page that shows this version."""
        return reverse("reviews:setting", args=[self.pk])


class SettingRetirement(CityModel):
    """A setting is offered no more for new rounds, or again. Append-only: the newest one of a setting counts."""

    is_append_only: ClassVar[bool] = True

    municipality = models.ForeignKey("accounts.Municipality", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=6, choices=SettingKind.choices)
    key = models.CharField(max_length=40)
    is_retired = models.BooleanField()
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    objects: ClassVar[CityQuerySet[SettingRetirement]] = CityQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """Oldest first."""

        ordering = ("pk",)

    def __str__(self) -> str:
        """Return the key and what became of it."""
        return f"{self.key} {'廃止' if self.is_retired else '再開'}"


class DraftState(models.TextChoices):
    """How far a draft is."""

    OPEN = "open", "作成中"
    DONE = "done", "版にした"
    DISCARDED = "discarded", "破棄した"


class SettingDraft(CityModel):
    """A setting that somebody works on until it becomes a version; `version` counts its changes.

    One open draft a setting: two people who change one form at once would each lose what the other did.
    """

    municipality = models.ForeignKey("accounts.Municipality", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=6, choices=SettingKind.choices)
    key = models.CharField(max_length=40)
    title = models.CharField("名前", max_length=100)
    description = models.TextField("説明", blank=True)
    source = models.TextField(blank=True)
    body = models.TextField()
    state = models.CharField(max_length=9, choices=DraftState.choices, default=DraftState.OPEN)
    version = models.PositiveIntegerField(default=1)
    created_by = models.CharField(max_length=150)
    created_at = models.DateTimeField()

    objects: ClassVar[CityQuerySet[SettingDraft]] = CityQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """Newest first."""

        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("municipality", "kind", "key"), condition=Q(state="open"), name="one_draft_a_setting"
            ),
            models.CheckConstraint(condition=Q(kind__in=SettingKind.values), name="draft_kind_known"),
            models.CheckConstraint(condition=Q(state__in=DraftState.values), name="draft_state_known"),
            models.CheckConstraint(condition=~Q(title="") & ~Q(key=""), name="draft_has_a_title"),
        )

    def __str__(self) -> str:
        """Return the title."""
        return self.title

    def get_absolute_url(self) -> str:
        """Return the address of the page that shows what is worked on."""
        return reverse("reviews:draft", args=[self.pk])
