"""Tables of what the check says of stored editions. Written by actions/checks.py only.

An edition never changes, and what the rules say of it changes only with the rules: it is found once and kept. What a
city decided of the rules is not in here; it is looked at when findings are read, so that a decision holds at once.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from torikumi.web.accounts.scope import CityModel, CityQuerySet
from torikumi.web.plans.models import Edition


class EditionCheck(CityModel):
    """One run of all rules over an edition (点検); `rules` names the rules (check/version.py)."""

    is_append_only = True

    municipality = models.ForeignKey("accounts.Municipality", on_delete=models.PROTECT, related_name="+")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    rules = models.CharField(max_length=16)
    finding_count = models.PositiveIntegerField()
    made_at = models.DateTimeField()

    objects: ClassVar[CityQuerySet[EditionCheck]] = CityQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """Once an edition and rules."""

        constraints = (
            models.UniqueConstraint(fields=("edition", "rules"), name="one_check_an_edition_and_rules"),
        )

    def __str__(self) -> str:
        """Return the edition and the rules."""
        return f"{self.edition} {self.rules}"


class CheckFinding(CityModel):
    """What one rule says, whether the city looks at the rule or not; `position` is the catalogue's order."""

    city_path = "run__municipality"
    is_append_only = True

    run = models.ForeignKey(EditionCheck, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveIntegerField()
    code = models.TextField()
    ja = models.TextField()
    en = models.TextField()
    subject = models.TextField(blank=True)
    field = models.TextField(blank=True)
    place = models.TextField(blank=True)  # the value as JSON

    objects: ClassVar[CityQuerySet[CheckFinding]] = CityQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """In the order of the catalogue."""

        ordering = ("run", "position")
        indexes = (
            models.Index(fields=("run", "subject"), name="check_by_subject"),
            models.Index(fields=("run", "code"), name="check_by_code"),
        )

    def __str__(self) -> str:
        """Return the sentence."""
        return self.ja
