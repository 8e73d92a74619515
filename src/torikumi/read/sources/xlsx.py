"""Excel workbooks (.xlsx, .xlsm): scanned, then read through python-calamine."""

from torikumi.plan.finding import Finding
from torikumi.read.document import Table
from torikumi.read.sheet_scan import check_workbook
from torikumi.read.workbook import read_workbook


def read_tables(octets: bytes, *, name: str) -> tuple[tuple[Table, ...], tuple[Finding, ...]]:
    """Return one table a sheet that holds anything, and findings about what the file hides."""
    checked = check_workbook(octets, name=name)
    return read_workbook(checked.octets, checked.sheets, name=name)
