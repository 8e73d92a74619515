"""The grades of measures and goals, derived from those of the indicators under them; never stored, always with the method.

Two ways are in use in Japan: the mean of the grades, and the share of indicators that reached their target. The lowest
grade is the cautious third. What has no grade (未集計, 終了, a missing figure) is left out and counted.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from torikumi.indicators.ratings import RatedIndicator, RatedPlan
from torikumi.plan.model import Node, Plan
from torikumi.plan.project import Project
from torikumi.review.rating import RatingState
from torikumi.review.rating_case import printed_percent
from torikumi.review.rating_rule import Grade


class Method(StrEnum):
    """How grades become one."""

    MEAN = "mean"  # 平均: the grade whose rank is nearest to the mean, the lower one half way between
    WORST = "worst"  # 最も低い区分
    REACHED = "reached"  # 目標に届いた割合: no grade, a share


METHOD_WORDS: Mapping[Method, tuple[str, str]] = {
    Method.MEAN: ("区分の平均", "mean of the grades"),
    Method.WORST: ("最も低い区分", "lowest grade"),
    Method.REACHED: ("目標に届いた割合", "share that reached the target"),
}
_LEFT_OUT: Mapping[RatingState, tuple[str, str]] = {
    RatingState.NOT_MEASURED: ("未集計", "not measured"),
    RatingState.ENDED: ("終了", "ended"),
    RatingState.MISSING: ("判断できない", "figure missing"),
    RatingState.JUDGED: ("人が選ぶ", "left to a person"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RolledUp:
    """What a method makes of some indicators: a grade, or a share in per cent; neither where none has a grade.

    `counted` are those with a grade, `left_out` the others by the reason.
    """

    method: Method
    label: str | None
    rank: int | None
    share: Fraction | None
    counted: int
    left_out: Mapping[RatingState, int]
    ja: str
    en: str


def roll_up(indicators: Iterable[RatedIndicator], grades: Sequence[Grade], method: Method) -> RolledUp:
    """Return what a method makes of rated indicators; `grades` are those of the rule."""
    listed = [*indicators]
    rated = [one for one in listed if one.rating.state is RatingState.RATED and one.rating.rank is not None]
    left_out = Counter(one.rating.state for one in listed if one not in rated)
    grade = _grade(rated, grades, method)
    share = _share(rated) if method is Method.REACHED else None
    ja, en = _words(method, grade, share, rated, listed, left_out)
    return RolledUp(
        method=method,
        label=grade.label if grade else None,
        rank=grade.rank if grade else None,
        share=share,
        counted=len(rated),
        left_out=dict(left_out),
        ja=ja,
        en=en,
    )


def roll_up_plan(rated: RatedPlan, method: Method) -> Mapping[str | None, RolledUp]:
    """Return the roll-up of each heading with indicators at or under it, by id; of the whole plan under None.

    A heading counts its own indicators and all those under it, of headings and projects alike, each once.
    """
    under: dict[str | None, list[RatedIndicator]] = {None: [*rated.indicators]}
    for one in rated.indicators:
        for node_id in _above(rated.plan, one.holder):
            under.setdefault(node_id, []).append(one)
    ordered = [node.id for node in rated.plan.nodes if node.id in under]
    return {key: roll_up(under[key], rated.rule.grades, method) for key in (None, *ordered)}


def _above(plan: Plan, holder: Node | Project) -> tuple[str, ...]:
    start = holder.node if isinstance(holder, Project) else holder.id
    if start not in plan.node_by_id:
        return ()
    return tuple(node.id for node in plan.path_to(start))


def _grade(rated: Sequence[RatedIndicator], grades: Sequence[Grade], method: Method) -> Grade | None:
    ranks = [one.rating.rank for one in rated if one.rating.rank is not None]
    if not ranks or method is Method.REACHED:
        return None
    wanted = Fraction(min(ranks)) if method is Method.WORST else Fraction(sum(ranks), len(ranks))
    ranked = [(grade.rank, grade) for grade in grades if grade.rank is not None]
    return min(ranked, key=lambda pair: (abs(pair[0] - wanted), pair[0]))[1]


def _share(rated: Sequence[RatedIndicator]) -> Fraction | None:
    if not rated:
        return None
    return Fraction(100 * sum(one.rating.reached is True for one in rated), len(rated))


def _words(
    method: Method,
    grade: Grade | None,
    share: Fraction | None,
    rated: Sequence[RatedIndicator],
    listed: Sequence[RatedIndicator],
    left_out: Mapping[RatingState, int],
) -> tuple[str, str]:
    named_ja, named_en = METHOD_WORDS[method]
    rest_ja = "、".join(
        f"{_LEFT_OUT[state][0]}{count}" for state, count in left_out.items() if state in _LEFT_OUT
    )
    rest_en = ", ".join(
        f"{count} {_LEFT_OUT[state][1]}" for state, count in left_out.items() if state in _LEFT_OUT
    )
    of_ja = f"指標{len(listed)}のうち{len(rated)}を数えた" + (f"。{rest_ja}" if rest_ja else "")
    of_en = f"{len(rated)} of {len(listed)} indicators counted" + (f"; {rest_en}" if rest_en else "")
    if grade is not None:
        ranks = [one.rating.rank or 0 for one in rated]
        mean = f" {float(Fraction(sum(ranks), len(ranks))):.2f}" if method is Method.MEAN else ""
        return f"{grade.label}（{named_ja}{mean}。{of_ja}）", f"{grade.label} ({named_en}{mean}; {of_en})"
    if share is not None:
        return (
            f"目標に届いた指標 {printed_percent(share)}％（{of_ja}）",
            f"{printed_percent(share)} % reached their target ({of_en})",
        )
    return f"区分は出せません（{of_ja}）", f"no grade ({of_en})"
