"""Where the header rows of a table are, and what each of them heads."""

import itertools
from collections.abc import Iterator, Sequence
from itertools import pairwise

from torikumi.read.document import Cell
from torikumi.read.fields import section_in_heading
from torikumi.read.folded import unfold
from torikumi.read.grid import Grid, Row
from torikumi.read.headings import HeadingMatch, Role, is_bare_unit, match_heading, unit_in
from torikumi.read.options import is_option
from torikumi.read.side import Block, Column, parts_side_by_side
from torikumi.text.era import find_fiscal_years, parse_fiscal_year

_LONG = 45  # no heading is longer; a summary usually is
# Short for 国庫支出金, 一般財源 … where 財源内訳 stands above them, and only there.
_FUND_WORDS = frozenset(
    (
        "国",
        "県",
        "都",
        "府",
        "道",
        "国県",
        "国・県",
        "国費",
        "県費",
        "一般",
        "特財",
        "特定",
        "市債",
        "町債",
        "受益者負担",
    )
)


def split_blocks(grid: Grid) -> tuple[Block, ...]:
    """Return the blocks of a table; () where no row looks like a header.

    A header that comes again (a page break) is left out; another header begins another block.
    """
    return _split_at(grid, {index for index, row in enumerate(grid.rows) if _is_header(row, least=2.0)})


def split_blocks_at_likely_headers(grid: Grid) -> tuple[Block, ...]:
    """Return the blocks of a table whose header is likely and no more: one known word among others not known.

    To be asked only where no table of a document has a header beyond doubt: rows of data may look like that too.
    """
    rows = grid.rows[:40]
    starts = {index for index, row in enumerate(rows) if _is_header(row, least=1.5)}
    starts = starts or {
        index for index, (row, below) in enumerate(pairwise(rows)) if _heads_names(row, below)
    }
    return _split_at(grid, starts)


def _split_at(grid: Grid, starts: set[int]) -> tuple[Block, ...]:
    rows = grid.rows
    blocks: list[Block] = []
    waiting: list[Row] = []
    index = 0
    while index < len(rows):
        if index not in starts:
            waiting.append(rows[index])
            index += 1
            continue
        folded = unfold(rows, index)
        if folded is not None:
            kept = _body_length(waiting) if blocks else 0
            if blocks:
                blocks[-1] = _extended(blocks[-1], waiting[:kept])
            before = tuple(waiting[kept:])
            blocks.append(Block(grid=grid, before=before, columns=folded.columns, rows=folded.rows))
            index += folded.taken
            waiting = []
            continue
        header = header_rows(rows, index)
        index += len(header)
        header = [*_group_rows(waiting, header[0]), *header]
        columns = columns_of(header)
        if blocks and _headings(columns) == _headings(blocks[-1].columns):
            blocks[-1] = _extended(blocks[-1], waiting, repeated=header[0].number)
            waiting = []
            continue
        if blocks:
            kept = _body_length(waiting)
            blocks[-1] = _extended(blocks[-1], waiting[:kept])
            waiting = waiting[kept:]
        blocks.append(Block(grid=grid, before=tuple(waiting), columns=columns, rows=()))
        waiting = []
    if blocks:
        blocks[-1] = _extended(blocks[-1], waiting)
    return tuple(part for block in blocks for part in parts_side_by_side(block))


def match_column(column: Column) -> HeadingMatch | None:
    """Return what the words above a column say: the lowest word first, then the ones above it."""
    matches = [match_heading(part) for part in column.parts]
    roles = [match.role for match in matches if match is not None]
    last = next((match for match in reversed(matches) if match is not None), None)
    if last is None or len(roles) < 2:
        return last
    # 「指標」 above 「名称」 names the indicator, not the project; 「事業費」 above 「実績」 is money.
    if last.role in (Role.NAME, Role.SUMMARY, Role.NUMBER) and Role.INDICATOR in roles[:-1]:
        role = Role.INDICATOR if last.role is Role.NAME else Role.UNREAD
        return HeadingMatch(role=role, strength=last.strength, word=last.word)
    is_money = last.role in (Role.ACTUAL, Role.TARGET, Role.BASE, Role.UNREAD) or last.word == "その他"
    if Role.AMOUNT in roles[:-1] and is_money:
        return HeadingMatch(role=Role.AMOUNT, strength=last.strength, word=last.word)
    return last


def _is_header(row: Row, *, least: float) -> bool:
    cells = row.distinct()
    if len(cells) < 2 or any(len(cell.text) > _LONG or "。" in cell.text for cell in cells):
        return False
    matches = [match for cell in cells if (match := match_heading(cell.text)) is not None]
    known = [match for match in matches if match.role is not Role.UNREAD]
    strong = [match for match in known if match.strength == 1.0]
    score = len(strong) + 0.5 * (len(known) - len(strong))
    if not strong or score < least or len({match.role for match in known}) < 2:
        return False
    if least == 2.0 and len(strong) < 2:
        return False
    return len(matches) * 2 >= len(cells) or len(strong) >= 4


