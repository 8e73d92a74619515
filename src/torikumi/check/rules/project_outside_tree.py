"""A project that stands below no heading."""

from collections.abc import Iterator

from torikumi.check.many import remark_on_each_or_all
from torikumi.check.rule import Explanation, Remark, Rule
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan


def _look(plan: Plan) -> Iterator[Remark]:
    outside = [project for project in plan.projects if project.node is None]
    if not plan.nodes or len(outside) * 4 > len(plan.projects):
        return
    yield from remark_on_each_or_all(outside, "node", _words)


def _words(title_ja: str, title_en: str) -> tuple[str, str]:
    return (
        f"{title_ja}は、どの目標・施策の下にもありません。入る施策を決めてください。",
        f"{title_en} stands below no goal or measure. Say which it belongs to.",
    )


RULE = Rule(
    code="project-outside-tree",
    severity=Severity.WARNING,
    ja="どの施策にも入らない事業がある",
    en="A project stands below no heading",
    explanation=Explanation(
        what="体系（目標・施策）のある計画で、どの見出しの下にもない事業を知らせます。"
        "四分の一より多ければ、体系のない一覧とみなして知らせません。",
        why="施策ごとの一覧や集計から漏れます。どの目標のための事業か、住民にも分かりません。",
        wrong="72事業のうち1事業だけ、施策の欄が空",
        right="すべての事業が、どれかの施策の下にある",
        what_en="Reports projects below no heading, in plans where three quarters or more have one.",
        why_en="They fall out of every list and total by measure.",
    ),
    look=_look,
)
