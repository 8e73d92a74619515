"""Tokens of the API: keys that a person makes for a program, with no more rights than their own."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q

from torikumi.web.accounts.models import Municipality, User


class TokenScope(models.TextChoices):
    """How far a token goes within its person's rights."""

    READ = "read", "読むだけ"
    WRITE = "write", "読み書き"


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    """Tokens of people."""

    def of_person(self, person: User) -> ApiTokenQuerySet:
        """Return a person's own."""
        return self.filter(user=person, municipality_id=person.municipality_id)

    def live(self, day: date) -> ApiTokenQuerySet:
        """Return those that work on `day`; the last day counts."""
        return self.filter(revoked_at__isnull=True, expires_on__gte=day)


class ApiToken(models.Model):
    """A key for a program that acts for its person (トークン); only the SHA-256 of its secret is kept."""

    city_path: ClassVar[str] = "municipality"
    changing_columns: ClassVar[tuple[str, ...]] = ("revoked_at", "last_used_at")

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    name = models.CharField("使い道", max_length=100)
    scope = models.CharField("範囲", max_length=5, choices=TokenScope.choices)
    secret_sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField("作った日時")
    expires_on = models.DateField("いつまで")
    revoked_at = models.DateTimeField("無効にした日時", null=True, blank=True)
    last_used_at = models.DateTimeField("最後に使った日時", null=True, blank=True)

    objects: ClassVar[ApiTokenQuerySet] = ApiTokenQuerySet.as_manager()  # type: ignore[assignment]  # the stubs type as_manager() as a plain Manager

    class Meta:
        """Newest first."""

        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(condition=Q(scope__in=TokenScope.values), name="token_scope_known"),
            models.CheckConstraint(condition=~Q(name=""), name="token_says_what_for"),
        )

    def __str__(self) -> str:
        """Return what it is for."""
        return self.name

    def state_on(self, day: date) -> str:
        """Return 有効, 期限切れ or 無効."""
        if self.revoked_at is not None:
            return "無効"
        return "有効" if day <= self.expires_on else "期限切れ"
