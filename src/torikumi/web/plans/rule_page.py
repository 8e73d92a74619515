"""The rules of the check as a city has them: each in a line with how often it speaks, and what was decided of one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from torikumi.check.catalogue import FAMILIES
from torikumi.check.rule import Rule
from torikumi.check.settings import OFF, ON
from torikumi.plan.finding import Severity
from torikumi.web.plans.rule_forms import state_after, state_at_first
from torikumi.web.plans.rule_models import AS_AT_FIRST, RuleDecision
from torikumi.web.plans.rule_stand import SEVERITY_WORDS, RuleStand


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleLine:
    """One rule: how it is at first, how it is now, and how many findings it gives; `count` is None without a plan."""

    rule: Rule
    at_first: str
    now: str
    severity: Severity | None
    count: int | None
    decision: RuleDecision | None

    @property
    def is_changed(self) -> bool:
        """Whether the city has it otherwise than the catalogue."""
        return self.decision is not None and not self.decision.is_as_at_first


@dataclass(frozen=True, slots=True)
class FamilyLines:
    """The rules about one part of a plan."""

    name: str
    lines: tuple[RuleLine, ...]


SHOWN: Mapping[str, str] = MappingProxyType(
    {"": "すべての規則", "found": "所見のある規則", "changed": "変えた規則", "off": "切ってある規則"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionView:
    """One decision in words."""

    row: RuleDecision
    rule: Rule | None
    said: str


def list_families(
    decisions: Mapping[str, RuleDecision], stand: RuleStand, counts: Mapping[str, int] | None
) -> tuple[FamilyLines, ...]:
    """Return all rules by family."""
    return tuple(
        FamilyLines(family.ja, tuple(view_rule(rule, decisions, stand, counts) for rule in family.rules))
        for family in FAMILIES
    )


def narrow(families: Iterable[FamilyLines], show: str) -> tuple[FamilyLines, ...]:
    """Return only the rules that are asked for by a key of `SHOWN`; any other word asks for all."""
    kept = (
        FamilyLines(family.name, tuple(line for line in family.lines if _is_shown(line, show)))
        for family in families
    )
    return tuple(family for family in kept if family.lines)


def _is_shown(line: RuleLine, show: str) -> bool:
    match show:
        case "found":
            return bool(line.count)
        case "changed":
            return line.is_changed
        case "off":
            return line.severity is None
        case _:
            return True


def view_rule(
    rule: Rule, decisions: Mapping[str, RuleDecision], stand: RuleStand, counts: Mapping[str, int] | None
) -> RuleLine:
    """Return one rule as the city has it."""
    decision = decisions.get(rule.code)
    return RuleLine(
        rule=rule,
        at_first=state_at_first(rule),
        now=state_after(rule, decision),
        severity=stand.severities.get(rule.code),
        count=None if counts is None else counts.get(rule.code, 0),
        decision=decision,
    )


def view_decisions(rows: Iterable[RuleDecision], rules: Mapping[str, Rule]) -> list[DecisionView]:
    """Return decisions in words; `rules` are those that exist now, by code."""
    said = {
        AS_AT_FIRST: "初めの設定に戻した",
        OFF: "切った",
        ON: "入れた",
        **{each.value: f"「{word}」にした" for each, word in SEVERITY_WORDS.items()},
    }
    return [
        DecisionView(row=row, rule=rules.get(row.code), said=said.get(row.word, row.word)) for row in rows
    ]
