"""Small invented plans for the tests of the corpus."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from torikumi.plan.indicator import Good, Indicator, YearValue
from torikumi.plan.model import Municipality, Node, Plan
from torikumi.plan.money import Amount, Phase
from torikumi.plan.outcomes import parse_direction
from torikumi.plan.project import Project, Review, SectionRef
from torikumi.plan.quantity import Quantity, ValueState

MIHON = Municipality(code="992011", name="みほん市", prefecture="埼玉県")
HINAGATA = Municipality(code="992020", name="ひながた町", prefecture="長野県")
GOALS = ("安全なまち", "防災対策"), ("にぎわうまち", "商店街の活性化")


def number(value: int, unit: str) -> Quantity:
    return Quantity(raw=str(value), number=Decimal(value), unit=unit, state=ValueState.NUMBER)


def project(name: str, **facts: Any) -> Project:
    """A project; `money` in thousands of yen, `aim` and `got` of one indicator, `said` the result of the year."""
    year = facts.get("year", 2024)
    aim, got = facts.get("aim"), facts.get("got")
    indicators = (
        (
            Indicator(
                name="参加者数",
                unit="人",
                good=Good.UP,
                targets=(YearValue(year=year, value=number(aim, "人")),),
                actuals=(YearValue(year=year, value=number(got, "人")),),
            ),
        )
        if aim is not None and got is not None
        else ()
    )
    said = facts.get("said")
    return Project(
        id=facts.get("id", f"P-{name}"),
        name=name,
        node=facts.get("node", "M0"),
        summary=facts.get("summary", f"{name}を行う。"),
        direction=parse_direction(facts["direction"]) if "direction" in facts else None,
        sections=(SectionRef(printed=facts.get("section", "防災課"), name=facts.get("section", "防災課")),),
        indicators=indicators,
        amounts=tuple(
            Amount(label="当初", year=year, phase=Phase.INITIAL, value=number(each, "千円"))
            for each in ([facts["money"]] if "money" in facts else [])
        ),
        reviews=(Review(year=year, rater="所管課", result=said),) if said else (),
    )


def plan(
    projects: Sequence[Project],
    *,
    year: int = 2024,
    body: Municipality = MIHON,
    title: str | None = None,
    more: Mapping[str, Any] | None = None,
) -> Plan:
    nodes = []
    for at, (goal, measure) in enumerate(GOALS):
        nodes.append(Node(id=f"G{at}", level=0, printed=goal, name=goal))
        nodes.append(Node(id=f"M{at}", level=1, parent=f"G{at}", printed=measure, name=measure))
    return Plan(
        title=title or f"{body.name}総合戦略",
        municipality=body,
        year=year,
        nodes=tuple(nodes),
        projects=tuple(projects),
        **(more or {}),
    )
