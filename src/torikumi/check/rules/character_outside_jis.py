"""A character outside the set that offices are to write in."""

import re
from collections.abc import Iterator
from functools import lru_cache

from torikumi.check.rule import Explanation, Remark, Rule, remark_on_project
from torikumi.check.titles import title_of
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan

# Characters that are another rule's: broken, of one office, controls. White space and invisible marks say nothing.
_PASSED = re.compile(
    "[\ue000-\uf8ff\U000f0000-\U0010fffd\ufffd\u2e80-\u2fdf\x00-\x1f\x7f-\xa0\u2000-\u200f\u2028-\u202f"
    "\u2060-\u206f\u3000\ufeff\ufe00-\ufe0f\U000e0100-\U000e01ef\ud800-\udfff]"
)
# Windows types these for the JIS characters 〜 − ‖ ― ￠ ￡ ￢ and the like; every reader takes one for the other.
_SHOWN = 5
_SAME = "～－∥―￠￡￢￤＇＂・｡-ﾟ"


def _look(plan: Plan) -> Iterator[Remark]:
    for project in plan.projects:
        sections = " ".join(section.printed for section in project.sections)
        for field, text in (
            ("name", project.name),
            ("summary", project.summary or ""),
            ("sections", sections),
        ):
            outside = [character for character in dict.fromkeys(text) if not _is_inside(character)]
            if not outside:
                continue
            shown = "".join(outside[:_SHOWN])
            codes = "、".join(f"U+{ord(character):04X}" for character in outside[:_SHOWN])
            yield remark_on_project(
                project,
                field,
                ja=f"{title_of(project)}に、JIS X 0213にない文字「{shown}」（{codes}）があります。ほかの文字に替えてください。",
                en=f"{title_of(project)} has “{shown}” ({codes}), which JIS X 0213 lacks. Use other characters.",
            )


@lru_cache(maxsize=4096)
def _is_inside(character: str) -> bool:
    if character.isascii() or _PASSED.match(character) or character in _SAME or "｡" <= character <= "ﾟ":
        return True
    try:
        character.encode("euc_jisx0213")
    except UnicodeEncodeError:
        return _is_of_2004(character)
    return True


def _is_of_2004(character: str) -> bool:
    try:
        character.encode("euc_jis_2004")
    except UnicodeEncodeError:
        return False
    return True


RULE = Rule(
    code="character-outside-jis",
    severity=Severity.INFO,
    ja="JIS X 0213にない文字がある",
    en="A character is outside JIS X 0213",
    explanation=Explanation(
        what="名前・概要・担当課の中の、JIS X 0213（約1万1千字）にない文字を知らせます。"
        "「～」「－」のようにWindowsの打つ同じ形の文字、外字や文字化け（character-broken "
        "が見ます）は数えません。",
        why="国の「文字環境導入実践ガイドブック」は、行政で使う文字をJIS X 0213の範囲とするよう勧めています。"
        "絵文字や外国の字は、ほかの仕組みで表示されないことがあります。",
        wrong="「みんなで走ろう🏃」",
        right="「みんなで走ろう」",
        what_en="Reports characters of names, summaries and sections that JIS X 0213 does not have.",
        why_en="The state’s guide on characters recommends that set for public offices; "
        "others may not show elsewhere.",
    ),
    look=_look,
)
