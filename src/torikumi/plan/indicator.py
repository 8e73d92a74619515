"""Indicators (指標, KPI, 重要業績評価指標): definition, target and value are three things."""

from dataclasses import dataclass
from enum import StrEnum

from torikumi.plan.place import FieldPlace
from torikumi.plan.quantity import Quantity


class Good(StrEnum):
    """The direction in which the value gets better."""

    UP = "up"
    DOWN = "down"
    KEEP = "keep"


class Counting(StrEnum):
    """Whether a year's value stands alone or adds to those before (単年度・累計)."""

    YEARLY = "yearly"
    CUMULATIVE = "cumulative"


class IndicatorKind(StrEnum):
    """What an indicator counts: what was put in, done, or brought about (投入・活動・成果)."""

    INPUT = "input"
    OUTPUT = "output"
    OUTCOME = "outcome"


@dataclass(frozen=True, slots=True, kw_only=True)
class YearValue:
    """A value of one fiscal year (the western year it starts in); None where the year is not said."""

    year: int | None
    value: Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One indicator of a node or of a project.

    `targets` are the yearly ones, `final_target` the one at the end of the plan; `actuals` what was measured.
    """

    name: str
    unit: str | None = None
    definition: str | None = None
    numerator: str | None = None
    denominator: str | None = None
    source: str | None = None
    kind: IndicatorKind | None = None
    good: Good | None = None
    counting: Counting | None = None
    base: YearValue | None = None
    final_target: YearValue | None = None
    targets: tuple[YearValue, ...] = ()
    actuals: tuple[YearValue, ...] = ()
    places: tuple[FieldPlace, ...] = ()
