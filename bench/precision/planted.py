"""Mistakes planted in a plan, one at a time, and whether the rule for it speaks of that very place."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from bench.precision.sample import SEED

from torikumi.check.lineage import Before
from torikumi.check.naming import rule_of
from torikumi.plan.direction import Direction, Outcome
from torikumi.plan.indicator import Counting, Good, Indicator, IndicatorKind, YearValue
from torikumi.plan.model import Plan
from torikumi.plan.money import Amount, Fund, Phase
from torikumi.plan.project import Project, Review
from torikumi.plan.quantity import Quantity, ValueState

TIMES = 60

Edit = Callable[[Project, Plan], Project | None]


@dataclass(frozen=True, slots=True)
class Planted:
    """How often a rule was tried, and how often it found the mistake."""

    code: str
    mistake: str
    tried: int
    found: int


def plant_all(plan: Plan, previous: Plan) -> Iterator[Planted]:
    """Plant each mistake in projects drawn by chance, where the project lets it be planted."""
    for code, mistake, edit in MISTAKES:
        chance = random.Random(f"{SEED} {code} {mistake}")
        tried = found = 0
        # A project of which the rule speaks already cannot tell whether a planted mistake is found.
        spoken = {each.subject for each in rule_of(code).find(plan, Before(plan=previous, now=plan))}
        for project in chance.sample(plan.projects, k=len(plan.projects))[:TIMES]:
            spoilt = edit(project, plan)
            if spoilt is None or project.id in spoken:
                continue
            projects = tuple(spoilt if each is project else each for each in plan.projects)
            with_mistake = replace(plan, projects=projects)
            before = Before(plan=previous, now=with_mistake)
            tried += 1
            found += any(
                finding.subject == project.id for finding in rule_of(code).find(with_mistake, before)
            )
        yield Planted(code, mistake, tried, found)


def _text(more: str) -> Edit:
    return lambda project, _: (
        replace(project, summary=f"{project.summary}{more}") if project.summary else None
    )


def _indicator(change: Callable[[Indicator], Indicator | None]) -> Edit:
    def edit(project: Project, _: Plan) -> Project | None:
        for position, indicator in enumerate(project.indicators):
            changed = change(indicator)
            if changed is not None:
                indicators = (*project.indicators[:position], changed, *project.indicators[position + 1 :])
                return replace(project, indicators=indicators)
        return None

    return edit


def _amount(change: Callable[[Amount, Project], Amount | None]) -> Edit:
    def edit(project: Project, _: Plan) -> Project | None:
        for position, amount in enumerate(project.amounts):
            changed = change(amount, project)
            if changed is not None:
                return replace(
                    project, amounts=(*project.amounts[:position], changed, *project.amounts[position + 1 :])
                )
        return None

    return edit


def _answer(change: Callable[[Review, Project, Plan], Review | None]) -> Edit:
    def edit(project: Project, plan: Plan) -> Project | None:
        for position, review in enumerate(project.reviews):
            if review.year == plan.year and review.state == "approved" and review.rater == "担当課":
                changed = change(review, project, plan)
                if changed is not None:
                    return replace(
                        project,
                        reviews=(*project.reviews[:position], changed, *project.reviews[position + 1 :]),
                    )
        return None

    return edit


def _times(value: Quantity, factor: str) -> Quantity:
    number = (value.number or Decimal(0)) * Decimal(factor)
    return replace(value, number=number, raw=str(number))


def _year(value: YearValue | None, factor: str) -> YearValue | None:
    return (
        None
        if value is None or value.value.number is None
        else replace(value, value=_times(value.value, factor))
    )


def _swap(indicator: Indicator) -> Indicator | None:
    base, final = indicator.base, indicator.final_target
    ways = (Good.UP, Good.DOWN)
    if (
        base is None
        or final is None
        or indicator.good not in ways
        or None in (base.value.number, final.value.number)
    ):
        return None
    return replace(
        indicator, base=replace(base, value=final.value), final_target=replace(final, value=base.value)
    )


def _same(indicator: Indicator) -> Indicator | None:
    base, final = indicator.base, indicator.final_target
    if base is None or final is None or not base.value.number or indicator.good is Good.KEEP:
        return None
    return replace(indicator, final_target=replace(final, value=base.value))


def _fall(indicator: Indicator) -> Indicator | None:
    numbers = [value.value.number for value in indicator.actuals]
    if indicator.counting is not Counting.CUMULATIVE or len(numbers) < 2 or not numbers[-1]:
        return None
    return replace(
        indicator, actuals=(*indicator.actuals[:-1], replace(indicator.actuals[-1], value=_none()))
    )


def _none() -> Quantity:
    return Quantity(raw="0", state=ValueState.NUMBER, number=Decimal(0))


def _ahead(indicator: Indicator) -> Indicator | None:
    last = next((value for value in reversed(indicator.actuals) if value.value.number is not None), None)
    return (
        None if last is None else replace(indicator, actuals=(*indicator.actuals, replace(last, year=2026)))
    )


def _differ(indicator: Indicator) -> Indicator | None:
    final = indicator.final_target
    less = _year(final, "0.8")
    if final is None or final.year is None or less is None or not less.value.number:
        return None
    return replace(indicator, targets=(*indicator.targets, less))


def _renamed(name: str, kind: IndicatorKind | None) -> Callable[[Indicator], Indicator | None]:
    return lambda indicator: replace(indicator, name=name) if kind in (None, indicator.kind) else None


def _rewritten(indicator: Indicator) -> Indicator | None:
    first = indicator.actuals[0] if indicator.actuals else None
    more = _year(first, "1.5")
    if more is None or not more.value.number:
        return None
    return replace(indicator, actuals=(more, *indicator.actuals[1:]))


def _lowered(indicator: Indicator) -> Indicator | None:
    if indicator.good not in (Good.UP, Good.DOWN):
        return None
    easier = _year(indicator.final_target, "0.8" if indicator.good is Good.UP else "1.2")
    return None if easier is None or not easier.value.number else replace(indicator, final_target=easier)


def _sized(indicator: Indicator) -> Indicator | None:
    return (
        replace(indicator, unit=f"千{indicator.unit}") if indicator.unit in ("人", "件", "円", "枚") else None
    )


def _overspent(amount: Amount, project: Project) -> Amount | None:
    added = {each.year for each in project.amounts if each.phase is Phase.SUPPLEMENT}
    is_cost = amount.phase is Phase.SETTLED and amount.fund is Fund.TOTAL and amount.year in added
    return replace(amount, value=_times(amount.value, "3")) if is_cost and amount.value.number else None


def _over(amount: Amount, project: Project) -> Amount | None:  # noqa: ARG001  the changes share one shape
    is_fund = amount.fund is not Fund.TOTAL and amount.value.number
    return replace(amount, value=_times(amount.value, "9")) if is_fund else None


def _cut(outcome: Outcome | None, factor: str) -> Callable[[Amount, Project], Amount | None]:
    def change(amount: Amount, project: Project) -> Amount | None:
        outcomes = project.direction.outcomes if project.direction else ()
        voted = any(
            each.year == 2024
            and each.phase is Phase.INITIAL
            and each.fund is Fund.TOTAL
            and each.value.number
            for each in project.amounts
        )
        is_last = amount.year == 2025 and amount.phase is Phase.INITIAL and amount.fund is Fund.TOTAL
        if not (voted and is_last and amount.value.number and (outcome is None or outcomes == (outcome,))):
            return None
        return replace(amount, value=_times(amount.value, factor))

    return change


def _in_yen(amount: Amount, project: Project) -> Amount | None:  # noqa: ARG001  the changes share one shape
    value = replace(amount.value, unit="円")
    return replace(amount, value=value) if amount.value.unit and amount.label == "R7当初" else None


def _copied(review: Review, project: Project, plan: Plan) -> Review | None:
    other = next(
        (
            each.result
            for one in plan.projects
            for each in one.reviews
            if one is not project
            and each.year == plan.year
            and each.state == "approved"
            and len(each.result or "") > 20
        ),
        None,
    )
    first = next(
        (
            one
            for one in plan.projects
            for each in one.reviews
            if each.result == other and each.year == plan.year
        ),
        None,
    )
    after = first is not None and plan.projects.index(first) < plan.projects.index(project)
    return replace(review, result=other) if after else None


def _unchanged(review: Review, project: Project, plan: Plan) -> Review | None:  # noqa: ARG001  one shape
    last = next(
        (
            each.result
            for each in project.reviews
            if each.year == review.year - 1 and each.rater == review.rater
        ),
        None,
    )
    return replace(review, result=last) if last and len(last) >= 15 else None


def _finished(review: Review, project: Project, plan: Plan) -> Review | None:  # noqa: ARG001  one shape
    goes_on = review.direction is not None and set(review.direction.outcomes) <= {
        Outcome.KEEP,
        Outcome.EXPAND,
    }
    return replace(review, progress="完了") if goes_on else None


def _ended(project: Project, plan: Plan) -> Project | None:
    answered = any(
        each.year == plan.year and each.state == "approved" and each.direction for each in project.reviews
    )
    completed = Direction(printed="G：完了", code="G", label="完了", outcomes=(Outcome.COMPLETE,))
    is_kept = project.direction is not None and Outcome.KEEP in project.direction.outcomes
    return replace(project, direction=completed) if answered and is_kept else None


MISTAKES: tuple[tuple[str, str, Edit], ...] = (
    ("project-outside-tree", "施策の欄を消す", lambda project, _: replace(project, node=None)),
    ("amount-units-differ", "一つの金額の単位を円にする", _amount(_in_yen)),
    ("fund-over-total", "財源の一つを9倍にする", _amount(_over)),
    ("spent-over-budget", "補正のある年度の決算を3倍にする", _amount(_overspent)),
    (
        "expanded-with-less-money",
        "拡充の事業の当初予算を半分より少なくする",
        _amount(_cut(Outcome.EXPAND, "0.4")),
    ),
    ("target-worse-than-base", "基準値と最終目標を入れ替える", _indicator(_swap)),
    ("target-same-as-base", "最終目標を基準値と同じにする", _indicator(_same)),
    ("cumulative-falls", "累計の最後の実績を0にする", _indicator(_fall)),
    ("actual-before-its-time", "翌年度の実績を足す", _indicator(_ahead)),
    ("final-target-differs", "最終年度の年度別目標を2割低くする", _indicator(_differ)),
    (
        "output-as-outcome",
        "成果指標を「講座の開催回数」にする",
        _indicator(_renamed("講座の開催回数", IndicatorKind.OUTCOME)),
    ),
    ("indicator-beyond-project", "指標を「人口」にする", _indicator(_renamed("人口", None))),
    ("actual-rewritten", "最初の年度の実績を1.5倍にする", _indicator(_rewritten)),
    ("target-lowered", "最終目標を2割易しくする", _indicator(_lowered)),
    ("indicator-unit-changed", "単位に「千」を付ける", _indicator(_sized)),
    (
        "year-said-twice-differently",
        "「令和2（2021）年度に始めた。」を足す",
        _text("令和2（2021）年度に始めた。"),
    ),
    (
        "years-reversed",
        "「令和6年度から令和4年度まで行う。」を足す",
        _text("令和6年度から令和4年度まで行う。"),
    ),
    ("era-over", "「平成33年度までに整える。」を足す", _text("平成33年度までに整える。")),
    (
        "outlook-past",
        "「令和5年度に改修を行う予定である。」を足す",
        _text("令和5年度に改修を行う予定である。"),
    ),
    ("placeholder-left", "「○○課と行う。」を足す", _text("○○課と行う。")),
    ("auxiliary-in-kanji", "「相談して下さい。」を足す", _text("相談して下さい。")),
    ("formal-noun-in-kanji", "「始める事を決める。」を足す", _text("始める事を決める。")),
    ("suffix-in-kanji", "「地区毎に行う。」を足す", _text("地区毎に行う。")),
    ("conjunction-in-kanji", "「但し、市民に限る。」を足す", _text("但し、市民に限る。")),
    ("style-mixed", "「相談も受けます。」を足す", _text("相談も受けます。")),
    ("kana-half-width", "「ﾎﾞﾗﾝﾃｨｱと行う。」を足す", _text("ﾎﾞﾗﾝﾃｨｱと行う。")),
    ("character-outside-jis", "絵文字を足す", _text("🏃")),
    ("mark-doubled", "「相談をを受ける。」を足す", _text("相談をを受ける。")),
    ("answer-copied", "成果をほかの事業の成果にする", _answer(_copied)),
    ("answer-unchanged", "成果を前の年度の成果にする", _answer(_unchanged)),
    ("finished-but-kept", "続ける事業の進捗を「完了」にする", _answer(_finished)),
    ("direction-unlike-answer", "評価が確定した継続の事業の方針を「完了」にする", _ended),
)
