"""Excel workbooks: python-calamine behind the gate."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO

import python_calamine

from torikumi.errors import UserError
from torikumi.plan.finding import Finding, Severity
from torikumi.plan.place import Place
from torikumi.read.document import Cell, Table, column_letters
from torikumi.read.sheet_scan import SheetFacts, check_workbook

_Value = int | float | str | bool | datetime.time | datetime.date | datetime.datetime | datetime.timedelta
_Spans = Mapping[tuple[int, int], tuple[int, int]]


class UnreadableWorkbookError(UserError):
    """The workbook passed the gate, and its cells still cannot be read."""


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet as calamine gives it: its values from A1 on, and the spans of its merged cells."""

    name: str
    hidden: bool
    values: list[list[_Value]]
    spans: dict[tuple[int, int], tuple[int, int]]


def read_tables(octets: bytes, *, name: str) -> tuple[tuple[Table, ...], tuple[Finding, ...]]:
    """Return one table a sheet that holds anything, and findings about what the file hides.

    Hidden sheets are named and left out; hidden rows and columns are read like the others, and named.
    """
    checked = check_workbook(octets, name=name)
    tables: list[Table] = []
    findings: list[Finding] = []
    for position, sheet in enumerate(_read_sheets(checked.octets, name)):
        facts = checked.sheets[position] if position < len(checked.sheets) else SheetFacts()
        table = _table_of(sheet, facts, index=len(tables), name=name)
        if not table.cells:
            continue
        if sheet.hidden:
            findings.append(_hidden_sheet(name, sheet.name))
            continue
        tables.append(table)
        findings.extend(_hidden_parts(table))
    return tuple(tables), tuple(findings)


def _read_sheets(octets: bytes, name: str) -> list[_Sheet]:
    try:
        with python_calamine.CalamineWorkbook.from_filelike(BytesIO(octets)) as workbook:
            return [
                _read_sheet(workbook, metadata)
                for metadata in workbook.sheets_metadata
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
    workbook: python_calamine.CalamineWorkbook, metadata: python_calamine.SheetMetadata
) -> _Sheet:
    sheet = workbook.get_sheet_by_name(metadata.name)
    spans = {
        (top + 1, left + 1): (bottom - top + 1, right - left + 1)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
    }
    hidden = metadata.visible != python_calamine.SheetVisibleEnum.Visible
    return _Sheet(metadata.name, hidden, sheet.to_python(skip_empty_area=False), spans)


def _unreadable(name: str) -> UnreadableWorkbookError:
    return UnreadableWorkbookError(
        ja=f"「{name}」のセルを読み取れません。Excelで開き、「名前を付けて保存」で新しいブックにしてください。",
        en=f"The cells of {name} cannot be read. Open it in Excel and save it as a new workbook.",
    )


def _table_of(sheet: _Sheet, facts: SheetFacts, *, index: int, name: str) -> Table:
    width = max((len(row) for row in sheet.values), default=0)
    height = len(sheet.values)
    cells = []
    for row, values in enumerate(sheet.values, start=1):
        for column, value in enumerate(values, start=1):
            text = _text_of(value, facts, row, column)
            if text == "":
                continue
            # A merged range may reach to the last column of all (XFD); what lies outside the values is cut off.
            rows, columns = sheet.spans.get((row, column), (1, 1))
            rows, columns = min(rows, height - row + 1), min(columns, width - column + 1)
            cells.append(Cell(text=text, row=row, column=column, rows=rows, columns=columns))
    hidden = [range(first, min(last, width) + 1) for first, last in facts.hidden_columns]
    return Table(
        index=index,
        file=name,
        sheet=sheet.name,
        hidden=sheet.hidden,
        cells=tuple(cells),
        hidden_rows=frozenset(row for row in facts.hidden_rows if row <= height),
        hidden_columns=frozenset(column for columns in hidden for column in columns),
    )


def _text_of(value: _Value, facts: SheetFacts, row: int, column: int) -> str:
    if isinstance(value, str):
        return value or facts.errors.get((row, column), "")
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        number = Decimal(repr(value))
        if (row, column) in facts.percents:
            return f"{_plain(number * 100)}%"
        return _plain(number)
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    return value.isoformat(" ") if isinstance(value, datetime.datetime) else str(value)


def _plain(number: Decimal) -> str:
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _hidden_sheet(name: str, sheet: str) -> Finding:
    return Finding(
        code="read-hidden-sheet",
        severity=Severity.WARNING,
        ja=f"シート「{sheet}」は非表示なので読みませんでした。必要なら再表示して保存し、読み直してください。",
        en=f"The sheet “{sheet}” is hidden and was not read. If it matters, show it, save, and read again.",
        place=Place(file=name, sheet=sheet),
    )


def _hidden_parts(table: Table) -> list[Finding]:
    filled_rows = {cell.row for cell in table.cells} & table.hidden_rows
    filled_columns = {cell.column for cell in table.cells} & table.hidden_columns
    findings = []
    if filled_rows:
        rows = _some([str(row) for row in sorted(filled_rows)])
        findings.append(
            Finding(
                code="read-hidden-rows",
                severity=Severity.WARNING,
                ja=f"シート「{table.sheet}」には非表示の行（{rows}行目）があります。見えている行と同じに扱ったので、要らない行なら消してください。",
                en=f"The sheet “{table.sheet}” has hidden rows ({rows}), taken like the others. Delete them if not wanted.",
                place=Place(file=table.file, sheet=table.sheet, table=table.index, row=min(filled_rows)),
            )
        )
    if filled_columns:
        columns = _some([column_letters(column) for column in sorted(filled_columns)])
        findings.append(
            Finding(
                code="read-hidden-columns",
                severity=Severity.WARNING,
                ja=f"シート「{table.sheet}」には非表示の列（{columns}列）があります。見えている列と同じに扱ったので、要らない列なら消してください。",
                en=f"The sheet “{table.sheet}” has hidden columns ({columns}), taken like the others. "
                "Delete them if not wanted.",
                place=Place(
                    file=table.file, sheet=table.sheet, table=table.index, column=min(filled_columns)
                ),
            )
        )
    return findings


def _some(names: list[str]) -> str:
    return "、".join(names[:8]) + ("…" if len(names) > 8 else "")
