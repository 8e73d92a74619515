"""A project without a number in a plan that numbers its projects."""

from collections.abc import Iterator

from torikumi.check.rule import Explanation, Remark, Rule, remark_on_project
from torikumi.check.titles import title_of
from torikumi.check.usage import projects_without
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan


def _look(plan: Plan) -> Iterator[Remark]:
    for project in projects_without(plan, lambda each: each.number):
        yield remark_on_project(
            project,
            "number",
            ja=f"{title_of(project)}に番号がありません。ほかの事業と同じように番号を付けてください。",
            en=f"{title_of(project)} has no number. Number it like the others.",
        )


RULE = Rule(
    code="number-missing",
    severity=Severity.WARNING,
    ja="番号がない",
    en="A project has no number",
    explanation=Explanation(
        what="ほかの事業には番号があるのに、番号のない事業を知らせます。番号を付けない計画では知らせません。",
        why="会議や問い合わせでは事業を番号で呼びます。番号のない行は、"
        "前の行の続きを別の事業と読み違えたときにも現れます。",
        wrong="No.1「相談事業」、（番号なし）「講座事業」、No.3「広報事業」",
        right="No.1「相談事業」、No.2「講座事業」、No.3「広報事業」",
        what_en="Reports projects without a number, in plans that number theirs.",
        why_en="People call projects by number; a row without one may also be the rest of the row before.",
    ),
    look=_look,
)
