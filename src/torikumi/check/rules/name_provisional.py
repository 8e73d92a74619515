"""A name that is still provisional."""

from collections.abc import Iterator

from torikumi.check.rule import Explanation, Remark, Rule, remark_on_project
from torikumi.check.titles import title_of
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan
from torikumi.text.names import is_provisional


def _look(plan: Plan) -> Iterator[Remark]:
    for project in plan.projects:
        if project.provisional or is_provisional(project.name):
            yield remark_on_project(
                project,
                "name",
                ja=f"{title_of(project)}の名前は仮称のままです。決まった名前があれば直してください。",
                en=f"The name of {title_of(project)} is still provisional. Enter the final one if there is one.",
            )


RULE = Rule(
    code="name-provisional",
    severity=Severity.INFO,
    ja="名前が仮称のままである",
    en="A name is still provisional",
    explanation=Explanation(
        what="名前に「（仮称）」が付いている事業を知らせます。",
        why="名前が決まったあとも仮称のまま載り続けることがあります。名前が変わると、"
        "前年度の事業と結び付けにくくなります。",
        wrong="「（仮称）子ども広場」（広場は昨年度に開いた）",
        right="「子ども広場」",
        what_en="Reports projects whose name is marked （仮称）.",
        why_en="The mark tends to stay after the name is settled, and a late change makes the project hard to follow.",
    ),
    look=_look,
)
