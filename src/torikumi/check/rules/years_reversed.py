"""A range of years that ends before it begins."""

import re
from collections.abc import Iterator

from torikumi.check.rule import Explanation, Remark, Rule, remark_on_project
from torikumi.check.texts import first_in_texts
from torikumi.check.titles import title_of
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan
from torikumi.text.era import (
    parse_fiscal_year,
)
from torikumi.text.width import fold_width

_YEAR = r"(?:(?:昭和|平成|令和)\s?(?:元|\d{1,2})|(?:19|20)\d\d)\s?年度?"
_RANGE = re.compile(rf"({_YEAR})\s?(?:[~〜]|から)\s?({_YEAR})")
_BETWEEN = re.compile("[~〜～]|から")


def _look(plan: Plan) -> Iterator[Remark]:
    for project in plan.projects:
        found = first_in_texts(project, _reversed)
        if found is None:
            continue
        text, printed = found
        yield remark_on_project(
            project,
            text.field,
            ja=f"{title_of(project)}の{text.ja}の「{printed}」は、終わりが始まりより前です。年を確かめてください。",
            en=f"“{printed}” in the {text.en} of {title_of(project)} ends before it begins. Check the years.",
        )


def _reversed(text: str) -> str | None:
    if "年" not in text or not _BETWEEN.search(text):
        return None
    for match in _RANGE.finditer(fold_width(text)):
        first, last = parse_fiscal_year(match[1]), parse_fiscal_year(match[2])
        if first is not None and last is not None and last < first:
            return match[0]
    return None


RULE = Rule(
    code="years-reversed",
    severity=Severity.WARNING,
    ja="期間の終わりが始まりより前である",
    en="A range of years runs backwards",
    explanation=Explanation(
        what="「令和6年度～令和4年度」のように、終わりの年が始まりの年より前の期間を、"
        "概要と評価の文の中で知らせます。",
        why="年の打ち間違いか、元号の変わり目の数え違いです。",
        wrong="「令和6年度から令和4年度まで補助する。」",
        right="「令和4年度から令和6年度まで補助する。」",
        what_en="Reports ranges of years in texts whose end lies before their beginning.",
        why_en="A slip of the pen, or an era counted wrongly.",
    ),
    look=_look,
)
