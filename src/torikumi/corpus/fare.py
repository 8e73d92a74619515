"""How projects fared (その後): what they were after some years, how long they went on, what those that ended had in common.

All of it comes from counts of records by age, so a few lines and twenty million are answered alike. The age of a project is
counted from the year in which it first stands in an edition. Of projects that stand in the first edition of a plan nobody
knows when they began: they are left out, and their number is said.
"""

import math
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import NormalDist
from typing import Any

import ibis

from torikumi.corpus.engine import Engine
from torikumi.corpus.keys import line_key_of
from torikumi.corpus.schema import Fate
from torikumi.corpus.tables import FEW_BODIES, FEW_RECORDS, Narrowed, check_filters, narrow, narrow_by
from torikumi.plan.direction import Outcome

AFTER = (1, 3, 5)
_GONE = (str(Fate.ENDED), str(Fate.MERGED), str(Fate.REPLACED))
# What is told of a project after some years; the first are directions of the record of that year.
_STATES: Mapping[str, str] = {
    str(Outcome.EXPAND): "expanded",
    str(Outcome.KEEP): "kept",
    str(Outcome.IMPROVE): "improved",
    str(Outcome.SHRINK): "shrunk",
    "": "unstated",
}
STATE_WORDS: Mapping[str, str] = {
    "expanded": "拡充",
    "kept": "継続",
    "improved": "改善",
    "shrunk": "縮小",
    "other": "その他の方向性",
    "unstated": "方向性なし",
    "merged": "統合された",
    "replaced": "後継に替わった",
    "ended": "なくなった",
}
COMMON: Mapping[str, str] = {
    "goal_class": "分野",
    "section_kind": "課の種類",
    "band": "予算の区分",
    "result": "指標の結果",
    "money": "前の年度と比べた予算",
}
MONEY_WORDS: Mapping[str, str] = {
    "less": "減った",
    "same": "同じ",
    "more": "増えた",
    "unknown": "比べられない",
}
_SURE = NormalDist().inv_cdf(0.975)


