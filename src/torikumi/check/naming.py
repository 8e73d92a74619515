"""Rules by their name, and a sentence with the nearest names where there is no such rule."""

import difflib
from collections.abc import Iterable

from torikumi.check.catalogue import ALL_RULES
from torikumi.check.rule import Rule
from torikumi.errors import UserError

_BY_CODE = {rule.code: rule for rule in ALL_RULES}


class UnknownRuleError(UserError):
    """A rule was asked for that does not exist."""


def rules_of(codes: Iterable[str]) -> tuple[Rule, ...]:
    """Return the rules with these codes, in the catalogue's order; raises UnknownRuleError."""
    wanted = {rule_of(code).code for code in sorted(codes)}
    return tuple(rule for rule in ALL_RULES if rule.code in wanted)


def rule_of(code: str) -> Rule:
    """Return the rule with this code; raises UnknownRuleError with the names that are nearest."""
    if code in _BY_CODE:
        return _BY_CODE[code]
    near = difflib.get_close_matches(code, _BY_CODE, n=3, cutoff=0.5)
    near_ja = "、".join(near) or "（近い名前はありません）"
    near_en = ", ".join(near) or "none"
    raise UnknownRuleError(
        ja=f"「{code}」という点検規則はありません。近い名前：{near_ja}。一覧は torikumi check --explain all "
        "で見られます。",
        en=f"There is no rule “{code}”; nearest: {near_en}. List all rules with torikumi check --explain all.",
    )
