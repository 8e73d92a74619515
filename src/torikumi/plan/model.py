"""A plan (総合計画, 総合戦略): a tree of nodes, and the projects that stand under them."""

from dataclasses import dataclass
from functools import cached_property

from torikumi.plan.comment import Comment
from torikumi.plan.direction import DirectionScale
from torikumi.plan.indicator import Indicator
from torikumi.plan.place import FieldPlace, Place
from torikumi.plan.project import Project


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A sentence that stands beside the table: a footnote, an end note (※), the note of a measure."""

    text: str
    place: Place | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Municipality:
    """A city, town, village, ward or prefecture; `code` has six digits, the last one checks the others."""

    code: str
    name: str
    prefecture: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A heading of the tree (基本目標, 基本施策 …); `level` counts from 0, `parent` is None at the top.

    `printed` is the heading as it stands ("1 元気なまち <にぎわい応援>"); `number`, `name` and `alias` are its parts.
    """

    id: str
    level: int
    parent: str | None = None
    printed: str
    number: str | None = None
    name: str
    alias: str | None = None
    notes: tuple[Note, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    comments: tuple[Comment, ...] = ()
    places: tuple[FieldPlace, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """The fiscal years that a plan runs through, first and last, as the western years they start in."""

    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """A document that the plan was read from; `sha256` in hexadecimal."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedTotal:
    """A total that the document itself prints (合計 72事業), to be checked against what was read."""

    label: str
    count: int
    node: str | None = None
    place: Place | None = None


@dataclass(frozen=True, kw_only=True)
class Plan:
    """One edition of a plan. Nodes and projects are in the order of the document.

    `year` is the fiscal year that the edition reports on. `levels` names the levels of the tree from the top.
    `notice` is shown wherever the plan is shown (架空のデータです). `credit` names the source and licence of the data.
    """

    title: str
    municipality: Municipality | None = None
    year: int | None = None
    edition: str | None = None
    period: Period | None = None
    levels: tuple[str, ...] = ()
    scale: DirectionScale | None = None
    nodes: tuple[Node, ...] = ()
    projects: tuple[Project, ...] = ()
    notes: tuple[Note, ...] = ()
    comments: tuple[Comment, ...] = ()
    totals: tuple[PrintedTotal, ...] = ()
    sources: tuple[SourceFile, ...] = ()
    notice: str | None = None
    credit: str | None = None

    @cached_property
    def node_by_id(self) -> dict[str, Node]:
        """The nodes by their id."""
        return {node.id: node for node in self.nodes}

    @cached_property
    def project_by_id(self) -> dict[str, Project]:
        """The projects by their id."""
        return {project.id: project for project in self.projects}

    @cached_property
    def children(self) -> dict[str | None, tuple[Node, ...]]:
        """The nodes below each node, in order; below None are those at the top."""
        below: dict[str | None, list[Node]] = {}
        for node in self.nodes:
            below.setdefault(node.parent, []).append(node)
        return {parent: tuple(nodes) for parent, nodes in below.items()}

    @cached_property
    def projects_under(self) -> dict[str | None, tuple[Project, ...]]:
        """The projects whose primary place each node is, in order."""
        under: dict[str | None, list[Project]] = {}
        for project in self.projects:
            under.setdefault(project.node, []).append(project)
        return {node: tuple(projects) for node, projects in under.items()}

    def path_to(self, node_id: str | None) -> tuple[Node, ...]:
        """Return the nodes from the top down to `node_id`; () for None."""
        path: list[Node] = []
        while node_id is not None:
            node = self.node_by_id[node_id]
            path.append(node)
            node_id = node.parent
        return tuple(reversed(path))
