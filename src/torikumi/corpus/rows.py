"""From a plan to rows of the corpus: one project, one row; what only other editions tell is filled in by `lines`."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

import pyarrow as pa

from torikumi.corpus.bodies import Body
from torikumi.corpus.classes import goal_class_of, section_kind_of
from torikumi.corpus.keys import key_of, name_key_of
from torikumi.corpus.labels import Labels
from torikumi.corpus.schema import SCHEMA, band_of, result_of
from torikumi.errors import UserError
from torikumi.indicators.series import good_of, number_of
from torikumi.plan.direction import Direction
from torikumi.plan.indicator import Good, Indicator
from torikumi.plan.model import Plan
from torikumi.plan.money import Fund, Phase
from torikumi.plan.money_size import YEN
from torikumi.plan.project import Project, Review, SectionRole
from torikumi.text.width import fold_width, search_key

Row = dict[str, Any]

_BUDGETS = (Phase.INITIAL, Phase.CURRENT, Phase.REQUEST)
# What belongs to one period or year of a plan, not to the plan (第2期, 令和7年度, 改訂版, 前期), and what is only said of its
# form (事業一覧). The volumes of one year (第1分冊, 第2部) are plans of their own: they hold other projects.
_OF_ONE_EDITION = re.compile(
    r"第?[0-9一二三四五六七八九十元]++(?:年度?|期|次|版|月)?+(?!分冊|部|編|巻|章|集)|令和|平成|昭和|改[訂定]版?|[前後]期"
    r"|(?:取組|事業)一覧表?|[()（）「」『』〜~\-・\s]|から"
)


class UnfitPlanError(UserError):
    """A plan that does not say of which fiscal year it is, or that holds no project."""


def plan_key_of(title: str, body_name: str) -> int:
    """Return the key of what the editions of one plan share in their titles: 第2期, 令和7年度 and whose it is are left out."""
    key = search_key(title)
    own = search_key(body_name)
    return key_of(_OF_ONE_EDITION.sub("", key.replace(own, "") if own else key))


def edition_of(body: str, plan_key: int, year: int) -> str:
    """Return the mark of an edition; the same plan of the same year is the same edition, and replaces it."""
    return f"{body}-{year}-{plan_key:016x}"


def rows_of(plan: Plan, body: Body, *, labels: Labels, source: str) -> list[Row]:
    """Return the rows of a plan in its order, without what other editions tell (line, fate, first and last year).

    Raises UnfitPlanError where the plan does not say its year, or holds no project.
    """
    if plan.year is None:
        raise UnfitPlanError(
            ja=f"「{plan.title}」（{source}）の年度が分かりません。`torikumi read --year` で年度を入れてください。",
            en=f"{plan.title} ({source}) does not say its year. Give it one with `torikumi read --year`.",
        )
    if not plan.projects:
        raise UnfitPlanError(
            ja=f"「{plan.title}」（{source}）には事業が一つもありません。読み取った結果を確かめてください。",
            en=f"{plan.title} ({source}) holds no project. Look at what was read.",
        )
    judged_year = _judged_year(plan)
    plan_key = plan_key_of(plan.title, body.name)
    common: Row = {
        "body": body.code,
        "body_name": body.name,
        "body_kind": str(body.kind),
        "prefecture": body.prefecture,
        "population": body.population,
        "peers": body.peers,
        "year": plan.year,
        "plan": plan.title,
        "plan_key": plan_key,
        "edition": edition_of(body.code, plan_key, plan.year),
        "source": source,
        "credit": plan.credit,
        "notice": plan.notice,
    }
    return [
        common | _own(plan, project, position, labels=labels, body=body.code, judged_year=judged_year)
        for position, project in enumerate(plan.projects)
    ]


def table_of(rows: Sequence[Row]) -> pa.Table:
    """Return rows as a table of the corpus' columns."""
    return pa.Table.from_pylist([*rows], schema=SCHEMA)


