"""Imports: those that wait, those that were decided, and what each found and would change."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, F

from torikumi.plan.finding import Severity
from torikumi.web.plans.edition_names import name_editions
from torikumi.web.plans.models import Edition, Import, ImportState, PlanSeries, StoredChange, StoredFinding
from torikumi.web.plans.scope import CityQuerySet, Resident


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingFilter:
    """Which findings are shown; "" asks for all."""

    severity: str = ""
    origin: str = ""
    code: str = ""


def list_imports(person: Resident) -> CityQuerySet[Import]:
    """Return the city's imports, newest first, without their long columns."""
    return Import.objects.within(person).defer("plan").select_related("series", "edition").order_by("-pk")


def find_import(person: Resident, pk: int) -> Import | None:
    """Return one import with its series, base and edition."""
    found = (
        Import.objects.within(person)
        .defer("base__head", "edition__head")
        .select_related("series", "base", "edition")
        .filter(pk=pk)
        .first()
    )
    if found is not None:
        name_editions([one for one in (found.base, found.edition) if one], within=person)
    return found


def list_findings(batch: Import, wanted: FindingFilter) -> CityQuerySet[StoredFinding]:
    """Return the import's findings that fit, worst first."""
    rows = StoredFinding.objects.within(batch).filter(batch=batch, revision=batch.revision)
    asked = {"severity": wanted.severity, "origin": wanted.origin, "code": wanted.code}
    return rows.filter(**{name: value for name, value in asked.items() if value}).order_by("rank", "position")


def count_findings(batch: Import) -> Counter[str]:
    """Return how many findings there are of each severity."""
    rows = (
        StoredFinding.objects.within(batch)
        .filter(batch=batch, revision=batch.revision)
        .values("severity")
        .order_by()
    )
    counts = {row["severity"]: row["count"] for row in rows.annotate(count=Count("pk"))}
    return Counter({severity.value: counts.get(severity.value, 0) for severity in Severity})


def list_changes(batch: Import) -> CityQuerySet[StoredChange]:
    """Return all differences from the base, in the order of the comparison."""
    return (
        StoredChange.objects.within(batch).filter(batch=batch, revision=batch.revision).order_by("position")
    )


def find_series(person: Resident, pk: int) -> PlanSeries | None:
    """Return one plan of the person's city."""
    return PlanSeries.objects.within(person).filter(pk=pk).first()


def count_errors(edition: Edition) -> int:
    """Return how many findings of level 誤り the edition has."""
    rows = StoredFinding.objects.within(edition).filter(batch__edition=edition, revision=F("batch__revision"))
    return rows.filter(severity=Severity.ERROR).count()


def was_applied(series: PlanSeries, sha256: str) -> bool:
    """Return whether a document with these bytes made an edition that counts."""
    rows = Import.objects.within(series).filter(series=series, original__sha256=sha256)
    return rows.filter(state=ImportState.APPLIED).exists()
