"""What a file of any type comes to before anyone asks what it means: tables of cells."""

from collections.abc import Callable
from dataclasses import dataclass, field

from torikumi.plan.finding import Finding
from torikumi.plan.place import Place
from torikumi.text.cells import cell_name

Box = tuple[
    float, float, float, float
]  # left, top, right, bottom in points from the page's upper left corner
OnPage = Callable[[int, int], None]  # told after each page: pages done, pages in all


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell that is not empty, with its text exactly as it stands; a merged cell is one cell with spans.

    `row` and `column` count from 1 and are those of its upper left corner. `heading` is the level that the file type
    itself gives a line (1 is the highest: <h1>, the style 見出し 1), None where it gives none. `confidence` is how sure
    a recogniser is of the text, from 0 to 1; None where the text is in the file and nothing had to be recognised.
    """

    text: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1
    page: int | None = None
    box: Box | None = None
    heading: int | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A sheet, or the table of a file; `cells` from the top to the bottom, from left to right.

    `hidden`, `hidden_rows` and `hidden_columns` tell what a person who opens the file does not see. `ruling` tells what
    a table on a page was found by: "full" by rules around its cells, "partial" by rules in one direction, "none" by
    white space alone; None where the file itself says what the cells are. `flows` where lines of running text stand
    above the table, and after the last one below it (PDF, Word, HTML).
    """

    index: int
    file: str
    cells: tuple[Cell, ...]
    sheet: str | None = None
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    ruling: str | None = None
    flows: bool = False

    def place_of(self, cell: Cell) -> Place:
        """Return where `cell` stands."""
        return Place(
            file=self.file,
            page=cell.page,
            sheet=self.sheet,
            table=self.index,
            row=cell.row,
            column=cell.column,
            cell=None if self.sheet is None else cell_name(cell.row, cell.column),
            box=cell.box,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A file that was opened: its tables, and what its file type alone gave reason to doubt."""

    name: str
    sha256: str
    tables: tuple[Table, ...]
    findings: tuple[Finding, ...] = field(default=())
