"""A target that became easier than in the edition before."""

from collections.abc import Iterator

from torikumi.check.goodness import good_of, is_reached, number_in
from torikumi.check.lineage import Before
from torikumi.check.measured import same_indicators
from torikumi.check.rule import Explanation, Remark, Rule, remark_on_project
from torikumi.check.titles import shorten, title_of
from torikumi.plan.finding import Severity
from torikumi.plan.indicator import Good
from torikumi.plan.model import Plan
from torikumi.text.width import search_key


def _look_back(_: Plan, before: Before) -> Iterator[Remark]:
    for old, project in before.pairs():
        for was, now in same_indicators(old, project):
            first, second, good = number_in(was.final_target), number_in(now.final_target), good_of(now)
            if first is None or second is None or first == second or good not in (Good.UP, Good.DOWN):
                continue
            years = [target.year for target in (was.final_target, now.final_target) if target is not None]
            same_unit = search_key(was.unit or "") == search_key(now.unit or "")
            if None in years or years[0] != years[1] or not same_unit or not is_reached(first, second, good):
                continue
            yield remark_on_project(
                project,
                "indicators",
                ja=f"{title_of(project)}の指標「{shorten(now.name)}」の最終目標が、前の版の{first:,f}から{second:,f}に、達しやすく変わっています。"
                "改めた理由を書いてください。",
                en=f"The final target of “{shorten(now.name)}” of {title_of(project)} was {first:,f} and is {second:,f}, which is"
                " easier. Say why it was revised.",
            )


RULE = Rule(
    code="target-lowered",
    severity=Severity.INFO,
    ja="目標が前の版より易しくなった",
    en="A target was lowered",
    explanation=Explanation(
        what="前の版（--previous）と同じ年度の最終目標が、良くなる向きから見て易しくなった指標を知らせます。"
        "年度のない目標は比べません。",
        why="目標を下げれば達成率は上がります。理由が書かれていなければ、そう受け取られます。",
        wrong="前の版の最終目標（令和9年度）500人が、この版では400人",
        right="400人（前の版の500人を、会場の閉館により改めた）",
        what_en="Reports a final target for the same year that became easier than in the edition before.",
        why_en="A lower target makes a better rate; without a reason it is taken for that.",
    ),
    look_back=_look_back,
)
