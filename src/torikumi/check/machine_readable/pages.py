"""The rules about the form in words: for the terminal and for the manual."""

from collections.abc import Sequence

from torikumi.check.machine_readable.report import SOURCE_JA
from torikumi.check.machine_readable.rule import FormRule


def explain_form_rule(rule: FormRule, language: str) -> str:
    """Return a rule's explanation for the terminal."""
    if language == "ja":
        return f"{rule.code} {rule.title.ja}\n\n何を見るか：{rule.what.ja}\n\n直し方：{rule.advice.ja}\n"
    return f"{rule.code} {rule.title.en}\n\nWhat: {rule.what.en}\n\nWhat to do: {rule.advice.en}\n"


def list_form_rules(rules: Sequence[FormRule], language: str) -> str:
    """Return a line a rule: code and title."""
    return "".join(
        f"{rule.code:<5} {rule.title.ja if language == 'ja' else rule.title.en}\n" for rule in rules
    )


def form_rules_page(rules: Sequence[FormRule]) -> str:
    """Return the manual's page of all rules."""
    blocks = "".join(
        f"## {rule.code} {rule.title.ja}\n\n{rule.what.ja}\n\n直し方：{rule.advice.ja}\n\n"
        f"*{rule.title.en}.* {rule.what.en} {rule.advice.en}\n\n"
        for rule in rules
    )
    return (
        "# 機械判読の項目\n\n"
        f"`torikumi check ファイル --rules machine-readable` が見る{len(rules)}項目です（この頁は `make docs` が書きます）。"
        f"番号は {SOURCE_JA} の項目の番号で、T- で始まるものは取組が加えました。"
        "文は取組のもので、国の文書の写しではありません。\n\n"
        "判定は三つです。**守られている**、**守られていない**（場所を示します）、**見ていない**（見るものがないか、その種類のファイルでは"
        "見られません。理由を示します）。表の形や列の意味は値から推し量るので、項目によっては見落としや見過ぎがあります。"
        "使い方は[公表する表を点検する](../how-to/check-a-workbook.md)にあります。\n\n"
        + blocks.rstrip()
        + "\n"
    )
