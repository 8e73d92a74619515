"""A project without a name."""

from collections.abc import Iterator

from torikumi.check.rule import Explanation, Remark, Rule, remark_on_project
from torikumi.check.titles import title_of
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan


def _look(plan: Plan) -> Iterator[Remark]:
    for project in plan.projects:
        if not project.name.strip():
            yield remark_on_project(
                project,
                "name",
                ja=f"{title_of(project)}の事業名が空です。事業名を入れるか、事業でない行なら消してください。",
                en=f"{title_of(project)} has no name. Enter one, or remove the row if it is not a project.",
            )


RULE = Rule(
    code="name-missing",
    severity=Severity.ERROR,
    ja="事業名がない",
    en="A project has no name",
    explanation=Explanation(
        what="事業名が空の行を知らせます。",
        why="名前のない事業は、公表しても探せず、前年度の事業とも結び付けられません。"
        "結合されたセルや途中で切れた行を、事業と読み違えたときにも起こります。",
        wrong="No.5、事業名「」、事業概要「相談窓口を設ける。」",
        right="No.5、事業名「相談窓口事業」、事業概要「相談窓口を設ける。」",
        what_en="Reports rows whose project name is empty.",
        why_en="Nobody can find a project without a name or join it to last year's; it also tells of a row read wrongly.",
    ),
    look=_look,
)
