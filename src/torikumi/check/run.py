"""Runs the rules over a plan."""

import difflib
from collections.abc import Iterable, Iterator

from torikumi.check.catalogue import ALL_RULES
from torikumi.check.rule import Rule
from torikumi.errors import UserError
from torikumi.plan.finding import Finding
from torikumi.plan.model import Plan


class UnknownRuleError(UserError):
    """A rule was asked for that does not exist."""


def run_rules(
    plan: Plan, *, previous: Plan | None = None, select: frozenset[str] | None = None
) -> Iterator[Finding]:
    """Yield the findings about `plan`, rule by rule in the catalogue's order.

    `previous` is the edition before, for the rules that compare. `select` names the rules to run; None is all.
    Raises UnknownRuleError for a code that is not in the catalogue.
    """
    rules = ALL_RULES if select is None else rules_of(select)
    return (finding for rule in rules for finding in rule.find(plan, previous))


def rules_of(codes: Iterable[str]) -> tuple[Rule, ...]:
    """Return the rules with these codes, in the catalogue's order; raises UnknownRuleError."""
    wanted = {rule_of(code).code for code in sorted(codes)}
    return tuple(rule for rule in ALL_RULES if rule.code in wanted)


def rule_of(code: str) -> Rule:
    """Return the rule with this code; raises UnknownRuleError with the names that are nearest."""
    for rule in ALL_RULES:
        if rule.code == code:
            return rule
    names = [rule.code for rule in ALL_RULES]
    near = difflib.get_close_matches(code, names, n=3, cutoff=0.5)
    near_ja = "、".join(near) or "（近い名前はありません）"
    near_en = ", ".join(near) or "none"
    raise UnknownRuleError(
        ja=f"「{code}」という点検規則はありません。近い名前：{near_ja}。一覧は torikumi check --explain all "
        "で見られます。",
        en=f"There is no rule “{code}”; nearest: {near_en}. List all rules with torikumi check --explain all.",
    )
