"""A section that is not on the city’s list."""

from collections import defaultdict
from collections.abc import Iterator
from difflib import get_close_matches
from functools import partial

from torikumi.check.many import remark_on_each_or_all
from torikumi.check.rule import Explanation, Remark, Rule
from torikumi.check.section_list import SectionList
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan
from torikumi.plan.project import Project
from torikumi.text.names import section_key


def _look_up(plan: Plan, sections: SectionList) -> Iterator[Remark]:
    users: defaultdict[str, list[Project]] = defaultdict(list)
    known = {*sections.by_key, *sections.by_former}
    for project in plan.projects:
        for section in project.sections:
            if section.name.strip() and section_key(section.name) not in known:
                users[section.name].append(project)
    for name, projects in users.items():
        near = get_close_matches(section_key(name), sections.by_key, n=1, cutoff=0.6)
        likely = sections.by_key[near[0]].name if near else None
        yield from remark_on_each_or_all(projects, "sections", partial(_words, name, likely))


def _words(name: str, likely: str | None, title_ja: str, title_en: str) -> tuple[str, str]:
    hint = f"「{likely}」のことですか。" if likely else ""
    hint_en = f" Is it “{likely}”?" if likely else ""
    return (
        f"{title_ja}の担当課「{name}」は、課の名簿にありません。{hint}担当課か名簿を直してください。",
        f"The section “{name}” of {title_en} is not on the list of sections.{hint_en} Mend one of the two.",
    )


RULE = Rule(
    code="section-unlisted",
    severity=Severity.INFO,
    ja="名簿にない課がある",
    en="A section is not on the list",
    explanation=Explanation(
        what="課の名簿（--sections）に、いまの名前としても旧名としてもない担当課を知らせます。"
        "似た名前があれば添えます。",
        why="打ち間違いか、名簿の古さです。名簿にない課には調査票を送れません。",
        wrong="名簿に「生涯学習課」とあり、担当課が「生涯学修課」",
        right="担当課が「生涯学習課」",
        what_en="Reports sections that the city’s list (--sections) knows neither by name "
        "nor by former name.",
        why_en="A slip of the pen, or an old list; no sheet can be sent to a section that is not there.",
    ),
    look_up=_look_up,
)
