"""A file of sheets (.xlsx, .xls, .ods, .csv) with how it looks, for those who judge its form."""

from pathlib import Path

from torikumi.read.encoding import encoding_of
from torikumi.read.gate import Kind, WrongTypeError, load_octets, recognise_kind
from torikumi.read.sources import csv
from torikumi.text.book import Book, BookKind, BookSheet, SheetLook
from torikumi.text.cells import CellSheet, SheetCell


def read_book(path: Path, *, name: str | None = None) -> Book:
    """Return the sheets of one file. Raises a UserError for a file that may not or cannot be opened, or has no sheets."""
    octets, name = load_octets(path), name or path.name
    match recognise_kind(octets, name=name):
        case Kind.XLSX:
            return _read_xlsx(octets, name)
        case Kind.XLS:
            return _read_xls(octets, name)
        case Kind.ODS:
            return _read_ods(octets, name)
        case Kind.CSV | Kind.TEXT:
            return _read_csv(octets, name)
        case _:
            raise WrongTypeError(
                ja=f"「{name}」は表計算のファイルではありません。Excelブック（.xlsx）かCSVを指定してください。",
                en=f"{name} is no spreadsheet. Name an Excel workbook (.xlsx) or a CSV.",
            )


def _read_xlsx(octets: bytes, name: str) -> Book:
    # A reader is loaded where a file asks for it.
    from torikumi.read.sheet_looks import look_at_sheets
    from torikumi.read.sheet_scan import check_workbook
    from torikumi.read.workbook import read_cell_sheets

    checked = check_workbook(octets, name=name)
    looks = look_at_sheets(octets, name=name)
    sheets = read_cell_sheets(checked.octets, checked.sheets, name=name)
    return _book(name, BookKind.XLSX, [(sheet, looks.get(sheet.name, SheetLook())) for sheet in sheets])


def _read_xls(octets: bytes, name: str) -> Book:
    from torikumi.read.biff_scan import check_records
    from torikumi.read.workbook import read_cell_sheets, read_merged_areas

    sheets = read_cell_sheets(octets, check_records(octets, name=name), name=name)
    merged = read_merged_areas(octets, name=name)
    looked = [(sheet, SheetLook(merged=merged.get(sheet.name, ()))) for sheet in sheets]
    return _book(name, BookKind.XLS, looked)


def _read_ods(octets: bytes, name: str) -> Book:
    from torikumi.read.sources import ods

    return _book(name, BookKind.ODS, [*ods.read_looked_sheets(octets, name=name)])


def _read_csv(octets: bytes, name: str) -> Book:
    ((table,), _) = csv.read_tables(octets, name=name)
    cells = tuple(SheetCell(cell.row, cell.column, cell.text) for cell in table.cells)
    return Book(
        name=name,
        kind=BookKind.CSV,
        sheets=(BookSheet(cells=CellSheet(name="", cells=cells), look=SheetLook(objects=())),),
        encoding=encoding_of(octets, name=name),
    )


def _book(name: str, kind: BookKind, looked: list[tuple[CellSheet, SheetLook]]) -> Book:
    sheets = tuple(BookSheet(cells=cells, look=look) for cells, look in looked)
    return Book(name=name, kind=kind, sheets=sheets)
