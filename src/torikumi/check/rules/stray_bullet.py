"""A list mark in the middle of running text."""

import re
from collections.abc import Iterator

from torikumi.check.rule import Explanation, Remark, Rule, remark_on_project
from torikumi.check.titles import shorten, title_of
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan

_AFTER_SENTENCE = re.compile(r"[。][ 　]*[・･][^\n]{0,10}")
_LIST = re.compile(r"^[\s　]*[・･●○◯■□◆◇▪•]", re.MULTILINE)


def _look(plan: Plan) -> Iterator[Remark]:
    for project in plan.projects:
        summary = project.summary or ""
        found = _AFTER_SENTENCE.search(summary)
        if found is None or _LIST.search(summary):
            continue
        around = shorten(found.group())
        yield remark_on_project(
            project,
            "summary",
            ja=f"{title_of(project)}の概要に、文の途中の「{around}…」があります。"
            "箇条書きの改行が落ちたのなら、改行を戻してください。",
            en=f"The summary of {title_of(project)} has “{around}…” in running text."
            " If a line break of a list was lost, put it back.",
        )


RULE = Rule(
    code="stray-bullet",
    severity=Severity.INFO,
    ja="文の途中に箇条書きの「・」がある",
    en="A list mark stands in running text",
    explanation=Explanation(
        what="箇条書きではない概要の中で、句点のすぐ後に「・」が来るところを知らせます。",
        why="箇条書きの改行が落ちて文がつながったか、一つ目の「・」を消し忘れたものです。"
        "どこからが別の項目か分からなくなります。",
        wrong="「チラシを作る。・窓口で配る。」",
        right="「チラシを作り、窓口で配る。」",
        what_en="Reports a ・ right after a full stop in a summary that is not a list.",
        why_en="A line break of a list was lost, or a mark was left behind.",
    ),
    look=_look,
)
