"""The page of what the logic models of a plan leave out: which projects have no outcome, which measures no output …"""

from collections.abc import Sequence
from dataclasses import dataclass

from torikumi.publish import addresses
from torikumi.publish.history import Editions
from torikumi.publish.logic_figure import LogicView, logic_of_node, logic_of_project
from torikumi.publish.logic_model import Stage
from torikumi.publish.logic_words import STAGES
from torikumi.publish.page import Page
from torikumi.publish.view import Link, node_link, project_link

GAPS = Link("ロジックモデルで書かれていないところ", addresses.LOGIC_GAPS)


@dataclass(frozen=True, slots=True, kw_only=True)
class GapRow:
    """A project or a heading with gaps: for each stage whether the plan says something of it.

    `unsorted` counts the indicators of it, of what stands below and of what stands above that have no kind.
    """

    link: Link
    stages: tuple[bool, ...]
    unsorted: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GapTable:
    """The projects, or the headings, that have gaps; `counts` are how many lack each stage, of `total`."""

    title: str
    unit: str
    total: int
    counts: tuple[tuple[str, int], ...]
    rows: tuple[GapRow, ...]


def gap_page(editions: Editions, *, home: Link) -> Page:
    """Return the page of gaps."""
    tables = gap_tables(editions)
    return Page(
        address=addresses.LOGIC_GAPS,
        template="logic_gaps.html",
        title=GAPS.name,
        menu=home.name,
        crumbs=(home,),
        words={"tables": tables, "stages": tuple(STAGES.values()), "lead": lead_words(tables)},
    )


def gap_tables(editions: Editions) -> tuple[GapTable, ...]:
    """Return the projects and then the headings with gaps of their own, in the order of the plan."""
    plan = editions.newest
    projects = [(project_link(one), logic_of_project(one, plan, editions)) for one in plan.projects]
    nodes = [(node_link(one), logic_of_node(one, plan, editions)) for one in plan.nodes]
    made = (("事業", "事業", projects), ("目標や施策", "項目", nodes))
    return tuple(_table(title, unit, models) for title, unit, models in made if models)


def lead_words(tables: Sequence[GapTable]) -> str:
    """Return how many gaps all projects and headings have of their own."""
    count = sum(count for table in tables for _, count in table.counts)
    return f"投入、活動、活動指標、成果指標のうち、計画に書かれていないところは、合わせて{count:,}か所です。"


def _table(title: str, unit: str, models: Sequence[tuple[Link, LogicView]]) -> GapTable:
    return GapTable(
        title=title,
        unit=unit,
        total=len(models),
        counts=tuple(
            (word, sum(stage in one.missing for _, one in models)) for stage, word in STAGES.items()
        ),
        rows=tuple(
            GapRow(
                link=link, stages=tuple(stage not in one.missing for stage in Stage), unsorted=one.unsorted
            )
            for link, one in models
            if one.missing
        ),
    )
