"""Imports: those that wait, those that were decided, and what each found and would change."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db.models import Case, Count, F, IntegerField, Q, Value, When

from torikumi.check.run import Silenced
from torikumi.plan.finding import Severity
from torikumi.web.plans.edition_names import name_editions
from torikumi.web.plans.models import (
    Edition,
    FindingOrigin,
    Import,
    ImportState,
    PlanSeries,
    StoredChange,
    StoredFinding,
)
from torikumi.web.plans.rule_stand import RANKS, RuleStand
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


def list_findings(batch: Import, wanted: FindingFilter, stand: RuleStand) -> CityQuerySet[StoredFinding]:
    """Return the import's findings that fit, worst first, as the city looks at the rules."""
    rows = StoredFinding.objects.within(batch).filter(batch=batch, revision=batch.revision)
    rows = rows.exclude(code__in=stand.off_codes())
    asked = {"origin": wanted.origin, "code": wanted.code}
    rows = rows.filter(**{name: value for name, value in asked.items() if value})
    if wanted.severity:
        # Of a doubt of the reader, and of a rule that exists no more, the row itself says how much it matters.
        own = Q(severity=wanted.severity) & ~Q(code__in=stand.codes())
        rows = rows.filter(own | Q(code__in=stand.codes(wanted.severity)))
    ranked = Case(
        *(When(code__in=stand.codes(severity), then=Value(rank)) for severity, rank in RANKS.items()),
        default=F("rank"),
        output_field=IntegerField(),
    )
    return rows.alias(shown_rank=ranked).order_by("shown_rank", "position")


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingCounts:
    """How many findings an import has: of each severity as shown, and of each rule that is off."""

    severities: dict[Severity, int]
    silenced: tuple[Silenced, ...]


def count_findings(batch: Import, stand: RuleStand) -> FindingCounts:
    """Return how many findings there are of each severity, and how many are not shown."""
    rows = (
        StoredFinding.objects.within(batch)
        .filter(batch=batch, revision=batch.revision)
        .values("severity", "code")
        .order_by()
    )
    shown: Counter[Severity] = Counter()
    by_code: Counter[str] = Counter()
    off = frozenset(stand.off_codes())
    for row in rows.annotate(count=Count("pk")):
        by_code[row["code"]] += row["count"]
        if row["code"] not in off:
            shown[stand.severities.get(row["code"], Severity(row["severity"]))] += row["count"]
    return FindingCounts(
        severities={severity: shown[severity] for severity in Severity},
        silenced=stand.silenced(by_code),
    )


def list_changes(batch: Import) -> CityQuerySet[StoredChange]:
    """Return all differences from the base, in the order of the comparison."""
    return (
        StoredChange.objects.within(batch).filter(batch=batch, revision=batch.revision).order_by("position")
    )


def find_series(person: Resident, pk: int) -> PlanSeries | None:
    """Return one plan of the person's city."""
    return PlanSeries.objects.within(person).filter(pk=pk).first()


def count_reading_errors(edition: Edition) -> int:
    """Return how many doubts of the reader of level 誤り the edition came with."""
    rows = StoredFinding.objects.within(edition).filter(batch__edition=edition, revision=F("batch__revision"))
    return rows.filter(severity=Severity.ERROR, origin=FindingOrigin.READ).count()


def was_applied(series: PlanSeries, sha256: str) -> bool:
    """Return whether a document with these bytes made an edition that counts."""
    rows = Import.objects.within(series).filter(series=series, original__sha256=sha256)
    return rows.filter(state=ImportState.APPLIED).exists()
