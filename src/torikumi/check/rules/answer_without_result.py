"""An answer that was handed in without a word of what was done."""

from collections import defaultdict
from collections.abc import Iterator

from torikumi.check.answers import latest_answers
from torikumi.check.rule import Explanation, Remark, Rule, remark_on_project
from torikumi.check.titles import title_of
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan
from torikumi.plan.project import Project, Review
from torikumi.text.era import format_fiscal_year


def _look(plan: Plan) -> Iterator[Remark]:
    answers = [(project, answer) for project in plan.projects for answer in latest_answers(plan, project)]
    by_rater: defaultdict[str, list[tuple[Project, Review]]] = defaultdict(list)
    for project, answer in answers:
        by_rater[answer.rater].append((project, answer))
    for own in by_rater.values():
        without = [(project, answer) for project, answer in own if not (answer.result or "").strip()]
        # A rater whose form has no such cell lacks nothing.
        if len(without) * 2 > len(own):
            continue
        for project, answer in without:
            yield remark_on_project(
                project,
                "reviews",
                ja=f"{title_of(project)}の{format_fiscal_year(answer.year)}の評価（{answer.rater}）に、成果が書かれていません。"
                "行ったことを一文でも書いてください。",
                en=f"The answer of {title_of(project)} for {answer.year} ({answer.rater}) tells no result. Say in a sentence what"
                " was done.",
            )


RULE = Rule(
    code="answer-without-result",
    severity=Severity.INFO,
    ja="成果のない評価がある",
    en="An answer tells no result",
    explanation=Explanation(
        what="同じ評価者のほかの評価の半分以上に成果が書かれているのに、成果が空のまま出された評価を知らせます。",
        why="評価の欄だけを埋めて出すと、なぜその評価なのか分かりません。",
        wrong="進捗「計画どおり」、評価「○」、成果（空）",
        right="成果「講座を12回開き、150人が参加した。」",
        what_en="Reports answers handed in without a result, where at least half of that "
        "rater’s answers have one.",
        why_en="A mark without a word of what was done cannot be followed.",
    ),
    look=_look,
)
