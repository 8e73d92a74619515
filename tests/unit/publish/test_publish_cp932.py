"""Tables for programs that read Shift_JIS alone, and any table as a workbook."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from torikumi.publish.csv import write_table, write_table_cp932
from torikumi.publish.data_table import Cell, Column, DataTable
from torikumi.publish.xlsx import write_tables_workbook


def _table(*cells: Cell) -> DataTable:
    columns = tuple(Column(f"列{number}", "見本") for number in range(len(cells)))
    return DataTable(name="表", file="table", columns=columns, rows=(cells,))


def _read(octets: bytes, encoding: str) -> list[str]:
    return list(csv.reader(io.StringIO(octets.decode(encoding), newline="")))[1]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("①～髙﨑", "①～髙﨑"),
        ("1〜3月", "1～3月"),
        ("10−5‖¢", "10－5∥￠"),
        ("𠮷田 🌸", "〓田 〓"),
        ("=1+1", "'=1+1"),
    ],
)
def test_what_cp932_lacks_has_a_twin_or_a_mark(text: str, written: str) -> None:
    assert _read(write_table_cp932(_table(text)), "cp932") == [written]


def test_it_has_no_mark_of_utf8_and_numbers_stay_bare() -> None:
    octets = write_table_cp932(_table(12, None, "子"))

    assert octets == '"列0","列1","列2"\r\n12,,"子"\r\n'.encode("cp932")


@given(st.text(max_size=40))
def test_any_text_is_written_and_is_no_formula(text: str) -> None:
    (cell,) = _read(write_table_cp932(_table(text)), "cp932")

    assert not cell.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
    assert not cell.startswith(("\t", "\r"))


@given(st.text(alphabet="漢字かなカナ①㈱髙﨑Ａｱ a1,\"'\n=-", max_size=40))
def test_what_cp932_has_is_the_same_in_both(text: str) -> None:
    table = _table(text)

    assert _read(write_table_cp932(table), "cp932") == _read(write_table(table), "utf-8-sig")


def test_any_tables_become_a_workbook_without_formulas() -> None:
    octets = write_tables_workbook([_table("=1+1", 12)], title="見本")

    sheet = CalamineWorkbook.from_filelike(io.BytesIO(octets)).get_sheet_by_name("表")
    assert sheet.to_python() == [["列0", "列1"], ["=1+1", 12]]
    assert octets == write_tables_workbook([_table("=1+1", 12)], title="見本")
