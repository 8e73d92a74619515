"""A heading that stands more than one level below its parent."""

from collections.abc import Iterator

from torikumi.check.rule import Explanation, Remark, Rule, remark_on_node
from torikumi.check.titles import title_of_node
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan


def _look(plan: Plan) -> Iterator[Remark]:
    for node in plan.nodes:
        parent = plan.node_by_id.get(node.parent) if node.parent is not None else None
        expected = 0 if parent is None else parent.level + 1
        if node.level <= expected:
            continue
        level = plan.levels[expected] if expected < len(plan.levels) else f"第{expected + 1}階層の見出し"
        level_en = (
            plan.levels[expected] if expected < len(plan.levels) else f"heading of level {expected + 1}"
        )
        yield remark_on_node(
            node,
            "level",
            ja=f"{title_of_node(node)}の上に「{level}」がありません。どの見出しの下に入るか確かめてください。",
            en=f"There is no “{level_en}” above {title_of_node(node)}. Check which heading it belongs to.",
        )


RULE = Rule(
    code="level-skipped",
    severity=Severity.WARNING,
    ja="見出しの段が抜けている",
    en="A level of headings is left out",
    explanation=Explanation(
        what="目標・施策などの見出しの段が、途中で一つ抜けているところを知らせます。",
        why="施策ごとの集計で、どの目標にも入らない事業ができます。見出しを読み落としたときにも起こります。",
        wrong="基本目標「1 働く」の下に、基本施策がなく、いきなり具体的施策「求人を増やす」がある",
        right="基本目標「1 働く」、基本施策「しごとを創る」、具体的施策「求人を増やす」",
        what_en="Reports headings that stand more than one level below the heading above them.",
        why_en="Projects then fall out of the totals by goal; a heading may also have been missed in reading.",
    ),
    look=_look,
)
