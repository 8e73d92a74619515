"""A particle or mark that was typed twice."""

import re
from collections.abc import Iterator

from torikumi.check.rule import Explanation, Remark, Rule, remark_on_project
from torikumi.check.texts import texts_of
from torikumi.check.titles import shorten, title_of
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan

_DOUBLED = re.compile(
    r"、、|。。|，，|。、|、。|をを|がが(?!し)|(?<![はへあい])はは(?![はのがをにと、。]|親)|にに(?!ん)|へへ"
    r"|(?<![のも])のの(?![のしどち])|をに(?=[、。])|ついいて|ととと|するする|したした|ことこと|ためため"
)


def _look(plan: Plan) -> Iterator[Remark]:
    for project in plan.projects:
        for text in texts_of(project):
            found = _DOUBLED.search(text.text)
            if found is None:
                continue
            around = shorten(text.text[max(0, found.start() - 6) : found.end() + 6])
            yield remark_on_project(
                project,
                text.field,
                ja=f"{title_of(project)}の{text.ja}の「{around}」で、「{found.group()}」が重なっています。一つにしてください。",
                en=f"“{found.group()}” stands twice in “{around}” in the {text.en} of {title_of(project)}. Keep one.",
            )
            break


RULE = Rule(
    code="mark-doubled",
    severity=Severity.INFO,
    ja="助詞や句読点が重なっている",
    en="A particle or mark is doubled",
    explanation=Explanation(
        what="「をを」「。。」「、。」「することこと」のように、助詞・句読点・短い語が続けて二度打たれているところ"
        "を知らせます。",
        why="校正で落としやすい打ち間違いです。",
        wrong="「相談をを受ける。。」",
        right="「相談を受ける。」",
        what_en="Reports particles, marks and short words typed twice in a row.",
        why_en="Proof-readers pass them over.",
    ),
    look=_look,
)
