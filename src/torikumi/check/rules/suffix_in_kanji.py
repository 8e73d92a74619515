"""Suffixes and particles that official writing has in kana."""

import re
from collections.abc import Iterator

from torikumi.check.rule import Explanation, Remark, Rule
from torikumi.check.texts import Wording, remark_on_wordings
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan

# Our own list after 「公用文における漢字使用等について」 (2010) and 「公用文作成の考え方」 (文化審議会, 2022).
_WORDINGS = (
    Wording("毎に", re.compile(r"(?<=[一-龠0-9０-９年月日度区校人])毎に"), "ごとに"),
    Wording("迄", re.compile(r"(?<=[一-龠0-9０-９年月日度でに])迄"), "まで"),
    Wording("達", re.compile(r"(?<=[人者徒も供童親員民たど僕私女年])達(?=[がをにはもの、とへ])"), "たち"),
    Wording("程", re.compile(r"(?<=[るたい])程(?=[、で])"), "ほど"),
    Wording("様", re.compile(r"(?<=[るたいの])様(?=[にな])(?!々|子|式|相)"), "よう"),
    Wording("無い", re.compile(r"(?<=[しくず])無い|(?<=が)無い(?=[。、])|(?<=で)無い"), "ない"),
)


def _look(plan: Plan) -> Iterator[Remark]:
    return remark_on_wordings(plan, _WORDINGS)


RULE = Rule(
    code="suffix-in-kanji",
    severity=Severity.INFO,
    ja="接尾語や助詞が漢字である",
    en="A suffix or particle is in kanji",
    explanation=Explanation(
        what="「地区毎に」「三月迄」「子ども達」「できる様に」「少なく無い」のように、"
        "公用文では仮名で書く語が漢字で書かれているところを知らせます。名前は見ません。",
        why="「公用文における漢字使用等について」（2010年）は、接尾語・助詞・助動詞と、"
        "形容詞の「ない」を仮名で書くとしています。",
        wrong="「地区毎に、三月迄に開く。」",
        right="「地区ごとに、三月までに開く。」",
        what_en="Reports suffixes and particles in kanji (毎に, 迄, 達, 様に …) that official "
        "writing has in kana.",
        why_en="The state’s rules of 2010 write them in kana.",
    ),
    look=_look,
)
