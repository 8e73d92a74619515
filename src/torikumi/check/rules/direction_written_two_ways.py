"""The same direction printed in different ways."""

from collections import defaultdict
from collections.abc import Iterator
from functools import partial

from torikumi.check.many import remark_on_each_or_all
from torikumi.check.rule import Explanation, Remark, Rule
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan
from torikumi.plan.project import Project


def _look(plan: Plan) -> Iterator[Remark]:
    by_label: defaultdict[str, defaultdict[str, list[Project]]] = defaultdict(lambda: defaultdict(list))
    for project in plan.projects:
        direction = project.direction
        if direction is not None and direction.label:
            by_label[direction.label][direction.printed.strip()].append(project)
    for forms in by_label.values():
        usual = max(forms, key=lambda form: len(forms[form]))
        for form, projects in forms.items():
            if form != usual:
                yield from remark_on_each_or_all(projects, "direction", partial(_words, form, usual))


def _words(form: str, usual: str, title_ja: str, title_en: str) -> tuple[str, str]:
    return (
        f"{title_ja}の方針「{form}」は、ほかでは「{usual}」と書かれています。どちらかにそろえてください。",
        f"The direction “{form}” of {title_en} is “{usual}” elsewhere. Write one form.",
    )


RULE = Rule(
    code="direction-written-two-ways",
    severity=Severity.INFO,
    ja="方針の書き方がそろっていない",
    en="A direction is written in two ways",
    explanation=Explanation(
        what="同じ意味の方針が、違う書き方（全角と半角、記号の有無）で書かれているところを知らせます。"
        "少ないほうの書き方の事業を挙げ、五つより多ければまとめて一度だけ知らせます。",
        why="表計算ソフトで数えると、書き方ごとに別のものとして数えられます。",
        wrong="「B：継続」「B:継続」「継続」が混ざっている",
        right="すべて「B：継続」",
        what_en="Reports the rarer form where one direction is printed in several forms.",
        why_en="A spreadsheet counts each form apart.",
    ),
    look=_look,
)
