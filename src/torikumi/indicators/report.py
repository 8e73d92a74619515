"""Rated indicators as text for people, as JSON and as CSV for programs."""

import csv
import io
import json
from collections.abc import Iterator, Mapping

from torikumi.indicators.outlook import CAVEAT, Outlook, outlook_of
from torikumi.indicators.ratings import RatedIndicator, RatedPlan
from torikumi.indicators.rollup import METHOD_WORDS, Method, RolledUp, roll_up_plan
from torikumi.plan.indicator import Indicator, YearValue
from torikumi.plan.model import Node
from torikumi.plan.project import Project
from torikumi.review.rating import RatingState
from torikumi.review.rating_case import printed_percent
from torikumi.text.era import format_fiscal_year
from torikumi.text.storable import defuse

BOM = "\ufeff"
STATES: Mapping[RatingState, tuple[str, str]] = {
    RatingState.RATED: ("評価した", "rated"),
    RatingState.NOT_MEASURED: ("未集計", "not measured"),
    RatingState.ENDED: ("終了", "ended"),
    RatingState.MISSING: ("判断できない", "figure missing"),
    RatingState.JUDGED: ("人が選ぶ", "left to a person"),
}
_HEADS_JA = (
    "位置づけ", "対象", "指標", "単位", "年度", "実績", "目標", "状態", "区分", "達成率", "理由", "見通し",
)  # fmt: skip
_HEADS_EN = (
    "path", "holder", "indicator", "unit", "year", "value", "target", "state", "grade", "attainment", "reason", "outlook",
)  # fmt: skip


def to_text(rated: RatedPlan, *, method: Method, language: str) -> str:
    """Return the indicators to read: counts, then goal by goal with its roll-up, each with its reason and outlook."""
    said = 0 if language == "ja" else 1
    rolled = roll_up_plan(rated, method)
    lines = [*_head(rated, rolled[None], said), ""]
    holder: Node | Project | None = None
    for one in in_order(rated):
        if one.holder is not holder:
            holder = one.holder
            lines.append(f"■ {title_of_holder(holder)}")
            if isinstance(holder, Node) and holder.id in rolled:
                lines.append(f"  {_side(rolled[holder.id], said)}")
        lines += _indicator_lines(one, rated.year, said)
    return "\n".join(lines).rstrip() + "\n"


def to_json(rated: RatedPlan, *, method: Method) -> str:
    """Return the same as one object; numbers that are exact stand as text."""
    rolled = roll_up_plan(rated, method)
    document = {
        "torikumi_indicators": 1,
        "plan": rated.plan.title,
        "rule": {"id": rated.rule.id, "version": rated.rule.version, "title": rated.rule.title},
        "year": rated.year,
        "method": method.value,
        "states": {state.value: count for state, count in rated.counts.items()},
        "grades": dict(rated.by_grade),
        "whole": _rolled_entry(rolled[None]),
        "headings": [
            {"id": key, "title": rated.plan.node_by_id[key].printed, **_rolled_entry(value)}
            for key, value in rolled.items()
            if key is not None
        ],
        "indicators": [_entry(one, rated.year) for one in in_order(rated)],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def to_csv(rated: RatedPlan, *, language: str) -> str:
    """Return a row an indicator, with the mark (BOM) by which Excel knows UTF-8."""
    said = 0 if language == "ja" else 1
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_HEADS_JA if said == 0 else _HEADS_EN)
    for one in in_order(rated):
        rating, indicator = one.rating, one.indicator
        row = (
            _path(rated, one.holder),
            title_of_holder(one.holder),
            indicator.name,
            indicator.unit or "",
            str(rated.year),
            _raw(value_of(indicator, rated.year)),
            _raw(target_of(indicator, rated.year)),
            STATES[rating.state][said],
            rating.label or "",
            printed_percent(rating.attainment) if rating.attainment is not None else "",
            (rating.ja, rating.en)[said],
            "".join(_outlook_lines(outlook_of(indicator, until=rated.year), said)),
        )
        writer.writerow([defuse(text) for text in row])
    return BOM + out.getvalue()


def value_of(indicator: Indicator, year: int) -> YearValue | None:
    """Return what was measured in a year."""
    return next((value for value in indicator.actuals if value.year == year), None)


def target_of(indicator: Indicator, year: int) -> YearValue | None:
    """Return the target of a year: the year's own, else the final one where it is of that year."""
    final = indicator.final_target
    own = next((value for value in indicator.targets if value.year == year), None)
    return own or (final if final is not None and final.year == year else None)