def _own(
    plan: Plan, project: Project, position: int, *, labels: Labels, body: str, judged_year: int | None
) -> Row:
    path = plan.path_to(project.node) if project.node in plan.node_by_id else ()
    goal, measure = (path[0].name, path[-1].name) if path else ("", "")
    lead = [section for section in project.sections if section.role is SectionRole.LEAD] or project.sections
    section = lead[0].name if lead else ""
    reviews = [review for review in project.reviews if review.year == plan.year]
    direction = project.direction or next((one.direction for one in reviews if one.direction), None)
    budget, settled = _money(project, plan.year)
    _, settled_before = _money(project, plan.year - 1 if plan.year else None)
    judged, met = _judge(project.indicators, judged_year)
    return {
        "project": project.id,
        "position": position,
        "name": project.name,
        "name_key": name_key_of(project.name),
        "summary": project.summary,
        "answers": "\n".join(_answers(reviews)) or None,
        "reason": next((one.reason for one in reviews if one.reason), None),
        "goal": goal or None,
        "measure": measure or None,
        "goal_class": goal_class_of(measure, project.name, goal, section),
        "section": section or None,
        "section_kind": section_kind_of(section),
        "direction": direction.printed if direction else None,
        "outcome": _outcome(direction, labels, body),
        "budget": budget,
        "settled": settled,
        "settled_here": settled,
        "settled_before": settled_before,
        "band": band_of(budget),
        "judged": judged,
        "met": met,
        "result": str(result_of(judged=judged, met=met)),
    }


def _outcome(direction: Direction | None, labels: Labels, body: str) -> str | None:
    return labels.outcome(body, direction) if direction and direction.printed.strip() else None


def _answers(reviews: Sequence[Review]) -> Iterator[str]:
    """What was answered and published, each text once."""
    texts: dict[str, None] = {}
    for review in reviews:
        for text in (review.result, review.reason, *(one.text for one in review.others if not one.internal)):
            if text and text.strip():
                texts[text] = None
    yield from texts


def _money(project: Project, year: int | None) -> tuple[int | None, int | None]:
    """Budget and settled amount in yen of one year, as an edition prints them."""
    found: dict[Phase, int] = {}
    for amount in project.amounts:
        unit = YEN.get(fold_width(amount.value.unit or ""))
        number = amount.value.number
        if amount.fund is Fund.TOTAL and amount.year == year and amount.phase and unit and number is not None:
            found[amount.phase] = found.get(amount.phase, 0) + int(number * unit)
    budget = next((found[phase] for phase in _BUDGETS if phase in found), None)
    return _fits(budget), _fits(found.get(Phase.SETTLED))


def projects_without_unit(plan: Plan) -> int:
    """Return of how many projects the amounts of the plan's own year bear no unit of yen: they are not counted."""
    return sum(
        any(
            amount.fund is Fund.TOTAL
            and amount.year == plan.year
            and amount.value.number is not None
            and fold_width(amount.value.unit or "") not in YEN
            for amount in project.amounts
        )
        for project in plan.projects
    )


def _fits(amount: int | None) -> int | None:
    return amount if amount is not None and abs(amount) < 2**62 else None


def _judged_year(plan: Plan) -> int | None:
    """The latest year, up to the plan's own, for which an indicator of a project has an aim and a figure."""
    years = {
        value.year
        for project in plan.projects
        for indicator in project.indicators
        for value in indicator.actuals
        if value.year is not None and value.year <= (plan.year or 0) and value.value.number is not None
        and _target(indicator, value.year) is not None
    }  # fmt: skip
    return max(years, default=None)


def _target(indicator: Indicator, year: int) -> Decimal | None:
    of_year = next((number_of(one) for one in indicator.targets if one.year == year), None)
    final = indicator.final_target
    if of_year is None and final is not None and final.year == year:
        return number_of(final)
    return of_year


def _judge(indicators: Sequence[Indicator], year: int | None) -> tuple[int, int]:
    """How many indicators could be judged in a year, and how many of them reached the year's target."""
    judged = met = 0
    for indicator in indicators if year is not None else ():
        actual = next((number_of(one) for one in indicator.actuals if one.year == year), None)
        target = _target(indicator, year or 0)
        if actual is None or target is None:
            continue
        judged += 1
        good = good_of(indicator) or Good.UP
        met += {Good.UP: actual >= target, Good.DOWN: actual <= target, Good.KEEP: actual == target}[good]
    return judged, met
