"""A text that looks ahead to a year that is over."""

import re
from collections.abc import Iterator

from torikumi.check.rule import Explanation, Remark, Rule, remark_on_project
from torikumi.check.sentences import sentences_of
from torikumi.check.texts import texts_of
from torikumi.check.titles import shorten, title_of
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan
from torikumi.text.era import find_calendar_years, find_fiscal_years, format_fiscal_year
from torikumi.text.width import fold_width

_YEAR = r"(?:(?:平成|令和)\s?(?:元|\d{1,2})|20\d\d)\s?年度末?"
_AHEAD = re.compile(
    _YEAR
    + r"(に|まで|までに|から|より|中に|には)(?!.*年度)[^、。]{0,25}(予定|見込み)(である|です|としている|だ)?$"
)
_HISTORY = re.compile(r"以前|以降|当時|当初|していた")


def _look(plan: Plan) -> Iterator[Remark]:
    if plan.year is None:
        return
    for project in plan.projects:
        for text in texts_of(project):
            # What an answer of an earlier year looked ahead to is history, and rightly there.
            if text.field != "summary" or ("予定" not in text.text and "見込" not in text.text):
                continue
            sentence = _old_outlook(text.text, plan.year)
            if sentence is None:
                continue
            yield remark_on_project(
                project,
                "summary",
                ja=f"{title_of(project)}の概要の「{shorten(sentence)}」は、{format_fiscal_year(plan.year)}にはもう過ぎた年度の"
                "予定です。どうなったかに書き換えてください。",
                en=f"The summary of {title_of(project)} looks ahead to a year that is over in {plan.year}:"
                f" “{shorten(sentence)}”. Say what became of it.",
            )
            break


def _old_outlook(text: str, year: int) -> str | None:
    for sentence in sentences_of(text):
        folded = fold_width(sentence)
        years = (*find_fiscal_years(folded), *find_calendar_years(folded))
        if years and max(years) < year and _AHEAD.search(folded) and not _HISTORY.search(folded):
            return sentence
    return None


RULE = Rule(
    code="outlook-past",
    severity=Severity.INFO,
    ja="過ぎた年度の予定が残っている",
    en="An outlook on a year that is over",
    explanation=Explanation(
        what="計画の年度が分かっているとき、それより前の年度だけを挙げ、「○年度に…予定である」で終わる概要の文を"
        "知らせます。",
        why="前の年の文をそのまま写したときに残ります。できたのか、できなかったのかが分かりません。",
        wrong="令和6年度の計画に「令和4年度に基本設計を行う予定である。」",
        right="「令和4年度に基本設計を行い、令和5年度に着工した。」",
        what_en="Reports sentences of summaries that end in a plan (予定) for years before "
        "the edition’s own.",
        why_en="The text was left from the year before; nobody learns what became of it.",
    ),
    look=_look,
)
