"""One section printed in different ways."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from torikumi.check.rule import Explanation, Remark, Rule, remark_on_project
from torikumi.check.titles import title_of
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan
from torikumi.plan.project import Project, SectionRef
from torikumi.text.names import section_key


def _look(plan: Plan) -> Iterator[Remark]:
    uses: defaultdict[tuple[str, str], list[tuple[str, Project]]] = defaultdict(list)
    owner_of_facility: dict[str, str] = {}
    for project in plan.projects:
        for section in project.sections:
            uses[_key(section)].append((_form(section), project))
            if section.facility:
                owner_of_facility.setdefault(section_key(section.facility), _form(section))
    for (name, facility), forms in uses.items():
        usual = Counter(form for form, _ in forms).most_common(1)[0][0]
        for form, project in forms:
            if form != usual:
                yield _remark(project, form, usual)
        if not facility and name in owner_of_facility:
            for form, project in forms:
                yield _remark(project, form, owner_of_facility[name])


def _remark(project: Project, form: str, usual: str) -> Remark:
    return remark_on_project(
        project,
        "sections",
        ja=f"{title_of(project)}の担当課「{form}」は、ほかでは「{usual}」と書かれています。"
        "同じ課なら書き方をそろえてください。",
        en=f"The section “{form}” of {title_of(project)} is “{usual}” elsewhere. Write one form if they are the same.",
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
