"""Work that was handed over, and nothing says to whom."""

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

_GIVEN = frozenset((Outcome.TRANSFER, Outcome.REPLACE))
_TOLD = re.compile(
    r"移管|移譲|引き継|引継|譲渡|委託|民営|移行|後継|代わ|替わ|新規|新たな|新しい|指定管理|協会|法人|団体|組合|国|県|都|府|広域"
    r"|社協|協議会|会社"
)


def _look(plan: Plan) -> Iterator[Remark]:
    for project in plan.projects:
        outcomes, direction = outcomes_of_project(project), project.direction
        if direction is None or not outcomes or not outcomes <= _GIVEN or project.merges:
            continue
        if any(_TOLD.search(text.text) for text in texts_of(project)):
            continue
        yield remark_on_project(
            project,
            "direction",
            ja=f"{title_of(project)}の方針は「{direction.printed}」ですが、だれが、または何が引き継ぐのかが書かれていません。"
            "引き継ぎ先を概要に書いてください。",
            en=f"{title_of(project)} is “{direction.printed}”, but nothing says who or what takes over. Name it in the summary.",
        )


RULE = Rule(
    code="succeeded-by-nobody",
    severity=Severity.INFO,
    ja="引き継ぎ先が書かれていない",
    en="Nothing says who takes over",
    explanation=Explanation(
        what="方針が移管・民営化・廃止→新規などなのに、引き継ぐ相手や新しい事業が、"
        "概要にも評価の文にも書かれていない事業を知らせます。",
        why="住民は、これからどこに頼めばよいのか分かりません。",
        wrong="方針「民間へ移譲」、概要「温水プールを運営する。」",
        right="概要「温水プールを運営する。令和7年度から地元のスポーツ協会に移管する。」",
        what_en="Reports projects that are to be handed over or replaced, where no text "
        "says to whom or by what.",
        why_en="Residents do not learn whom to turn to.",
    ),
    look=_look,
)
