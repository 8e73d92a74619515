"""Auxiliary verbs that official writing has in kana."""

import re
from collections.abc import Iterator

from torikumi.check.rule import Explanation, Remark, Rule
from torikumi.check.texts import Wording, remark_on_wordings
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan

# Our own list after 「公用文における漢字使用等について」 (2010) and 「公用文作成の考え方」 (文化審議会, 2022).
_WORDINGS = (
    Wording("下さい", re.compile(r"(?<=[てで])下さい|(?<=[おご])[一-龠ぁ-ん]{1,4}下さい"), "ください"),
    Wording("頂", re.compile(r"(?<=[てで])頂[くきけい]"), "いただく"),
    Wording("戴", re.compile(r"(?<=[てで])戴[くきけい]"), "いただく"),
    Wording("出来", re.compile(r"出来(?=[るまなたてず]|れば|そう)"), "できる"),
    Wording("て行く", re.compile(r"(?<![しいっせ])て行く(?=[。、こも])"), "ていく"),
    Wording("て来", re.compile(r"(?<!よっ)て来(た(?![るす])|て|ます)"), "てくる"),
    Wording("居", re.compile(r"(?<=[てで])居[るりま]"), "ている"),
    Wording("見る", re.compile(r"(?<=[てで])見る(?=[。、と])"), "てみる"),
    Wording("欲しい", re.compile(r"(?<=[てで])欲しい"), "てほしい"),
    Wording("置く", re.compile(r"(?<=[てで])置く(?=[。、])"), "ておく"),
    Wording("かも知れ", re.compile(r"かも知れ"), "かもしれない"),
)


def _look(plan: Plan) -> Iterator[Remark]:
    return remark_on_wordings(plan, _WORDINGS)


RULE = Rule(
    code="auxiliary-in-kanji",
    severity=Severity.INFO,
    ja="補助動詞が漢字である",
    en="An auxiliary verb is in kanji",
    explanation=Explanation(
        what="「～て下さい」「～て頂く」「出来る」「～て行く」「かも知れない」のように、"
        "公用文では仮名で書く言い方が漢字で書かれているところを知らせます。名前は見ません。",
        why="「公用文における漢字使用等について」（2010年）と「公用文作成の考え方」（文化審議会、"
        "2022年）は、これらを仮名で書くとしています。書き方をそろえると検索も楽になります。",
        wrong="「気軽に相談して下さい。だれでも利用出来る。」",
        right="「気軽に相談してください。だれでも利用できる。」",
        what_en="Reports auxiliary verbs in kanji (下さい, 頂く, 出来る …) that official "
        "writing has in kana.",
        why_en="The state’s rules of 2010 and its guide of 2022 write them in kana.",
    ),
    look=_look,
)
