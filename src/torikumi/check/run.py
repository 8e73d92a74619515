"""Runs the rules over a plan."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from torikumi.check.catalogue import ALL_RULES
from torikumi.check.lineage import Before
from torikumi.check.naming import rules_of
from torikumi.check.rule import Rule
from torikumi.check.section_list import SectionList
from torikumi.check.settings import AS_THE_CATALOGUE, RuleSettings, reason_for_silence
from torikumi.plan.finding import Finding
from torikumi.plan.model import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Silenced:
    """A rule that is off and would have spoken: how often, and why it is off. `by_city` is False for the catalogue's."""

    code: str
    count: int
    by_city: bool
    ja: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What the rules say of a plan, in the catalogue's order, and what is not shown of it."""

    findings: tuple[Finding, ...]
    silenced: tuple[Silenced, ...] = ()


def run_rules(
    plan: Plan,
    *,
    previous: Plan | None = None,
    select: frozenset[str] | None = None,
    sections: SectionList | None = None,
    settings: RuleSettings = AS_THE_CATALOGUE,
) -> Iterator[Finding]:
    """Yield the findings about `plan`, rule by rule in the catalogue's order, without those of rules that are off.

    `previous` is the edition before, for the rules that compare; `sections` is the city's list. `select` names the
    rules to run, also those that are off in the catalogue; None is all. Raises UnknownRuleError for a code that is
    not in the catalogue.
    """
    rules = _rules(select)
    before = None if previous is None else Before(plan=previous, now=plan)
    return (
        finding
        for rule in rules
        if _reason(rule, settings, select) is None
        for finding in _find(rule, plan, before, sections, settings)
    )


def check_plan(
    plan: Plan,
    *,
    previous: Plan | None = None,
    select: frozenset[str] | None = None,
    sections: SectionList | None = None,
    settings: RuleSettings = AS_THE_CATALOGUE,
) -> Checked:
    """Return the findings as `run_rules` does, and how often each rule that is off would have spoken."""
    before = None if previous is None else Before(plan=previous, now=plan)
    findings: list[Finding] = []
    silenced: list[Silenced] = []
    for rule in _rules(select):
        found = tuple(_find(rule, plan, before, sections, settings))
        reason = _reason(rule, settings, select)
        if reason is None:
            findings.extend(found)
        elif found:
            ja, en = reason
            by_city = rule.code in settings.by_code
            silenced.append(Silenced(code=rule.code, count=len(found), by_city=by_city, ja=ja, en=en))
    return Checked(findings=tuple(findings), silenced=tuple(silenced))


def _rules(select: frozenset[str] | None) -> tuple[Rule, ...]:
    return ALL_RULES if select is None else rules_of(select)


def _find(
    rule: Rule, plan: Plan, before: Before | None, sections: SectionList | None, settings: RuleSettings
) -> Iterator[Finding]:
    choice = settings.by_code.get(rule.code)
    severity = None if choice is None else choice.severity
    found = rule.find(plan, before, sections)
    return found if severity is None else (replace(finding, severity=severity) for finding in found)


def _reason(rule: Rule, settings: RuleSettings, select: frozenset[str] | None) -> tuple[str, str] | None:
    choice = settings.by_code.get(rule.code)
    # Whoever names a rule that rests wants to hear it; what the city switched off stays off.
    if choice is None and select is not None:
        return None
    ja, en = (reason_for_silence(rule, choice, language) for language in ("ja", "en"))
    return None if ja is None or en is None else (ja, en)
