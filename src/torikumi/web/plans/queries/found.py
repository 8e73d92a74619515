"""What the check found in a stored edition, as the city looks at it now."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

from torikumi.plan.codec import decode
from torikumi.plan.finding import Finding, Severity
from torikumi.plan.place import Place
from torikumi.web.plans.check_models import CheckFinding, EditionCheck
from torikumi.web.plans.models import Edition, StoredProject, StoredSection
from torikumi.web.plans.rule_stand import RuleStand
from torikumi.web.plans.scope import CityQuerySet

# The choices of a filter that are no severity.
ANY_FOUND, NONE_FOUND = "any", "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What was found in an edition, and how the city looks at the rules."""

    run: EditionCheck
    stand: RuleStand


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFilter:
    """Which findings are wanted; "" and None ask for all. `codes` are the rules of a family."""

    severity: str = ""
    code: str = ""
    section: str = ""
    codes: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class FoundKey:
    """A finding without its words: enough to sort, to count and to cut pages."""

    pk: int
    code: str
    subject: str


def find_run(edition: Edition, rules: str) -> EditionCheck | None:
    """Return the run of these rules over the edition; None where nobody has asked yet."""
    return EditionCheck.objects.within(edition).filter(edition=edition, rules=rules).first()


def findings_about(looked: Looked, subject: str) -> list[CheckFinding]:
    """Return what the city wants to hear of one project or heading, "" for the whole plan; the worst first."""
    rows = _shown(looked, "").filter(subject=subject)
    return sorted(rows, key=lambda row: (looked.stand.rank(row.code), row.position))


def count_by_code(run: EditionCheck) -> dict[str, int]:
    """Return how many findings each rule gives, those that are off too."""
    rows = CheckFinding.objects.within(run).filter(run=run).values("code").order_by()
    return {row["code"]: row["count"] for row in rows.annotate(count=Count("pk"))}


def count_by_severity(counts: Mapping[str, int], stand: RuleStand) -> dict[Severity, int]:
    """Return how many findings of each severity are shown, from the numbers by rule."""
    found: Counter[Severity] = Counter()
    for code, severity in stand.severities.items():
        found[severity] += counts.get(code, 0)
    return {severity: found[severity] for severity in Severity}


def count_about(looked: Looked, keys: Iterable[str]) -> dict[str, dict[Severity, int]]:
    """Return how many findings of each severity there are about each of the given projects; the worst first."""
    rows = _shown(looked, "").filter(subject__in=list(keys)).order_by()
    counted: dict[str, Counter[Severity]] = {}
    for subject, code in rows.values_list("subject", "code"):
        counted.setdefault(subject, Counter())[looked.stand.severities[code]] += 1
    return {
        subject: {severity: count[severity] for severity in Severity if count[severity]}
        for subject, count in counted.items()
    }


def with_findings(
    rows: CityQuerySet[StoredProject], looked: Looked, wanted: str
) -> CityQuerySet[StoredProject]:
    """Return the projects about which there is any finding, none, or one of a severity."""
    severity = wanted if wanted in set(Severity) else ""
    about = CheckFinding.objects.filter(
        run=looked.run, subject=OuterRef("key"), code__in=looked.stand.codes(severity)
    )
    return rows.filter(~Exists(about) if wanted == NONE_FOUND else Exists(about))


def keys_found(looked: Looked, wanted: FoundFilter) -> list[FoundKey]:
    """Return the findings that fit, without their words, in no order that means anything."""
    rows = _shown(looked, wanted.severity)
    if wanted.code:
        rows = rows.filter(code=wanted.code)
    if wanted.codes is not None:
        rows = rows.filter(code__in=wanted.codes)
    if wanted.section:
        own = StoredSection.objects.within(looked.run).filter(
            edition=looked.run.edition_id, key=wanted.section
        )
        rows = rows.filter(subject__in=own.order_by().values("project__key"))
    return [FoundKey(*row) for row in rows.order_by("position").values_list("pk", "code", "subject")]


def rows_found(run: EditionCheck, pks: Iterable[int]) -> dict[int, CheckFinding]:
    """Return findings with their words, by number."""
    wanted = list(pks)
    return {row.pk: row for row in CheckFinding.objects.within(run).filter(run=run, pk__in=wanted)}


def all_rows(run: EditionCheck) -> dict[int, CheckFinding]:
    """Return all findings of a run with their words, by number."""
    return {row.pk: row for row in CheckFinding.objects.within(run).filter(run=run)}


def as_finding(row: CheckFinding, stand: RuleStand) -> Finding:
    """Return the value that was found, with the severity that the city gives the rule."""
    return Finding(
        code=row.code,
        severity=stand.severities.get(row.code, Severity.INFO),
        ja=row.ja,
        en=row.en,
        subject=row.subject or None,
        field=row.field or None,
        place=decode(Place, json.loads(row.place)) if row.place else None,
    )


def subject_positions(edition: Edition) -> dict[str, int]:
    """Return the place of every project in the document, by id."""
    rows = StoredProject.objects.within(edition).filter(edition=edition)
    return dict(rows.order_by().values_list("key", "position"))


def _shown(looked: Looked, severity: str) -> CityQuerySet[CheckFinding]:
    codes = looked.stand.codes(severity if severity in set(Severity) else "")
    return CheckFinding.objects.within(looked.run).filter(Q(run=looked.run), code__in=codes)
