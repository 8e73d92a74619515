"""Formal nouns that official writing has in kana."""

import re
from collections.abc import Iterator

from torikumi.check.rule import Explanation, Remark, Rule
from torikumi.check.texts import Wording, remark_on_wordings
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan

# Our own list after 「公用文における漢字使用等について」 (2010) and 「公用文作成の考え方」 (文化審議会, 2022).
_WORDINGS = (
    Wording("事", re.compile(r"(?<=[るたいうくすむぬつぶぐ])事(?=[がをにはもで、。とか])"), "こと"),
    Wording("為", re.compile(r"(?<=[のるたいうくす])為(?=[にのでは、。]|[一-龠ァ-ヶ])(?!替|政)"), "ため"),
    Wording("時", re.compile(r"(?<=[るたい])時(?=[はにもの、])(?!の?間|期|点|代|給)"), "とき"),
    Wording("所", re.compile(r"(?<=[るたい])所(?=[がだであは、。])(?!在|管|属|要|得|定|有)"), "ところ"),
    Wording("物", re.compile(r"(?<=[るた])物(?=[がをでと、。])(?!件|産|品|流|資)"), "もの"),
    Wording("訳", re.compile(r"(?<=[るたいう])訳(?=[でがに])"), "わけ"),
    Wording("通り", re.compile(r"(?<=[るたいの])通り(?=[、。にだで])"), "とおり"),
)


def _look(plan: Plan) -> Iterator[Remark]:
    return remark_on_wordings(plan, _WORDINGS)


RULE = Rule(
    code="formal-noun-in-kanji",
    severity=Severity.INFO,
    ja="形式名詞が漢字である",
    en="A formal noun is in kanji",
    explanation=Explanation(
        what="「する事」「その為」「行う時」「述べた通り」のように、公用文では仮名で書く形式名詞が漢字で書かれてい"
        "るところを知らせます。名前は見ません。",
        why="「公用文における漢字使用等について」（2010年）は、こと・ため・とき・ところ・"
        "もの・わけ・とおりを、実質の意味が薄いときに仮名で書くとしています。",
        wrong="「利用者を増やす事で、その為の費用を減らす。」",
        right="「利用者を増やすことで、そのための費用を減らす。」",
        what_en="Reports formal nouns in kanji (事, 為, 時 …) that official writing has in kana.",
        why_en="The state’s rules of 2010 write them in kana where they carry no meaning of their own.",
    ),
    look=_look,
)
