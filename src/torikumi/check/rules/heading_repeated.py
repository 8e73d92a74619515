"""The same heading twice below one heading."""

from collections.abc import Iterator

from torikumi.check.rule import Explanation, Remark, Rule, remark_on_node
from torikumi.check.titles import title_of_node
from torikumi.plan.finding import Severity
from torikumi.plan.model import Node, Plan
from torikumi.text.width import search_key


def _look(plan: Plan) -> Iterator[Remark]:
    for nodes in plan.children.values():
        first_with: dict[str, Node] = {}
        for node in nodes:
            key = search_key(node.printed or node.name)
            if key and first_with.setdefault(key, node) is not node:
                yield remark_on_node(
                    node,
                    "printed",
                    ja=f"同じ見出し{title_of_node(node)}が、同じ段に二度あります。一つにまとめるか、"
                    "違うものなら言葉で区別してください。",
                    en=f"The heading {title_of_node(node)} stands twice on one level. Join the two, or tell them apart.",
                )


RULE = Rule(
    code="heading-repeated",
    severity=Severity.WARNING,
    ja="同じ見出しが二度ある",
    en="A heading stands twice",
    explanation=Explanation(
        what="同じ親の下に、同じ言葉の見出し（全角と半角、空白の違いは同じとみなします）が二つあるところを知らせま"
        "す。",
        why="ページの変わり目で見出しを打ち直したときや、読み違えたときに起こります。"
        "施策ごとの集計が二つに分かれます。",
        wrong="施策「子育てを支える」が、基本目標2の下に二つあり、それぞれに事業がある",
        right="施策「子育てを支える」が一つで、その下にすべての事業がある",
        what_en="Reports two headings of the same words below one heading.",
        why_en="Totals by measure fall apart into two; it comes of a heading typed again after a page break.",
    ),
    look=_look,
)
