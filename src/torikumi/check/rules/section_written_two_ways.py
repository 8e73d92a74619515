"""One section printed in different ways."""

from collections import defaultdict
from collections.abc import Iterator
from functools import partial

from torikumi.check.many import remark_on_each_or_all
from torikumi.check.rule import Explanation, Remark, Rule
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan
from torikumi.plan.project import Project, SectionRef
from torikumi.text.names import section_key


def _look(plan: Plan) -> Iterator[Remark]:
    uses: defaultdict[tuple[str, str], defaultdict[str, list[Project]]] = defaultdict(
        lambda: defaultdict(list)
    )
    owner_of_facility: dict[str, str] = {}
    for project in plan.projects:
        for section in project.sections:
            uses[_key(section)][_form(section)].append(project)
            if section.facility:
                owner_of_facility.setdefault(section_key(section.facility), _form(section))
    for (name, facility), forms in uses.items():
        usual = max(forms, key=lambda form: len(forms[form]))
        owner = None if facility else owner_of_facility.get(name)
        for form, projects in forms.items():
            if form != usual or owner is not None:
                words = partial(_words, form, owner or usual)
                yield from remark_on_each_or_all(projects, "sections", words)


def _words(form: str, usual: str, title_ja: str, title_en: str) -> tuple[str, str]:
    return (
        f"{title_ja}の担当課「{form}」は、ほかでは「{usual}」と書かれています。同じ課なら書き方をそろえてください。",
        f"The section “{form}” of {title_en} is “{usual}” elsewhere. Write one form if they are the same.",
    )


def _key(section: SectionRef) -> tuple[str, str]:
    return section_key(section.name), section_key(section.facility or "")


def _form(section: SectionRef) -> str:
    return (
        section.printed.removesuffix("ほか").removesuffix("他").strip()
        if section.others
        else section.printed.strip()
    )


RULE = Rule(
    code="section-written-two-ways",
    severity=Severity.WARNING,
    ja="同じ課が二通りに書かれている",
    en="A section is written in two ways",
    explanation=Explanation(
        what="同じと見られる課が、違う書き方（全角と半角、空白、かっこ）で書かれているところと、"
        "ある課の施設として書かれた名前が、別の行では課として書かれているところを知らせます。",
        why="課ごとの一覧や調査票が二つに分かれ、どちらかが漏れます。",
        wrong="「生涯学習課（児童館）」「生涯学習課(児童館)」「児童館」",
        right="すべて「生涯学習課（児童館）」",
        what_en="Reports sections that agree but for width, space or brackets, and a facility that stands as a "
        "section elsewhere.",
        why_en="Lists and review sheets by section fall apart into two.",
    ),
    look=_look,
)
