"""A rule explained in words: for the terminal and for the manual."""

from torikumi.check.report import SEVERITY_EN, SEVERITY_JA
from torikumi.check.rule import Rule


def explain_rule(rule: Rule, language: str) -> str:
    """Return the four parts of a rule's explanation for the terminal."""
    parts = rule.explanation
    if language == "ja":
        return (
            f"{rule.code}（{SEVERITY_JA[rule.severity]}）\n{rule.ja}\n{_resting(rule, language)}\n"
            f"何を見るか：{parts.what}\n\nなぜ：{parts.why}\n\n"
            f"よくない例：{parts.wrong}\n\nよい例：{parts.right}\n"
        )
    return (
        f"{rule.code} ({SEVERITY_EN[rule.severity]})\n{rule.en}\n{_resting(rule, language)}\n"
        f"What: {parts.what_en}\n\nWhy: {parts.why_en}\n\n"
        f"Wrong (in Japanese): {parts.wrong}\n\nRight (in Japanese): {parts.right}\n"
    )


def _resting(rule: Rule, language: str) -> str:
    """Return the sentence about a rule that is off at first, with its line break; "" for any other."""
    if rule.resting is None:
        return ""
    return f"{rule.resting.ja if language == 'ja' else rule.resting.en}\n"


def list_rules(rules: tuple[Rule, ...], language: str) -> str:
    """Return a line a rule: code, severity, title."""
    width = max(len(rule.code) for rule in rules)
    words = SEVERITY_JA if language == "ja" else SEVERITY_EN
    longest = max(len(word) for word in words.values())
    off = "（初めは切）" if language == "ja" else " (off at first)"
    return "".join(
        f"{rule.code:<{width}}  {words[rule.severity]:<{longest}}  {rule.title(language)}"
        f"{off if rule.resting is not None else ''}\n"
        for rule in rules
    )
