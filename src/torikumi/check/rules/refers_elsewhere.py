"""A text that only points to another one."""

import re
from collections.abc import Iterator

from torikumi.check.rule import Explanation, Remark, Rule, remark_on_project
from torikumi.check.texts import texts_of
from torikumi.check.titles import shorten, title_of
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan

_ONLY = re.compile(
    r"[(（]?(同上|上に同じ|前に同じ|〃|々|同前|上記(と同じ|のとおり|と同様)|前年度?(と同じ|と同様|のとおり)"
    r"|別紙(のとおり|参照)?|別添(のとおり|参照)?|左記のとおり)[)）]?[。．.]?"
)


def _look(plan: Plan) -> Iterator[Remark]:
    for project in plan.projects:
        for text in texts_of(project):
            if not _ONLY.fullmatch("".join(text.text.split())):
                continue
            yield remark_on_project(
                project,
                text.field,
                ja=f"{title_of(project)}の{text.ja}が「{shorten(text.text)}」だけです。それだけを読んで分かるように、"
                "内容を書いてください。",
                en=f"The {text.en} of {title_of(project)} says only “{shorten(text.text)}”. Write out what it means.",
            )
            break


RULE = Rule(
    code="refers-elsewhere",
    severity=Severity.INFO,
    ja="「同上」「別紙」だけの文がある",
    en="A text only points elsewhere",
    explanation=Explanation(
        what="概要や評価の文が、「同上」「別紙のとおり」「前年度と同じ」だけであるところを知らせます。",
        why="表を並べ替えたり、一つの事業だけを見せたりすると、何も分からなくなります。"
        "評価では、考えずに埋めた印にもなります。",
        wrong="概要「同上」",
        right="概要「未就学児の親からの相談を、公民館でも受ける。」",
        what_en="Reports texts that say nothing but 同上, 別紙のとおり, 前年度と同じ.",
        why_en="Sorted, or shown alone, such a row tells nothing.",
    ),
    look=_look,
)
