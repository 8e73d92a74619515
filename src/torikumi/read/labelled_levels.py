"""Levels that stand as labels above a list (政策 | 1 働くまち): columns of the list that hold the same on every row."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from torikumi.read.document import Cell
from torikumi.read.form_labels import is_label
from torikumi.read.form_pairs import Pair, read_form_parts
from torikumi.read.forms import is_answer
from torikumi.read.grid import Grid, Row
from torikumi.read.header import match_column
from torikumi.read.headings import Role
from torikumi.read.side import Block, Column


def with_labelled_levels(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield the blocks, each with the levels that labels above its header name as its first columns."""
    last: Block | None = None
    pairs: list[Pair] = []
    for block in blocks:
        start = 0
        if last is not None and last.grid is block.grid:
            start = max((row.number for row in last.rows), default=_header_of(last))
        # Labels above the first list of a sheet hold for the next one, too, until there are others.
        fresh = _pairs_above(block, start)
        pairs = fresh or (pairs if start else [])
        yield _with_columns(block, pairs) if pairs else block
        if block.rows and _lists_names(block):
            last = block


def _lists_names(block: Block) -> bool:
    matches = [match_column(column) for column in block.columns]
    return any(match is not None and match.role is Role.NAME and match.strength == 1.0 for match in matches)


def _pairs_above(block: Block, start: int) -> list[Pair]:
    end = _header_of(block)
    rows = tuple(row for row in block.grid.rows if start < row.number < end)
    if not rows or not any(len(row.distinct()) > 1 for row in rows):
        return []
    pairs = read_form_parts(Grid(table=block.grid.table, rows=rows)).pairs
    return [
        pair
        for pair in pairs
        if pair.role is Role.LEVEL and is_answer(pair) and not _heads_a_column(pair, rows)
    ]


def _heads_a_column(pair: Pair, rows: Sequence[Row]) -> bool:
    """Tell whether a label is the header of a small table: below it stands a value, and not another label."""
    below = [cell for row in rows for cell in row.distinct() if cell.row == pair.label.row + pair.label.rows]
    return pair.values[0].row != pair.label.row or any(
        cell.column == pair.label.column and not is_label(cell.text) for cell in below
    )


def _header_of(block: Block) -> int:
    return min((column.cell.row for column in block.columns if column.cell is not None), default=0)


def _with_columns(block: Block, pairs: Sequence[Pair]) -> Block:
    width = len(pairs)
    levels = tuple(
        Column(position=position, parts=pair.words[-1:], cell=pair.label)
        for position, pair in enumerate(pairs)
    )
    columns = tuple(replace(column, position=column.position + width) for column in block.columns)
    cells = tuple(pair.values[0] for pair in pairs)
    taken = {pair.label.row for pair in pairs}
    rows = tuple(_prefixed(row, cells) for row in block.rows)
    before = tuple(_prefixed(row, (None,) * width) for row in block.before if row.number not in taken)
    return replace(block, columns=(*levels, *columns), rows=rows, before=before)


def _prefixed(row: Row, cells: tuple[Cell | None, ...]) -> Row:
    """Return a row with cells before its own; a heading or a note that stands alone stays alone."""
    front = cells if len(row.distinct()) > 1 else (None,) * len(cells)
    return replace(row, cells=(*front, *row.cells))
