"""A round (年度評価): for which year, with which form, through which hands, until when, about which projects."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from zlib import crc32

from torikumi.plan.direction import DirectionScale
from torikumi.plan.model import Plan
from torikumi.plan.project import Project
from torikumi.review.form import Form
from torikumi.review.rating_rule import RatingRule
from torikumi.text.names import section_key


class StepRole(StrEnum):
    """Whose turn a step is; the same words as the roles of people."""

    SECTION = "section"  # 担当
    SECTION_HEAD = "section_head"  # 課長
    DEPARTMENT_HEAD = "department_head"  # 部長
    PLANNING = "planning"  # 企画課
    STUDY_TEAM = "study_team"  # 検討部会
    COMMITTEE = "committee"  # 委員会
    EXECUTIVE = "executive"  # 市長・副市長


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of the chain; the first one is the section's. `due` is the last day, until its end."""

    id: str
    label: str
    role: StepRole
    due: date | None = None


class AskKind(StrEnum):
    """Which projects a round asks about."""

    ALL = "all"
    CHOSEN = "chosen"
    SECTIONS = "sections"
    ROTATING = "rotating"  # each project once in `every` years


@dataclass(frozen=True, slots=True, kw_only=True)
class Asks:
    """Which projects: `projects` are ids, `sections` names; `always` (重点事業) are asked in every year of a rotation."""

    kind: AskKind = AskKind.ALL
    projects: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    every: int | None = None
    always: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """The settings of a round. `year` is the fiscal year under review.

    `late` lets sections hand in after the last day (marked as late); otherwise a late answer stays a draft.
    `empty_erases` lets an emptied cell of a returned workbook erase what is stored; no other way does. `columns` is
    the city's own order of the workbook's columns, by field key; fields that it does not name follow. `rating` grades
    the measured values of indicators, where the city has a rule for it.
    """

    title: str
    year: int
    form: Form
    scale: DirectionScale
    steps: tuple[Step, ...]
    asks: Asks = Asks()
    opens: date | None = None
    late: bool = True
    empty_erases: bool = False
    columns: tuple[str, ...] = ()
    contact: str = ""
    guide: str = ""
    rating: RatingRule | None = None

    @property
    def due(self) -> date | None:
        """The last day for the sections' answers (締切)."""
        return self.steps[0].due if self.steps else None

    def scale_of(self, key: str) -> DirectionScale:
        """Return the scale of a direction field: its own, else the round's."""
        field = next((field for field in self.form.fields if field.key == key), None)
        return (field.scale if field else None) or self.scale


def asked_projects(plan: Plan, asks: Asks, *, year: int) -> tuple[Project, ...]:
    """Return the projects that a round of `year` asks about, in the order of the plan."""
    match asks.kind:
        case AskKind.ALL:
            return plan.projects
        case AskKind.CHOSEN:
            chosen = frozenset(asks.projects)
            return tuple(project for project in plan.projects if project.id in chosen)
        case AskKind.SECTIONS:
            keys = frozenset(map(section_key, asks.sections))
            return tuple(project for project in plan.projects if not keys.isdisjoint(_section_keys(project)))
        case AskKind.ROTATING:
            return tuple(_in_turn(plan.projects, asks, year=year))


def _section_keys(project: Project) -> frozenset[str]:
    return frozenset(section_key(section.name) for section in project.sections)


def _in_turn(projects: Iterable[Project], asks: Asks, *, year: int) -> Iterable[Project]:
    """Those whose turn it is, once in `every` years whatever happened before, and those asked in every year.

    The turn follows from the permanent id: a place in the plan moves with every project above it, and a project that
    moved on with the years would never be asked. Turns are about, not exactly, equally many.
    """
    every = max(asks.every or 1, 1)
    always = frozenset(asks.always)
    for project in projects:
        if crc32(project.id.encode()) % every == year % every or project.id in always:
            yield project
