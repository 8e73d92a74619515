"""The trail's two tables. No foreign keys: an event outlives everything that it speaks of."""

from __future__ import annotations

from typing import ClassVar, NoReturn

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from torikumi.web.audit.chain import NOTHING_BEFORE


class TrailIsFinal(Exception):  # noqa: N818  reads as the rule that was broken
    """Somebody tried to change or delete an event; a mistake of ours, never of the person."""


def _refuse() -> NoReturn:
    raise TrailIsFinal("an event of the trail is never changed or deleted")


class AuditEventQuerySet(models.QuerySet["AuditEvent"]):
    """Events, newest first."""

    def of_municipality(self, code: str) -> AuditEventQuerySet:
        """Return the events of one city."""
        return self.filter(municipality=code)

    def of_object(self, kind: str, key: object) -> AuditEventQuerySet:
        """Return what happened to one thing."""
        return self.filter(object_kind=kind, object_id=str(key))

    def update(self, **kwargs: object) -> NoReturn:
        """Refuse."""
        _refuse()

    def delete(self) -> NoReturn:
        """Refuse."""
        _refuse()

    def bulk_update(self, *args: object, **kwargs: object) -> NoReturn:
        """Refuse."""
        _refuse()


class AuditEvent(models.Model):
    """One act (操作). The order is `sequence`, never `at`: clocks are set back.

    The events of a municipality are a chain, from `chain_position` 1 on, each sealed by `hash` (chain.py); those
    that concern no municipality are the chain of the installation.
    """

    is_append_only: ClassVar[bool] = True
    city_code_column: ClassVar[str] = "municipality"

    sequence = models.BigAutoField(primary_key=True)
    at = models.DateTimeField("日時")
    actor = models.CharField("操作した人", max_length=150)
    on_behalf_of = models.CharField("代理を頼んだ人", max_length=150, blank=True)
    role = models.CharField("役割", max_length=30, blank=True)
    municipality = models.CharField("団体コード", max_length=6, blank=True)
    action = models.CharField("操作", max_length=60)
    object_kind = models.CharField("対象の種類", max_length=40)
    object_id = models.CharField("対象", max_length=200)
    before = models.JSONField("操作前", null=True, encoder=DjangoJSONEncoder)
    after = models.JSONField("操作後", null=True, encoder=DjangoJSONEncoder)
    reason = models.TextField("理由", blank=True)
    request_id = models.CharField("受付番号", max_length=32, blank=True)
    address = models.CharField("接続元", max_length=45, blank=True)
    chain_position = models.PositiveBigIntegerField("位置")
    previous_hash = models.CharField("前の記録のハッシュ", max_length=64)
    hash = models.CharField("ハッシュ", max_length=64)

    objects: ClassVar[AuditEventQuerySet] = AuditEventQuerySet.as_manager()  # type: ignore[assignment]  # the stubs type as_manager() as a plain Manager

    class Meta:
        """Newest first; found by city, by person, by thing."""

        ordering = ("-sequence",)
        indexes = (
            models.Index(fields=("municipality", "-sequence"), name="event_by_city"),
            models.Index(fields=("object_kind", "object_id"), name="event_by_object"),
        )
        constraints = (
            models.CheckConstraint(condition=~Q(actor="") & ~Q(action=""), name="event_says_who_and_what"),
            models.CheckConstraint(
                condition=Q(chain_position__gte=1) & ~Q(previous_hash="") & ~Q(hash=""),
                name="event_is_chained",
            ),
            models.UniqueConstraint(
                fields=("municipality", "chain_position"), name="one_event_a_place_of_the_chain"
            ),
        )

    def __str__(self) -> str:
        """Return the number, the actor and the act."""
        return f"{self.sequence} {self.actor} {self.action}"

    def save(self, *args: object, **kwargs: object) -> None:
        """Write a new event; refuse to write one again."""
        if not self._state.adding:
            _refuse()
        super().save(force_insert=True)

    def delete(self, *args: object, **kwargs: object) -> NoReturn:
        """Refuse."""
        _refuse()


class ChainHead(models.Model):
    """The newest event of a chain: its place and its hash. Kept apart, so that a tail that was cut off is missed.

    It is locked while an event is written, so that the events of one chain come one after another.
    """

    city_code_column: ClassVar[str] = "municipality"

    municipality = models.CharField("団体コード", max_length=6, primary_key=True)
    position = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default=NOTHING_BEFORE)

    def __str__(self) -> str:
        """Return the chain, the place and the hash."""
        return f"{self.municipality} {self.hash}@{self.position}"
