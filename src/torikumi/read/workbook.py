"""The sheets of a workbook as tables: its values through python-calamine, and what the scan before it took note of."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO

import python_calamine

from torikumi.errors import UserError
from torikumi.plan.finding import Finding
from torikumi.read.document import Cell, Table
from torikumi.read.sheet_facts import MAX_AREA, FarCellError, SheetFacts
from torikumi.read.sheet_tables import plain_number, require_bearable, shown_tables, within_values
from torikumi.text.book import Area
from torikumi.text.cells import CellKind, CellSheet, SheetCell

_Value = int | float | str | bool | datetime.time | datetime.date | datetime.datetime | datetime.timedelta
_Spans = Mapping[tuple[int, int], tuple[int, int]]


class UnreadableWorkbookError(UserError):
    """The workbook passed the gate, and its cells still cannot be read."""


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet as calamine gives it: its values from A1 on, the spans of its merged cells, its place among all sheets."""

    position: int
    name: str
    hidden: bool
    values: list[list[_Value]]
    spans: dict[tuple[int, int], tuple[int, int]]


def read_workbook(
    octets: bytes, facts: Sequence[SheetFacts], *, name: str
) -> tuple[tuple[Table, ...], tuple[Finding, ...]]:
    """Return one table a sheet that holds anything, and findings about what the file hides.

    The workbook was scanned before, and `facts` are those of its sheets in their order. Hidden sheets are named and
    left out; hidden rows and columns are read like the others, and named.
    """
    sheets = _read_sheets(octets, name)
    tables = [
        _table_of(sheet, facts[sheet.position] if sheet.position < len(facts) else SheetFacts(), name=name)
        for sheet in sheets
    ]
    return shown_tables(tables)


def read_cell_sheets(octets: bytes, facts: Sequence[SheetFacts], *, name: str) -> tuple[CellSheet, ...]:
    """Return every sheet with its cells as they are, the hidden ones too; the workbook was scanned before."""
    return tuple(
        _cell_sheet(sheet, facts[sheet.position] if sheet.position < len(facts) else SheetFacts())
        for sheet in _read_sheets(octets, name)
    )


def read_merged_areas(octets: bytes, *, name: str) -> dict[str, tuple[Area, ...]]:
    """Return the merged cells of each sheet by the sheet's name; the workbook was scanned before."""
    return {
        sheet.name: tuple(
            Area(top=top, left=left, bottom=top + rows - 1, right=left + columns - 1)
            for (top, left), (rows, columns) in sorted(sheet.spans.items())
        )
        for sheet in _read_sheets(octets, name)
    }


def _read_sheets(octets: bytes, name: str) -> list[_Sheet]:
    try:
        with python_calamine.CalamineWorkbook.from_filelike(BytesIO(octets)) as workbook:
            return [
                _read_sheet(workbook, position, metadata, name)
                for position, metadata in enumerate(workbook.sheets_metadata)
                if metadata.typ == python_calamine.SheetTypeEnum.WorkSheet
            ]
    except (python_calamine.CalamineError, OSError, ValueError, KeyError) as error:
        raise _unreadable(name) from error
    except BaseException as error:
        # calamine's panics come as PanicException, which is a BaseException and has no importable name.
        if type(error).__name__ != "PanicException":
            raise
        raise _unreadable(name) from error


def _read_sheet(
    workbook: python_calamine.CalamineWorkbook,
    position: int,
    metadata: python_calamine.SheetMetadata,
    name: str,
) -> _Sheet:
    sheet = workbook.get_sheet_by_index(position)
    if sheet.total_height * sheet.total_width > MAX_AREA:
        raise FarCellError.at(name, sheet.total_height, sheet.total_width)
    spans = {
        (top + 1, left + 1): (bottom - top + 1, right - left + 1)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
    }
    hidden = metadata.visible != python_calamine.SheetVisibleEnum.Visible
    return _Sheet(position, metadata.name, hidden, sheet.to_python(skip_empty_area=False), spans)


def _unreadable(name: str) -> UnreadableWorkbookError:
    return UnreadableWorkbookError(
        ja=f"「{name}」のセルを読み取れません。Excelで開き、「名前を付けて保存」で新しいブックにしてください。",
        en=f"The cells of {name} cannot be read. Open it in Excel and save it as a new workbook.",
    )


def _table_of(sheet: _Sheet, facts: SheetFacts, *, name: str) -> Table:
    width = max((len(row) for row in sheet.values), default=0)
    height = len(sheet.values)
    cells = []
    for row, values in enumerate(sheet.values, start=1):
        for column, value in enumerate(values, start=1):
            text = _text_of(value, facts, row, column)
            if text == "":
                continue
            rows, columns = sheet.spans.get((row, column), (1, 1))
            cell = Cell(text=text, row=row, column=column, rows=rows, columns=columns)
            cells.append(within_values(cell, height, width))
    require_bearable(cells, name=name)
    hidden = [range(first, min(last, width) + 1) for first, last in facts.hidden_columns]
    return Table(
        index=0,
        file=name,
        sheet=sheet.name,
        hidden=sheet.hidden,
        cells=tuple(cells),
        hidden_rows=frozenset(row for row in facts.hidden_rows if row <= height),
        hidden_columns=frozenset(column for columns in hidden for column in columns),
    )


def _cell_sheet(sheet: _Sheet, facts: SheetFacts) -> CellSheet:
    cells = {
        (row, column): SheetCell(
            row, column, text, _kind_of(value, facts, row, column), (row, column) in facts.formulas
        )
        for row, values in enumerate(sheet.values, start=1)
        for column, value in enumerate(values, start=1)
        if (text := _text_of(value, facts, row, column)) != ""
    }
    # A formula without its value: a program wrote the file that does not work formulas out.
    for row, column in facts.formulas - cells.keys():
        cells[row, column] = SheetCell(row, column, "", formula=True)
    width = max((column for _, column in cells), default=0)
    hidden = [range(first, min(last, width) + 1) for first, last in facts.hidden_columns]
    return CellSheet(
        name=sheet.name,
        cells=tuple(cells[at] for at in sorted(cells)),
        hidden=sheet.hidden,
        hidden_rows=frozenset(facts.hidden_rows),
        hidden_columns=frozenset(column for columns in hidden for column in columns),
    )


def _kind_of(value: _Value, facts: SheetFacts, row: int, column: int) -> CellKind:
    match value:
        case str():
            return CellKind.ERROR if (row, column) in facts.errors else CellKind.TEXT
        case bool():
            return CellKind.TRUTH
        case int() | float():
            return CellKind.NUMBER
        case datetime.date():
            return CellKind.DATE
        case _:
            return CellKind.TIME


def _text_of(value: _Value, facts: SheetFacts, row: int, column: int) -> str:
    if isinstance(value, str):
        return value or facts.errors.get((row, column), "")
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        number = Decimal(repr(value))
        if (row, column) in facts.percents:
            return f"{plain_number(number * 100)}%"
        return plain_number(number)
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    return value.isoformat(" ") if isinstance(value, datetime.datetime) else str(value)