def _head(rated: RatedPlan, whole: RolledUp, said: int) -> Iterator[str]:
    year = format_fiscal_year(rated.year) if said == 0 else f"fiscal {rated.year}"
    name = rated.rule.title or rated.rule.id
    yield (
        f"{rated.plan.title} {year}の指標（判定の規則：{name}）"
        if said == 0
        else f"{rated.plan.title}: indicators of {year} (rule: {name})"
    )
    if not rated.indicators:
        yield ("この計画には指標がありません。", "This plan has no indicators.")[said]
        return
    comma = "、" if said == 0 else ", "
    yield comma.join(f"{STATES[state][said]} {count}" for state, count in rated.counts.items() if count)
    yield comma.join(f"{label} {count}" for label, count in rated.by_grade.items())
    yield f"全体：{whole.ja}" if said == 0 else f"whole: {whole.en}"
    yield CAVEAT[said]


def _indicator_lines(one: RatedIndicator, year: int, said: int) -> Iterator[str]:
    rating, indicator = one.rating, one.indicator
    label = rating.label or STATES[rating.state][said]
    value, target = value_of(indicator, year), target_of(indicator, year)
    figures = [
        f"{word} {_raw(each)}" for word, each in (("実績", value), ("目標", target)) if each is not None
    ]
    shown = (
        "、".join(figures)
        if said == 0
        else ", ".join(figures).replace("実績", "value").replace("目標", "target")
    )
    yield f"  {indicator.name}  {label}" + (f"（{shown}）" if shown else "")
    reason = (rating.ja, rating.en)[said]
    yield f"    {reason}" + (f" {rating.formula}" if rating.formula else "")
    yield from (f"    {line}" for line in _outlook_lines(outlook_of(indicator, until=year), said))


def _outlook_lines(outlook: Outlook | None, said: int) -> tuple[str, ...]:
    return () if outlook is None else (outlook.ja, outlook.en)[said]


def in_order(rated: RatedPlan) -> Iterator[RatedIndicator]:
    """Yield each heading's indicators, then those of its projects, from the top of the tree down."""
    by_holder: dict[str, list[RatedIndicator]] = {}
    for one in rated.indicators:
        by_holder.setdefault(_key(one.holder), []).append(one)
    waiting = [*reversed(rated.plan.children.get(None, ()))]
    while waiting:
        node = waiting.pop()
        yield from by_holder.pop(_key(node), ())
        for project in rated.plan.projects_under.get(node.id, ()):
            yield from by_holder.pop(_key(project), ())
        waiting.extend(reversed(rated.plan.children.get(node.id, ())))
    for rest in by_holder.values():
        yield from rest


def _key(holder: Node | Project) -> str:
    return f"{'project' if isinstance(holder, Project) else 'node'} {holder.id}"


def _path(rated: RatedPlan, holder: Node | Project) -> str:
    start = holder.node if isinstance(holder, Project) else holder.parent
    if start not in rated.plan.node_by_id:
        return ""
    return " ＞ ".join(node.printed for node in rated.plan.path_to(start))


def title_of_holder(holder: Node | Project) -> str:
    """Return the heading as printed, or the number and name of the project."""
    if isinstance(holder, Node):
        return holder.printed
    return f"No.{holder.number} {holder.name}" if holder.number else holder.name


def _raw(value: YearValue | None) -> str:
    return "" if value is None else value.value.raw


def _side(rolled: RolledUp, said: int) -> str:
    return (rolled.ja, rolled.en)[said]


def _rolled_entry(rolled: RolledUp) -> dict[str, object]:
    return {
        "grade": rolled.label,
        "share": float(rolled.share) if rolled.share is not None else None,
        "counted": rolled.counted,
        "left_out": {state.value: count for state, count in rolled.left_out.items()},
        "method": METHOD_WORDS[rolled.method][1],
        "ja": rolled.ja,
        "en": rolled.en,
    }


def _entry(one: RatedIndicator, year: int) -> dict[str, object]:
    rating, outlook = one.rating, outlook_of(one.indicator, until=year)
    return {
        "holder": one.holder.id,
        "name": one.indicator.name,
        "unit": one.indicator.unit,
        "value": _raw(value_of(one.indicator, year)) or None,
        "target": _raw(target_of(one.indicator, year)) or None,
        "state": rating.state.value,
        "grade": rating.label,
        "attainment": float(rating.attainment) if rating.attainment is not None else None,
        "reached": rating.reached,
        "ja": rating.ja,
        "en": rating.en,
        "outlook": None if outlook is None else {"ja": list(outlook.ja), "en": list(outlook.en)},
    }
