"""One edition of the invented city's plan, out of its YAML files."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from mihon_sources import IndicatorSource, NodeSource, PlanSource, ProjectSource, Sources

from torikumi.plan.direction import DirectionLabel, DirectionScale
from torikumi.plan.identity import project_id
from torikumi.plan.indicator import Counting, Good, Indicator, IndicatorKind, YearValue
from torikumi.plan.model import Municipality, Node, Note, Period, Plan
from torikumi.plan.money import Amount, Fund, Phase
from torikumi.plan.outcomes import outcomes_of, parse_direction
from torikumi.plan.project import (
    LayerKind,
    Merge,
    MergeKind,
    Project,
    Review,
    ReviewState,
    SectionRef,
    SectionRole,
    SummaryLayer,
)
from torikumi.plan.quantity import Quantity, parse_quantity
from torikumi.text.names import is_provisional, second_name

EDITIONS = (2023, 2024, 2025)
PHASES = {
    "当初": Phase.INITIAL,
    "補正": Phase.SUPPLEMENT,
    "繰越": Phase.CARRIED,
    "決算": Phase.SETTLED,
}
FUNDS = {
    "国": (Fund.NATIONAL, "国庫支出金"),
    "県": (Fund.PREFECTURE, "県支出金"),
    "債": (Fund.BOND, "地方債"),
    "他": (Fund.OTHER, "その他"),
    "一般": (Fund.GENERAL, "一般財源"),
}

Value = TypeVar("Value")


def build_edition(sources: Sources, year: int) -> Plan:
    """Return the edition of one fiscal year; it tells nothing of later years."""
    plan = sources.plan
    ids = permanent_ids(sources)
    scale = build_scale(plan)
    rows = dict(sources.rows(year))
    return Plan(
        title=plan["title"],
        municipality=Municipality(**plan["municipality"]),
        year=year,
        edition=plan["editions"][year],
        period=Period(first=plan["period"][0], last=plan["period"][1]),
        levels=tuple(plan["levels"]),
        scale=scale,
        nodes=tuple(_nodes(plan["nodes"], parent=None, year=year)),
        projects=tuple(
            _Row(
                sources=sources, key=key, year=year, ids=ids, scale=scale, present=frozenset(rows.values())
            ).project(number)
            for number, key in rows.items()
        ),
        notes=tuple(Note(text=text) for text in plan["notes"]),
        notice=plan["notice"],
        credit=plan["credit"],
    )


def permanent_ids(sources: Sources) -> dict[str, str]:
    """Return the id of each project: it comes from the first edition that has it, and never changes."""
    ids: dict[str, str] = {}
    for year in EDITIONS:
        for number, key in sources.rows(year):
            if key not in ids:
                source = sources.projects[key]
                ids[key] = project_id(
                    plan_title=sources.plan["title"],
                    number=str(number),
                    name=in_force(source["name"], year),
                    sections=[
                        section.printed for section in read_sections(in_force(source["sections"], year))
                    ],
                )
    return ids


def build_scale(plan: PlanSource) -> DirectionScale:
    """Return the city's scale of directions."""
    labels = tuple(
        DirectionLabel(code=code, label=label, outcomes=outcomes_of(label)) for code, label in plan["scale"]
    )
    return DirectionScale(id="mihon", labels=labels)


def in_force(by_year: Mapping[int, Value], year: int) -> Value:
    """Return the value of the latest year that is not after `year`."""
    return by_year[max(first for first in by_year if first <= year)]


def read_sections(printed: str) -> tuple[SectionRef, ...]:
    """Return the sections of a cell; the first one leads."""
    words = re.sub(r" ほか$", "\u3000ほか", printed).split(" ")
    sections = []
    for place, word in enumerate(words):
        name, _, others = word.partition("\u3000")
        facility = re.search(r"[（(](.+)[）)]", name)
        sections.append(
            SectionRef(
                printed=word.replace("\u3000", " "),
                name=name[: facility.start()] if facility else name,
                facility=facility[1] if facility else None,
                others=bool(others),
                role=SectionRole.CONTRIBUTOR if place else SectionRole.LEAD,
            )
        )
    return tuple(sections)


def _nodes(sources: list[NodeSource], *, parent: str | None, year: int, level: int = 0) -> Iterator[Node]:
    for source in sources:
        number, alias = source.get("number"), source.get("alias")
        head = f"{number} {source['name']}" if number else source["name"]
        yield Node(
            id=source["key"],
            level=level,
            parent=parent,
            printed=f"{head} <{alias}>" if alias else head,
            number=number,
            name=source["name"],
            alias=alias,
            notes=tuple(Note(text=text) for text in source.get("notes", [])),
            indicators=tuple(_indicator(each, year) for each in source.get("indicators", [])),
        )
        yield from _nodes(source.get("children", []), parent=source["key"], year=year, level=level + 1)


