"""All rules over a plan, also those that a city switched off: what it hides is counted, and a decision holds at once."""

from __future__ import annotations

from torikumi.check.catalogue import ALL_RULES
from torikumi.check.run import run_rules
from torikumi.plan.finding import Finding
from torikumi.plan.model import Plan

ALL_CODES = frozenset(rule.code for rule in ALL_RULES)


def find_all(plan: Plan, *, previous: Plan | None) -> tuple[Finding, ...]:
    """Return what all rules say, those that are off too, each with the severity of the catalogue.

    `previous` is the edition before, for the rules that compare.
    """
    return tuple(run_rules(plan, previous=previous, select=ALL_CODES))
