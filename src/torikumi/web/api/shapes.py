"""What the answers are made of. Parts of a project (indicators, money, reviews …) have the shape they have in plan.json.

Years are fiscal years, as the western year they start in; numbers that were read are text with every digit.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from torikumi.plan.comment import Comment
from torikumi.plan.direction import Direction, Outcome
from torikumi.plan.indicator import Indicator
from torikumi.plan.money import Amount
from torikumi.plan.project import Merge, Review, SectionRef, SummaryLayer


@dataclass(frozen=True, slots=True, kw_only=True)
class CityEntry:
    """A municipality (市区町村) that has published something; `code` has six digits."""

    code: str
    name: str
    prefecture: str
    edition_count: int
    plans: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CityList:
    """The municipalities of this server that have published something, by their codes."""

    total: int
    items: tuple[CityEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionEntry:
    """A public edition (版): its number within the plan, its name, and where it is found."""

    edition: int
    name: str
    year: int
    published_at: datetime
    project_count: int
    manifest_sha256: str
    address: str
    page: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanEntry:
    """A plan (計画) with its public editions, the newest first."""

    plan: int
    title: str
    editions: tuple[EditionEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanList:
    """The plans of a municipality that have a public edition."""

    total: int
    items: tuple[PlanEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionList:
    """The public editions of a plan, the newest first."""

    total: int
    items: tuple[EditionEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One direction of the plan's scale (方針の区分); letters do not compare between cities, `outcomes` do."""

    code: str
    label: str
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionDetail:
    """An edition as a whole; `levels` are the names of the tree's levels from the top, `notice` belongs beside every use."""

    entry: EditionEntry
    title: str
    city_code: str
    city_name: str
    first_year: int | None
    last_year: int | None
    levels: tuple[str, ...]
    scale: tuple[Step, ...]
    notes: tuple[str, ...]
    comments: tuple[Comment, ...]
    notice: str | None
    credit: str | None
    goal_count: int
    project_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading of the tree (基本目標, 基本施策 …); `level` counts from 0, `project_count` those at it and below."""

    id: str
    level: int
    level_name: str
    parent: str | None
    printed: str
    number: str | None
    name: str
    alias: str | None
    notes: tuple[str, ...]
    project_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalTree:
    """A heading with those below it."""

    heading: Heading
    indicators: tuple[Indicator, ...]
    comments: tuple[Comment, ...]
    below: tuple[GoalTree, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalList:
    """The headings at the top of the plan, each with those below it."""

    total: int
    items: tuple[GoalTree, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureEntry:
    """A heading at an end of the tree (施策), with the printed headings from the top down to it."""

    heading: Heading
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasurePage:
    """Some of the measures of an edition."""

    total: int
    limit: int
    offset: int
    items: tuple[MeasureEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectEntry:
    """A project (事業, 取組) in a list; `id` stays the same in later editions, `number` belongs to this one."""

    id: str
    number: str | None
    name: str
    second_name: str | None
    provisional: bool
    goal: str | None
    path: tuple[str, ...]
    summary: str | None
    direction: Direction | None
    sections: tuple[SectionRef, ...]
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectPage:
    """Some of the projects that were asked for; `total` counts all of them."""

    total: int
    limit: int
    offset: int
    items: tuple[ProjectEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectDetail:
    """A project with everything that was published of it; answers that nobody approved are not among it."""

    entry: ProjectEntry
    also_under: tuple[str, ...]
    layers: tuple[SummaryLayer, ...]
    merges: tuple[Merge, ...]
    indicators: tuple[Indicator, ...]
    amounts: tuple[Amount, ...]
    reviews: tuple[Review, ...]
    comments: tuple[Comment, ...]
    notes: tuple[str, ...]
    page: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionEntry:
    """A section (担当課) with how many projects it is named for."""

    name: str
    project_count: int
    projects: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionList:
    """The sections in the order in which they first appear."""

    total: int
    items: tuple[SectionEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectionEntry:
    """A direction with how many projects have it; code and label are "" for those without one (記載なし)."""

    code: str
    label: str
    outcomes: tuple[Outcome, ...]
    project_count: int
    projects: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectionList:
    """The directions in the city's order; those that stand outside its scale come after it."""

    total: int
    items: tuple[DirectionEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedFile:
    """A file of the edition; `sha256` in hexadecimal, `size` in bytes."""

    path: str
    sha256: str
    size: int
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FileList:
    """The files of an edition; `manifest_sha256` seals their list, which is at `manifest`."""

    total: int
    manifest: str
    manifest_sha256: str
    items: tuple[PublishedFile, ...]
