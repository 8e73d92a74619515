"""The YAML files of the invented city, as they are written."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NotRequired, TypedDict

import yaml


class IndicatorSource(TypedDict):
    """An indicator as the YAML has it."""

    name: str
    unit: str
    kind: str
    good: str
    counting: str
    definition: NotRequired[str]
    numerator: NotRequired[str]
    denominator: NotRequired[str]
    source: NotRequired[str]
    base: NotRequired[dict[int, str]]
    targets: dict[int, str]
    final: dict[int, str]
    actuals: NotRequired[dict[int, str]]


class NodeSource(TypedDict):
    """A goal or measure as the YAML has it."""

    key: str
    name: str
    number: NotRequired[str]
    alias: NotRequired[str]
    notes: NotRequired[list[str]]
    indicators: NotRequired[list[IndicatorSource]]
    children: NotRequired[list["NodeSource"]]


class PlanSource(TypedDict):
    """plan.yaml."""

    title: str
    municipality: dict[str, str]
    period: list[int]
    levels: list[str]
    notice: str
    credit: str
    editions: dict[int, str]
    notes: list[str]
    scale: list[list[str]]
    round: dict[str, Any]  # year, states by section
    nodes: list[NodeSource]


class ProjectSource(TypedDict):
    """A project as the YAML has it; what changes over the years is a mapping from the first year on."""

    node: str | dict[int, str]
    also: NotRequired[list[str]]
    name: dict[int, str]
    sections: dict[int, str]
    summary: list[str | list[Any]] | dict[int, list[str | list[Any]]]
    direction: dict[int, str]
    merges: NotRequired[dict[int, list[list[str]]]]
    reviews: dict[int, list[str]]
    second: NotRequired[dict[int, list[str]]]
    money: dict[int, dict[str, Any]]
    indicators: NotRequired[list[IndicatorSource]]
    state: NotRequired[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """All YAML files of the invented city."""

    plan: PlanSource
    projects: dict[str, ProjectSource]
    order: dict[int, dict[str, list[str | None]]]

    def rows(self, year: int) -> Iterator[tuple[int, str]]:
        """Yield the number and the key of each project of an edition; a skipped number has no key and is left out."""
        keys = [key for node in self.order[year].values() for key in node]
        return ((number, key) for number, key in enumerate(keys, start=1) if key is not None)


def load_sources(folder: Path) -> Sources:
    """Read the YAML files of the invented city."""
    projects: dict[str, ProjectSource] = {}
    for path in sorted(folder.glob("goal-*.yaml")):
        projects.update(yaml.safe_load(path.read_text(encoding="utf-8")))
    return Sources(
        plan=yaml.safe_load((folder / "plan.yaml").read_text(encoding="utf-8")),
        projects=projects,
        order=yaml.safe_load((folder / "order.yaml").read_text(encoding="utf-8")),
    )
