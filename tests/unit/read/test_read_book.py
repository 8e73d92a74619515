"""Workbooks with how they look: merged cells, what lies over the cells, formats with words; bombs are refused."""

import struct
import zipfile
import zlib
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
import xlwt
from odf.draw import CustomShape, Frame, Image, TextBox
from odf.office import Annotation
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P
from openpyxl.comments import Comment

from torikumi.errors import UserError
from torikumi.read.book import read_book
from torikumi.read.sandbox.book import read_book_apart
from torikumi.read.sandbox.limits import Limits
from torikumi.text.book import Area, BookKind, ObjectKind, SheetLook, SheetObject


def _png(path: Path) -> Path:
    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    pixels = zlib.compress(b"\0\0")
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )
    return path


def _full_workbook(path: Path) -> Path:
    book = xlsxwriter.Workbook(str(path))
    book.add_chartsheet("グラフだけ").set_chart(_chart(book))
    sheet = book.add_worksheet("一覧")
    worded = book.add_format({"num_format": '#,##0"千円"'})
    sheet.merge_range("A1:C1", "見出し")
    sheet.write_number("B2", 1200, worded)
    sheet.write_number("B3", 1200, book.add_format({"num_format": "#,##0;[Red]-#,##0"}))
    sheet.insert_image("D5", str(_png(path.with_suffix(".png"))))
    sheet.insert_textbox("E6", "注意")
    sheet.insert_chart("F7", _chart(book))
    sheet.write_comment("A3", "メモ")
    book.add_worksheet("二枚目").write_string("A1", "a")
    book.close()
    return path


def _chart(book: xlsxwriter.Workbook) -> object:
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=一覧!$B$2:$B$3"})
    return chart


def test_a_workbook_tells_what_lies_over_its_cells_and_what_is_merged(tmp_path: Path) -> None:
    book = read_book_apart(_full_workbook(tmp_path / "a.xlsx"))

    sheet, second = book.sheets
    assert (book.kind, sheet.cells.name, second.cells.name) == (BookKind.XLSX, "一覧", "二枚目")
    assert sheet.look.merged == (Area(top=1, left=1, bottom=1, right=3),)
    assert sheet.look.formats == ((2, 2, '#,##0"千円"'),)
    assert set(sheet.look.objects or ()) == {
        SheetObject(ObjectKind.PICTURE, 5, 4),
        SheetObject(ObjectKind.SHAPE, 6, 5),
        SheetObject(ObjectKind.CHART, 7, 6),
        SheetObject(ObjectKind.COMMENT, 3, 1),
    }
    assert second.look == SheetLook(objects=())


