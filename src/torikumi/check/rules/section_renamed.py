"""A section under the name that it had before."""

from collections import defaultdict
from collections.abc import Iterator
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
    for project in plan.projects:
        for section in project.sections:
            if (
                section_key(section.name) in sections.by_former
                and section_key(section.name) not in sections.by_key
            ):
                users[section.name].append(project)
    for name, projects in users.items():
        now = sections.by_former[section_key(name)].name
        yield from remark_on_each_or_all(projects, "sections", partial(_words, name, now))


def _words(name: str, now: str, title_ja: str, title_en: str) -> tuple[str, str]:
    return (
        f"{title_ja}の担当課「{name}」は、いまは「{now}」です。新しい名前に直してください。",
        f"The section “{name}” of {title_en} is called “{now}” now. Write the new name.",
    )


RULE = Rule(
    code="section-renamed",
    severity=Severity.WARNING,
    ja="課が前の名前のままである",
    en="A section stands under its former name",
    explanation=Explanation(
        what="課の名簿（--sections）で旧名とされている名前が担当課に書かれているところを知らせます。"
        "五つより多ければまとめて知らせます。",
        why="組織が変わったあとも前の計画の欄を写すと残ります。調査票が届かず、電話もつながりません。",
        wrong="名簿に「こども家庭課（旧名 児童課）」とあり、担当課が「児童課」",
        right="担当課が「こども家庭課」",
        what_en="Reports sections that the city’s list (--sections) names as former.",
        why_en="Cells copied from the year before keep old names; the review sheet then reaches nobody.",
    ),
    look_up=_look_up,
)
