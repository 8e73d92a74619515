"""The fixed series of generated documents: each number is one document, the same on every machine."""

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.generated.paper import Paper, papers
from tests.generated.sheet import Layout, Levels, layouts
from tests.generated.trees import Written, written_plans

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanOnPaper:
    """A plan, how it becomes a table, and how that is drawn."""

    plan: Written
    layout: Layout
    paper: Paper


plans_on_paper = st.builds(
    PlanOnPaper, plan=written_plans(), layout=layouts, paper=papers()
)  # fmt: skip


def numbers(usual: int) -> range:
    """Return the numbers of the documents to try: as many as TORIKUMI_GENERATED says, else `usual`."""
    return range(int(os.environ.get("TORIKUMI_GENERATED") or usual))


def document(strategy: st.SearchStrategy[T], number: int) -> T:
    """Return document `number` of a strategy.

    One run of Hypothesis a document: inside one run it makes most examples by changing the one before a little, and
    three hundred of them would be some sixty.
    """
    drawn: list[T] = []

    @seed(number)
    @settings(
        max_examples=2,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def draw(one: T) -> None:
        drawn.append(one)

    draw()
    return drawn[-1]


def smallest(found: PlanOnPaper, fails: Callable[[PlanOnPaper], bool]) -> PlanOnPaper:
    """Return the plainest document that still fails: fewer projects, then one switch after the other set back."""
    changed = True
    while changed:
        changed = False
        for simpler in _simpler(found):
            if simpler != found and fails(simpler):
                found, changed = simpler, True
                break
    return found


def _simpler(found: PlanOnPaper) -> list[PlanOnPaper]:
    entries = found.plan.entries
    cuts = [entries[: len(entries) // 2], entries[len(entries) // 2 :]]
    cuts += [entries[:index] + entries[index + 1 :] for index in range(len(entries))]
    simpler = [replace(found, plan=replace(found.plan, entries=cut)) for cut in cuts if cut]
    plain = Paper()
    simpler += [
        replace(found, paper=replace(found.paper, **{name: getattr(plain, name)}))
        for name in Paper.__dataclass_fields__
        if getattr(found.paper, name) != getattr(plain, name)
    ]
    base = Layout(
        levels=Levels.BANDS, words=found.layout.words, order=(0, 1, 2, 3, 4), split_header=False, total=False,
        notes=0, aside=False, merge_sections=False,
    )  # fmt: skip
    simpler += [
        replace(found, layout=replace(found.layout, **{name: getattr(base, name)}))
        for name in Layout.__dataclass_fields__
    ]
    if found.plan.money:
        bare = tuple(replace(entry, amounts=()) for entry in entries)
        simpler.append(replace(found, plan=replace(found.plan, money=(), entries=bare)))
    simpler += [
        replace(
            found,
            plan=replace(found.plan, entries=tuple(replace(entry, **{name: None}) for entry in entries)),
        )
        for name in ("indicator", "summary", "direction", "number")
        if any(getattr(entry, name) is not None for entry in entries)
    ]
    return simpler
