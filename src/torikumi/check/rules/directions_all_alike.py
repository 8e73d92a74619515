"""A plan in which every project has the same direction."""

from collections.abc import Iterator

from torikumi.check.rule import Explanation, Remark, Rule
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan

_FEWEST = 20


def _look(plan: Plan) -> Iterator[Remark]:
    printed = [project.direction for project in plan.projects if project.direction is not None]
    labels = {direction.label for direction in printed}
    if len(printed) < _FEWEST or len(labels) != 1 or None in labels:
        return
    label = labels.pop()
    yield Remark(
        ja=f"{len(printed)}事業の方針が、すべて「{label}」です。一つずつ見直した結果か確かめてください。",
        en=f"All {len(printed)} projects have the direction “{label}”. Check that each was looked at.",
        field="direction",
    )


RULE = Rule(
    code="directions-all-alike",
    severity=Severity.INFO,
    ja="すべての事業の方針が同じである",
    en="Every project has the same direction",
    explanation=Explanation(
        what="方針のある事業が20以上あり、そのすべてが同じ方針である計画を、一度だけ知らせます。",
        why="一つずつ評価した計画では、まず起こりません。前の年の欄をそのまま写したか、"
        "方針の列の読み違えです。",
        wrong="50事業のすべてが「B：継続」",
        right="「B：継続」が46、「A：充実」が3、「D：廃止」が1",
        what_en="Reports, once, a plan of 20 projects or more that all have one direction.",
        why_en="A review that looked at each project hardly ends so; the column may have been copied down.",
    ),
    look=_look,
)
