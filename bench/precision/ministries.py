"""Plans made of the national government's yearly review sheets (行政事業レビューシート), one a ministry and year.

The sheets are JUDGIT! (構想日本 et al., CC BY 4.0), in a folder beside the checkout. They have no tree and no direction;
what they have is number, name, outline, section, money by year, and indicators with targets and measured values.
"""

import gzip
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from torikumi.plan.indicator import Good, Indicator, IndicatorKind, YearValue
from torikumi.plan.model import Plan
from torikumi.plan.money import Amount, Phase
from torikumi.plan.project import Project, SectionRef
from torikumi.plan.quantity import Quantity, ValueState, parse_quantity

Sheet = Mapping[str, Any]

_FILES = {2015: "2015", 2016: "2016", 2017: "2017", 2018: "2018"}
_PHASES = {
    "当初予算": Phase.INITIAL,
    "補正予算": Phase.SUPPLEMENT,
    "前年度から繰越し": Phase.CARRIED,
    "予算計": Phase.CURRENT,
    "執行額": Phase.SETTLED,
    "要求額": Phase.REQUEST,
}
# The end of the aim in words says which way is good, where it says it in one way only.
_END = 15
_LESS, _MORE = (
    re.compile(r"減少|低減|削減|縮減|抑制|以下に|以内"),
    re.compile(r"増加|向上|拡大|増や|以上|高め|上昇"),
)


def ministry_plans(folder: Path, year: int) -> dict[str, Plan]:
    """Return the plans of one year by the ministry's name. The id of a project is P- and the sheet's 事業ID."""
    by_ministry: defaultdict[str, list[Project]] = defaultdict(list)
    for sheet in _sheets(folder, year):
        by_ministry[sheet["府省庁"]].append(_project(sheet))
    return {
        name: Plan(title=f"{name} {year}", year=year, projects=tuple(_once(projects)))
        for name, projects in sorted(by_ministry.items())
    }


@cache
def _sheets(folder: Path, year: int) -> tuple[Sheet, ...]:
    path = folder / f"{_FILES[year]}.ndjson.gz"
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return tuple(json.loads(line) for line in lines)


def _once(projects: list[Project]) -> Iterator[Project]:
    seen: set[str] = set()
    for project in projects:
        if project.id not in seen:
            seen.add(project.id)
            yield project


def _project(sheet: Sheet) -> Project:
    section = (sheet["担当課室"] or "").strip()
    return Project(
        id=f"P-{sheet['事業ID']}",
        number=sheet["事業番号"],
        name=sheet["事業名"] or "",
        summary=sheet["事業概要"],
        sections=(SectionRef(printed=section, name=section),) if section else (),
        amounts=tuple(_amounts(sheet)),
        indicators=(*_outcomes(sheet), *_outputs(sheet)),
    )


def _amounts(sheet: Sheet) -> Iterator[Amount]:
    for entry in sheet["予算"]:
        for word, phase in _PHASES.items():
            if entry.get(word) is not None:
                yield Amount(
                    label=word, year=entry["年度"], phase=phase, value=_number(entry[word], "百万円")
                )


def _outcomes(sheet: Sheet) -> Iterator[Indicator]:
    for entry in sheet["アウトカム"]:
        final = entry.get("目標値")
        yield Indicator(
            name=entry["成果指標"] or "",
            unit=entry["単位"],
            definition=entry["成果目標"],
            kind=IndicatorKind.OUTCOME,
            good=_good(entry),
            final_target=None
            if final in (None, "")
            else YearValue(year=entry["目標最終年度"], value=parse_quantity(str(final))),
            targets=_values(entry["成果実績"], "目標値"),
            actuals=_values(entry["成果実績"], "成果実績"),
        )


def _outputs(sheet: Sheet) -> Iterator[Indicator]:
    for entry in sheet["アウトプット"]:
        yield Indicator(
            name=entry["活動指標"] or "",
            unit=entry["単位"],
            kind=IndicatorKind.OUTPUT,
            targets=_values(entry["活動実績"], "当初見込み"),
            actuals=_values(entry["活動実績"], "活動実績"),
        )


def _values(entries: list[Sheet], word: str) -> tuple[YearValue, ...]:
    return tuple(
        YearValue(year=entry["年度"], value=_number(entry[word], None))
        for entry in entries
        if entry.get(word) is not None
    )


def _number(value: float | str, unit: str | None) -> Quantity:
    if isinstance(value, str):
        return parse_quantity(value)
    number = Decimal(str(value))
    number = number.quantize(Decimal(1)) if number == number.to_integral_value() else number
    return Quantity(raw=str(number), state=ValueState.NUMBER, number=number, unit=unit)


def _good(entry: Sheet) -> Good | None:
    end = (entry["成果目標"] or "").strip()[-_END:]
    less, more = _LESS.search(end) is not None, _MORE.search(end) is not None
    if less == more:
        return None
    if more:
        return Good.UP
    if _LESS.search(entry["成果指標"] or ""):
        return None
    # 「…を減少させる製品の数」 and 「削減率」 are to grow: what is to become less does not lie below its target.
    target = parse_quantity(str(entry.get("目標値"))).number
    actuals = [value for each in entry["成果実績"] if isinstance(value := each.get("成果実績"), float)]
    return Good.DOWN if target is not None and actuals and max(actuals) >= target else None
