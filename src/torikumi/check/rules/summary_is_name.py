"""A summary that says no more than the name."""

import re
from collections.abc import Iterator

from torikumi.check.rule import Explanation, Remark, Rule, remark_on_project
from torikumi.check.titles import title_of
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan
from torikumi.text.names import project_key

_TAIL = re.compile(
    r"(事業)?(を|の)?(行う|行います|実施する|実施します|実施|推進する|推進|です|である)?[。．.]?$"
)

_MOST_MORE = 15


def _look(plan: Plan) -> Iterator[Remark]:
    for project in plan.projects:
        # A summary that says more is longer than the name by more than 「事業を実施します。」.
        if not project.summary or len(project.summary) > len(project.name) + _MOST_MORE:
            continue
        summary, name = _plain(project.summary), _plain(project.name)
        if not summary or not name or summary != name:
            continue
        yield remark_on_project(
            project,
            "summary",
            ja=f"{title_of(project)}の概要は、名前を繰り返すだけです。だれに何をするかを書いてください。",
            en=f"The summary of {title_of(project)} only repeats its name. Say what is done, and for whom.",
        )


def _plain(text: str) -> str:
    return _TAIL.sub("", project_key(text))


RULE = Rule(
    code="summary-is-name",
    severity=Severity.WARNING,
    ja="概要が名前の繰り返しである",
    en="A summary repeats the name",
    explanation=Explanation(
        what="概要が、名前と同じか、名前に「を実施する。」などを付けただけの事業を知らせます。",
        why="欄は埋まっていますが、何をする事業か分かりません。検索にも掛かりません。",
        wrong="「子育て相談事業」、概要「子育て相談事業を実施する。」",
        right="概要「乳幼児の親からの相談を、保健師が電話と窓口で受ける。」",
        what_en="Reports summaries that are the name, with no more than 「…を実施する。」 added.",
        why_en="The cell is filled, and still nobody learns what the project does.",
    ),
    look=_look,
)
