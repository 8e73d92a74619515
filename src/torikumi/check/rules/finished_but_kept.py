"""Finished by its own answer, and yet to go on."""

import re
from collections.abc import Iterator

from torikumi.check.answers import latest_answers
from torikumi.check.directions import (
    GOING_ON,
)
from torikumi.check.rule import Explanation, Remark, Rule, remark_on_project
from torikumi.check.titles import title_of
from torikumi.plan.direction import Outcome
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan
from torikumi.text.era import (
    format_fiscal_year,
)

_FINISHED = re.compile(r"(完了|終了|完成|中止|廃止)(した|しました|済み?)?。?")


def _look(plan: Plan) -> Iterator[Remark]:
    for project in plan.projects:
        for answer in latest_answers(plan, project):
            direction = answer.direction or project.direction
            if direction is None or not _FINISHED.fullmatch((answer.progress or "").strip()):
                continue
            outcomes = frozenset(direction.outcomes) - {Outcome.UNKNOWN}
            if not outcomes or not outcomes <= GOING_ON:
                continue
            yield remark_on_project(
                project,
                "reviews",
                ja=f"{title_of(project)}の{format_fiscal_year(answer.year)}の評価は、進捗が「{answer.progress}」なのに方針が"
                f"「{direction.printed}」です。どちらかを直してください。",
                en=f"The answer of {title_of(project)} for {answer.year} has the progress “{answer.progress}” and the direction"
                f" “{direction.printed}”. Mend one.",
            )


RULE = Rule(
    code="finished-but-kept",
    severity=Severity.WARNING,
    ja="完了したのに継続とある",
    en="Finished, and yet kept",
    explanation=Explanation(
        what="その年度の評価の進捗が「完了」「終了」「中止」なのに、方針が充実・継続・"
        "改善である事業を知らせます。",
        why="同じ紙の上の二つの答えが食い違っています。どちらかの選び間違いです。",
        wrong="進捗「完了」、方針「B：継続」",
        right="進捗「完了」、方針「G：完了」",
        what_en="Reports answers whose progress says finished, while the direction is to go on.",
        why_en="Two answers on one sheet contradict each other.",
    ),
    look=_look,
)
