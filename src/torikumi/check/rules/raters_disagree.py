"""Two raters of one year who want different things."""

from collections.abc import Iterator

from torikumi.check.answers import latest_answers
from torikumi.check.rule import Explanation, Remark, Rule, remark_on_project
from torikumi.check.titles import title_of
from torikumi.plan.direction import Outcome
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan


def _look(plan: Plan) -> Iterator[Remark]:
    for project in plan.projects:
        wanted: dict[str, tuple[str, frozenset[Outcome]]] = {}
        for answer in latest_answers(plan, project):
            outcomes = (
                frozenset(answer.direction.outcomes) - {Outcome.UNKNOWN} if answer.direction else frozenset()
            )
            if answer.direction is not None and outcomes:
                wanted[answer.rater] = answer.direction.printed, outcomes
        # Outcomes in common (休止・廃止 and 廃止) may be one wish.
        pairs = [(one, other) for one in wanted for other in wanted if one < other]
        apart = next(((a, b) for a, b in pairs if wanted[a][1].isdisjoint(wanted[b][1])), None)
        if apart is None or (project.direction is not None and project.direction.printed):
            continue
        one, other = apart
        yield remark_on_project(
            project,
            "reviews",
            ja=f"{title_of(project)}の方針は、{one}が「{wanted[one][0]}」、{other}が「{wanted[other][0]}」で、"
            "市としての方針が決まっていません。決めて、方針の欄に入れてください。",
            en=f"{one} wants “{wanted[one][0]}” for {title_of(project)}, {other} wants “{wanted[other][0]}”, and the plan says"
            " neither. Decide, and enter the direction.",
        )


RULE = Rule(
    code="raters-disagree",
    severity=Severity.INFO,
    ja="評価者の方針が分かれたままである",
    en="The raters want different things",
    explanation=Explanation(
        what="同じ年度の二つの評価（担当課と企画課など）の方針が違い、計画の方針の欄が空のままである事業を知らせま"
        "す。",
        why="どちらを採るかを決めないまま公表すると、市の方針が二つあることになります。",
        wrong="担当課「B：継続」、企画課「C：縮小」、計画の方針（空）",
        right="計画の方針「C：縮小」",
        what_en="Reports projects whose raters of one year give different directions, while "
        "the plan itself has none.",
        why_en="Published like this, the city wants two things at once.",
    ),
    look=_look,
)
