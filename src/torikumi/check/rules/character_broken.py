"""A character that others cannot show or search."""

import re
from collections.abc import Iterator

from torikumi.check.rule import Explanation, Remark, Rule, remark_on_project
from torikumi.check.titles import title_of
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan

# Private use (外字), the mark of a failed conversion, radicals that look like ideographs, control characters.
_BROKEN = re.compile(
    "[\ue000-\uf8ff\U000f0000-\U0010fffd\ufffd\u2e80-\u2fdf\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]"
)


def _look(plan: Plan) -> Iterator[Remark]:
    for project in plan.projects:
        sections = " ".join(section.printed for section in project.sections)
        for field, word, text in (
            ("name", "事業名", project.name),
            ("summary", "概要", project.summary or ""),
            ("sections", "担当課", sections),
        ):
            broken = _BROKEN.search(text)
            if broken is None:
                continue
            code = f"U+{ord(broken.group()):04X}"
            yield remark_on_project(
                project,
                field,
                ja=f"{title_of(project)}の{word}に、外字や文字化けなど使えない文字（{code}）があります。"
                "ふつうの文字に直してください。",
                en=f"The {field} of {title_of(project)} has a character that others cannot read ({code}). Replace it.",
            )


RULE = Rule(
    code="character-broken",
    severity=Severity.WARNING,
    ja="外字や文字化けがある",
    en="A character cannot be read elsewhere",
    explanation=Explanation(
        what="事業名・概要・担当課の中の、外字（私用領域の文字）、変換に失敗した印（�）、漢字に似た部首の記号、"
        "制御文字を知らせます。",
        why="外字はその庁内でしか表示されません。部首の記号は見た目が漢字と同じでも検索に掛からず、"
        "読み上げも正しくされません。",
        wrong="「⼦育て支援」（一字目が漢字の「子」ではなく部首の記号）",
        right="「子育て支援」",
        what_en="Reports characters of private use, the mark of a failed conversion, radicals in place of ideographs,"
        " control characters.",
        why_en="They show only on the machine that has them, or cannot be searched and read aloud.",
    ),
    look=_look,
)
