"""The same name for two projects of one section."""

from collections.abc import Iterator

from torikumi.check.rule import Explanation, Remark, Rule, remark_on_project
from torikumi.check.titles import title_of
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan
from torikumi.plan.project import Project
from torikumi.text.names import section_key
from torikumi.text.width import fold_width


def _look(plan: Plan) -> Iterator[Remark]:
    first_with: dict[str, list[Project]] = {}
    for project in plan.projects:
        name = "".join(fold_width(project.name).split())
        if not name:
            continue
        others = first_with.setdefault(name, [])
        first = next((other for other in others if _share_a_section(other, project)), None)
        others.append(project)
        if first is not None:
            yield remark_on_project(
                project,
                "name",
                ja=f"{title_of(project)}は{title_of(first)}と名前も担当課も同じです。"
                "同じ事業なら再掲とし、違う事業なら名前で区別してください。",
                en=f"{title_of(project)} has the name and section of {title_of(first)}."
                " Mark it as shown again (再掲), or tell the two apart by name.",
            )


def _share_a_section(one: Project, other: Project) -> bool:
    if not one.sections or not other.sections:
        return one.sections == other.sections
    return not {section_key(each.name) for each in one.sections}.isdisjoint(
        section_key(each.name) for each in other.sections
    )


RULE = Rule(
    code="name-repeated",
    severity=Severity.WARNING,
    ja="同じ名前の事業がある",
    en="Two projects have the same name",
    explanation=Explanation(
        what="名前が（かっこの中まで）同じで、担当課も重なる事業を知らせます。かっこの中の二つ目の名前が違えば、"
        "別の事業として数えます。",
        why="同じ事業を二つの施策に載せた（再掲）なら、事業数や予算を二度数えます。別の事業なら、"
        "名前だけでは区別できません。",
        wrong="No.5「にぎわい事業」商工課、No.31「にぎわい事業」商工課",
        right="No.5「にぎわい事業（イベント支援）」、No.31「にぎわい事業（観光振興）」",
        what_en="Reports projects with one name, second name included, and a section in common.",
        why_en="A project shown twice is counted twice; two projects with one name cannot be told apart.",
    ),
    look=_look,
)
