"""What the templates show: small values, ready to print."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from torikumi.plan.direction import Direction
from torikumi.plan.model import Node, Plan
from torikumi.plan.project import Project
from torikumi.publish.addresses import node_address, project_address
from torikumi.publish.palette import letter_and_word, look_of
from torikumi.publish.tally import NO_DIRECTION, DirectionGroup
from torikumi.publish.words import heading_words, meaning_words, name_words, section_words


@dataclass(frozen=True, slots=True)
class Link:
    """A name, and the address of its page from the root of the site; None where it has none."""

    name: str
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Badge:
    """A direction as a badge: class name, letter ("" where there is none) and word."""

    css: str
    letter: str
    word: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A name with a number of projects, and its page."""

    name: str
    count: int
    address: str | None = None
    badge: Badge | None = None
    meaning: str = ""
    below: tuple["Counted", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A project in a list."""

    number: str | None
    name: str
    address: str
    badge: Badge
    sections: tuple[str, ...]
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart, drawn once for wide pages and once for phones."""

    wide: Markup
    narrow: Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table of words; `numeric` are the columns that are set to the right. A cell may be a badge."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple["str | Badge", ...], ...]
    numeric: frozenset[int] = frozenset()


def badge_of(direction: Direction | None) -> Badge:
    """Return the badge of a direction; 記載なし where there is none."""
    letter, word = letter_and_word(direction)
    return Badge(look_of(direction.outcomes if direction else ()).css, letter, word)


def badge_of_group(group: DirectionGroup) -> Badge:
    """Return the badge of a group of directions."""
    return Badge(look_of(group.outcomes).css, group.letter, group.word)


def meaning_of_group(group: DirectionGroup) -> str:
    """Return what a group of directions means, in a sentence."""
    if group.key == NO_DIRECTION:
        return "計画の文書に、今後の方針が書かれていません。"
    return meaning_words(group.outcomes).removeprefix(f"{group.word}：")


def project_name(project: Project) -> str:
    """Return the number and the name in one line: "No.12 …"."""
    name = name_words(project)
    return f"No.{project.number} {name}" if project.number else name


def project_link(project: Project) -> Link:
    """Return the link to a project's page."""
    return Link(project_name(project), project_address(project.id))


def node_link(node: Node) -> Link:
    """Return the link to a goal's or measure's page."""
    return Link(heading_words(node), node_address(node.id))


def row_of(project: Project, *, remark: str = "") -> Row:
    """Return the project as a line of a list."""
    return Row(
        number=project.number,
        name=name_words(project),
        address=project_address(project.id),
        badge=badge_of(project.direction),
        sections=tuple(section_words(section) for section in project.sections),
        remark=remark,
    )


def path_links(plan: Plan, node_id: str | None) -> tuple[Link, ...]:
    """Return the links from the top of the tree down to a node; () where the plan has no such node."""
    if node_id not in plan.node_by_id:
        return ()
    return tuple(node_link(node) for node in plan.path_to(node_id))


def with_sum(names: Sequence[str]) -> tuple[str, ...]:
    """Return the heads of a table of counts, the sum last."""
    return (*names, "計")
