"""The lines around a table: which of them speak of it, and which are no heading of the plan."""

import re
from collections.abc import Sequence

from torikumi.read.document import Table
from torikumi.read.grid import Row
from torikumi.read.headings import PROJECT_LEVELS, Role, match_heading
from torikumi.read.rows import is_note, is_sentence, is_total
from torikumi.read.side import Block
from torikumi.read.tree import Heading

# The name of a table, and no heading of the plan.
_TABLE = re.compile(r"(?:一覧表?|総括表|集計表|調書|シート|個票)\Z")
NEAR = 6  # lines right above a table: what stands higher is prose


def lines_near(lines: Sequence[Row], table: Table) -> Sequence[Row]:
    """Return those of the lines above a table that may speak of it; on a sheet all of them do."""
    return lines[-NEAR:] if table.flows else lines


def names_no_part(heading: Heading) -> bool:
    """Tell whether a line cannot be a heading of the plan: a sentence, a line of the form, the name of a table.

    A table may be named by the word for its rows: 「主な事業」, 「【数値目標】」. The name of a level (「分野」) may head a part.
    """
    text = heading.printed
    is_form_line = (text.startswith(("（", "(")) and heading.number is None) or "単位" in text
    if is_form_line or is_sentence(text) or _TABLE.search(text) is not None:
        return True
    known = match_heading(heading.name) if heading.label is None else None
    if known is None or known.strength < 1.0:
        return False
    return known.role is not Role.LEVEL or known.word in PROJECT_LEVELS


def has_headings_above_headers(block: Block) -> bool:
    """Tell whether a heading stands right above the header where it comes again: then one does above the first."""
    lone = {row.number for row in block.rows if len(row.distinct()) == 1}
    return any(number - 1 in lone for number in block.repeated)


def without_lines_below(rows: Sequence[Row], table: Table) -> tuple[Row, ...]:
    """Return the rows of the last table without the text under it; notes and totals stay.

    「お問い合わせ」 and the like below the last table of a page are no headings of the plan.
    """
    if not table.flows:
        return tuple(rows)
    end = len(rows)
    while end and is_line(rows[end - 1]):
        end -= 1
    below = next((index for index in range(end, len(rows)) if rows[index].gap), len(rows))
    return (*rows[:below], *(row for row in rows[below:] if is_note(row) or is_total(row)))


def is_line(row: Row) -> bool:
    """Tell whether a row is a line of text, with a count beside it at most."""
    first, *more = row.distinct()
    return first.column == 1 and first.columns == 1 and len(more) <= 1
