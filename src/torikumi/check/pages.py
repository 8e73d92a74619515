"""The manual's pages about the rules, written from the catalogue."""

from torikumi.check.catalogue import Family
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
    return (
        f"# {rule.code}：{rule.ja}\n\n"
        f"{severity}\n\n{_conditions(rule)}"
        f"## 何を見るか\n\n{parts.what}\n\n"
        f"## なぜ\n\n{parts.why}\n\n"
        f"## よくない例\n\n> {parts.wrong}\n\n"
        f"## よい例\n\n> {parts.right}\n\n"
        f"## In English\n\n**{rule.en}.** {parts.what_en} {parts.why_en}\n"
    )


def _conditions(rule: Rule) -> str:
    """Return when the rule works, where that is not always; each sentence a paragraph."""
    resting = f"{rule.resting.ja}" if rule.resting is not None else ""
    previous = (
        "前の版（`--previous`）を渡したときだけ働きます。"
        if rule.look_back is not None and rule.look is None
        else ""
    )
    sections = "課の名簿（`--sections`）を渡したときだけ働きます。" if rule.look_up is not None else ""
    return "".join(f"{sentence}\n\n" for sentence in (resting, previous, sections) if sentence)


def index_page(families: tuple[Family, ...]) -> str:
    """Return the list of all rules by family, with links to their pages."""
    meanings = "".join(
        f"- **{SEVERITY_JA[severity]}**（{severity}）：{_MEANING[severity]}\n" for severity in Severity
    )
    count = sum(len(family.rules) for family in families)
    resting = sum(1 for family in families for rule in family.rules if rule.resting is not None)
    return (
        "# 点検規則の一覧\n\n"
        f"`torikumi check` と計画の点検画面が使う{count}の規則です（うち{resting}は、初めは切ってあります）。"
        "動く順に並べてあります。\n\n"
        f"{meanings}\n"
        "使い方と、規則を切ったり重要度を変えたりするやり方は[計画を点検する](../../how-to/check-a-plan.md)、"
        "当たる割合は[規則の当たる割合](../check-precision.md)にあります。\n\n"
        + "\n".join(_family_section(family) for family in families)
    )


def _family_section(family: Family) -> str:
    rows = "".join(
        f"| [{rule.code}]({rule.code}.md) | {SEVERITY_JA[rule.severity]}{'（初めは切）' if rule.resting else ''} "
        f"| {rule.ja} | {rule.en} |\n"
        for rule in family.rules
    )
    return (
        f"## {family.ja}（{family.en}）\n\n"
        f"| 規則 | 重要度 | 内容 | In English |\n| --- | --- | --- | --- |\n{rows}"
    )
