"""Where tables of figures are: rows of years, of 目標 and 実績, of indicators' names, and the numbers below them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from torikumi.plan.indicator import YearValue
from torikumi.read.grid import Grid, Row
from torikumi.read.headings import Role, match_heading
from torikumi.read.labels import parse_label
from torikumi.read.measured import read_measured, year_of_label
from torikumi.read.rows import is_sentence
from torikumi.text.numbers import parse_number
from torikumi.text.width import fold_width

_LONGEST = 40  # no word above figures is longer
_YEAR_WORDS = ("年度", "年次", "年", "区分", "年度末", "調査年度", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """The rows of a table of figures; `before` are the rows above it that no other table holds."""

    grid: Grid
    before: tuple[Row, ...]
    header: tuple[Row, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """A grid as its regions of figures, and the rows outside all of them in order."""

    regions: tuple[Region, ...]
    outside: tuple[Row, ...]


def part_regions(grid: Grid) -> Parts:
    """Return the regions of figures of a grid, from the top down, and what stands outside them."""
    rows = grid.rows
    regions: list[Region] = []
    outside: list[Row] = []
    waiting: list[Row] = []
    index = 0
    while index < len(rows):
        height = _header_height(rows, index)
        if height == 0:
            waiting.append(rows[index])
            outside.append(rows[index])
            index += 1
            continue
        header = rows[index : index + height]
        group = _group_above(waiting, header[0])
        outside = outside[: len(outside) - len(group)]
        waiting = waiting[: len(waiting) - len(group)]
        end = _end_of_body(rows, index + height)
        regions.append(
            Region(
                grid=grid,
                before=tuple(waiting),
                header=(*group, *header),
                rows=rows[index + height : end],
            )
        )
        waiting = []
        index = end
    return Parts(regions=tuple(regions), outside=tuple(outside))


def _header_height(rows: Sequence[Row], start: int) -> int:
    """Return how many rows from `start` on are the header of a table of figures; 0 where none begins there."""
    if not _is_header(rows, start):
        return 0
    bottom = max(cell.row + cell.rows - 1 for cell in rows[start].distinct())
    height = 1
    while start + height < len(rows):
        row = rows[start + height]
        if row.number > bottom and not _goes_on(rows, start + height):
            break
        height += 1
    return height if start + height < len(rows) else 0


def _is_header(rows: Sequence[Row], start: int) -> bool:
    row = rows[start]
    cells = row.distinct()
    if len(cells) < 2 or any(len(cell.text) > _LONGEST or is_sentence(cell.text) for cell in cells):
        return False
    texts = [cell.text for cell in cells]
    if any(_is_number(text) for text in texts):
        return False
    labels = [parse_label(text) for text in texts]
    of_figures = sum(label.is_of_figures or label.year is not None for label in labels)
    known = sum(_is_known(text) for text in texts)
    if not _are_years_of_a_header(texts):
        return False
    if of_figures and not _is_row_of_kind(texts) and (of_figures + known) * 2 >= len(texts):
        return _figures_follow(rows, start) and (of_figures + known >= 2 or texts[0].strip() in _YEAR_WORDS)
    return _years_follow(rows, start) and len(texts) >= 2


def _are_years_of_a_header(texts: Sequence[str]) -> bool:
    """Tell whether bare numbers that may be years (2021) are: they follow one another, and all else is a known word."""
    years = [int(fold_width(text)) for text in texts if fold_width(text).strip().isdecimal()]
    if not years:
        return True
    steps = {later - earlier for earlier, later in pairwise(years)}
    others = [text for text in texts if not fold_width(text).strip().isdecimal()]
    known = all(
        _is_known(text) or parse_label(text).is_of_figures or text.strip() in _YEAR_WORDS for text in others
    )
    return len(years) > 1 and known and (all(step > 0 for step in steps) or all(step < 0 for step in steps))


def _is_row_of_kind(texts: Sequence[str]) -> bool:
    # 「実績 | － | － | 集計中」 is a row of figures and no header.
    first = parse_label(texts[0])
    values = [text for text in texts[1:] if not parse_label(text).is_of_figures and not _is_known(text)]
    return first.kind is not None and first.year is None and bool(values) and len(values) == len(texts) - 1


def _figures_follow(rows: Sequence[Row], start: int) -> bool:
    """Tell whether a number stands soon below: a header heads something."""
    below = rows[start + 1 : start + 6]
    return any(_holds_value(row) for row in below)


def _holds_value(row: Row) -> bool:
    return any(_is_number(cell.text) or _is_word_for_number(cell.text) for cell in row.distinct()[1:])


def _heads_another(row: Row) -> bool:
    return sum(_is_known(cell.text) for cell in row.distinct()) * 2 > len(row.distinct()) > 2


def _is_word_for_number(text: str) -> bool:
    plain = text.strip()
    return len(plain) <= 12 and (plain in ("-", "－", "―", "—") or "維持" in plain or "増" in plain)


def _years_follow(rows: Sequence[Row], start: int) -> bool:
    """Tell whether years stand below the first cell of a row and numbers beside them: a table turned by a right angle."""
    first = rows[start].cells[0]
    if first is None or "".join(first.text.split()) not in _YEAR_WORDS:
        return False
    years = 0
    for row in rows[start + 1 : start + 5]:
        cell = row.cells[0]
        if years == 0 and (cell is None or cell is first) and not _holds_value(row):
            continue
        if cell is None or year_of_label(cell.text) is None or not _holds_value(row):
            break
        years += 1
    return years >= 2


def _goes_on(rows: Sequence[Row], index: int) -> bool:
    """Tell whether a row goes on with the header above it: names, kinds or years below a common word."""
    row, above = rows[index], rows[index - 1]
    fresh = [(position, cell) for position, cell in enumerate(row.cells) if cell is not None]
    fresh = [(position, cell) for position, cell in fresh if cell is not above.cells[position]]
    is_own = row.cells[0] is not None and row.cells[0] is not above.cells[0]
    if row.gap or not fresh or is_own:
        return False
    if any(_is_number(cell.text) or len(cell.text) > _LONGEST or is_sentence(cell.text) for _, cell in fresh):
        return False
    if len(row.distinct()) < 2 or index + 1 >= len(rows) or not _figures_follow(rows, index):
        return False
    if any(cell.text.strip() in ("-", "－", "―") for _, cell in fresh):
        return False
    grouped = [above.cells[position] for position, _ in fresh]
    return any(group is None or group.columns > 1 for group in grouped)


def _group_above(waiting: Sequence[Row], header: Row) -> tuple[Row, ...]:
    """Return the row of common words right above a header: 「基準値 | | 目標値 | |」 over 年度 and 値."""
    if not waiting or header.gap:
        return ()
    above = waiting[-1]
    cells = above.distinct()
    if len(cells) < 2 or any(len(cell.text) > 20 or _is_number(cell.text) for cell in cells):
        return ()
    widest = max(cell.columns for cell in cells)
    filled = sum(1 for cell in above.cells if cell is not None)
    return (above,) if widest > 1 and filled * 2 >= len(header.cells) else ()


def _end_of_body(rows: Sequence[Row], start: int) -> int:
    """Return the first row that belongs to the table no more: another header, or lines that no row of it follows."""
    end = start
    for index in range(start, len(rows)):
        row = rows[index]
        if index > start and _header_height(rows, index):
            break
        if len(row.distinct()) > 1:
            if index > start and not _holds_value(row) and (row.gap or _heads_another(row)):
                break
            end = index + 1
        elif row.gap:
            break
    while end > start and len(rows[end - 1].distinct()) < 2:
        end -= 1
    return end


@lru_cache(maxsize=8192)
def _is_number(text: str) -> bool:
    if len(text) > _LONGEST or not any(map(str.isdigit, text)) or parse_label(text).is_of_figures:
        return False
    with_year = read_measured(text, year=None)
    return (parse_number(text) is not None and not _is_year(text)) or _has_number_and_year(with_year)


def _has_number_and_year(value: YearValue) -> bool:
    return value.year is not None and value.value.number is not None


def _is_year(text: str) -> bool:
    return year_of_label(text) is not None


@lru_cache(maxsize=8192)
def _is_known(text: str) -> bool:
    match = match_heading(text)
    return match is not None and match.strength == 1.0 and match.role is not Role.NOTE
