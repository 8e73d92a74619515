"""A printed total that is not what one counts."""

from collections.abc import Iterator

from torikumi.check.rule import Explanation, Remark, Rule
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan, PrintedTotal
from torikumi.plan.project import Project
from torikumi.text.width import fold_width

# A total of these counts something else than projects.
_OTHER_THINGS = ("施策", "目標", "指標", "KPI", "円", "人", "課")


def _look(plan: Plan) -> Iterator[Remark]:
    for total in plan.totals:
        label = fold_width(total.label)
        if "事業" not in label and any(word in label for word in _OTHER_THINGS):
            continue
        once, shown = _count(plan, total, label)
        if total.count in (once, shown):
            continue
        yield Remark(
            ja=f"「{total.label}」は{total.count}と印刷されていますが、数えると{once}です。"
            "抜けた行がないか確かめてください。",
            en=f"“{total.label}” is printed as {total.count}, but {once} are counted. Look for lost rows.",
            subject=total.node,
            field="totals",
            place=total.place,
        )


def _count(plan: Plan, total: PrintedTotal, label: str) -> tuple[int, int]:
    """Count the projects of a total: each once, and with those shown again (再掲)."""
    below = _nodes_below(plan, total.node)
    direction = _label_in(plan, label)
    projects = [project for project in plan.projects if direction is None or _has(project, direction)]
    if below is None:
        return len(projects), sum(1 + len(project.also_under) for project in projects)
    once = sum(1 for project in projects if project.node in below)
    return once, once + sum(1 for project in projects for node in project.also_under if node in below)


def _nodes_below(plan: Plan, top: str | None) -> frozenset[str] | None:
    if top is None:
        return None
    below, waiting = {top}, [top]
    while waiting:
        fresh = [node.id for node in plan.children.get(waiting.pop(), ()) if node.id not in below]
        below.update(fresh)
        waiting.extend(fresh)
    return frozenset(below)


def _label_in(plan: Plan, label: str) -> str | None:
    steps = plan.scale.labels if plan.scale is not None else ()
    return next((step.label for step in steps if step.label and fold_width(step.label) in label), None)


def _has(project: Project, direction: str) -> bool:
    return project.direction is not None and project.direction.label == direction


RULE = Rule(
    code="totals-unequal",
    severity=Severity.ERROR,
    ja="合計が合わない",
    en="A printed total does not agree",
    explanation=Explanation(
        what="文書に印刷された合計（合計 72事業、B：継続 54 など）と、数えた事業数が違うところを知らせます。"
        "再掲を含めた数でも含めない数でも、合えば知らせません。",
        why="表を写すときに行を落としたか、印刷された合計が古いままです。どちらでも、公表したあとに必ず尋ねられます。",
        wrong="「合計 72事業」とあるが、71事業しかない",
        right="「合計 72事業」で、72事業ある",
        what_en="Reports a printed total that differs from the number counted, with and without projects shown again.",
        why_en="Either a row was lost in copying, or the printed total is old.",
    ),
    look=_look,
)
