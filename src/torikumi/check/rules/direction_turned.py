"""From more to an end within a year, with the same words."""

from collections.abc import Iterator

from torikumi.check.answers import answers_of
from torikumi.check.directions import is_ending, outcomes_of_project
from torikumi.check.lineage import Before
from torikumi.check.rule import Explanation, Remark, Rule, remark_on_project
from torikumi.check.titles import title_of
from torikumi.plan.direction import Outcome
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan
from torikumi.plan.project import Project


def _look_back(_: Plan, before: Before) -> Iterator[Remark]:
    for old, project in before.pairs():
        if old.direction is None or project.direction is None or outcomes_of_project(old) != {Outcome.EXPAND}:
            continue
        if not is_ending(project) or project.merges or not _is_unchanged(old, project):
            continue
        yield remark_on_project(
            project,
            "direction",
            ja=f"{title_of(project)}は前の版の「{old.direction.printed}」から「{project.direction.printed}」に変わりましたが、概要は"
            "そのままで、評価もありません。変わった理由を書いてください。",
            en=f"{title_of(project)} went from “{old.direction.printed}” to “{project.direction.printed}” with the same"
            " summary and no answer. Say why.",
        )


def _is_unchanged(old: Project, project: Project) -> bool:
    same = "".join((old.summary or "").split()) == "".join((project.summary or "").split())
    years = {answer.year for answer in answers_of(project)} - {answer.year for answer in answers_of(old)}
    return same and not years


RULE = Rule(
    code="direction-turned",
    severity=Severity.INFO,
    ja="充実から廃止に変わった理由がない",
    en="From expanded to abolished without a word",
    explanation=Explanation(
        what="前の版（--previous）で充実・拡充だった事業が、概要も変わらず評価もないまま、"
        "廃止・休止・終了になったところを知らせます。",
        why="一年で逆になるのは、入れ間違いか、書くべき理由があるときです。",
        wrong="前の版「A：充実」、この版「D：廃止」、概要は同じ",
        right="この版の概要に「国の制度に移ったため、市の事業は終える。」とある",
        what_en="Reports projects that went from expanded to an end with an unchanged summary "
        "and no new answer.",
        why_en="Such a turn is a slip, or has a reason worth telling.",
    ),
    look_back=_look_back,
)
