"""A project that no section is responsible for."""

from collections.abc import Iterator

from torikumi.check.many import remark_on_each_or_all
from torikumi.check.rule import Explanation, Remark, Rule
from torikumi.check.usage import projects_without, section_text
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan


def _look(plan: Plan) -> Iterator[Remark]:
    return remark_on_each_or_all(tuple(projects_without(plan, section_text)), "sections", _words)


def _words(title_ja: str, title_en: str) -> tuple[str, str]:
    return (
        f"{title_ja}の担当課がありません。この事業に答える課を入れてください。",
        f"{title_en} has no responsible section. Enter the section that answers for it.",
    )


RULE = Rule(
    code="section-missing",
    severity=Severity.ERROR,
    ja="担当課がない",
    en="A project has no responsible section",
    explanation=Explanation(
        what="担当課の欄が空の事業を知らせます。担当課の欄がない計画では知らせません。"
        "五つより多ければまとめて知らせます。",
        why="年度評価の調査票は担当課へ送ります。担当課のない事業には、だれも答えません。",
        wrong="No.8「子ども向け講座」、担当課「」",
        right="No.8「子ども向け講座」、担当課「商工課」",
        what_en="Reports projects without a responsible section, in plans that name sections.",
        why_en="Review sheets go to the section; nobody answers for a project that has none.",
    ),
    look=_look,
)
