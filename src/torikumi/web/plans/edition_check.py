"""What the rules say of a stored edition: found when it is first asked for, then kept.

An edition never changes, so 1,500 projects are looked at once for each edition and each state of the rules, not once a
page. All rules run, those that the city switched off too: a decision about a rule then holds at once, and what it hides
can be counted.
"""

from __future__ import annotations

from django.utils import timezone

from torikumi.check.version import rules_version
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan
from torikumi.web.audit.actor import Actor
from torikumi.web.plans.actions.checks import keep_check
from torikumi.web.plans.all_rules import find_all
from torikumi.web.plans.check_models import EditionCheck
from torikumi.web.plans.models import Edition
from torikumi.web.plans.queries.found import Looked, count_by_code, count_by_severity, find_run
from torikumi.web.plans.queries.rules import rule_stand_of
from torikumi.web.plans.rule_stand import RuleStand
from torikumi.web.plans.store import load_edition


def look_at(edition: Edition, stand: RuleStand | None = None) -> Looked:
    """Return what the rules say of the edition, as the city looks at them (`stand`, where the caller has it)."""
    return Looked(run=run_of(edition), stand=rule_stand_of(edition) if stand is None else stand)


def run_of(edition: Edition) -> EditionCheck:
    """Return the run of today's rules over the edition; the first who asks waits for it."""
    rules = rules_version()
    found = find_run(edition, rules)
    if found is not None:
        return found
    findings = find_all(load_edition(edition), previous=_before(edition))
    # Nobody decided anything here: whoever looks first only sets it going.
    system = Actor(name="system", municipality=edition.municipality.code)
    return keep_check(findings, edition=edition, rules=rules, by=system, at=timezone.now())


def count_errors(edition: Edition) -> int:
    """Return how many findings of level 誤り the check has about the edition, as the city looks at the rules."""
    looked = look_at(edition)
    return count_by_severity(count_by_code(looked.run), looked.stand)[Severity.ERROR]


def _before(edition: Edition) -> Plan | None:
    """The edition that was the plan's newest when this one was made: an edition that has a successor is never undone."""
    if edition.base_id is None:
        return None
    return load_edition(Edition.objects.within(edition).get(pk=edition.base_id))
