"""A project without a summary in a plan that has summaries."""

from collections.abc import Iterator

from torikumi.check.rule import Explanation, Remark, Rule, remark_on_project
from torikumi.check.titles import title_of
from torikumi.check.usage import projects_without
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan


def _look(plan: Plan) -> Iterator[Remark]:
    for project in projects_without(plan, lambda each: each.summary):
        yield remark_on_project(
            project,
            "summary",
            ja=f"{title_of(project)}の事業概要がありません。何をする事業か、一文でも入れてください。",
            en=f"{title_of(project)} has no summary. Say in a sentence what it does.",
        )


RULE = Rule(
    code="summary-missing",
    severity=Severity.WARNING,
    ja="事業概要がない",
    en="A project has no summary",
    explanation=Explanation(
        what="事業概要の欄が空の事業を知らせます。概要の欄がない計画では知らせません。",
        why="名前だけでは、住民にもほかの市町村の職員にも、何をする事業か分かりません。検索にも掛かりません。",
        wrong="No.3「空き家バンク」、事業概要「」",
        right="No.3「空き家バンク」、事業概要「空き家の情報を市のホームページに載せ、使いたい人に紹介する。」",
        what_en="Reports projects without a summary, in plans that have summaries.",
        why_en="A name alone does not tell residents, or other cities, what the project does.",
    ),
    look=_look,
)
