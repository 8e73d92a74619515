"""What a city decided of the rules of the check. Written by actions/rules.py only; every change is a new row."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from torikumi.web.accounts.scope import CityModel, CityQuerySet

# The word of a decision that takes the ones before it back; the file of the command has no such word.
AS_AT_FIRST = "default"


class RuleDecision(CityModel):
    """One decision about one rule (点検の規則の設定); the newest of a rule holds.

    `word` is what the rules file says (off, on, error, warning, info), or that the rule is as at first again.
    """

    is_append_only = True

    municipality = models.ForeignKey("accounts.Municipality", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=60)
    turn = models.PositiveIntegerField()
    word = models.CharField(max_length=7)
    reason = models.TextField()
    file_name = models.CharField(max_length=200, blank=True)  # where it came with a rules file
    made_by = models.CharField(max_length=150)
    by_name = models.CharField(max_length=150)
    made_at = models.DateTimeField()

    objects: ClassVar[CityQuerySet[RuleDecision]] = CityQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """Newest first; two that decide at once do not both stand."""

        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(fields=("municipality", "code", "turn"), name="one_decision_a_turn"),
            models.CheckConstraint(condition=~Q(reason=""), name="decision_has_a_reason"),
        )

    def __str__(self) -> str:
        """Return the rule and the word."""
        return f"{self.code} {self.word}"

    @property
    def is_as_at_first(self) -> bool:
        """Whether the rule is as the catalogue has it again."""
        return self.word == AS_AT_FIRST
