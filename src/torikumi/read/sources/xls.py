"""Excel workbooks of before 2007 (.xls): scanned, then read through python-calamine."""

from torikumi.plan.finding import Finding
from torikumi.read.biff_scan import check_records
from torikumi.read.document import Table
from torikumi.read.workbook import read_workbook


def read_tables(octets: bytes, *, name: str) -> tuple[tuple[Table, ...], tuple[Finding, ...]]:
    """Return one table a sheet that holds anything, and findings about what the file hides."""
    return read_workbook(octets, check_records(octets, name=name), name=name)
