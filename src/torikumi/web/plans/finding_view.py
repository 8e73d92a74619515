"""A finding as pages show it: how much it matters, beside which field it stands, and what its rule is about."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from torikumi.check.catalogue import ALL_RULES, FAMILIES
from torikumi.check.rule import Rule
from torikumi.plan.codec import decode
from torikumi.plan.finding import Finding, Severity
from torikumi.plan.place import Place, describe_place
from torikumi.web.plans.check_models import CheckFinding
from torikumi.web.plans.fields import field_word
from torikumi.web.plans.models import StoredFinding
from torikumi.web.plans.rule_stand import SEVERITY_MARKS, SEVERITY_WORDS, RuleStand

RULES_BY_CODE: Mapping[str, Rule] = {rule.code: rule for rule in ALL_RULES}
FAMILY_OF: Mapping[str, str] = {rule.code: family.ja for family in FAMILIES for rule in family.rules}


@dataclass(frozen=True, slots=True, kw_only=True)
class SeverityCount:
    """How many findings of one severity there are."""

    severity: Severity
    count: int

    @property
    def mark(self) -> str:
        """The sign before the word."""
        return SEVERITY_MARKS[self.severity]

    @property
    def word(self) -> str:
        """The severity in words."""
        return SEVERITY_WORDS[self.severity]


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingView:
    """One finding; `rule` is None for a doubt of the reader. `source` says of what it speaks, where that is not plain."""

    code: str
    severity: Severity
    ja: str
    field: str = ""
    subject: str = ""
    place: str = ""
    rule: Rule | None = None
    source: str = ""

    @property
    def mark(self) -> str:
        """The sign before the word of the severity."""
        return SEVERITY_MARKS[self.severity]

    @property
    def word(self) -> str:
        """The severity in words."""
        return SEVERITY_WORDS[self.severity]

    @property
    def field_word(self) -> str:
        """What people call the field; "" where it is about no field."""
        return field_word(self.field) if self.field else ""

    @property
    def origin(self) -> str:
        """Who found it."""
        return "読み取り" if self.rule is None else "点検"


@dataclass(frozen=True, slots=True)
class Beside:
    """Findings by the field that they stand beside."""

    by_field: Mapping[str, tuple[FindingView, ...]]

    def at(self, *fields: str) -> tuple[FindingView, ...]:
        """Return those about the fields."""
        return tuple(view for field in fields for view in self.by_field.get(field, ()))

    def elsewhere(self, *fields: str) -> tuple[FindingView, ...]:
        """Return those about none of the fields."""
        return tuple(view for field, views in self.by_field.items() if field not in fields for view in views)


def view_found(row: CheckFinding, stand: RuleStand) -> FindingView:
    """Return a finding of the check as the city looks at it."""
    place = decode(Place, json.loads(row.place)) if row.place else None
    return FindingView(
        code=row.code,
        severity=stand.severities.get(row.code, Severity.INFO),
        ja=row.ja,
        field=row.field,
        subject=row.subject,
        place=describe_place(place, language="ja"),
        rule=RULES_BY_CODE.get(row.code),
    )


def view_finding(finding: Finding) -> FindingView:
    """Return a finding that is kept nowhere."""
    return FindingView(
        code=finding.code,
        severity=finding.severity,
        ja=finding.ja,
        field=finding.field or "",
        subject=finding.subject or "",
        place=describe_place(finding.place, language="ja"),
        rule=RULES_BY_CODE.get(finding.code),
    )


def view_stored(row: StoredFinding, stand: RuleStand) -> FindingView:
    """Return what an import keeps, a doubt of the reader or a finding of the check, as the city looks at it."""
    return FindingView(
        code=row.code,
        severity=stand.severities.get(row.code, Severity(row.severity)),
        ja=row.ja,
        field=row.field,
        subject=row.subject,
        place=row.place,
        rule=RULES_BY_CODE.get(row.code),
    )


def put_beside(views: Iterable[FindingView]) -> Beside:
    """Return the findings by their field, each group in the order given."""
    groups: dict[str, list[FindingView]] = {}
    for view in views:
        groups.setdefault(view.field, []).append(view)
    return Beside({field: tuple(group) for field, group in groups.items()})


def severity_counts(counts: Mapping[Severity, int]) -> tuple[SeverityCount, ...]:
    """Return the numbers as badges, the worst first; what is zero has none."""
    return tuple(
        SeverityCount(severity=severity, count=counts[severity])
        for severity in Severity
        if counts.get(severity)
    )
