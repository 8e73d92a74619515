"""The same summary for two projects."""

from collections.abc import Iterator
from itertools import takewhile

from torikumi.check.rule import Explanation, Remark, Rule, remark_on_project
from torikumi.check.titles import title_of
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan
from torikumi.plan.project import Project
from torikumi.text.names import project_key
from torikumi.text.width import fold_width

# Shorter ones (「同上」「補助金の交付」) are said of many projects, and rightly.
_SHORTEST = 20
_RELATED = 7


def _look(plan: Plan) -> Iterator[Remark]:
    first_with: dict[str, Project] = {}
    for project in plan.projects:
        summary = "".join(fold_width(project.summary or "").split())
        if len(summary) < _SHORTEST:
            continue
        first = first_with.setdefault(summary, project)
        if first is not project and not _are_related(first, project):
            yield remark_on_project(
                project,
                "summary",
                ja=f"{title_of(project)}の概要は{title_of(first)}と一字一句同じです。写し間違いでないか確かめてください。",
                en=f"{title_of(project)} has the very summary of {title_of(first)}. Check that it was not pasted by "
                "mistake.",
            )


def _are_related(one: Project, other: Project) -> bool:
    # 「退職金事業（雇用勘定）」 and 「退職金事業（労災勘定）」, 「港湾技術研究所運営費」 and 「港湾技術研究所施設整備費」:
    # parts of one thing, which share how their names begin or end.
    first, second = (project_key(project.name).partition("(")[0] for project in (one, other))
    if first == second:
        return True
    return max(_shared_start(first, second), _shared_start(first[::-1], second[::-1])) >= _RELATED


def _shared_start(one: str, other: str) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


RULE = Rule(
    code="summary-repeated",
    severity=Severity.INFO,
    ja="概要がほかの事業と同じである",
    en="Two projects have the same summary",
    explanation=Explanation(
        what="名前の違う二つの事業の概要が、まったく同じ文であるところを知らせます。名前の初めか終わりの七字以上が同じ事業（一つの事業を分けたもの）と、20字に満たない概要は数えません。",
        why="前の行を写して書き換え忘れたときに起こります。",
        wrong="No.30「健康教育事業」とNo.31「健康相談事業」の概要が、どちらも「乳幼児と保護者を対象に、"
        "育児の教室を開く。」",
        right="No.31「健康相談事業」の概要が「乳幼児と保護者を対象に、相談と訪問を行う。」",
        what_en="Reports two projects of unlike names with the very same summary of 20 characters or more.",
        why_en="It comes of a row that was copied and not rewritten.",
    ),
    look=_look,
)
