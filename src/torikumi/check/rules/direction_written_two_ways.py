"""The same direction printed in different ways."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from torikumi.check.rule import Explanation, Remark, Rule, remark_on_project
from torikumi.check.titles import title_of
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan
from torikumi.plan.project import Project


def _look(plan: Plan) -> Iterator[Remark]:
    by_label: defaultdict[str, list[tuple[str, Project]]] = defaultdict(list)
    for project in plan.projects:
        direction = project.direction
        if direction is not None and direction.label:
            by_label[direction.label].append((direction.printed.strip(), project))
    for uses in by_label.values():
        usual = Counter(printed for printed, _ in uses).most_common(1)[0][0]
        for printed, project in uses:
            if printed != usual:
                yield remark_on_project(
                    project,
                    "direction",
                    ja=f"{title_of(project)}の方針「{printed}」は、ほかでは「{usual}」と書かれています。"
                    "どちらかにそろえてください。",
                    en=f"The direction “{printed}” of {title_of(project)} is “{usual}” elsewhere. Write one form.",
                )


RULE = Rule(
    code="direction-written-two-ways",
    severity=Severity.INFO,
    ja="方針の書き方がそろっていない",
    en="A direction is written in two ways",
    explanation=Explanation(
        what="同じ意味の方針が、違う書き方（全角と半角、記号の有無）で書かれているところを知らせます。"
        "少ないほうの書き方の事業を挙げます。",
        why="表計算ソフトで数えると、書き方ごとに別のものとして数えられます。",
        wrong="「B：継続」「B:継続」「継続」が混ざっている",
        right="すべて「B：継続」",
        what_en="Reports the rarer form where one direction is printed in several forms.",
        why_en="A spreadsheet counts each form apart.",
    ),
    look=_look,
)
