"""Workbooks for tests: good ones, and hostile ones whose every byte is ours."""

import zipfile
from collections.abc import Mapping
from io import BytesIO

import xlsxwriter

HEADER = ["No.", "事業名", "事業概要", "担当課"]
ROW = ["1", "朝市", "市を開く。", "商工課"]
XML = b'<?xml version="1.0" encoding="UTF-8"?>\n'
SHEET = "xl/worksheets/sheet1.xml"
_OPEN = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'


def good_workbook() -> bytes:
    """Return a workbook with a plan of one project."""
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet("一覧")
        for index, row in enumerate((HEADER, ROW)):
            sheet.write_row(index, 0, row)
    return content.getvalue()


def with_members(members: Mapping[str, bytes]) -> bytes:
    """Return the good workbook with members replaced or added."""
    content = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(good_workbook())) as old,
        zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for info in old.infolist():
            if info.filename not in members:
                new.writestr(info.filename, old.read(info))
        for name, octets in members.items():
            new.writestr(name, octets)
    return content.getvalue()


def with_sheet(body: bytes, *, before: bytes = b"") -> bytes:
    """Return the good workbook whose sheet is `body`, with `before` between the declaration and the sheet."""
    return with_members({SHEET: XML + before + _OPEN + body + b"</worksheet>"})
