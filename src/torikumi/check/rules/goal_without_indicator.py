"""A goal without an indicator where the others have one."""

from collections import defaultdict
from collections.abc import Iterator

from torikumi.check.rule import Explanation, Remark, Rule, remark_on_node
from torikumi.check.titles import title_of_node
from torikumi.plan.finding import Severity
from torikumi.plan.model import Node, Plan


def _look(plan: Plan) -> Iterator[Remark]:
    by_level: defaultdict[int, list[Node]] = defaultdict(list)
    for node in plan.nodes:
        by_level[node.level].append(node)
    for nodes in by_level.values():
        without = [node for node in nodes if not node.indicators]
        # Where few headings of a level have indicators, the plan measures elsewhere.
        if len(without) * 5 > len(nodes):
            continue
        for node in without:
            yield remark_on_node(
                node,
                "indicators",
                ja=f"{title_of_node(node)}には指標がありません。同じ段のほかの見出しには指標があります。"
                "抜けていないか確かめてください。",
                en=f"{title_of_node(node)} has no indicator; the other headings of its level have one. Was it lost?",
            )


RULE = Rule(
    code="goal-without-indicator",
    severity=Severity.INFO,
    ja="指標のない目標・施策がある",
    en="A goal or measure has no indicator",
    explanation=Explanation(
        what="同じ段の見出し（基本目標、施策など）の八割以上に指標があるのに、指標のない見出しを知らせます。",
        why="国の総合戦略の手引きは、基本目標に数値目標を、施策にKPIを求めています。"
        "一つだけないのは、読み落としか入れ忘れです。",
        wrong="基本目標1・2・4に数値目標があり、基本目標3にない",
        right="基本目標3にも数値目標がある",
        what_en="Reports headings without an indicator on a level where at least four in five have one.",
        why_en="The state asks for a number for each goal and measure; a single gap is "
        "a row that was lost or forgotten.",
    ),
    look=_look,
)
