"""A section written in another way than on the city’s list."""

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
            listed = sections.by_key.get(section_key(section.name))
            if listed is not None and listed.name != section.name.strip():
                users[section.name].append(project)
    for name, projects in users.items():
        listed_name = sections.by_key[section_key(name)].name
        yield from remark_on_each_or_all(projects, "sections", partial(_words, name, listed_name))


def _words(name: str, listed: str, title_ja: str, title_en: str) -> tuple[str, str]:
    return (
        f"{title_ja}の担当課「{name}」は、名簿では「{listed}」です。名簿の書き方にそろえてください。",
        f"The section “{name}” of {title_en} is “{listed}” on the list. Write it as the list does.",
    )


RULE = Rule(
    code="section-unlike-list",
    severity=Severity.INFO,
    ja="課の書き方が名簿と違う",
    en="A section is written unlike the list",
    explanation=Explanation(
        what="課の名簿（--sections）の課と同じと見られるのに、書き方（全角と半角、空白、"
        "「ヶ」と「ケ」など）が違う担当課を知らせます。",
        why="表計算ソフトや庁内のほかの仕組みでは、別の課として数えられます。",
        wrong="名簿に「まちづくり課」、担当課が「まちづくり　課」",
        right="担当課が「まちづくり課」",
        what_en="Reports sections that agree with the city’s list (--sections) but for "
        "width, space and the like.",
        why_en="Spreadsheets and other systems take them for two sections.",
    ),
    look_up=_look_up,
)
