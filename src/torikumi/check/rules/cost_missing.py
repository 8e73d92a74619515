"""A project without any amount where the others have some."""

from collections.abc import Iterator

from torikumi.check.many import remark_on_each_or_all
from torikumi.check.rule import Explanation, Remark, Rule
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan


def _look(plan: Plan) -> Iterator[Remark]:
    without = [project for project in plan.projects if not project.amounts]
    if len(without) * 5 > len(plan.projects):
        return
    yield from remark_on_each_or_all(without, "amounts", _words)


def _words(title_ja: str, title_en: str) -> tuple[str, str]:
    return (
        f"{title_ja}には事業費がありません。予算のない事業なら0と入れてください。",
        f"{title_en} has no cost. Enter 0 where a project has no budget.",
    )


RULE = Rule(
    code="cost-missing",
    severity=Severity.INFO,
    ja="事業費がない",
    en="A project has no cost",
    explanation=Explanation(
        what="八割以上の事業に金額がある計画で、金額が一つもない事業を知らせます。",
        why="「予算0円の事業」なのか、入れ忘れなのかを、読む人は区別できません。",
        wrong="72事業のうち1事業だけ、事業費の欄が空",
        right="事業費「0千円」",
        what_en="Reports projects without any amount, in plans where at least 80 % have one.",
        why_en="Readers cannot tell a project that costs nothing from a cell that was forgotten.",
    ),
    look=_look,
)
