"""A project called abolished whose text tells of a merge."""

from collections.abc import Iterator

from torikumi.check.directions import is_ending
from torikumi.check.rule import Explanation, Remark, Rule, remark_on_project
from torikumi.check.titles import shorten, title_of
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan


def _look(plan: Plan) -> Iterator[Remark]:
    for project in plan.projects:
        if not project.merges or project.direction is None or not is_ending(project):
            continue
        partner = shorten(project.merges[0].partner)
        printed = project.direction.printed
        yield remark_on_project(
            project,
            "direction",
            ja=f"{title_of(project)}の方針は「{printed}」ですが、「{partner}」との統合が書かれています。"
            "やめるのか、まとめて続けるのかを確かめ、続けるなら統合と分かるようにしてください。",
            en=f"{title_of(project)} is “{printed}”, yet its text tells of a merge with “{partner}”."
            " Say whether it ends or lives on in the other.",
        )


RULE = Rule(
    code="abolished-because-merged",
    severity=Severity.INFO,
    ja="廃止とあるが、統合の話がある",
    en="Called abolished, but merged",
    explanation=Explanation(
        what="方針が廃止・休止・終了なのに、名前や概要に統合（…を統合、…と統合して実施）が書かれている事業を知らせます。",
        why="統合は中身が続くので、廃止とは違います。区分に「統合」がない計画では廃止に数えられがちで、"
        "やめた事業の数が実際より多く見えます。",
        wrong="「商店街支援事業（朝市事業を統合）」、方針「D：廃止」",
        right="方針「B：継続」、または区分に「統合」を設けてその区分にする",
        what_en="Reports projects with an ending direction whose name or summary tells of a merge.",
        why_en="A merged project lives on; counting it as abolished makes the plan look more cut than it is.",
    ),
    look=_look,
)