def _heads_names(row: Row, below: Row) -> bool:
    """Tell whether one known word, 「事業名」, makes a row a header: all else in it is unknown, but short."""
    cells = row.distinct()
    if len(cells) < 2 or any(len(cell.text) > 20 or "。" in cell.text for cell in cells):
        return False
    named = any(
        (match := match_heading(cell.text)) is not None and match.role is Role.NAME and match.strength == 1.0
        for cell in cells
    )
    return named and len(below.distinct()) >= 2


def header_rows(rows: Sequence[Row], start: int) -> list[Row]:
    """Return the rows of the header that begins at `start`: what its cells span, and lines that go on with it."""
    header = [rows[start]]
    for row in rows[start + 1 :]:
        bottom = max(cell.row + cell.rows - 1 for part in header for cell in part.distinct())
        if row.number > bottom and not _is_second_line(header[-1], row):
            break
        header.append(row)
    return header


def _is_second_line(above: Row, row: Row) -> bool:
    """Tell whether a row goes on with the header above it: years, units, 目標 and 実績 under a common word."""
    fresh = [(position, cell) for position, cell in enumerate(row.cells) if cell is not None]
    fresh = [(position, cell) for position, cell in fresh if cell is not above.cells[position]]
    if row.gap or not fresh or not all(_is_sub_word(cell.text) for _, cell in fresh):
        return False
    named = [position for position, cell in enumerate(above.cells) if cell is not None and _names(cell)]
    if any(position in named for position, _ in fresh):
        return False
    if all(is_bare_unit(cell.text) for _, cell in fresh):
        return True
    return any((group := above.cells[position]) is None or group.columns > 1 for position, _ in fresh)


def _names(cell: Cell) -> bool:
    match = match_heading(cell.text)
    return match is not None and match.role is Role.NAME


def _is_sub_word(text: str) -> bool:
    if len(text) > 20:
        return False
    match = match_heading(text)
    return bool(
        (match is not None and match.strength == 1.0)
        or find_fiscal_years(text)
        or (parse_fiscal_year(text) and not text.strip().isdigit())
        or unit_in(text)
        or is_bare_unit(text)
        or text.strip() in _FUND_WORDS
        or is_option(text)
        or section_in_heading(text) is not None
    )


def _group_rows(waiting: list[Row], header: Row) -> list[Row]:
    """Take the row of common words above a header (「事業の概要」 over four columns) out of `waiting`."""
    if not waiting or header.gap:
        return []
    cells = waiting[-1].distinct()
    widest = max(cell.columns for cell in cells)
    if len(cells) < 2 or widest < 2 or any(len(cell.text) > 20 for cell in cells):
        return []
    if any(cell is not None for cell in waiting[-1].cells) and not _covers(waiting[-1], header):
        return []
    return [waiting.pop()]


def _covers(group: Row, header: Row) -> bool:
    filled = sum(1 for cell in group.cells if cell is not None)
    return filled * 2 >= sum(1 for cell in header.cells if cell is not None)


def columns_of(header: Sequence[Row]) -> tuple[Column, ...]:
    """Return the columns that the rows of a header name, each with its words from the top down."""
    lines = [list(row.cells) for row in header]
    # From the lowest line up: a common word spreads over words that have spread themselves.
    for above, below in reversed([*itertools.pairwise(lines)]):
        _spread(above, below)
    return tuple(_column(position, cells) for position, cells in enumerate(zip(*lines, strict=True)))


def _spread(above: list[Cell | None], below: list[Cell | None]) -> None:
    # Where nothing is merged (text, CSV), a common word stands above its first column only.
    last: Cell | None = None
    for position, cell in enumerate(above):
        if cell is not None:
            last = cell if below[position] is not None else None
        elif below[position] is not None and last is not None:
            above[position] = last


def _column(position: int, cells: Sequence[Cell | None]) -> Column:
    found: list[Cell] = []
    for cell in cells:
        if cell is not None and cell not in found:
            found.append(cell)
    texts = [cell.text for cell in found]
    parts = tuple(f"（{text.strip('()（） ')}）" if is_bare_unit(text) else text for text in texts)
    return Column(position=position, parts=parts, cell=found[-1] if found else None)


def _headings(columns: Sequence[Column]) -> list[str]:
    return ["".join(column.heading.split()) for column in columns]


def _extended(block: Block, rows: Sequence[Row], *, repeated: int | None = None) -> Block:
    return Block(
        grid=block.grid,
        before=block.before,
        columns=block.columns,
        rows=(*block.rows, *rows),
        repeated=block.repeated if repeated is None else (*block.repeated, repeated),
    )


def _body_length(rows: Sequence[Row]) -> int:
    """Return how many of the rows before another header still belong to the table above it."""
    kept = len(rows)
    for index in _backwards(rows):
        if len(rows[index].distinct()) > 1:
            break
        kept = index
        if rows[index].gap:
            break
    return kept


def _backwards(rows: Sequence[Row]) -> Iterator[int]:
    return iter(range(len(rows) - 1, -1, -1))
