"""The raw cells of workbooks: kinds, formulas, hidden parts; in this process and in one of its own."""

from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pytest
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from torikumi.errors import UserError
from torikumi.read.cells import read_cells
from torikumi.read.sandbox.cells import read_cells_apart
from torikumi.text.cells import CellKind, CellSheet, SheetCell, cell_name


def _by_name(sheet: CellSheet) -> dict[str, SheetCell]:
    return {cell_name(cell.row, cell.column): cell for cell in sheet.cells}


def _workbook(path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "評価シート"
    sheet["A1"], sheet["B1"], sheet["C1"] = "4-1", date(2025, 4, 1), datetime(2025, 4, 1, 9, 30)
    sheet["A2"], sheet["B2"], sheet["C2"] = 1200, 0.35, True
    sheet["B2"].number_format = "0%"
    sheet["A3"], sheet["B3"], sheet["C3"] = "=1+1", "#REF!", time(9, 30)
    sheet["B3"].data_type = "e"
    sheet.column_dimensions["A"].hidden = True
    sheet.row_dimensions[2].hidden = True
    kept = book.create_sheet("_sent")
    kept["A1"] = "控え"
    kept.sheet_state = "veryHidden"
    book.save(path)
    return path


def test_a_workbook_gives_its_values_with_their_kinds_and_what_it_hides(tmp_path: Path) -> None:
    read = read_cells(_workbook(tmp_path / "a.xlsx"))

    sheet, kept = read.sheets
    cells = _by_name(sheet)
    assert {name: (cell.text, cell.kind) for name, cell in cells.items()} == {
        "A1": ("4-1", CellKind.TEXT),
        "B1": ("2025-04-01", CellKind.DATE),
        "C1": ("2025-04-01 09:30:00", CellKind.DATE),
        "A2": ("1200", CellKind.NUMBER),
        "B2": ("35%", CellKind.NUMBER),
        "C2": ("TRUE", CellKind.TRUTH),
        "A3": ("", CellKind.TEXT),
        "B3": ("#REF!", CellKind.ERROR),
        "C3": ("09:30:00", CellKind.TIME),
    }
    assert [name for name, cell in cells.items() if cell.formula] == ["A3"]
    assert (sheet.hidden_columns, sheet.hidden_rows) == ({1}, {2})
    assert (kept.name, kept.hidden, kept.cells) == ("_sent", True, (SheetCell(1, 1, "控え"),))


def test_an_old_workbook_gives_its_values_with_their_kinds(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("評価シート")
    sheet.write(0, 0, "4-1")
    sheet.write(0, 1, date(2025, 4, 1), xlwt.easyxf(num_format_str="yyyy-mm-dd"))
    sheet.write(1, 0, 1200)
    sheet.write(1, 1, xlwt.Formula("1+1"))
    sheet.col(0).hidden = True
    book.save(str(tmp_path / "a.xls"))

    (read,) = read_cells(tmp_path / "a.xls").sheets

    cells = _by_name(read)
    assert (cells["A1"].text, cells["A1"].kind) == ("4-1", CellKind.TEXT)
    assert (cells["B1"].text, cells["B1"].kind) == ("2025-04-01", CellKind.DATE)
    assert (cells["A2"].text, cells["A2"].kind) == ("1200", CellKind.NUMBER)
    assert cells["B2"].formula
    assert read.hidden_columns == {1}


def test_an_open_document_gives_its_values_with_their_kinds(tmp_path: Path) -> None:
    document = OpenDocumentSpreadsheet()
    table = Table(name="評価シート")
    row = TableRow()
    for kind, attributes, shown in (
        ("string", {}, "4-1"),
        ("date", {"datevalue": "2025-04-01"}, "4月1日"),
        ("float", {"value": "1200", "formula": "of:=600*2"}, "1,200"),
        ("percentage", {"value": "0.35"}, "35%"),
        ("string", {"formula": "of:=[.Z9]"}, "#REF!"),
    ):
        cell = TableCell(valuetype=kind, **attributes)
        cell.addElement(P(text=shown))
        row.addElement(cell)
    table.addElement(row)
    document.spreadsheet.addElement(table)
    document.save(str(tmp_path / "a.ods"))

    (read,) = read_cells(tmp_path / "a.ods").sheets

    assert [(cell.text, cell.kind, cell.formula) for cell in read.cells] == [
        ("4-1", CellKind.TEXT, False),
        ("2025-04-01", CellKind.DATE, False),
        ("1200", CellKind.NUMBER, True),
        ("35%", CellKind.NUMBER, False),
        ("#REF!", CellKind.ERROR, True),
    ]


def test_a_csv_is_one_sheet_of_texts(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes("キー,方針\nK1,Ｂ\n".encode("cp932"))

    (read,) = read_cells(tmp_path / "a.csv").sheets

    assert (read.name, [cell.text for cell in read.cells]) == ("", ["キー", "方針", "K1", "Ｂ"])


def test_a_document_that_is_no_sheet_is_refused_with_the_next_step(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7\n")

    with pytest.raises(UserError, match="表計算のファイルではありません"):
        read_cells(tmp_path / "a.pdf")


def test_files_are_read_in_a_process_of_their_own_and_one_that_cannot_be_opened_spoils_no_other(
    tmp_path: Path,
) -> None:
    good = _workbook(tmp_path / "good.xlsx")
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 no workbook")

    first, second = read_cells_apart([broken, good])

    assert first.refusal is not None
    assert "broken.xlsx" in first.refusal.ja
    assert second == read_cells(good)
