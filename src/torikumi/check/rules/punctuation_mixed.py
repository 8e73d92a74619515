"""Commas of another kind than elsewhere."""

import re
from collections.abc import Iterator

from torikumi.check.many import remark_on_each_or_all
from torikumi.check.rule import Explanation, Remark, Rule
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan

_WESTERN = re.compile(r"(?<=[ぁ-んァ-ヶー一-龠）」])[，,．](?=[ぁ-んァ-ヶ一-龠「（])")
_RARE = 5


def _look(plan: Plan) -> Iterator[Remark]:
    western = [project for project in plan.projects if _WESTERN.search(project.summary or "")]
    japanese = sum(1 for project in plan.projects if "、" in (project.summary or ""))
    if len(western) * _RARE > japanese:
        return
    yield from remark_on_each_or_all(western, "summary", _words)


def _words(title_ja: str, title_en: str) -> tuple[str, str]:
    return (
        f"{title_ja}の概要の読点や句点が「，」「．」です。ほかに合わせて「、」「。」にしてください。",
        f"The summary of {title_en} has western commas or full stops. Write 、 and 。 as elsewhere.",
    )


RULE = Rule(
    code="punctuation-mixed",
    severity=Severity.INFO,
    ja="読点の種類が混ざっている",
    en="Two kinds of commas are mixed",
    explanation=Explanation(
        what="ほとんどの概要が「、」を使う計画で、日本語の文の中に「，」「,」「．」を使っている概要を知らせます。",
        why="国の「公用文作成の考え方」（文化審議会、2022年）は、読点に「、」を使うことを原則としています。"
        "ほかから写した文の印にもなります。",
        wrong="「窓口，電話で相談を受ける。」（ほかはみな「、」）",
        right="「窓口、電話で相談を受ける。」",
        what_en="Reports summaries with ， , or ． between Japanese characters in plans that write 、.",
        why_en="The state’s guide to official writing (2022) has 、 as the rule.",
    ),
    look=_look,
)