def test_another_writer_of_workbooks_is_read_the_same(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    sheet = made.active
    sheet["A1"], sheet["A2"] = "見出し", 5
    sheet.merge_cells("A1:B1")
    sheet["A2"].comment = Comment("メモ", "x")
    made.save(tmp_path / "a.xlsx")

    (read,) = read_book(tmp_path / "a.xlsx").sheets

    assert read.look.merged == (Area(top=1, left=1, bottom=1, right=2),)
    assert read.look.objects == (SheetObject(ObjectKind.COMMENT, 2, 1),)


def test_an_old_workbook_tells_merged_cells_and_that_nobody_looked_for_objects(tmp_path: Path) -> None:
    made = xlwt.Workbook()
    sheet = made.add_sheet("一覧")
    sheet.write_merge(0, 0, 0, 2, "見出し")
    sheet.write(1, 1, xlwt.Formula("1+1"))
    made.save(str(tmp_path / "a.xls"))

    book = read_book(tmp_path / "a.xls")

    assert book.kind is BookKind.XLS
    assert book.sheets[0].look == SheetLook(merged=(Area(top=1, left=1, bottom=1, right=3),), objects=None)


def test_an_open_document_tells_merged_cells_and_what_lies_over_them(tmp_path: Path) -> None:
    made = OpenDocumentSpreadsheet()
    table, row, second = Table(name="一覧"), TableRow(), TableRow()
    cell = TableCell(numbercolumnsspanned=2, numberrowsspanned=1, valuetype="string")
    cell.addElement(P(text="見出し"))
    row.addElement(cell)
    for text in ("a", "b"):
        plain = TableCell(valuetype="string")
        plain.addElement(P(text=text))
        second.addElement(plain)
    picture = Frame(width="1cm", height="1cm")
    picture.addElement(Image(href="Pictures/a.png"))
    box = Frame(width="1cm", height="1cm")
    box.addElement(TextBox())
    noted = TableCell()
    note = Annotation()
    note.addElement(P(text="メモ"))
    for thing in (note, picture, box, CustomShape(width="1cm", height="1cm")):
        noted.addElement(thing)
    second.addElement(noted)
    table.addElement(row)
    table.addElement(second)
    made.spreadsheet.addElement(table)
    made.save(str(tmp_path / "a.ods"))

    book = read_book_apart(tmp_path / "a.ods")

    (sheet,) = book.sheets
    assert book.kind is BookKind.ODS
    assert sheet.look.merged == (Area(top=1, left=1, bottom=1, right=2),)
    assert sheet.look.objects == (
        SheetObject(ObjectKind.COMMENT, 2, 3),
        SheetObject(ObjectKind.PICTURE, 2, 3),
        SheetObject(ObjectKind.SHAPE, 2, 3),
        SheetObject(ObjectKind.SHAPE, 2, 3),
    )
    assert [cell.text for cell in sheet.cells.cells] == ["見出し", "a", "b"]


@pytest.mark.parametrize(
    ("octets", "encoding"),
    [
        ("\ufeffあ,い\r\n".encode(), "UTF-8"),
        ("あ,い\r\n".encode(), "UTF-8"),
        ("あ,い\r\n".encode("cp932"), "CP932"),
        (b"a,b\r\n", "UTF-8"),
        ("\ufeffあ,い\r\n".encode("utf-16-le"), "UTF-16"),
    ],
)
def test_a_csv_tells_what_it_is_written_in(tmp_path: Path, octets: bytes, encoding: str) -> None:
    (tmp_path / "a.csv").write_bytes(octets)

    book = read_book(tmp_path / "a.csv")

    assert (book.kind, book.encoding) == (BookKind.CSV, encoding)


def _with_member(path: Path, member: str, content: bytes) -> Path:
    bomb = path.with_name("bomb.xlsx")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            target.writestr(info, content if info.filename == member else source.read(info))
    return bomb


_DRAWING = "xl/drawings/drawing2.xml"
_SHEET = "xl/worksheets/sheet2.xml"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', "DOCTYPE"),
        (b"<x>" + b"<y/>" * 3_100_000 + b"</x>", "セルが多すぎる|膨らむ"),
        (b"<x>" * 100 + b"</x>" * 100, "深すぎる"),
        (b"<x><y></x>", "壊れています"),
    ],
    ids=["entities", "elements", "depth", "broken"],
)
def test_a_drawing_that_would_do_harm_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    bomb = _with_member(_full_workbook(tmp_path / "a.xlsx"), _DRAWING, content)

    with pytest.raises(UserError, match=said):
        read_book_apart(bomb)


def test_a_lone_value_far_away_is_refused(tmp_path: Path) -> None:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    far = '<c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c>'
    sheet = f'<worksheet xmlns="{space}"><sheetData><row r="1">{far}</row></sheetData></worksheet>'
    bomb = _with_member(_full_workbook(tmp_path / "a.xlsx"), _SHEET, sheet.encode())

    with pytest.raises(UserError, match="1048576行16384列に、表から遠く離れた値があります"):
        read_book_apart(bomb)


def test_what_is_no_spreadsheet_is_refused_with_the_next_step(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4\n%%EOF\n")

    with pytest.raises(UserError, match="表計算のファイルではありません。Excelブック"):
        read_book(tmp_path / "a.pdf")


def test_an_empty_workbook_and_a_folder_are_refused_before_a_process_is_asked(tmp_path: Path) -> None:
    (tmp_path / "空の表.xlsx").touch()
    (tmp_path / "入れもの.xlsx").mkdir()
    # Behind the wall a document is called 0; in so little memory no process answers, so this is said before one is asked.
    cramped = Limits(memory=1024 * 1024)
    for name, said in (
        ("空の表.xlsx", "空の表.xlsx」は空"),
        ("入れもの.xlsx", "入れもの.xlsx」はファイルではありません"),
    ):
        with pytest.raises(UserError) as caught:
            read_book_apart(tmp_path / name, limits=cramped)
        assert said in caught.value.ja
