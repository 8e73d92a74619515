"""Digits of two widths in one text."""

import re
from collections.abc import Iterator

from torikumi.check.many import remark_on_each_or_all
from torikumi.check.rule import Explanation, Remark, Rule
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan

_HALF, _FULL = re.compile("[0-9]{1}"), re.compile("[０-９]{1}")
_ONE_DIGIT = re.compile("(?<![０-９])[０-９](?![０-９])")


def _look(plan: Plan) -> Iterator[Remark]:
    mixed = [project for project in plan.projects if _is_mixed(project.summary or "")]
    yield from remark_on_each_or_all(mixed, "summary", _words)


def _words(title_ja: str, title_en: str) -> tuple[str, str]:
    return (
        f"{title_ja}の概要に、全角の数字と半角の数字が混ざっています。どちらかにそろえてください。",
        f"The summary of {title_en} has digits of both widths. Use one.",
    )


def _is_mixed(text: str) -> bool:
    # Many offices write one digit in full width and more in half width, and mean it.
    return _HALF.search(text) is not None and _FULL.search(_ONE_DIGIT.sub("", text)) is not None


RULE = Rule(
    code="digit-width-mixed",
    severity=Severity.INFO,
    ja="数字の全角と半角が混ざっている",
    en="Digits of two widths are mixed",
    explanation=Explanation(
        what="一つの概要の中に、半角の数字と、二けた以上の全角の数字が混ざっているところを知らせます。"
        "一けただけを全角にする書き方は数えません。五つより多ければまとめて知らせます。",
        why="「公用文作成の考え方」（文化審議会、2022年）は、文書の中で全角と半角を使い分けるか統一するよう求めて"
        "います。検索で片方が漏れます。",
        wrong="「令和5年度に１２０人、令和6年度に150人」",
        right="「令和5年度に120人、令和6年度に150人」",
        what_en="Reports summaries with half-width digits and full-width numbers of two digits or more.",
        why_en="The state’s guide of 2022 asks for one way in one document; a search misses the other.",
    ),
    look=_look,
)
