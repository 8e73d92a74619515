"""A project that no section is responsible for."""

from collections.abc import Iterator

from torikumi.check.rule import Explanation, Remark, Rule, remark_on_project
from torikumi.check.titles import title_of
from torikumi.check.usage import projects_without, section_text
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan


def _look(plan: Plan) -> Iterator[Remark]:
    for project in projects_without(plan, section_text):
        yield remark_on_project(
            project,
            "sections",
            ja=f"{title_of(project)}の担当課がありません。この事業に答える課を入れてください。",
            en=f"{title_of(project)} has no responsible section. Enter the section that answers for it.",
        )


RULE = Rule(
    code="section-missing",
    severity=Severity.ERROR,
    ja="担当課がない",
    en="A project has no responsible section",
    explanation=Explanation(
        what="担当課の欄が空の事業を知らせます。担当課の欄がない計画では知らせません。",
        why="年度評価の調査票は担当課へ送ります。担当課のない事業には、だれも答えません。",
        wrong="No.8「子ども向け講座」、担当課「」",
        right="No.8「子ども向け講座」、担当課「商工課」",
        what_en="Reports projects without a responsible section, in plans that name sections.",
        why_en="Review sheets go to the section; nobody answers for a project that has none.",
    ),
    look=_look,
)
