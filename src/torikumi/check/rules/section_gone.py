"""A section that is no more."""

from collections import defaultdict
from collections.abc import Iterator
from functools import partial

from torikumi.check.many import remark_on_each_or_all
from torikumi.check.rule import Explanation, Remark, Rule
from torikumi.check.section_list import ListedSection, SectionList
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan
from torikumi.plan.project import Project
from torikumi.text.era import format_fiscal_year
from torikumi.text.names import section_key


def _look_up(plan: Plan, sections: SectionList) -> Iterator[Remark]:
    users: defaultdict[str, list[Project]] = defaultdict(list)
    for project in plan.projects:
        for section in project.sections:
            listed = sections.by_key.get(section_key(section.name))
            # An edition of a year in which the section still was is right to name it.
            if listed is None or listed.gone is None or (plan.year is not None and plan.year < listed.gone):
                continue
            users[section.name].append(project)
    for name, projects in users.items():
        yield from remark_on_each_or_all(
            projects, "sections", partial(_words, sections.by_key[section_key(name)])
        )


def _words(listed: ListedSection, title_ja: str, title_en: str) -> tuple[str, str]:
    year = listed.gone or 0
    heir = f"引き継いだ「{listed.heir}」に" if listed.heir else "いまの担当課に"
    heir_en = f"“{listed.heir}”, which took over" if listed.heir else "the section that answers now"
    return (
        f"{title_ja}の担当課「{listed.name}」は、{format_fiscal_year(year)}からありません。{heir}直してください。",
        f"The section “{listed.name}” of {title_en} is no more since {year}. Write {heir_en}.",
    )


RULE = Rule(
    code="section-gone",
    severity=Severity.WARNING,
    ja="なくなった課が担当になっている",
    en="A section is no more",
    explanation=Explanation(
        what="課の名簿（--sections）で廃止とされている課が、その年度からあとの計画で担当課になっているところを知ら"
        "せます。",
        why="統合や廃止でなくなった課の事業には、だれも答えません。",
        wrong="名簿に「広報課、廃止 令和6年度、引き継ぎ先 秘書広報課」とあり、令和6年度の計画の担当課が「広報課」",
        right="担当課が「秘書広報課」",
        what_en="Reports sections that the city’s list (--sections) says are gone by the edition’s year.",
        why_en="Nobody answers for a project whose section is no more.",
    ),
    look_up=_look_up,
)
