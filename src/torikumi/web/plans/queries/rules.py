"""What a city decided of the rules of the check: what holds now, and all that was decided."""

from __future__ import annotations

from torikumi.check.catalogue import ALL_RULES
from torikumi.check.settings import RuleChoice, RuleSettings
from torikumi.web.accounts.models import Municipality
from torikumi.web.plans.rule_models import RuleDecision
from torikumi.web.plans.rule_stand import RuleStand
from torikumi.web.plans.scope import CityQuerySet, Resident

_KNOWN = frozenset(rule.code for rule in ALL_RULES)


def newest_decisions(holder: Resident | Municipality) -> dict[str, RuleDecision]:
    """Return the newest decision about each rule that was ever decided on, by code."""
    rows = RuleDecision.objects.within(holder).order_by("pk")
    return {row.code: row for row in rows}


def settings_from(decisions: dict[str, RuleDecision]) -> RuleSettings:
    """Return the decisions as the rules file would say them; rules that exist no more are left out."""
    choices = [
        RuleChoice(code=row.code, word=row.word, reason=row.reason)
        for row in decisions.values()
        if not row.is_as_at_first and row.code in _KNOWN
    ]
    order = [rule.code for rule in ALL_RULES]
    return RuleSettings(choices=tuple(sorted(choices, key=lambda choice: order.index(choice.code))))


def rule_settings_of(holder: Resident | Municipality) -> RuleSettings:
    """Return what the city has decided of the rules."""
    return settings_from(newest_decisions(holder))


def rule_stand_of(holder: Resident | Municipality) -> RuleStand:
    """Return how each rule stands in the city."""
    return RuleStand(rule_settings_of(holder))


def decisions_about(holder: Resident, code: str) -> CityQuerySet[RuleDecision]:
    """Return all decisions about one rule, newest first."""
    return RuleDecision.objects.within(holder).filter(code=code).order_by("-pk")


def all_decisions(holder: Resident) -> CityQuerySet[RuleDecision]:
    """Return all decisions about all rules, newest first."""
    return RuleDecision.objects.within(holder).order_by("-pk")
