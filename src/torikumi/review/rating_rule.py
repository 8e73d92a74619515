"""A rule that turns a measured value into a grade (達成度の判定): what is compared with what, and where the lines are."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Against(StrEnum):
    """The target that a year's value is held against."""

    YEAR = "year"  # その年度の目標値
    FINAL = "final"  # 最終目標値
    PRORATED = "prorated"  # 最終目標値を年数で割ったもの: k年目には k/n
    PLAN = "plan"  # その年度の目標値、なければ年数で割ったもの


class Formula(StrEnum):
    """How attainment (達成率) is counted. Both are 100 % exactly where the value is the target."""

    RATIO = "ratio"  # 実績値÷目標値; where less is better (2×目標値－実績値)÷目標値
    PROGRESS = "progress"  # (実績値－基準値)÷(目標値－基準値)


class Standing(StrEnum):
    """What becomes of an indicator beside its value; only RUNNING ones are held against a target."""

    RUNNING = "running"
    NOT_MEASURED = "not_measured"  # 未集計, この年度は測らない
    NOT_STARTED = "not_started"  # 未着手
    COMPLETED = "completed"  # 完了: done, nothing left to measure
    STOPPED = "stopped"  # 中止


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """One grade. All of its conditions must hold; with a rank and no condition it takes what the grades before left.

    `at_least` and `above` are attainment in per cent. `base_within` lets the value be worse than the base value by so
    many per cent of it. `standings` give the grade without any value; a grade with neither rank nor standing is one
    that only a person gives.
    """

    label: str
    rank: int | None = None
    meaning: str = ""
    at_least: Decimal | None = None
    above: Decimal | None = None
    better_than_base: bool = False
    base_within: Decimal | None = None
    standings: tuple[Standing, ...] = ()

    @property
    def has_condition(self) -> bool:
        """Whether the value must hold anything."""
        return self.better_than_base or any(
            limit is not None for limit in (self.at_least, self.above, self.base_within)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingRule:
    """A rule with its version; grades from the best to the worst. `judged` rules have no lines: a person chooses."""

    id: str
    version: int = 1
    title: str
    against: Against = Against.YEAR
    formula: Formula = Formula.RATIO
    grades: tuple[Grade, ...]
    judged: bool = False
