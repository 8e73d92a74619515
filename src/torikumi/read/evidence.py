"""What speaks against a value that was read: each ground is a factor from 0 to 1, with a sentence.

A factor of 1 is no ground at all and is left out. Grounds only ever lower a confidence, and each is told.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from torikumi.read.document import Cell, Table
from torikumi.read.fields import is_ditto, join_lines
from torikumi.read.headings import JAPANESE, Role, match_heading
from torikumi.read.roles import RoleColumn
from torikumi.read.values import is_like_direction, is_like_number, is_like_quantity, is_like_section, share


def _is_figure(text: str) -> bool:
    # Most figures are digits alone, and a wide sheet has tens of thousands of them.
    return text.isdecimal() or is_like_quantity(text)


_SHAPES: Mapping[Role, tuple[Callable[[str], bool], str, str]] = {
    Role.NUMBER: (is_like_number, "番号", "a number"),
    Role.DIRECTION: (is_like_direction, "方針の区分", "a step of a scale"),
    Role.SECTION: (is_like_section, "課の名前", "the name of a section"),
    Role.HELPERS: (is_like_section, "課の名前", "the name of a section"),
    Role.DEPARTMENT: (is_like_section, "部の名前", "the name of a department"),
    Role.AMOUNT: (_is_figure, "金額", "an amount"),
    Role.TARGET: (_is_figure, "数", "a figure"),
    Role.ACTUAL: (_is_figure, "数", "a figure"),
    Role.BASE: (_is_figure, "数", "a figure"),
}
_RULINGS = {"partial": 0.95, "none": 0.9}
_DASHES = frozenset("-－―—–ー…・")
# Above this share a column is of one shape, and a value of another stands out.
_UNIFORM = 0.8


@dataclass(frozen=True, slots=True)
class Ground:
    """A ground for doubt: how much is left of the confidence, and why."""

    factor: float
    ja: str
    en: str


@dataclass(frozen=True, slots=True)
class Source:
    """A cell that was read, with the column that said what it is."""

    column: RoleColumn
    cell: Cell
    table: Table


@dataclass(frozen=True, slots=True)
class ColumnGrounds:
    """What the heading of a column and all its values give reason to doubt.

    `is_uniform` tells that the values are of one shape, so that one of another shape stands out.
    """

    grounds: tuple[Ground, ...]
    is_uniform: bool


def grounds_of_column(column: RoleColumn) -> ColumnGrounds:
    """Return what is doubtful about a whole column."""
    found = tuple(ground for ground in (_of_heading(column), _of_shape(column)) if ground is not None)
    shape = _SHAPES.get(column.role)
    return ColumnGrounds(found, shape is not None and share(column.values, shape[0]) >= _UNIFORM)


def grounds_of_cell(source: Source, *, page: int | None, is_uniform: bool) -> tuple[Ground, ...]:
    """Return what a single cell gives reason to doubt; `page` is the one on which the project's name stands."""
    found = (
        _of_value(source) if is_uniform else None,
        _of_recognition(source.cell),
        _of_ruling(source.table),
        _of_page(source.cell, page),
    )
    return tuple(ground for ground in found if ground is not None)


def grounds_of_name(name: str) -> tuple[Ground, ...]:
    """Return what a name itself gives reason to doubt: it is a heading, a sentence, or was cut off."""
    match = match_heading(name)
    if match is not None and match.strength == 1.0 and match.role is not Role.UNREAD:
        return (
            Ground(0.4, f"事業名『{name}』は見出しの言葉です", f"the name “{name}” is the word of a heading"),
        )
    if "。" in name or len(name) > 80:
        return (Ground(0.7, "事業名が文のように長い", "the name is as long as a sentence"),)
    if name.endswith(("、", "・", "（", "(", "「")):
        return (Ground(0.7, "事業名が途中で切れている", "the name ends in the middle"),)
    return ()


def _of_heading(column: RoleColumn) -> Ground | None:
    printed = column.column.heading
    role = JAPANESE[column.role]
    if column.role in (Role.CHOICE, Role.SECTION_MARK, Role.FIGURE_KIND):
        return None
    if column.match is None:
        ja, en = (
            f"見出し『{printed}』を知らず、値から{role}とした",
            f"“{printed}” is unknown; its values decided",
        )
        return Ground(0.8, ja, en)
    if column.is_against_heading:
        ja, en = f"見出し『{printed}』は{role}と言っていない", f"“{printed}” does not say so; its values did"
        return Ground(0.75, ja, en)
    if column.match.strength < 1.0:
        factor = 0.95 if column.match.strength >= 0.8 else 0.9
        ja = f"見出し『{printed}』は『{column.match.word}』の一部だけが合う"
        return Ground(factor, ja, f"only a part of “{printed}” is known")
    return None


def _of_shape(column: RoleColumn) -> Ground | None:
    shape = _SHAPES.get(column.role)
    values = [value for value in column.values if not _is_empty(value)]
    if shape is None or not values:
        return None
    fitting = share(values, shape[0])
    if fitting >= 0.9:
        return None
    return Ground(
        0.85 + 0.15 * fitting,
        f"値の{fitting:.0%}だけが{shape[1]}の形",
        f"only {fitting:.0%} of the values have the form of {shape[2]}",
    )


def _of_value(source: Source) -> Ground | None:
    shape = _SHAPES.get(source.column.role)
    text = join_lines(source.cell.text)
    if shape is None or _is_empty(text) or is_ditto(text) or shape[0](text):
        return None
    return Ground(
        0.75,
        f"列のほかの値は{shape[1]}の形なのに、『{text[:20]}』は違う",
        f"the other values have the form of {shape[2]}, but not “{text[:20]}”",
    )


def _of_recognition(cell: Cell) -> Ground | None:
    if cell.confidence is None or cell.confidence >= 1.0:
        return None
    return Ground(
        max(0.0, cell.confidence),
        f"文字認識の確からしさが{cell.confidence:.2f}",
        f"the characters were recognised with a confidence of {cell.confidence:.2f}",
    )


def _of_ruling(table: Table) -> Ground | None:
    factor = _RULINGS.get(table.ruling or "full")
    if factor is None:
        return None
    return Ground(factor, "罫線がそろっていない表", "the table is not ruled all around")


def _of_page(cell: Cell, page: int | None) -> Ground | None:
    if page is None or cell.page is None or cell.page == page:
        return None
    return Ground(
        0.9,
        f"{cell.page}ページのセルがページをまたいでいると見た",
        f"a cell of page {cell.page} was taken to reach over the page end",
    )


def _is_empty(text: str) -> bool:
    return not text.strip() or set(text.strip()) <= _DASHES


def product(grounds: Sequence[Ground]) -> float:
    """Return what the grounds leave of a full confidence."""
    value = 1.0
    for ground in grounds:
        value *= ground.factor
    return value
