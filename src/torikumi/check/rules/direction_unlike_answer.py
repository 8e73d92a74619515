"""A direction that no answer of the year gave."""

from collections.abc import Iterator

from torikumi.check.answers import latest_answers
from torikumi.check.directions import outcomes_of_project
from torikumi.check.rule import Explanation, Remark, Rule, remark_on_project
from torikumi.check.titles import title_of
from torikumi.plan.direction import Outcome
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan
from torikumi.plan.project import ReviewState
from torikumi.text.era import format_fiscal_year


def _look(plan: Plan) -> Iterator[Remark]:
    for project in plan.projects:
        own, direction = outcomes_of_project(project), project.direction
        if direction is None or not own:
            continue
        answers = [
            answer
            for answer in latest_answers(plan, project)
            if answer.state is ReviewState.APPROVED
            and answer.direction is not None
            and answer.direction.outcomes
        ]
        given = {
            outcome
            for answer in answers
            if answer.direction is not None
            for outcome in answer.direction.outcomes
        }
        if not given or given & own or Outcome.UNKNOWN in given:
            continue
        printed = "」「".join(
            dict.fromkeys(answer.direction.printed for answer in answers if answer.direction is not None)
        )
        yield remark_on_project(
            project,
            "direction",
            ja=f"{title_of(project)}の方針は「{direction.printed}」ですが、{format_fiscal_year(answers[0].year)}に確定した評価では"
            f"「{printed}」です。どちらが正しいか確かめてください。",
            en=f"{title_of(project)} is “{direction.printed}”, but the approved answers for {answers[0].year} say “{printed}”."
            " Check which is right.",
        )


RULE = Rule(
    code="direction-unlike-answer",
    severity=Severity.WARNING,
    ja="方針が確定した評価と違う",
    en="A direction is none of the approved answers",
    explanation=Explanation(
        what="計画の方針が、その年度の確定した評価のどの方針とも違う事業を知らせます。",
        why="表を手で直して評価のほうを直さなかったか、評価のあとで変わったのに記録がありません。",
        wrong="確定した評価「B：継続」、計画の方針「D：廃止」",
        right="どちらも「D：廃止」",
        what_en="Reports a direction that none of the approved answers of the year gave.",
        why_en="One was changed by hand and the other was not.",
    ),
    look=_look,
)
