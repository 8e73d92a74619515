"""Kept year after year with no indicator that moves."""

from collections.abc import Iterator

from torikumi.check.answers import answers_of
from torikumi.check.directions import outcomes_of_project
from torikumi.check.goodness import good_of, is_reached, number_in
from torikumi.check.rule import Explanation, Remark, Rule, remark_on_project
from torikumi.check.titles import title_of
from torikumi.plan.direction import Outcome
from torikumi.plan.finding import Severity
from torikumi.plan.indicator import Good, Indicator
from torikumi.plan.model import Plan

_YEARS = 3


def _look(plan: Plan) -> Iterator[Remark]:
    for project in plan.projects:
        if outcomes_of_project(project) != {Outcome.KEEP}:
            continue
        kept = {
            answer.year
            for answer in answers_of(project)
            if answer.direction is not None and set(answer.direction.outcomes) == {Outcome.KEEP}
        }
        runs = [_run(indicator) for indicator in project.indicators]
        if len(kept) < _YEARS or not runs or None in runs:
            continue
        yield remark_on_project(
            project,
            "direction",
            ja=f"{title_of(project)}は{len(kept)}年続けて継続ですが、指標はどれも目標に近づいていません。"
            "続ける理由か、変えるところを書いてください。",
            en=f"{title_of(project)} was kept for {len(kept)} years, and none of its indicators came nearer to its target."
            " Say why it goes on, or what changes.",
        )


def _run(indicator: Indicator) -> bool | None:
    """True where the last values came no nearer to the target; None where they did, or nobody can say."""
    target, good = number_in(indicator.final_target), good_of(indicator)
    actuals = sorted(
        (value.year, value.value.number)
        for value in indicator.actuals
        if value.year is not None and value.value.number is not None
    )[-_YEARS:]
    if target is None or good not in (Good.UP, Good.DOWN) or len(actuals) < _YEARS:
        return None
    first, last = actuals[0][1], actuals[-1][1]
    has_moved = last > first if good is Good.UP else last < first
    return None if has_moved or is_reached(last, target, good) else True


RULE = Rule(
    code="kept-without-movement",
    severity=Severity.INFO,
    ja="指標が動かないまま継続している",
    en="Kept for years with no indicator moving",
    explanation=Explanation(
        what="三年以上続けて「継続」で、すべての指標の直近三回の実績が目標に近づいていない（達してもいない）事業を"
        "知らせます。",
        why="継続が続くと、見直しの機会がなくなります。動かない理由か、やり方を変えるところを書きます。",
        wrong="方針が三年とも「B：継続」、参加者数が412人・405人・398人、目標500人",
        right="方針「B：継続」、課題に「会場を駅前に移す。」とある",
        what_en="Reports projects kept for three years or more whose last three measured "
        "values came no nearer to any target.",
        why_en="A project that is only kept is never looked at again.",
    ),
    look=_look,
)
