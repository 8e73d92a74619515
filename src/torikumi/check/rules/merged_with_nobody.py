"""A merge that names no partner."""

import re
from collections.abc import Iterator

from torikumi.check.directions import (
    outcomes_of_project,
)
from torikumi.check.rule import Explanation, Remark, Rule, remark_on_project
from torikumi.check.texts import texts_of
from torikumi.check.titles import title_of
from torikumi.plan.direction import Outcome
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan

_TOLD = re.compile(r"統合|集約|一本化|一元化|まとめ|合わせ|併せ|引き継|移行|と一体")


def _look(plan: Plan) -> Iterator[Remark]:
    for project in plan.projects:
        direction = project.direction
        if direction is None or outcomes_of_project(project) != {Outcome.MERGE} or project.merges:
            continue
        told = (project.name, *(text.text for text in texts_of(project)), *project.notes)
        if any(_TOLD.search(text) for text in told):
            continue
        yield remark_on_project(
            project,
            "direction",
            ja=f"{title_of(project)}の方針は「{direction.printed}」ですが、どの事業と統合するのかが書かれていません。"
            "相手の番号と名前を概要に書いてください。",
            en=f"{title_of(project)} is “{direction.printed}”, but nothing says with which project. Name the partner in its"
            " summary.",
        )


RULE = Rule(
    code="merged-with-nobody",
    severity=Severity.WARNING,
    ja="統合の相手が書かれていない",
    en="A merge names no partner",
    explanation=Explanation(
        what="方針が統合なのに、名前・概要・評価の文のどこにも統合のことが書かれていない事業を知らせます。",
        why="翌年の表からこの行が消えると、どこへ行ったのかだれにも分かりません。",
        wrong="方針「E：統合」、概要「朝市を開く。」",
        right="方針「E：統合」、概要「朝市を開く。令和7年度からNo.12商店街事業に統合する。」",
        what_en="Reports projects whose direction is a merge, where no text tells of one.",
        why_en="When the row is gone next year, nobody can tell where the work went.",
    ),
    look=_look,
)