@dataclass(frozen=True, slots=True)
class Interval:
    """A share with the range (95 %) that the numbers leave open."""

    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class After:
    """What became of projects `years` after they began: how many were in each state; `unknown` are not that old yet.

    Of those `without_edition` went on, but their body has no edition of that year.
    """

    years: int
    states: Mapping[str, int]
    unknown: int
    without_edition: int = 0

    @property
    def known(self) -> int:
        """Of how many it is known."""
        return sum(self.states.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """The part of projects that still went on after some years; `at_risk` is how many could be seen to go on or end."""

    years: int
    at_risk: int
    gone: int
    going_on: Interval
    merged: float
    ended: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Trait:
    """One value of one property: its share among the records before an end, and among all that could end.

    `ended` of the `of` records before an end have the value, and `records` of all `of_records`.
    """

    column: str
    value: str | int
    ended: int
    of: int
    records: int
    of_records: int
    of_ended: Interval
    of_all: Interval

    @property
    def is_apart(self) -> bool:
        """Whether the two ranges do not touch."""
        return self.of_ended.low > self.of_all.high or self.of_ended.high < self.of_all.low


@dataclass(frozen=True, slots=True, kw_only=True)
class Fared:
    """How a set of projects fared. `left_out` began before the first edition of their plan."""

    projects: int
    bodies: int
    left_out: int
    after: tuple[After, ...]
    steps: tuple[Step, ...]
    traits: tuple[Trait, ...]

    @property
    def is_few(self) -> bool:
        """Whether there are too few to say more than what each of them is."""
        return self.projects < FEW_RECORDS or self.bodies < FEW_BODIES


def find_fare(
    engine: Engine,
    *,
    narrowed: Narrowed | None = None,
    lines: Collection[tuple[str, str]] | None = None,
    with_first_edition: bool = False,
) -> Fared:
    """Return how the projects fared that filters let through, or those of some lines (body, line).

    Filters look at the record with which a project begins: its year, its field, its section. All its records are then
    counted, also those under another heading. `with_first_edition` counts also those that stand in the first edition of
    their plan, as if they had begun then. Raises TableError for a filter that is none.
    """
    asked = _Asked(engine, _sources(engine, narrowed or Narrowed(), lines), with_first_edition)
    return replace(_fared(asked), traits=_traits(asked))


def find_base(engine: Engine, *, narrowed: Narrowed | None = None, with_first_edition: bool = False) -> Fared:
    """Return how all projects fared that began in the same years with the same bodies, for what stands beside.

    Field and kind of section are not looked at, and nothing is said of what those that ended had in common.
    """
    same = replace(narrowed or Narrowed(), goal_classes=(), section_kinds=())
    return _fared(_Asked(engine, _sources(engine, same, None), with_first_edition))


# A body may have several plans, each with a first edition of its own.
_PLAN = ("body", "plan_key")


@dataclass(frozen=True, slots=True)
class _Asked:
    """The projects that are asked for: `every` record of their bodies, and those of the projects, `asked`."""

    engine: Engine
    sources: Mapping[str, Any]
    with_first_edition: bool

    def answer(self, question: Callable[..., Any]) -> list[dict[str, Any]]:
        """Return the rows of a question about the projects and about the first and the newest year of each plan."""

        def make(every: Any, asked: Any) -> Any:
            spans = every.group_by([*_PLAN]).agg(began=every.year.min(), newest=every.year.max())
            return question(asked, spans, self._counted)

        key = ("fare", question.__name__, self.with_first_edition)
        rows: list[dict[str, Any]] = self.engine.answer_from(key, self.sources, make).to_pylist()
        return rows

    def _counted(self, rows: Any) -> Any:
        """Whether rows count: the beginning of what stands in the first edition of a plan is not known."""
        return ibis.literal(value=True) if self.with_first_edition else rows.first_year > rows.began


def _sources(
    engine: Engine, narrowed: Narrowed, lines: Collection[tuple[str, str]] | None
) -> Mapping[str, Any]:
    check_filters(narrowed)
    whole = replace(narrowed, years=(), goal_classes=(), section_kinds=(), outcomes=())
    if lines is not None:
        whole = replace(whole, bodies=whole.bodies or {body for body, _ in lines})
    every = records = narrow(engine, whole)
    if lines is not None:
        records = records.filter(records.line_key.isin([line_key_of(*line) for line in lines]))
    if narrowed.years:
        records = records.filter(records.first_year.isin([*narrowed.years]))
    if narrowed.goal_classes or narrowed.section_kinds:
        starts = narrow_by(
            records.filter(records.year == records.first_year),
            Narrowed(goal_classes=narrowed.goal_classes, section_kinds=narrowed.section_kinds),
        )
        records = records.semi_join(starts, "line_key")
    return {"every": every, "asked": records}


def _states_of(records: Any, spans: Any, counted: Callable[[Any], Any]) -> Any:
    # Told apart by body first: the join with the years of a body then meets counts, not records.
    keys = [*_PLAN, "first_year", "year", "outcome", "fate"]
    rows = records.group_by(keys).agg(times=records.count()).inner_join(spans, [*_PLAN])
    rows = rows.mutate(
        counted=counted(rows),
        age=(rows.year - rows.first_year).cast("int64"),
        span=(rows.newest - rows.first_year).cast("int64"),
        outcome=rows.outcome.fill_null(""),
    )
    keys = ["counted", "age", "span", "outcome", "fate"]
    cells = rows.group_by(keys).agg(records=rows.times.sum().cast("int64"))
    bodies = rows.filter(rows.counted).aggregate(bodies=lambda table: table.body.nunique())
    return cells.cross_join(bodies).order_by(keys)


def _fared(asked: _Asked) -> Fared:
    found = asked.answer(_states_of)
    table = [row for row in found if row["counted"]]
    return Fared(
        projects=_begun(table),
        bodies=found[0]["bodies"] if found else 0,
        left_out=_begun([row for row in found if not row["counted"]]),
        after=tuple(_after(table, years) for years in AFTER),
        steps=survival(table),
        traits=(),
    )


def _begun(table: Sequence[Mapping[str, Any]]) -> int:
    """How many projects there are: each begins once."""
    return sum(row["records"] for row in table if row["age"] == 0)


def survival(table: Sequence[Mapping[str, Any]]) -> tuple[Step, ...]:
    """Return the part that goes on, year by year, from counts by age and fate (Kaplan–Meier, with log-log intervals).

    An end is seen when the next edition comes. Merged and ended are parted by the cumulative incidence (Aalen–Johansen):
    with the part that goes on they make 1. Greenwood's formula gives the variance.
    """
    ages = sorted({row["age"] for row in table})
    steps = []
    going, variance, merged, ended = 1.0, 0.0, 0.0, 0.0
    for age in ages:
        fates: dict[str, int] = {}
        for row in table:
            if row["age"] == age:
                fates[row["fate"]] = fates.get(row["fate"], 0) + row["records"]
        at_risk = sum(count for fate, count in fates.items() if fate != Fate.OPEN)
        if not at_risk:
            continue
        by_merge = fates.get(str(Fate.MERGED), 0)
        gone = sum(fates.get(fate, 0) for fate in _GONE)
        merged += going * by_merge / at_risk
        ended += going * (gone - by_merge) / at_risk
        going *= 1 - gone / at_risk
        if gone < at_risk:
            variance += gone / (at_risk * (at_risk - gone))
        steps.append(
            Step(
                years=age + 1,
                at_risk=at_risk,
                gone=gone,
                going_on=_log_log(going, variance),
                merged=merged,
                ended=ended,
            )
        )
    return tuple(steps)


def wilson(count: int, whole: int) -> Interval:
    """Return a share with its range after Wilson (95 %); everything is open where there is nothing to count."""
    if not whole:
        return Interval(0.0, 0.0, 1.0)
    share = count / whole
    middle = share + _SURE**2 / (2 * whole)
    half = _SURE * math.sqrt(share * (1 - share) / whole + _SURE**2 / (4 * whole**2))
    scale = 1 + _SURE**2 / whole
    return Interval(share, max((middle - half) / scale, 0.0), min((middle + half) / scale, 1.0))


def _log_log(share: float, variance: float) -> Interval:
    if share in (0.0, 1.0):
        return Interval(share, share, share)
    half = _SURE * math.sqrt(variance) / math.log(share)
    return Interval(share, share ** math.exp(-half), share ** math.exp(half))


def _after(table: Sequence[Mapping[str, Any]], years: int) -> After:
    """Of projects that began early enough to be seen after some years; those that began later count neither way."""
    states = dict.fromkeys(STATE_WORDS, 0)
    for row in table:
        if row["span"] < years:
            continue
        if row["age"] == years:
            states[_STATES.get(row["outcome"], "other")] += row["records"]
        elif row["age"] < years and row["fate"] in _GONE:
            states[row["fate"]] += row["records"]
    unknown = _begun([row for row in table if row["span"] < years])
    without = _begun(table) - unknown - sum(states.values())
    return After(years=years, states=states, unknown=unknown, without_edition=without)


def _common_of(records: Any, spans: Any, counted: Callable[[Any], Any]) -> Any:
    before = records.group_by(["line_key", "year"]).agg(before=records.budget.max())
    before = before.select("line_key", "before", year=(before.year + 1).cast("int16"))
    seen = records.filter(records.fate != str(Fate.OPEN)).left_join(before, ["line_key", "year"])
    seen = seen.inner_join(spans, [*_PLAN])
    seen = seen.filter(counted(seen))
    seen = seen.mutate(
        gone=seen.fate.isin([*_GONE]),
        money=ibis.cases(
            (seen.budget.isnull() | seen.before.isnull(), "unknown"),
            (seen.budget < seen.before, "less"),
            (seen.budget > seen.before, "more"),
            else_="same",
        ),
    )
    keys = [*COMMON, "gone"]
    return seen.group_by(keys).agg(records=seen.count()).order_by(keys)


def _traits(asked: _Asked) -> tuple[Trait, ...]:
    rows = asked.answer(_common_of)
    ended, whole = sum(row["records"] for row in rows if row["gone"]), sum(row["records"] for row in rows)
    found: list[Trait] = []
    for column in COMMON:
        among, gone = Counter[Any](), Counter[Any]()
        for row in rows:
            value = "" if row[column] is None else row[column]
            among[value] += row["records"]
            gone[value] += row["records"] * row["gone"]
        found.extend(
            Trait(
                column=column,
                value=value,
                ended=gone[value],
                of=ended,
                records=among[value],
                of_records=whole,
                of_ended=wilson(gone[value], ended),
                of_all=wilson(among[value], whole),
            )
            for value in sorted(among)
            if gone[value]
        )
    return tuple(found)
