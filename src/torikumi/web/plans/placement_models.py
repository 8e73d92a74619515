"""The table of further places of projects (再掲)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from torikumi.web.accounts.scope import CityModel, CityQuerySet
from torikumi.web.plans.models import Edition, StoredProject


class StoredPlacement(CityModel):
    """A further place of a project in the tree (再掲); its numbering place is in the project's own row."""

    city_path = "edition__municipality"
    is_append_only = True

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    project = models.ForeignKey(StoredProject, on_delete=models.PROTECT, related_name="+")
    path = models.TextField()

    objects: ClassVar[CityQuerySet[StoredPlacement]] = CityQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """Found by edition and path."""

        indexes = (models.Index(fields=("edition", "path"), name="placement_by_path"),)

    def __str__(self) -> str:
        """Return the path."""
        return self.path
