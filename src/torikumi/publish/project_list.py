"""The list of projects (事業一覧) as people print it: its columns and its lines, the same in the workbook and on paper."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from torikumi.plan.direction import Direction
from torikumi.plan.model import Plan
from torikumi.plan.project import Project
from torikumi.plan.quantity import Quantity
from torikumi.publish.money_columns import Money
from torikumi.publish.palette import letter_and_word
from torikumi.publish.tally import projects_also_under, projects_without_node
from torikumi.publish.words import heading_words, name_words, quantity_words, section_words


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column; `width` counts half-width characters of the standard letter, a wide one takes two."""

    title: str
    width: float


@dataclass(frozen=True, slots=True)
class Band:
    """A heading of the tree across all columns; `level` counts from 0."""

    text: str
    level: int


@dataclass(frozen=True, slots=True)
class Aside:
    """A sentence across all columns: the note of a heading, a project that is numbered elsewhere (再掲)."""

    text: str


Line = Project | Band | Aside

# Beyond this many characters a page of A4 would have to shrink the letters below what can be read.
WIDEST_A4 = 150
WITHOUT_NODE = "位置づけの記載がない事業"
_HEADS = (
    Head("No.", 6),
    Head("事業名", 28),
    Head("事業概要", 62),
    Head("今後の方針", 12),
    Head("担当課", 20),
)
_NOTES = Head("備考", 30)
_REMARKS = Head("点検", 44)
_MONEY_WIDTH = 12


class ProjectList:
    """The columns and lines of a plan's list; columns of money and of remarks only where the plan has any.

    `remarks` are what a check says of each project, by its id; where they are given they have the last column.
    """

    def __init__(self, plan: Plan, *, remarks: Mapping[str, str] | None = None) -> None:
        self.plan = plan
        self.remarks = remarks
        self.money = Money(plan)
        self.costs = self.money.columns
        self.has_notes = any(project.notes for project in plan.projects)

    @property
    def heads(self) -> tuple[Head, ...]:
        """The columns from left to right."""
        money = (Head(column.head, _MONEY_WIDTH) for column in self.costs)
        notes, remarks = [_NOTES] if self.has_notes else [], [] if self.remarks is None else [_REMARKS]
        return (*_HEADS, *money, *notes, *remarks)

    @property
    def first_money(self) -> int:
        """The index of the first column of money; there are as many as `costs`."""
        return len(_HEADS)

    def lines(self) -> Iterator[Line]:
        """Return the headings, their notes and the projects in the order of the plan."""
        yield from self._below(None)
        without = projects_without_node(self.plan)
        if without and self.plan.nodes:
            yield Band(WITHOUT_NODE, 0)
        yield from without

    def words(self, project: Project) -> list[str]:
        """Return what each column says of a project, lines of a cell with a line break between."""
        return [
            project.number or "",
            name_words(project),
            project.summary or "",
            direction_words(project.direction),
            "\n".join(section_words(section) for section in project.sections),
            *(amount_words(self.money.costs(project, column)) for column in self.costs),
            *(["\n".join(project.notes)] if self.has_notes else []),
            *([] if self.remarks is None else [self.remarks.get(project.id, "")]),
        ]

    def end_notes(self) -> list[str]:
        """Return what stands below the list: the end notes (※) of the document, and where the data come from."""
        notes = [note.text for note in self.plan.notes]
        return [*notes, f"出典：{self.plan.credit}"] if self.plan.credit else notes

    def _below(self, parent: str | None) -> Iterator[Line]:
        for node in self.plan.children.get(parent, ()):
            yield Band(heading_words(node), node.level)
            yield from (Aside(note.text) for note in node.notes)
            yield from self.plan.projects_under.get(node.id, ())
            for project in projects_also_under(self.plan, node.id):
                number = f"No.{project.number} " if project.number else ""
                yield Aside(f"再掲：{number}{name_words(project)}")
            yield from self._below(node.id)


def direction_words(direction: Direction | None) -> str:
    """Return a direction with its letter: 「B：継続」."""
    letter, word = letter_and_word(direction)
    return f"{letter}：{word}" if letter else word


def amount_words(values: Sequence[Quantity]) -> str:
    """Return amounts without their unit, which stands in the head of the column."""
    return "\n".join(quantity_words(replace(value, unit=None)) for value in values)
