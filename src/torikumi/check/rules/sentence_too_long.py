"""A sentence that nobody reads to its end."""

import re
from collections.abc import Iterator

from torikumi.check.many import remark_on_each_or_all
from torikumi.check.rule import Explanation, Remark, Rule
from torikumi.check.sentences import sentences_of
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan

_LONGEST = 200
_BRACKETS = re.compile(r"（[^（）]*）|\([^()]*\)|「[^「」]*」")


def _look(plan: Plan) -> Iterator[Remark]:
    long_ones = [project for project in plan.projects if _longest(project.summary or "") > _LONGEST]
    # Where a third of all summaries are so, it is the form's custom and no slip.
    if len(long_ones) * 3 > len(plan.projects):
        return
    yield from remark_on_each_or_all(long_ones, "summary", _words)


def _words(title_ja: str, title_en: str) -> tuple[str, str]:
    return (
        f"{title_ja}の概要に、{_LONGEST}字を超える一文があります。二つか三つの文に分けてください。",
        f"The summary of {title_en} has a sentence of more than {_LONGEST} characters. Make it two or three.",
    )


def _longest(text: str) -> int:
    # What stands in brackets is read apart; the items of a list end with their lines.
    return max((len(_BRACKETS.sub("", sentence)) for sentence in sentences_of(text)), default=0)


RULE = Rule(
    code="sentence-too-long",
    severity=Severity.INFO,
    ja="一文が長すぎる",
    en="A sentence is too long",
    explanation=Explanation(
        what="かっこの中を除いて200字を超える一文のある概要を知らせます。三分の一より多くの概要がそうなら、"
        "その計画の書き方とみなして知らせません。",
        why="国の「公用文作成の考え方」（文化審議会、2022年）は、一文を短くし、論点を一つにするよう求めています。",
        wrong="「…を行い、…を支援するとともに、…に取り組み、…」と200字続く文",
        right="三つの文に分ける",
        what_en="Reports summaries with a sentence of more than 200 characters, brackets not counted.",
        why_en="The state’s guide to official writing (2022) asks for short sentences with one point each.",
    ),
    look=_look,
)
