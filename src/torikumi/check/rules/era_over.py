"""A year of an era that ended before it."""

import re
from collections.abc import Iterator

from torikumi.check.rule import Explanation, Remark, Rule, remark_on_project
from torikumi.check.texts import first_in_texts
from torikumi.check.titles import title_of
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan
from torikumi.text.width import fold_width

_ERA = re.compile(r"(平成)\s?(\d{2})\s?年(度)?")
_LAST_OF_HEISEI = 31
_SINCE = 2019


def _look(plan: Plan) -> Iterator[Remark]:
    # Before the change of era was known, plans rightly looked ahead to 平成32年度.
    if plan.year is None or plan.year <= _SINCE:
        return
    for project in plan.projects:
        found = first_in_texts(project, _beyond)
        if found is None:
            continue
        text, printed = found
        yield remark_on_project(
            project,
            text.field,
            ja=f"{title_of(project)}の{text.ja}に、来なかった年「{printed}」があります。令和の年に直してください。",
            en=f"The {text.en} of {title_of(project)} names {printed}, which never came. Write the year of 令和.",
        )


def _beyond(text: str) -> str | None:
    if "平成" not in text:
        return None
    found = next((each for each in _ERA.finditer(fold_width(text)) if int(each[2]) > _LAST_OF_HEISEI), None)
    return None if found is None else found[0]


RULE = Rule(
    code="era-over",
    severity=Severity.INFO,
    ja="来なかった平成の年がある",
    en="A year of an era that was over",
    explanation=Explanation(
        what="令和2年度よりあとの計画で、「平成32年度」のように来なかった平成の年が文に残っているところを知らせます"
        "。",
        why="改元の前に書かれた文が、そのまま写されています。内容も古いままかもしれません。",
        wrong="令和5年度の計画に「平成33年度までに整備する。」",
        right="「令和3年度に整備した。」",
        what_en="Reports years such as 平成32年度 in plans of fiscal 2020 and later.",
        why_en="The text was written before the era changed, and may be as old in what it says.",
    ),
    look=_look,
)
