"""The sheets of an OpenDocument file: a pass over its XML that bounds, unrolls repetitions and gathers the cells."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation

from torikumi.read.archive import oversized
from torikumi.read.document import Cell, Table
from torikumi.read.sheet_facts import MAX_AREA
from torikumi.read.sheet_tables import plain_number, require_bearable, within_values
from torikumi.read.xml_scan import XmlScan
from torikumi.text.book import Area, ObjectKind, SheetLook, SheetObject
from torikumi.text.cells import CellKind, CellSheet, SheetCell

_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_CELLS = frozenset(("table:table-cell", "table:covered-table-cell"))
# What stands in a cell's XML and not in the cell: comments, ruby above the text, drawings.
_NOT_SHOWN = frozenset(
    ("office:annotation", "text:ruby-text", "text:note", "draw:frame", "draw:custom-shape")
)
# What lies over the cells; what a frame holds says what it is.
_OBJECTS = {
    "office:annotation": ObjectKind.COMMENT,
    "draw:frame": ObjectKind.OTHER,
    **dict.fromkeys(
        (
            "draw:custom-shape",
            "draw:rect",
            "draw:ellipse",
            "draw:line",
            "draw:connector",
            "draw:g",
            "draw:path",
        ),
        ObjectKind.SHAPE,
    ),
}
_IN_FRAME = {
    "draw:image": ObjectKind.PICTURE,
    "draw:object": ObjectKind.CHART,
    "draw:text-box": ObjectKind.SHAPE,
}
_MOST_OBJECTS = 100_000
_KINDS = {
    **dict.fromkeys(("float", "currency", "percentage"), CellKind.NUMBER),
    "date": CellKind.DATE,
    "time": CellKind.TIME,
    "boolean": CellKind.TRUTH,
}
# The words of Calc for what cannot be worked out, beside those of Excel.
_ERRORS = frozenset(
    (
        "#REF!",
        "#N/A",
        "#NAME?",
        "#VALUE!",
        "#DIV/0!",
        "#NUM!",
        "#NULL!",
        "Err:502",
        "Err:504",
        "Err:508",
        "Err:522",
    )
)
_SIGNS = {"text:tab": "\t", "text:line-break": "\n"}


@dataclass(slots=True)
class _Sheet:
    """A sheet while it is being read."""

    name: str
    style: str
    cells: list[Cell] = field(default_factory=list)
    kinds: dict[tuple[int, int], CellKind] = field(default_factory=dict)
    formulas: set[tuple[int, int]] = field(default_factory=set)
    objects: list[SheetObject] = field(default_factory=list)
    hidden_rows: list[tuple[int, int]] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    row: int = 1
    column: int = 1
    last_column: int = 0
    repeats: int = 1


class OpenSheets(XmlScan):
    """The scan of content.xml."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._sheets: list[_Sheet] = []
        self._hidden_styles: set[str] = set()
        self._style = ""
        self._sheet: _Sheet | None = None
        self._tables = 0  # how many tables are open: a table inside a cell is no sheet
        self._cell: Mapping[str, str] | None = None
        self._paragraphs: list[list[str]] = []
        self._in_paragraph = 0
        self._skipped = 0
        self._count = 0

    def tables(self) -> list[Table]:
        """Return the sheets, the hidden ones too."""
        return [self._table(sheet) for sheet in self._sheets]

    def cell_sheets(self) -> tuple[CellSheet, ...]:
        """Return the sheets with their cells as they are, the hidden ones too."""
        return tuple(self._cell_sheet(sheet) for sheet in self._sheets)

    def looks(self) -> tuple[SheetLook, ...]:
        """Return how each sheet looks: the merged cells that hold anything, and what lies over the cells."""
        return tuple(
            SheetLook(merged=_merged(self._table(sheet).cells), objects=tuple(sheet.objects))
            for sheet in self._sheets
        )

    def _cell_sheet(self, sheet: _Sheet) -> CellSheet:
        table = self._table(sheet)
        cells = (
            SheetCell(
                cell.row,
                cell.column,
                cell.text,
                sheet.kinds.get((cell.row, cell.column), CellKind.TEXT),
                (cell.row, cell.column) in sheet.formulas,
            )
            for cell in table.cells
        )
        return CellSheet(
            name=sheet.name,
            cells=tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))),
            hidden=table.hidden,
            hidden_rows=table.hidden_rows,
            hidden_columns=table.hidden_columns,
        )

    def _table(self, sheet: _Sheet) -> Table:
        height = max((cell.row for cell in sheet.cells), default=0)
        width = max((cell.column for cell in sheet.cells), default=0)
        cells = tuple(within_values(cell, height, width) for cell in sheet.cells)
        require_bearable(cells, name=self.name)
        return Table(
            index=0,
            file=self.name,
            sheet=sheet.name,
            cells=cells,
            hidden=sheet.style in self._hidden_styles,
            hidden_rows=_within({cell.row for cell in cells}, sheet.hidden_rows),
            hidden_columns=_within({cell.column for cell in cells}, sheet.hidden_columns),
        )

    def note_start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take note of an element that begins."""
        if self._sheet is not None:
            self._note_object(self._sheet, tag)
        if self._skipped or tag in _NOT_SHOWN:
            self._skipped += 1
        elif self._cell is not None:
            self._start_in_cell(tag, attributes)
        elif tag == "style:style":
            self._style = attributes.get("style:name", "")
        elif tag == "style:table-properties" and attributes.get("table:display") == "false":
            self._hidden_styles.add(self._style)
        elif tag == "table:table":
            self._start_table(attributes)
        elif self._sheet is not None:
            self._start_in_sheet(self._sheet, tag, attributes)

    def _note_object(self, sheet: _Sheet, tag: str) -> None:
        if self._skipped:
            # A chart has its picture beside it, which comes second.
            if tag in _IN_FRAME and sheet.objects and sheet.objects[-1].kind is ObjectKind.OTHER:
                sheet.objects[-1] = replace(sheet.objects[-1], kind=_IN_FRAME[tag])
        elif tag in _OBJECTS and len(sheet.objects) < _MOST_OBJECTS:
            sheet.objects.append(SheetObject(_OBJECTS[tag], sheet.row, sheet.column))

    def note_end(self, tag: str) -> None:
        """Take note of an element that ends."""
        if self._skipped:
            self._skipped -= 1
        elif tag == "table:table":
            self._tables -= 1
            if self._tables == 0:
                self._sheet = None
        elif self._tables > 1 or self._sheet is None:
            return
        elif tag in ("text:p", "text:h"):
            self._in_paragraph = max(0, self._in_paragraph - 1)
        elif tag in _CELLS and self._cell is not None:
            self._end_cell(self._sheet, self._cell)
            self._cell = None
        elif tag == "table:table-row":
            self._sheet.row += self._sheet.repeats

    def note_text(self, text: str) -> None:
        """Take note of the text of a cell."""
        if self._in_paragraph and not self._skipped and self._tables == 1:
            self._paragraphs[-1].append(text)

    def _start_table(self, attributes: dict[str, str]) -> None:
        self._tables += 1
        if self._tables == 1:
            self._sheet = _Sheet(attributes.get("table:name", ""), attributes.get("table:style-name", ""))
            self._sheets.append(self._sheet)

    def _start_in_sheet(self, sheet: _Sheet, tag: str, attributes: dict[str, str]) -> None:
        is_hidden = attributes.get("table:visibility") in ("collapse", "filter")
        if tag == "table:table-row":
            sheet.column = 1
            sheet.repeats = _times(attributes, "table:number-rows-repeated", _LAST_ROW)
            if is_hidden:
                sheet.hidden_rows.append((sheet.row, sheet.row + sheet.repeats - 1))
        elif tag == "table:table-column":
            first = sheet.last_column + 1
            sheet.last_column += _times(attributes, "table:number-columns-repeated", _LAST_COLUMN)
            if is_hidden:
                sheet.hidden_columns.append((first, sheet.last_column))
        elif tag in _CELLS:
            self._cell, self._paragraphs, self._in_paragraph = attributes, [], 0

    def _start_in_cell(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "table:table":
            self._tables += 1
        elif self._tables > 1:
            return
        elif tag in ("text:p", "text:h"):
            self._paragraphs.append([])
            self._in_paragraph += 1
        elif self._in_paragraph and tag == "text:s":
            self._add(" " * _times(attributes, "text:c", 1_000))
        elif self._in_paragraph and tag in _SIGNS:
            self._add(_SIGNS[tag])

    def _add(self, text: str) -> None:
        self._paragraphs[-1].append(text)

    def _end_cell(self, sheet: _Sheet, attributes: Mapping[str, str]) -> None:
        times = _times(attributes, "table:number-columns-repeated", _LAST_COLUMN)
        text = _text_of(attributes, "\n".join("".join(pieces) for pieces in self._paragraphs))
        if text:
            self._count += times * sheet.repeats
            if self._count > MAX_AREA:
                raise oversized(self.name, "セルが多すぎる", "it holds too many cells")
            rows = _times(attributes, "table:number-rows-spanned", _LAST_ROW)
            columns = _times(attributes, "table:number-columns-spanned", _LAST_COLUMN)
            sheet.cells.extend(
                Cell(text=text, row=sheet.row + down, column=sheet.column + right, rows=rows, columns=columns)
                for down in range(sheet.repeats)
                for right in range(times)
            )
            self._note_kind(sheet, attributes, text, times)
        sheet.column += times

    def _note_kind(self, sheet: _Sheet, attributes: Mapping[str, str], text: str, times: int) -> None:
        kind = _KINDS.get(attributes.get("office:value-type", ""), CellKind.TEXT)
        is_formula = "table:formula" in attributes
        if is_formula and text in _ERRORS:
            kind = CellKind.ERROR
        if kind is CellKind.TEXT and not is_formula:
            return
        for down in range(sheet.repeats):
            for right in range(times):
                at = (sheet.row + down, sheet.column + right)
                sheet.kinds[at] = kind
                if is_formula:
                    sheet.formulas.add(at)


def _merged(cells: Iterable[Cell]) -> tuple[Area, ...]:
    return tuple(
        Area(
            top=cell.row,
            left=cell.column,
            bottom=cell.row + cell.rows - 1,
            right=cell.column + cell.columns - 1,
        )
        for cell in cells
        if (cell.rows, cell.columns) != (1, 1)
    )


def _times(attributes: Mapping[str, str], name: str, most: int) -> int:
    digits = attributes.get(name, "1")
    return min(max(1, int(digits)), most) if digits.isascii() and digits.isdigit() and len(digits) < 10 else 1


def _text_of(attributes: Mapping[str, str], printed: str) -> str:
    """Return what a cell says: numbers and days by their value, so that a narrow format hides nothing of them."""
    kind = attributes.get("office:value-type", "")
    if kind in ("float", "currency", "percentage"):
        try:
            number = Decimal(attributes.get("office:value", ""))
        except InvalidOperation:
            return printed
        if not number.is_finite() or abs(number.adjusted()) > 300:
            return printed
        return f"{plain_number(number * 100)}%" if kind == "percentage" else plain_number(number)
    if kind == "date":
        day, _, hour = attributes.get("office:date-value", "").partition("T")
        return printed if not day else f"{day} {hour}" if hour.strip("0:") else day
    if kind == "boolean":
        return attributes.get("office:boolean-value", printed).upper()
    return printed or attributes.get("office:string-value", "")


def _within(filled: set[int], ranges: list[tuple[int, int]]) -> frozenset[int]:
    return frozenset(number for number in filled if any(first <= number <= last for first, last in ranges))
