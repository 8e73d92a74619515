"""A project whose direction is not filled in."""

from collections.abc import Iterator

from torikumi.check.rule import Explanation, Remark, Rule, remark_on_project
from torikumi.check.titles import title_of
from torikumi.check.usage import direction_text, projects_without
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan


def _look(plan: Plan) -> Iterator[Remark]:
    for project in projects_without(plan, direction_text):
        yield remark_on_project(
            project,
            "direction",
            ja=f"{title_of(project)}の今後の方針がありません。担当課に確かめて入れてください。",
            en=f"{title_of(project)} has no direction. Ask the responsible section and enter it.",
        )


RULE = Rule(
    code="direction-missing",
    severity=Severity.ERROR,
    ja="今後の方針がない",
    en="A project has no direction",
    explanation=Explanation(
        what="今後の方針（充実・継続・縮小・廃止など）の欄が空の事業を知らせます。方針の欄がない計画や、"
        "全部の欄がまだ空の計画では知らせません。",
        why="方針は、この表を見る人がいちばん知りたいことです。一つでも欠けると、"
        "方針ごとの事業数の合計が合わなくなります。",
        wrong="No.1 方針「B：継続」、No.2 方針「」、No.3 方針「A：充実」",
        right="No.1 方針「B：継続」、No.2 方針「B：継続」、No.3 方針「A：充実」",
        what_en="Reports projects without a direction, in plans that use directions.",
        why_en="The direction is what readers look for first, and one gap breaks the totals by direction.",
    ),
    look=_look,
)
