"""The manual's pages about the rules, written from the catalogue."""

from torikumi.check.report import SEVERITY_EN, SEVERITY_JA
from torikumi.check.rule import Rule
from torikumi.plan.finding import Severity

_MEANING = {
    Severity.ERROR: "公表する前に直すもの（終了コードが1になります）",
    Severity.WARNING: "確かめてほしいもの",
    Severity.INFO: "知っておくとよいもの",
}


def rule_page(rule: Rule) -> str:
    """Return the page of one rule, in Japanese with the title and purpose in English."""
    parts = rule.explanation
    severity = f"{SEVERITY_JA[rule.severity]}（{SEVERITY_EN[rule.severity]}）：{_MEANING[rule.severity]}"
    previous = "前の版（`--previous`）を渡したときだけ働きます。\n\n" if rule.look is None else ""
    return (
        f"# {rule.code}：{rule.ja}\n\n"
        f"{severity}\n\n{previous}"
        f"## 何を見るか\n\n{parts.what}\n\n"
        f"## なぜ\n\n{parts.why}\n\n"
        f"## よくない例\n\n> {parts.wrong}\n\n"
        f"## よい例\n\n> {parts.right}\n\n"
        f"## In English\n\n**{rule.en}.** {parts.what_en} {parts.why_en}\n"
    )


def index_page(rules: tuple[Rule, ...]) -> str:
    """Return the list of all rules with links to their pages."""
    rows = "".join(
        f"| [{rule.code}]({rule.code}.md) | {SEVERITY_JA[rule.severity]} | {rule.ja} | {rule.en} |\n"
        for rule in rules
    )
    meanings = "".join(
        f"- **{SEVERITY_JA[severity]}**（{severity}）：{_MEANING[severity]}\n" for severity in Severity
    )
    return (
        "# 点検規則の一覧\n\n"
        f"`torikumi check` と計画の点検画面が使う{len(rules)}の規則です。動く順に並べてあります。\n\n"
        f"{meanings}\n"
        "| 規則 | 重要度 | 内容 | In English |\n| --- | --- | --- | --- |\n"
        f"{rows}\n"
        "使い方は[計画を点検する](../../how-to/check-a-plan.md)、当たる割合は[規則の精度](precision.md)にあります。\n"
    )
