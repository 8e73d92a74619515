"""Which edition was published when, by whom, with which fingerprint. The files themselves lie in a folder."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from torikumi.web.plans.models import Edition
from torikumi.web.plans.scope import CityModel, CityQuerySet


class PublicationState(models.TextChoices):
    """Whether everybody may see it; a withdrawn edition keeps its address, which says that it was withdrawn."""

    PUBLISHED = "published", "公表中"
    WITHDRAWN = "withdrawn", "取下げ"


class PublicationQuerySet(CityQuerySet["Publication"]):
    """Publications, newest first."""

    def public(self) -> PublicationQuerySet:
        """Return those that everybody may see."""
        return self.filter(state=PublicationState.PUBLISHED)


class Publication(CityModel):
    """An edition as it was handed out (公表); `folder` is below PUBLISHED_ROOT, `manifest_sha256` seals every file."""

    municipality = models.ForeignKey("accounts.Municipality", on_delete=models.PROTECT, related_name="+")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    title = models.CharField("計画の名前", max_length=200)
    folder = models.CharField(max_length=200, unique=True)
    manifest_sha256 = models.CharField(max_length=64)
    file_count = models.PositiveIntegerField()
    state = models.CharField(
        max_length=10, choices=PublicationState.choices, default=PublicationState.PUBLISHED
    )
    published_by = models.CharField(max_length=150)
    published_at = models.DateTimeField()
    withdrawn_by = models.CharField(max_length=150, blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    reason = models.CharField("取り下げる理由", max_length=500, blank=True)

    objects: ClassVar[PublicationQuerySet] = PublicationQuerySet.as_manager()  # type: ignore[assignment]  # the stubs type as_manager() as a plain Manager

    class Meta:
        """Newest first; an edition is public once at a time."""

        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=("edition",), condition=Q(state="published"), name="one_public_publication_an_edition"
            ),
            models.CheckConstraint(
                condition=Q(state__in=PublicationState.values), name="publication_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state="published") | (Q(withdrawn_at__isnull=False) & ~Q(reason="")),
                name="withdrawn_says_when_and_why",
            ),
        )

    def __str__(self) -> str:
        """Return the plan and the edition."""
        return f"{self.title} {self.edition}"
