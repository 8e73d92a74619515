"""The four conjunctions that official writing has in kanji."""

import re
from collections.abc import Iterator

from torikumi.check.rule import Explanation, Remark, Rule
from torikumi.check.texts import Wording, remark_on_wordings
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan

# Our own list after 「公用文における漢字使用等について」 (2010) and 「公用文作成の考え方」 (文化審議会, 2022).
_WORDINGS = (
    Wording("および", re.compile(r"(?<=[一-龠ァ-ヶー）」])および(?=[一-龠ァ-ヶ「（ぁ-ん])"), "及び"),
    Wording("ならびに", re.compile(r"(?<=[一-龠ァ-ヶー）」])ならびに(?=[一-龠ァ-ヶ「（])"), "並びに"),
    Wording("または", re.compile(r"(?<=[一-龠ァ-ヶー）」])または(?=[一-龠ァ-ヶ「（ぁ-ん])"), "又は"),
    Wording("もしくは", re.compile(r"(?<=[一-龠ァ-ヶー）」])もしくは(?=[一-龠ァ-ヶ「（ぁ-ん])"), "若しくは"),
)


def _look(plan: Plan) -> Iterator[Remark]:
    return remark_on_wordings(plan, _WORDINGS)


RULE = Rule(
    code="conjunction-in-kana",
    severity=Severity.INFO,
    ja="「及び」「又は」が仮名である",
    en="“And” and “or” between words are in kana",
    explanation=Explanation(
        what="語と語をつなぐ「および」「ならびに」「または」「もしくは」が、仮名で書かれているところを知らせます。"
        "多ければまとめて一度だけ知らせます。",
        why="「公用文における漢字使用等について」（2010年）は、この四つだけは漢字（及び・"
        "並びに・又は・若しくは）で書くとしています。広報のやわらかい文では仮名でもよいので、"
        "参考として知らせます。",
        wrong="「電話または窓口で、相談および申請を受ける。」",
        right="「電話又は窓口で、相談及び申請を受ける。」",
        what_en="Reports および, ならびに, または, もしくは between words.",
        why_en="The state’s rules of 2010 write just these four conjunctions in kanji; "
        "softer texts for residents may not.",
    ),
    look=_look,
)
