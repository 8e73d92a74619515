"""Katakana of half width in running text."""

import re
from collections.abc import Callable, Iterator
from functools import partial

from torikumi.check.many import remark_on_quotes
from torikumi.check.rule import Explanation, Remark, Rule
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan
from torikumi.plan.project import Project

_HALF = re.compile("[\uff66-\uff9f]{2,}")


def _look(plan: Plan) -> Iterator[Remark]:
    for field, word, word_en, text_of in _FIELDS:
        found = [
            (project, match.group()) for project in plan.projects if (match := _HALF.search(text_of(project)))
        ]
        yield from remark_on_quotes(found, field, partial(_words, word, word_en))


def _words(word: str, word_en: str, printed: str, title_ja: str, title_en: str) -> tuple[str, str]:
    return (
        f"{title_ja}の{word}に半角のカタカナ「{printed}」があります。全角にしてください。",
        f"The {word_en} of {title_en} has half-width katakana “{printed}”. Write it in full width.",
    )


_FIELDS: tuple[tuple[str, str, str, Callable[[Project], str]], ...] = (
    ("name", "事業名", "name", lambda project: project.name),
    ("summary", "概要", "summary", lambda project: project.summary or ""),
    ("sections", "担当課", "section", lambda project: " ".join(each.printed for each in project.sections)),
)


RULE = Rule(
    code="kana-half-width",
    severity=Severity.INFO,
    ja="半角のカタカナがある",
    en="Katakana of half width",
    explanation=Explanation(
        what="名前・概要・担当課の中の、二字以上続く半角のカタカナを知らせます。",
        why="検索や並べ替えで別の言葉として扱われます。国の機械判読の決まりも、機種に依る文字として避けるよう求め"
        "ています。",
        wrong="「ﾎﾞﾗﾝﾃｨｱの講座」",
        right="「ボランティアの講座」",
        what_en="Reports two or more half-width katakana in a row in names, summaries and sections.",
        why_en="Searching and sorting take them for other words.",
    ),
    look=_look,
)
