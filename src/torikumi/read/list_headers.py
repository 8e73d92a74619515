"""Which rows of a table head a list of several projects: then no form takes the table."""

from collections.abc import Sequence

from torikumi.read.document import Cell
from torikumi.read.form_labels import begun, is_label, is_strict_label, match_label, part_label
from torikumi.read.grid import Row
from torikumi.read.header import header_rows
from torikumi.read.headings import Role

_LEAST_LABELS = 3
_SEVERAL = 2


def heads_projects(rows: Sequence[Row], index: int) -> bool:
    """Tell whether a row is the header of a list: labels side by side, and several rows of values below the name."""
    name = _name_among(rows[index])
    return name is not None and _rows_below(rows, index, name) >= _SEVERAL


def _name_among(row: Row) -> Cell | None:
    """Return the label of the names in a row of labels; None where labels and values stand in turn."""
    cells = begun(row)
    labels = [cell for cell in cells if is_label(cell.text) and part_label(cell.text) is None]
    if len(labels) < _LEAST_LABELS or len(labels) * 3 < len(cells) * 2:
        return None
    return next((cell for cell in labels if is_strict_label(cell.text) and _is_name(cell)), None)


def _rows_below(rows: Sequence[Row], index: int, name: Cell) -> int:
    """Count the projects below a header: rows with a value under the name, up to the next label or empty line."""
    count = 0
    for row in rows[index + len(header_rows(rows, index)) :]:
        cells = begun(row)
        if row.gap or _asks(cells) or any(is_strict_label(c.text) or part_label(c.text) for c in cells):
            break
        named = any(cell.column == name.column and cell.columns == name.columns for cell in cells)
        count += named and len(row.distinct()) > 1
    return count


def _asks(cells: Sequence[Cell]) -> bool:
    """Tell whether a row asks something, though no word of it is sure: all labels, or labels and values in turn."""
    labels = [is_label(cell.text) for cell in cells]
    in_turn = [position % 2 == 0 for position in range(len(cells))]
    return len(cells) > 1 and (all(labels) or (len(cells) % 2 == 0 and labels == in_turn))


def _is_name(cell: Cell) -> bool:
    match = match_label(cell.text)
    return match is not None and match.role is Role.NAME
