"""The raw cells of a sheet file (.xlsx, .xls, .ods, .csv), hidden parts included, for those who know the form they sent."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from torikumi.errors import UserError
from torikumi.read.gate import Kind, WrongTypeError, load_octets, recognise_kind
from torikumi.read.sources import csv
from torikumi.text.cells import CellSheet, SheetCell


@dataclass(frozen=True, slots=True, kw_only=True)
class CellFile:
    """A file with the cells of its sheets; `refusal` says why it could not be read, and then it has none."""

    name: str
    sha256: str
    sheets: tuple[CellSheet, ...] = ()
    refusal: UserError | None = None


def read_cells(path: Path, *, name: str | None = None) -> CellFile:
    """Return the cells of one file. Raises a UserError for a file that may not or cannot be opened."""
    octets = load_octets(path)
    name = name or path.name
    return CellFile(
        name=name, sha256=hashlib.sha256(octets).hexdigest(), sheets=_read_sheets(octets, name=name)
    )


def read_cells_of_each(paths: Sequence[Path], names: Sequence[str]) -> tuple[CellFile, ...]:
    """Return the cells of every file; what cannot be opened bears its refusal, the others are read all the same."""
    files = []
    for path, name in zip(paths, names, strict=True):
        try:
            files.append(read_cells(path, name=name))
        except UserError as refusal:
            files.append(CellFile(name=name, sha256=_digest(path), refusal=refusal))
    return tuple(files)


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(load_octets(path)).hexdigest()
    except UserError:
        return ""


def _read_sheets(octets: bytes, *, name: str) -> tuple[CellSheet, ...]:
    # A reader is loaded where a file asks for it.
    match recognise_kind(octets, name=name):
        case Kind.XLSX:
            from torikumi.read.sheet_scan import check_workbook
            from torikumi.read.workbook import read_cell_sheets

            checked = check_workbook(octets, name=name)
            return read_cell_sheets(checked.octets, checked.sheets, name=name)
        case Kind.XLS:
            from torikumi.read.biff_scan import check_records
            from torikumi.read.workbook import read_cell_sheets

            return read_cell_sheets(octets, check_records(octets, name=name), name=name)
        case Kind.ODS:
            from torikumi.read.sources import ods

            return ods.read_cell_sheets(octets, name=name)
        case Kind.CSV | Kind.TEXT:
            ((table,), _) = csv.read_tables(octets, name=name)
            cells = tuple(SheetCell(cell.row, cell.column, cell.text) for cell in table.cells)
            return (CellSheet(name="", cells=cells),)
        case _:
            raise WrongTypeError(
                ja=f"「{name}」は表計算のファイルではありません。送ったブックを、Excelブック（.xlsx）のまま返してもらってください。",
                en=f"{name} is no spreadsheet. Ask for the workbook that was sent, as an Excel workbook (.xlsx).",
            )
