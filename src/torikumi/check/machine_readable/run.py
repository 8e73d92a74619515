"""Runs the rules about the form over a file."""

from collections.abc import Iterable
from dataclasses import dataclass

from torikumi.check.machine_readable.catalogue import FORM_RULES
from torikumi.check.machine_readable.grid import grids_of
from torikumi.check.machine_readable.rule import CheckedBook, FormRule, Judgement, Verdict
from torikumi.errors import UserError
from torikumi.text.book import Book


class UnknownFormRuleError(UserError):
    """A rule about the form was asked for that does not exist."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A rule, and what it says of a file."""

    rule: FormRule
    judgement: Judgement

    @property
    def verdict(self) -> Verdict:
        """Whether the rule is kept."""
        return self.judgement.verdict


def judge_book(book: Book, *, select: frozenset[str] | None = None) -> tuple[Judged, ...]:
    """Return what each rule says of the file, in the order of the list; `select` names the rules, None is all.

    Raises UnknownFormRuleError for a code that is not in the list.
    """
    rules = FORM_RULES if select is None else form_rules_of(select)
    checked = CheckedBook(book=book, grids=grids_of(book))
    return tuple(Judged(rule=rule, judgement=rule.look(checked)) for rule in rules)


def form_rules_of(codes: Iterable[str]) -> tuple[FormRule, ...]:
    """Return the rules with these codes, in the order of the list; raises UnknownFormRuleError."""
    wanted = {form_rule_of(code).code for code in sorted(codes)}
    return tuple(rule for rule in FORM_RULES if rule.code in wanted)


def form_rule_of(code: str) -> FormRule:
    """Return the rule with this code; raises UnknownFormRuleError."""
    for rule in FORM_RULES:
        if rule.code == code.upper():
            return rule
    codes = [rule.code for rule in FORM_RULES]
    raise UnknownFormRuleError(
        ja=f"「{code}」という項目はありません。{'、'.join(codes)} から選んでください。",
        en=f"There is no rule “{code}”. Choose from {', '.join(codes)}.",
    )
