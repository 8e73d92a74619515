"""Which templates a city has of its own. Every change is a new row, so the one that a paper was made with can be found."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from torikumi.web.accounts.scope import CityModel, CityQuerySet


class PaperTemplate(CityModel):
    """One version of a city's template of a form (ひな形); the newest one is used.

    A version without `content` says that the template of the product is used again.
    """

    is_append_only = True

    municipality = models.ForeignKey("accounts.Municipality", on_delete=models.PROTECT, related_name="+")
    form = models.CharField("様式", max_length=40)
    version = models.PositiveIntegerField()
    file_name = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    content = models.BinaryField(blank=True)
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()

    objects: ClassVar[CityQuerySet[PaperTemplate]] = CityQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """Newest version first."""

        ordering = ("form", "-version")
        constraints = (
            models.UniqueConstraint(
                fields=("municipality", "form", "version"), name="one_template_a_version"
            ),
        )

    def __str__(self) -> str:
        """Return the form and the version."""
        return f"{self.form} {self.version}"

    @property
    def is_own(self) -> bool:
        """Whether this version is the city's, and not the word that the product's is used again."""
        return bool(self.sha256)
