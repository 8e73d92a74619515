"""A number of a heading that is left out."""

import re
from collections.abc import Iterator
from itertools import pairwise

from torikumi.check.rule import Explanation, Remark, Rule, remark_on_node
from torikumi.check.titles import title_of_node
from torikumi.plan.finding import Severity
from torikumi.plan.model import Node, Plan
from torikumi.text.width import fold_width

_NUMBER = re.compile(r"(\d{1,2})(?:[-.．－ー](\d{1,2}))?")


def _look(plan: Plan) -> Iterator[Remark]:
    for nodes in plan.children.values():
        numbers = [number for node in nodes if (number := _number(node)) is not None]
        # Headings with and without numbers, or with other numbers than 1, 2, 3, are counted in another way.
        if len(numbers) < len(nodes) or len(nodes) < 3 or len(set(numbers)) < len(numbers):
            continue
        ordered = sorted(zip(numbers, nodes, strict=True), key=lambda pair: pair[0])
        gaps = [(one, other, node) for (one, _), (other, node) in pairwise(ordered) if other - one > 1]
        if len(gaps) != 1 or gaps[0][1] - gaps[0][0] != 2:
            continue
        missing, after = gaps[0][0] + 1, gaps[0][2]
        yield remark_on_node(
            after,
            "number",
            ja=f"見出し{title_of_node(after)}の前に、{missing}番の見出しがありません。抜けていないか確かめてください。",
            en=f"There is no heading numbered {missing} before {title_of_node(after)}. Look for a lost one.",
        )


def _number(node: Node) -> int | None:
    found = _NUMBER.fullmatch(fold_width(node.number or "").strip().rstrip(".)"))
    return None if found is None else int(found[2] or found[1])


RULE = Rule(
    code="heading-number-skipped",
    severity=Severity.WARNING,
    ja="見出しの番号が一つ飛んでいる",
    en="A number of a heading is left out",
    explanation=Explanation(
        what="同じ親の下の三つ以上の見出しに番号が付いていて、途中の番号が一つだけ抜けているところを知らせます。",
        why="見出しの一つを、その下の事業ごと落としたときに起こります。",
        wrong="「1 働く」「2 育てる」「4 つなぐ」",
        right="「1 働く」「2 育てる」「3 住む」「4 つなぐ」",
        what_en="Reports a single number missing among the numbered headings below one heading.",
        why_en="A heading was lost, and often all projects below it.",
    ),
    look=_look,
)
