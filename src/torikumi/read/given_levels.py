"""Headings whose levels the file type itself gives (<h2>, 見出し 2): which of them stand above each table of the plan."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from torikumi.plan.model import Note, PrintedTotal
from torikumi.plan.place import Place
from torikumi.read.document import Table
from torikumi.read.fields import join_lines, join_prose
from torikumi.read.flow import CAPTION
from torikumi.read.grid import Grid, Row
from torikumi.read.rows import count_in, count_in_heading, is_note, is_sentence
from torikumi.read.running_text import NEAR, is_line, lines_near, names_no_part
from torikumi.read.side import Block
from torikumi.read.tree import Heading, parse_heading

# The name of a table, and no heading of the plan.
_TABLE = re.compile(
    r"(?:一覧表?|総括表|集計表|調書|シート|個票|内訳|のとおり|について)\Z|\A[図表]\s*[0-9０-９]"
)
_CAPTION = re.compile(r"[図表]\s*[0-9０-９]")
_CHAPTER = "第"  # headings 第1章, 第2節 have styles that begin so


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A heading that opens a node; `count` is the number of projects that it prints, with the words it stands in."""

    heading: Heading
    place: Place
    count: tuple[str, int] | None = None

    def total_of(self, node: str) -> PrintedTotal | None:
        """Return the printed total of the node that the heading opened, None where it prints none."""
        if self.count is None:
            return None
        return PrintedTotal(label=self.count[0], count=self.count[1], node=node, place=self.place)


@dataclass(frozen=True, slots=True, kw_only=True)
class Above:
    """What stands above a block: the headings that open nodes from the top down, and the notes right above it.

    `titles` are the rows that may say what the whole document is: the headings that all tables share come first.
    `title` is the one heading of the highest level, where there is but one.
    """

    headings: tuple[Opened, ...]
    notes: tuple[Note, ...]
    titles: tuple[Row, ...]
    title: str | None


@dataclass(slots=True)
class _Spot:
    """A block with the headings that are open where it begins."""

    block: Block
    is_plan: bool
    open: tuple["_Open", ...]
    lines: tuple[tuple[Row, Table], ...]


@dataclass(slots=True, eq=False)
class _Open:
    """A heading while it is open, with the lines that follow it before the next one, each with its table."""

    row: Row
    table: Table
    lines: list[tuple[Row, Table]]

    @property
    def level(self) -> int:
        """The level that the file type gives the heading."""
        return self.row.distinct()[0].heading or 0


def levels_above(plans: Sequence[tuple[Block, bool]], grids: Sequence[Grid]) -> Mapping[int, Above]:
    """Return what stands above each block (by the id of its columns) of a document whose headings have levels.

    `plans` are the blocks that will be read, and whether they list projects. A heading that all tables of projects
    share says what the document or the chapter is, and opens no node, unless its label is that of a level (基本目標１).
    """
    found: dict[int, Above] = {}
    files = dict.fromkeys(grid.table.file for grid in grids if _gives_levels(grid))
    for file in files:
        own = [grid for grid in grids if grid.table.file == file]
        opened: list[_Open] = []
        spots = list(_spots(plans, own, opened))
        of_period = [
            row for entry in opened if "期間" in entry.row.distinct()[0].text for row, _ in entry.lines[:3]
        ]
        if not spots:
            continue
        title = _only_title(own)
        shared = _shared(spots)
        drops_chapters = any(_heading(entry.row).style.startswith(_CHAPTER) for entry in shared)
        for spot in spots:
            kept = _without_caption([entry for entry in spot.open if entry not in shared])
            if drops_chapters and not spot.is_plan:
                kept = [entry for entry in kept if not _heading(entry.row).style.startswith(_CHAPTER)]
            table = spot.block.grid.table
            rows = [entry.row for entry in (*shared, *spot.open)]
            found[id(spot.block.columns)] = Above(
                headings=tuple(_opened(entry) for entry in kept if _names_a_node(entry.row)),
                notes=tuple(_notes(spot, shared)),
                titles=(*rows, *lines_near([row for row, _ in spot.lines], table), *of_period),
                title=title,
            )
    return found


def _without_caption(opened: list[_Open]) -> list[_Open]:
    """A caption names its table; it names a part of the plan where no heading does."""
    headings = [entry for entry in opened if entry.level < CAPTION]
    return headings if any(_names_a_node(entry.row) for entry in headings) else opened


