"""Said to be late, while every target of the year was met."""

import re
from collections.abc import Iterator

from torikumi.check.answers import latest_answers
from torikumi.check.goodness import good_of, is_reached, number_in
from torikumi.check.rule import Explanation, Remark, Rule, remark_on_project
from torikumi.check.titles import title_of
from torikumi.plan.finding import Severity
from torikumi.plan.indicator import Good, Indicator
from torikumi.plan.model import Plan
from torikumi.text.era import (
    format_fiscal_year,
)

_BAD_WORDS = re.compile(r"(遅れ|やや遅れ|大幅に?遅れ|未達成?|達成困難|×|✕)(ている|ています|である)?")


def _look(plan: Plan) -> Iterator[Remark]:
    for project in plan.projects:
        for answer in latest_answers(plan, project):
            words = [word.strip() for word in (answer.progress, answer.evaluation) if word]
            mark = next((word for word in words if _BAD_WORDS.fullmatch(word)), None)
            met = [_met(indicator, answer.year) for indicator in project.indicators]
            if mark is None or not met or not all(met) or (answer.reason or "").strip():
                continue
            yield remark_on_project(
                project,
                "reviews",
                ja=f"{title_of(project)}の{format_fiscal_year(answer.year)}の評価は「{mark}」ですが、指標はどれもその年度の目標に"
                "達しています。評価を改めるか、課題にそう評価した理由を書いてください。",
                en=f"The answer of {title_of(project)} for {answer.year} says “{mark}”, while every indicator met its target of"
                " that year. Change the mark, or say why.",
            )


def _met(indicator: Indicator, year: int) -> bool:
    target = next((number_in(each) for each in indicator.targets if each.year == year), None)
    actual = next((number_in(each) for each in indicator.actuals if each.year == year), None)
    good = good_of(indicator)
    if target is None or actual is None or good not in (Good.UP, Good.DOWN):
        return False
    return is_reached(actual, target, good)


RULE = Rule(
    code="blamed-though-met",
    severity=Severity.INFO,
    ja="目標に達したのに遅れとある",
    en="Said to be late, though its targets were met",
    explanation=Explanation(
        what="進捗や評価が「遅れ」「未達成」などなのに、すべての指標がその年度の目標に達していて、"
        "課題も書かれていない事業を知らせます。",
        why="数字に表れない遅れなら、それを書いておかないと伝わりません。選び間違いのこともあります。",
        wrong="進捗「遅れ」、参加者数の目標500人に対し実績560人、課題（空）",
        right="進捗「遅れ」、課題「会場の改修が終わっていない。」",
        what_en="Reports answers that say late or missed without a reason, where every "
        "indicator of the year met its target.",
        why_en="If the delay is not in the numbers, it must be told; or the mark was a slip.",
    ),
    look=_look,
)
