"""A project that went into another, and yet goes on by itself."""

from collections.abc import Iterator

from torikumi.check.directions import is_going_on
from torikumi.check.rule import Explanation, Remark, Rule, remark_on_project
from torikumi.check.titles import shorten, title_of
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan
from torikumi.plan.project import MergeKind


def _look(plan: Plan) -> Iterator[Remark]:
    for project in plan.projects:
        gone_into = [merge for merge in project.merges if merge.kind is MergeKind.INTO]
        if not gone_into or project.direction is None or not is_going_on(project):
            continue
        partner = shorten(gone_into[0].partner)
        printed = project.direction.printed
        yield remark_on_project(
            project,
            "direction",
            ja=f"{title_of(project)}は「{partner}」に統合と書かれていますが、方針は「{printed}」です。"
            "統合されたなら、この行の方針を直してください。",
            en=f"{title_of(project)} is said to be merged into “{partner}”, yet its direction is “{printed}”."
            " Mend the direction if it was merged.",
        )


RULE = Rule(
    code="merged-but-kept",
    severity=Severity.WARNING,
    ja="統合されたのに続けるとある",
    en="Merged into another, but kept",
    explanation=Explanation(
        what="「…に統合」と書かれた事業の方針が、充実・継続・改善のままになっているところを知らせます。"
        "相手を引き受けた側（…を統合）は数えません。",
        why="統合された事業と統合した事業が両方とも続くと、同じ仕事を二度数えます。",
        wrong="「朝市事業」概要「商店街支援事業に統合。」、方針「B：継続」",
        right="「朝市事業」概要「商店街支援事業に統合。」、方針「統合」または「D：廃止」",
        what_en="Reports projects said to be merged into another that are still continued or expanded.",
        why_en="If both sides of a merge go on, the same work is counted twice.",
    ),
    look=_look,
)
