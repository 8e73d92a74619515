"""Drives a real LibreOffice Calc; runs under the system's own Python, which has its `uno` module.

A line of standard input is {"source": path, "steps": [[name, …], …], "targets": [[path, filter], …]}; the answer is one
line of JSON: what the steps `read` and `formulas` saw. LibreOffice has a profile of its own, and ends with this process.
"""

import contextlib
import json
import subprocess
import sys
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.table import CellAddress, CellRangeAddress, TableSortField

FILTERS = {
    "xlsx": "Calc MS Excel 2007 XML",
    "ods": "calc8",
    "xls": "MS Excel 97",
    "csv": "Text - txt - csv (StarCalc)",
}
UTF8_CSV = "44,34,76,1"


def named(name, value):
    property_ = PropertyValue()
    property_.Name, property_.Value = name, value
    return property_


def start(profile, pipe):
    office = subprocess.Popen(
        [
            "soffice", "--headless", "--norestore", "--nologo", f"-env:UserInstallation=file://{profile}",
            f"--accept=pipe,name={pipe};urp;",
        ],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(240):
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            return office, context.ServiceManager.createInstanceWithContext(
                "com.sun.star.frame.Desktop", context
            )
        except Exception:  # noqa: BLE001  it is not listening yet
            time.sleep(0.25)
    raise SystemExit("LibreOffice did not start")


def block(sheet, left, top, right, bottom):
    address = CellRangeAddress()
    address.Sheet = sheet.RangeAddress.Sheet
    address.StartColumn, address.StartRow, address.EndColumn, address.EndRow = left, top, right, bottom
    return address


def at(sheet, column, row):
    address = CellAddress()
    address.Sheet, address.Column, address.Row = sheet.RangeAddress.Sheet, column, row
    return address


def type_text(sheet, column, row, text):
    sheet.getCellByPosition(column, row).String = text


def type_as_a_person(sheet, column, row, text):
    """What Calc makes of typed text: a date of 4-1, a number of 1,200, per cent of 35%."""
    sheet.getCellByPosition(column, row).NumberFormat = 0
    sheet.getCellByPosition(column, row).FormulaLocal = text


def sort_rows(sheet, left, top, right, bottom, field):
    by = TableSortField()
    by.Field, by.IsAscending = field, False
    sheet.getCellRangeByPosition(left, top, right, bottom).sort(
        (
            named("SortFields", uno.Any("[]com.sun.star.table.TableSortField", (by,))),
            named("ContainsHeader", False),
        )
    )


def delete_rows(sheet, row, count):
    sheet.Rows.removeByIndex(row, count)


def insert_rows(sheet, row, count):
    sheet.Rows.insertByIndex(row, count)


def delete_columns(sheet, column, count):
    sheet.Columns.removeByIndex(column, count)


def copy_row(sheet, row, to, last):
    sheet.copyRange(at(sheet, 0, to), block(sheet, 0, row, last, row))


def move_row(sheet, row, to, last):
    sheet.Rows.insertByIndex(to, 1)
    row += row >= to
    sheet.moveRange(at(sheet, 0, to), block(sheet, 0, row, last, row))
    sheet.Rows.removeByIndex(row, 1)


def move_column(sheet, column, to, last):
    sheet.Columns.insertByIndex(to, 1)
    column += column >= to
    sheet.moveRange(at(sheet, to, 0), block(sheet, column, 0, column, last))
    sheet.Columns.removeByIndex(column, 1)


def rename(sheet, name):
    sheet.Name = name


def hide_rows(sheet, first, last):
    for row in range(first, last + 1):
        sheet.Rows.getByIndex(row).IsVisible = False


STEPS = {
    step.__name__: step
    for step in (
        type_text, type_as_a_person, sort_rows, delete_rows, insert_rows, delete_columns, copy_row, move_row,
        move_column, rename, hide_rows,
    )
}  # fmt: skip


def texts(sheet, column, first, last):
    return [sheet.getCellByPosition(column, row).String for row in range(first, last + 1)]


def formulas(document):
    """The cells of every sheet that Calc holds for formulas, as [sheet, column, row]."""
    found = []
    for sheet in (document.Sheets.getByIndex(number) for number in range(document.Sheets.Count)):
        cursor = sheet.createCursor()
        cursor.gotoEndOfUsedArea(False)
        area = sheet.getCellRangeByPosition(0, 0, cursor.RangeAddress.EndColumn, cursor.RangeAddress.EndRow)
        for ranges in area.queryContentCells(16).RangeAddresses:  # CellFlags.FORMULA
            for column in range(ranges.StartColumn, ranges.EndColumn + 1):
                found.extend([sheet.Name, column, row] for row in range(ranges.StartRow, ranges.EndRow + 1))
    return found


def work(desktop, asked):
    url = Path(asked["source"]).as_uri()
    document = desktop.loadComponentFromURL(url, "_blank", 0, (named("Hidden", True),))
    seen = []
    try:
        sheet = (
            document.Sheets.getByName(asked["sheet"]) if asked.get("sheet") else document.Sheets.getByIndex(0)
        )
        for name, *words in asked["steps"]:
            if name == "formulas":
                seen.append(formulas(document))
            elif name == "read":
                document.calculateAll()
                seen.append(texts(sheet, *words))
            else:
                if sheet.isProtected():
                    sheet.unprotect("")
                STEPS[name](sheet, *words)
        for target in asked["targets"]:
            kind = Path(target).suffix[1:]
            if kind == "csv":
                document.Sheets.moveByName(sheet.Name, 0)  # a CSV holds one sheet: the first one
            options = [named("FilterName", FILTERS[kind])]
            options += [named("FilterOptions", UTF8_CSV)] if kind == "csv" else []
            document.storeToURL(Path(target).as_uri(), tuple(options))
    finally:
        document.close(True)
    return seen


def answer(value):
    sys.stdout.write(json.dumps(value) + "\n")
    sys.stdout.flush()


def main():
    office, desktop = start(sys.argv[1], sys.argv[2])
    answer("ready")
    try:
        for line in sys.stdin:
            answer(work(desktop, json.loads(line)))
    finally:
        with contextlib.suppress(Exception):  # it ends while it answers
            desktop.terminate()
        try:
            office.wait(20)
        except subprocess.TimeoutExpired:
            office.kill()


if __name__ == "__main__":
    main()