def _indicator(source: IndicatorSource, year: int) -> Indicator:
    unit = source["unit"]
    base = _values(source.get("base", {}), unit)
    actuals = _values(source.get("actuals", {}), unit)
    return Indicator(
        name=source["name"],
        unit=unit,
        definition=source.get("definition"),
        numerator=source.get("numerator"),
        denominator=source.get("denominator"),
        source=source.get("source"),
        kind=IndicatorKind(source["kind"]),
        good=Good(source["good"]),
        counting=Counting(source["counting"]),
        base=base[0] if base else None,
        final_target=_values(source["final"], unit)[0],
        targets=_values(source["targets"], unit),
        actuals=tuple(actual for actual in actuals if actual.year is not None and actual.year <= year),
    )


def _values(by_year: Mapping[int, str], unit: str) -> tuple[YearValue, ...]:
    return tuple(YearValue(year=year, value=_quantity(raw, unit)) for year, raw in by_year.items())


def _quantity(raw: str, unit: str) -> Quantity:
    quantity = parse_quantity(raw)
    return quantity if quantity.number is None else replace(quantity, unit=unit)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """One project of one edition."""

    sources: Sources
    key: str
    year: int
    ids: Mapping[str, str]
    scale: DirectionScale
    present: frozenset[str]

    @property
    def source(self) -> ProjectSource:
        return self.sources.projects[self.key]

    def project(self, number: int) -> Project:
        name = in_force(self.source["name"], self.year)
        node = self.source["node"]
        layers = self.layers()
        return Project(
            id=self.ids[self.key],
            number=str(number),
            name=name,
            second_name=second_name(name),
            provisional=is_provisional(name),
            node=node if isinstance(node, str) else in_force(node, self.year),
            also_under=tuple(self.source.get("also", [])),
            summary="".join(layer.text for layer in layers),
            layers=layers,
            direction=parse_direction(self.printed_direction(self.year), self.scale),
            sections=read_sections(in_force(self.source["sections"], self.year)),
            merges=self.merges(),
            indicators=tuple(_indicator(each, self.year) for each in self.source.get("indicators", [])),
            amounts=tuple(self.amounts()),
            reviews=tuple(self.reviews()),
        )

    def printed_direction(self, year: int) -> str:
        code = in_force(self.source["direction"], year)
        label = next(label.label for label in self.scale.labels if label.code == code)
        return f"{code}：{label}"

    def layers(self) -> tuple[SummaryLayer, ...]:
        summary = self.source["summary"]
        parts = in_force(summary, self.year) if isinstance(summary, dict) else summary
        layers = [
            SummaryLayer(kind=LayerKind.ORIGINAL, text=part)
            if isinstance(part, str)
            else SummaryLayer(kind=LayerKind(part[0]), year=part[1], author=part[2], text=part[3])
            for part in parts
        ]
        return tuple(layer for layer in layers if layer.year is None or layer.year <= self.year)

    def merges(self) -> tuple[Merge, ...]:
        by_year = self.source.get("merges", {})
        told = in_force(by_year, self.year) if by_year and min(by_year) <= self.year else []
        return tuple(
            Merge(
                kind=MergeKind(kind),
                partner=partner,
                partner_id=self.ids[key] if key in self.present else None,
                field=field[0] if field else "name",
            )
            for kind, partner, key, *field in told
        )

    def amounts(self) -> Iterator[Amount]:
        for year, entries in self.source["money"].items():
            for word, raw in entries.items():
                # A settlement is known when the year is over, in the edition that reports on it.
                if year > self.year or (year == EDITIONS[-1] and word == "決算") or word == "財源":
                    continue
                label = f"R{year - 2018}{word}"
                yield Amount(label=label, year=year, phase=PHASES[word], value=_quantity(raw, "千円"))
                for fund, part in entries.get("財源", {}).items() if word == "当初" else ():
                    kind, name = FUNDS[fund]
                    value = _quantity(part, "千円")
                    yield Amount(
                        label=f"{label} {name}", year=year, phase=Phase.INITIAL, fund=kind, value=value
                    )

    def reviews(self) -> Iterator[Review]:
        for year in EDITIONS:
            in_edition = self.key in dict(self.sources.rows(year)).values()
            if year > self.year or not in_edition:
                continue
            state = self.state_of(year)
            if state is ReviewState.NOT_STARTED:
                yield Review(year=year, rater="担当課", state=state)
                continue
            progress, evaluation, result, reason = self.source["reviews"][year]
            yield Review(
                year=year,
                rater="担当課",
                state=state,
                progress=progress or None,
                evaluation=evaluation or None,
                direction=parse_direction(self.printed_direction(year), self.scale),
                result=result,
                reason=reason,
            )
            if year in self.source.get("second", {}):
                evaluation, reason = self.source["second"][year]
                yield Review(year=year, rater="企画政策課", evaluation=evaluation, reason=reason)

    def state_of(self, year: int) -> ReviewState:
        current = self.sources.plan["round"]
        if year != current["year"]:
            return ReviewState.APPROVED
        lead = read_sections(in_force(self.source["sections"], year))[0].name
        return ReviewState(self.source.get("state") or current["states"][lead])
