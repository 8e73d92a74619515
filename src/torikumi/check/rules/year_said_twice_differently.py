"""Two names of one year that are different years."""

import re
from collections.abc import Iterator

from torikumi.check.rule import Explanation, Remark, Rule, remark_on_project
from torikumi.check.texts import Text, texts_of
from torikumi.check.titles import title_of
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan
from torikumi.text.era import (
    parse_fiscal_year,
)
from torikumi.text.width import fold_width

_ERA = r"(?:明治|大正|昭和|平成|令和)\s?(?:元|\d{1,2})"
_WEST = r"(?:19|20)\d\d"
_YEAR = r"\s?(?:年度?)?\s?"
_TWICE = re.compile(rf"({_ERA}){_YEAR}\(\s?({_WEST}){_YEAR}\)|({_WEST}){_YEAR}\(\s?({_ERA}){_YEAR}\)")


def _look(plan: Plan) -> Iterator[Remark]:
    for project in plan.projects:
        own = (Text(field="name", ja="事業名", en="name", text=project.name), *texts_of(project))
        for text in own:
            found = _differing(text.text)
            if found is None:
                continue
            yield remark_on_project(
                project,
                text.field,
                ja=f"{title_of(project)}の{text.ja}の「{found}」は、元号と西暦が別の年です。どちらかを直してください。",
                en=f"“{found}” in the {text.en} of {title_of(project)} names two different years. Mend one.",
            )
            break


def _differing(text: str) -> str | None:
    if "(" not in text and "（" not in text:
        return None
    for match in _TWICE.finditer(fold_width(text)):
        era, west = match[1] or match[4], match[2] or match[3]
        year = parse_fiscal_year(era)
        if year is not None and year != int(west):
            return match[0]
    return None


RULE = Rule(
    code="year-said-twice-differently",
    severity=Severity.WARNING,
    ja="元号と西暦が食い違う",
    en="Era and western year disagree",
    explanation=Explanation(
        what="「令和2（2021）年度」のように、同じ年を元号と西暦で書いたところで、二つが別の年であるものを知らせます"
        "。",
        why="どちらが正しいか、読む人には分かりません。年をまたぐ表を写し直すときに起こります。",
        wrong="「令和2（2021）年度に始めた。」",
        right="「令和2（2020）年度に始めた。」",
        what_en="Reports a year written both by era and in the western way, as in 令和2（2021）年度, "
        "where the two differ.",
        why_en="No reader can tell which is right.",
    ),
    look=_look,
)
