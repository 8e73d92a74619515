"""The grid of an HTML table: rows in the order in which they are shown, and cells over several of them."""

from collections.abc import Callable, Iterator, Sequence

from torikumi.read.archive import oversized
from torikumi.read.html.page import Element
from torikumi.read.nesting import Piece, Slot

MAX_AREA = 2_000_000
_MAX_COLUMNS, _MAX_ROWS = 1_000, 65_534  # as browsers cut them off
_GROUPS = {"thead": 0, "tbody": 1, "tfoot": 2}


class SpanGrid:
    """Puts the cells of the tables of one page in their places; counts them over the whole page."""

    def __init__(
        self,
        *,
        name: str,
        is_shown: Callable[[Element], bool],
        parts_of: Callable[[Element], Sequence[Piece]],
    ) -> None:
        self._name = name
        self._is_shown = is_shown
        self._parts_of = parts_of
        self._area = 0

    def slots_of(self, table: Element) -> list[Slot]:
        """Return the cells of a table."""
        slots: list[Slot] = []
        number = 0
        for group in self._groups(table):
            end = number + len(group)
            taken: dict[int, int] = {}  # column -> the last row in which a cell from above stands there
            for row in group:
                number += 1
                slots.extend(self._row(row, number, end, taken))
        return slots

    def _row(self, row: Element, number: int, end: int, taken: dict[int, int]) -> Iterator[Slot]:
        column = 1
        for cell in row:
            if cell.tag not in ("td", "th") or not self._is_shown(cell):
                continue
            while taken.get(column, 0) >= number:
                column += 1
                self._count(1)
            rows = _whole(cell.get("rowspan"), 1)
            rows = min(rows or end, _MAX_ROWS, end - number + 1)  # 0: to the end of the group
            wanted = min(max(1, _whole(cell.get("colspan"), 1)), _MAX_COLUMNS)
            columns = 1
            # Where two cells would cover one another, the upper one stays as wide as it is.
            while columns < wanted and taken.get(column + columns, 0) < number:
                columns += 1
            self._count(rows * columns)
            taken.update(dict.fromkeys(range(column, column + columns), number + rows - 1))
            parts = tuple(self._parts_of(cell))
            yield Slot(row=number, column=column, rows=rows, columns=columns, parts=parts)
            column += columns

    def _groups(self, table: Element) -> list[list[Element]]:
        groups: list[tuple[int, list[Element]]] = []
        loose: list[Element] | None = None
        for child in table:
            if child.tag == "tr" and self._is_shown(child):
                if loose is None:
                    loose = []
                    groups.append((1, loose))
                loose.append(child)
            elif child.tag in _GROUPS and self._is_shown(child):
                loose = None
                rows = [row for row in child if row.tag == "tr" and self._is_shown(row)]
                groups.append((_GROUPS[child.tag], rows))
        return [rows for _, rows in sorted(groups, key=lambda group: group[0])]

    def _count(self, cells: int) -> None:
        self._area += cells
        if self._area > MAX_AREA:
            raise oversized(self._name, "表のセルが多すぎる", "its tables have too many cells")


def _whole(text: str | None, otherwise: int) -> int:
    digits = (text or "").strip()
    return int(digits[:9]) if digits.isascii() and digits.isdigit() else otherwise
