"""Two projects with the same number."""

from collections.abc import Iterator

from torikumi.check.numbering import number_of, numbered_runs
from torikumi.check.rule import Explanation, Remark, Rule, remark_on_project
from torikumi.check.titles import title_of
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan
from torikumi.plan.project import Project
from torikumi.text.width import fold_width


def _look(plan: Plan) -> Iterator[Remark]:
    for run in numbered_runs(plan):
        first_with: dict[str, Project] = {}
        for project in run:
            first = first_with.setdefault(number_of(project), project)
            # The same number and name is one project printed twice (再掲); another rule speaks of it.
            if first is not project and fold_width(first.name) != fold_width(project.name):
                yield remark_on_project(
                    project,
                    "number",
                    ja=f"{title_of(project)}の番号は{title_of(first)}と同じです。どちらかの番号を直してください。",
                    en=f"{title_of(project)} has the same number as {title_of(first)}. Change one of them.",
                )


RULE = Rule(
    code="number-repeated",
    severity=Severity.ERROR,
    ja="番号が重なっている",
    en="Two projects have the same number",
    explanation=Explanation(
        what="違う事業に同じ番号が付いているところを知らせます。目標や施策ごとに番号が1から始まる計画では、"
        "その中だけで比べます。同じ番号で同じ名前のもの（再掲）は数えません。",
        why="番号で呼んだときに、どちらの事業か分からなくなります。一覧やCSVを番号で突き合わせると、"
        "別の事業の値が入ります。",
        wrong="No.12「相談事業」、No.12「講座事業」",
        right="No.12「相談事業」、No.13「講座事業」",
        what_en="Reports different projects with one number; where numbers begin anew under headings, only within them.",
        why_en="A number that two projects share joins the wrong rows of two tables.",
    ),
    look=_look,
)
