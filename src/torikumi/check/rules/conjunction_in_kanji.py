"""Conjunctions and adverbs that official writing has in kana."""

import re
from collections.abc import Iterator

from torikumi.check.rule import Explanation, Remark, Rule
from torikumi.check.texts import Wording, remark_on_wordings
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan

# Our own list after 「公用文における漢字使用等について」 (2010) and 「公用文作成の考え方」 (文化審議会, 2022).
_WORDINGS = (
    Wording("又", re.compile(r"(?:(?<=[。、\n])|^)又(?!は)(?=[、一-龠])"), "また"),
    Wording("但し", re.compile(r"但し"), "ただし"),
    Wording("尚", re.compile(r"(?:(?<=[。、\n])|^)尚(?=[、一-龠])"), "なお"),
    Wording("従って", re.compile(r"(?:(?<=[。\n])|^)従って"), "したがって"),
    Wording("且つ", re.compile(r"且つ"), "かつ"),
    Wording("即ち", re.compile(r"即ち"), "すなわち"),
    Wording("何れ", re.compile(r"何れ"), "いずれ"),
    Wording("予め", re.compile(r"予め"), "あらかじめ"),
    Wording("殆ど", re.compile(r"殆ど"), "ほとんど"),
    Wording("是非", re.compile(r"是非(?=[、とご])(?!を)"), "ぜひ"),
    Wording("概ね", re.compile(r"概ね"), "おおむね"),
    Wording("益々", re.compile(r"益々"), "ますます"),
)


def _look(plan: Plan) -> Iterator[Remark]:
    return remark_on_wordings(plan, _WORDINGS)


RULE = Rule(
    code="conjunction-in-kanji",
    severity=Severity.INFO,
    ja="接続詞や副詞が漢字である",
    en="A conjunction or adverb is in kanji",
    explanation=Explanation(
        what="「又、」「但し」「尚、」「且つ」「予め」「概ね」のように、公用文では仮名で書く接続詞・"
        "副詞が漢字で書かれているところを知らせます。",
        why="「公用文における漢字使用等について」（2010年）は、及び・並びに・又は・"
        "若しくは のほかの接続詞を仮名で書くとしています。常用漢字表にない読みの副詞も仮名で書きます。",
        wrong="「又、予め申し込んだ人を優先する。」",
        right="「また、あらかじめ申し込んだ人を優先する。」",
        what_en="Reports conjunctions and adverbs in kanji (又, 但し, 予め …) that official "
        "writing has in kana.",
        why_en="The state’s rules of 2010 write all but four conjunctions in kana.",
    ),
    look=_look,
)
