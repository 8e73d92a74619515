"""A heading under which there is nothing."""

from collections.abc import Iterator

from torikumi.check.rule import Explanation, Remark, Rule, remark_on_node
from torikumi.check.titles import title_of_node
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan


def _look(plan: Plan) -> Iterator[Remark]:
    if not plan.projects:
        return
    used = {node for project in plan.projects for node in (project.node, *project.also_under)}
    for node in plan.nodes:
        if node.id in used or plan.children.get(node.id) or node.notes or node.indicators:
            continue
        yield remark_on_node(
            node,
            "printed",
            ja=f"{title_of_node(node)}の下に事業も説明もありません。事業を入れるか、事業がない理由を書いてください。",
            en=f"There is neither project nor note under {title_of_node(node)}. Add one, or say why there is none.",
        )


RULE = Rule(
    code="measure-empty",
    severity=Severity.WARNING,
    ja="施策の下に何もない",
    en="A heading has nothing under it",
    explanation=Explanation(
        what="下に施策も事業も指標もなく、説明（注）もない見出しを知らせます。「具体的な事業は実施していない」"
        "などの説明があれば知らせません。",
        why="行を落としたのか、本当に事業がないのかを、読む人は区別できません。",
        wrong="施策「出会いを支援する」の下に何もない",
        right="施策「出会いを支援する」の下に「県の窓口を案内しており、市の事業はありません。」",
        what_en="Reports headings with neither projects nor notes, indicators or headings below them.",
        why_en="Readers cannot tell a measure without projects from rows that were lost.",
    ),
    look=_look,
)