def _opened(entry: _Open) -> Opened:
    cell, *beside = entry.row.distinct()
    heading = _heading(entry.row)
    in_heading = count_in_heading(heading.printed)
    count = count_in(entry.row) if beside else None
    if in_heading is not None and count is None:
        count = heading.printed, in_heading
    return Opened(heading=heading, place=entry.table.place_of(cell), count=count)


def _notes(spot: _Spot, shared: Sequence[_Open]) -> Iterator[Note]:
    """Yield what is noted right above a table and around it, and under the last heading that all tables share."""
    if shared:
        yield from _notes_among(shared[-1].lines)
    yield from _notes_among(spot.lines)
    for row, table in spot.open[-1].lines if spot.open else ():
        if is_note(row):
            yield _note(row, table)


def _notes_among(lines: Sequence[tuple[Row, Table]]) -> Iterator[Note]:
    """Yield the notes among lines that lead to a table: those marked as such, and the sentences right above it."""
    for index, (row, table) in enumerate(lines):
        is_near = index >= len(lines) - NEAR and len(row.distinct()) == 1
        if is_note(row) or (is_near and is_sentence(row.distinct()[0].text)):
            yield _note(row, table)


def _note(row: Row, table: Table) -> Note:
    cell = row.distinct()[0]
    return Note(text=join_prose(cell.text), place=table.place_of(cell))


def _gives_levels(grid: Grid) -> bool:
    return any(cell.heading is not None for cell in grid.table.cells)


def _spots(
    plans: Sequence[tuple[Block, bool]], grids: Sequence[Grid], opened: list[_Open]
) -> Iterator[_Spot]:
    """Yield each block with what is open above it; every heading of the document goes to `opened`."""
    stack: list[_Open] = []
    lines: list[tuple[Row, Table]] = []
    for grid in grids:
        waiting = sorted(
            ((_first_row(block), block, is_plan) for block, is_plan in plans if block.grid is grid),
            key=lambda entry: entry[0],
        )
        begin = len(lines)
        for row in grid.rows:
            while waiting and waiting[0][0] <= row.number:
                _, block, is_plan = waiting.pop(0)
                yield _Spot(block, is_plan, tuple(stack), tuple(lines[begin:]))
            level = row.distinct()[0].heading
            if level is not None:
                while stack and stack[-1].level >= level:
                    stack.pop()
                lines, begin = [], 0
                stack.append(_Open(row, grid.table, lines))
                opened.append(stack[-1])
            elif is_line(row):
                lines.append((row, grid.table))
        # The caption of a table is none of the next one's.
        while stack and stack[-1].level >= CAPTION:
            stack.pop()


def _first_row(block: Block) -> int:
    return min((column.cell.row for column in block.columns if column.cell is not None), default=0)


def _heading(row: Row) -> Heading:
    return parse_heading(join_lines(row.distinct()[0].text))


def _shared(spots: Sequence[_Spot]) -> tuple[_Open, ...]:
    plans = [spot for spot in spots if spot.is_plan] or spots
    paths = [spot.open for spot in plans]
    length = 0
    while all(len(path) > length and path[length] is paths[0][length] for path in paths):
        length += 1
    common = paths[0][:length]
    is_deeper = any(_names_a_node(entry.row) for path in paths for entry in path[length:])
    for index, entry in enumerate(common):
        heading = _heading(entry.row)
        is_level = heading.label is not None and not heading.style.startswith(_CHAPTER)
        if is_level or (not is_deeper and heading.number is not None and _names_a_node(entry.row)):
            return common[:index]
    return common


def _only_title(grids: Sequence[Grid]) -> str | None:
    headings = [
        cell for grid in grids for cell in grid.table.cells if cell.heading is not None and cell.text.strip()
    ]
    top = min((cell.heading or 0 for cell in headings), default=0)
    highest = [cell for cell in headings if cell.heading == top]
    return join_lines(highest[0].text) if len(highest) == 1 and len(headings) > 1 else None


def _names_a_node(row: Row) -> bool:
    """Tell whether a heading names a part of the plan, and not the table below it (事業一覧, 主な取組)."""
    heading = _heading(row)
    return not names_no_part(heading) and _CAPTION.match(heading.printed) is None
