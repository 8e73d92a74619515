"""A direction that is not one of the plan's labels."""

from collections.abc import Iterator

from torikumi.check.rule import Explanation, Remark, Rule, remark_on_project
from torikumi.check.titles import title_of
from torikumi.plan.direction import Direction, DirectionScale
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan
from torikumi.text.width import fold_width

_NONE_TO_GIVE = frozenset({"", "-", "ー", "―", "—", "–", "－", "/", "対象外"})


def _look(plan: Plan) -> Iterator[Remark]:
    if plan.scale is None:
        return
    labels = "、".join(_in_words(step.code, step.label) for step in plan.scale.labels)
    for project in plan.projects:
        direction = project.direction
        if direction is None or _is_inside(direction, plan.scale):
            continue
        printed = " ".join(direction.printed.split())
        yield remark_on_project(
            project,
            "direction",
            ja=f"{title_of(project)}の方針「{printed}」は、この計画の区分にありません。{labels}のどれかにしてください。",
            en=f"The direction “{printed}” of {title_of(project)} is not one of this plan's: {labels}.",
        )


def _is_inside(direction: Direction, scale: DirectionScale) -> bool:
    if _fold(direction.printed) in _NONE_TO_GIVE:
        return True
    if direction.code is None and direction.label is None:
        return False
    return any(
        _agrees(direction.code, step.code) and _agrees(direction.label, step.label) for step in scale.labels
    )


def _agrees(given: str | None, wanted: str | None) -> bool:
    return given is None or wanted is None or _fold(given) == _fold(wanted)


def _fold(text: str) -> str:
    return "".join(fold_width(text).split())


def _in_words(code: str | None, label: str) -> str:
    return f"{code}：{label}" if code else label


RULE = Rule(
    code="label-outside-scale",
    severity=Severity.ERROR,
    ja="方針が区分にない",
    en="A direction is not on the plan's scale",
    explanation=Explanation(
        what="方針の区分（A：充実、B：継続 など）が決まっている計画で、どの区分でもない方針や、"
        "記号と言葉が食い違う方針を知らせます。",
        why="区分にない答えは集計から漏れます。「A：継続」のように記号と言葉が食い違うと、"
        "集計する人によって数が変わります。",
        wrong="区分がA：充実、B：継続、C：縮小、D：廃止のとき、方針「E：拡大」「A：継続」",
        right="方針「A：充実」",
        what_en="Reports directions that are none of the plan's labels, or whose letter and words disagree.",
        why_en="An answer outside the scale falls out of every total.",
    ),
    look=_look,
)
