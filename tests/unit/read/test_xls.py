"""Workbooks of Excel 97 to 2003: values as the person sees them, and what is refused before they are opened."""

import struct
from io import BytesIO

import pytest
import xlwt

from torikumi.read.archive import BrokenArchiveError, ProtectedMemberError
from torikumi.read.gate import Kind, WrongTypeError, recognise_kind
from torikumi.read.sheet_facts import FarCellError
from torikumi.read.sources import xls


def octets_of(made: xlwt.Workbook) -> bytes:
    packed = BytesIO()
    made.save(packed)
    return packed.getvalue()


def test_values_spans_and_what_is_hidden() -> None:
    made = xlwt.Workbook()
    sheet = made.add_sheet("一覧")
    sheet.write_merge(0, 1, 0, 2, "目標1 産業")
    sheet.write(2, 0, 0.351, xlwt.easyxf(num_format_str="0.0%"))
    sheet.write(2, 1, 14)
    sheet.write(2, 2, 14.5)
    sheet.write(3, 0, "一行目\n二行目")
    sheet.write(3, 1, True)
    sheet.row(3).hidden = True
    sheet.col(2).hidden = True
    sheet.row(4).set_cell_error(0, "#DIV/0!")
    old = made.add_sheet("昨年")
    old.write(0, 0, "昔の市")
    old.visibility = 1

    (table,), findings = xls.read_tables(octets_of(made), name="a.xls")

    assert [(one.row, one.column, one.rows, one.columns, one.text) for one in table.cells] == [
        (1, 1, 2, 3, "目標1 産業"), (3, 1, 1, 1, "35.1%"), (3, 2, 1, 1, "14"), (3, 3, 1, 1, "14.5"),
        (4, 1, 1, 1, "一行目\n二行目"), (4, 2, 1, 1, "TRUE"), (5, 1, 1, 1, "#DIV/0!"),
    ]  # fmt: skip
    assert (table.hidden_rows, table.hidden_columns) == (frozenset({4}), frozenset({3}))
    assert [finding.code for finding in findings] == [
        "read-hidden-rows",
        "read-hidden-columns",
        "read-hidden-sheet",
    ]


def test_a_small_workbook_in_the_small_sectors_is_read() -> None:
    made = xlwt.Workbook()
    made.add_sheet("a").write(0, 0, "事業名")

    ((table,), _) = xls.read_tables(octets_of(made), name="a.xls")

    assert [one.text for one in table.cells] == ["事業名"]


def test_a_value_far_away_is_refused() -> None:
    made = xlwt.Workbook()
    sheet = made.add_sheet("a")
    sheet.write(0, 0, "x")
    sheet.write(65_535, 255, "y")

    with pytest.raises(FarCellError, match="65536行256列"):
        xls.read_tables(octets_of(made), name="a.xls")


def with_record(octets: bytes, kind: int, content: bytes) -> bytes:
    """Put a record over the one that follows the first BOF (its length stays)."""
    place = octets.index(struct.pack("<HH", 0x809, 16)) + 20
    (length,) = struct.unpack_from("<H", octets, place + 2)
    return (
        octets[:place]
        + struct.pack("<HH", kind, length)
        + content.ljust(length, b"\0")[:length]
        + octets[place + 4 + length :]
    )


def test_a_workbook_with_a_password_is_refused() -> None:
    made = xlwt.Workbook()
    made.add_sheet("a").write(0, 0, "x")

    with pytest.raises(ProtectedMemberError, match="パスワード"):
        xls.read_tables(with_record(octets_of(made), 0x2F, b"\1\0"), name="a.xls")


def test_chains_of_sectors_that_run_in_a_circle_are_damage() -> None:
    made = xlwt.Workbook()
    sheet = made.add_sheet("a")
    for number in range(2_000):
        sheet.write(number, 0, f"事業{number}")
    octets = bytearray(octets_of(made))
    (table,) = struct.unpack_from("<I", octets, 76)
    for sector in range(40):
        struct.pack_into("<I", octets, (table + 1) * 512 + 4 * sector, 0)

    with pytest.raises(BrokenArchiveError):
        xls.read_tables(bytes(octets), name="a.xls")


@pytest.mark.parametrize(
    ("stream", "words"), [("WordDocument", r"\.doc.+Word文書（.docx）"), ("PowerPoint Document", "PDF")]
)
def test_other_old_files_are_named(stream: str, words: str) -> None:
    made = xlwt.Workbook()
    made.add_sheet("a").write(0, 0, "x")
    entry = "Workbook".encode("utf-16-le").ljust(64, b"\0") + struct.pack("<H", 18)
    other = stream.encode("utf-16-le").ljust(64, b"\0") + struct.pack("<H", 2 * len(stream) + 2)
    octets = octets_of(made)
    assert entry in octets

    with pytest.raises(WrongTypeError, match=words):
        recognise_kind(octets.replace(entry, other), name="a.xls")
    assert recognise_kind(octets, name="a.doc") is Kind.XLS
