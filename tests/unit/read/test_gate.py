"""Files that must not be opened are refused with one sentence, before anything parses them."""

import random
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from torikumi.errors import UserError
from torikumi.read import archive, gate, sheet_scan, xml_scan
from torikumi.read.refusals import NoPlanError
from torikumi.read.run import read_documents
from torikumi.read.workbook import UnreadableWorkbookError
from unit.read.prison import read_in_prison
from unit.read.workbooks import SHEET, good_workbook, with_members, with_sheet

MEMORY = 200 * 1024 * 1024
CELL = b'<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>%s</t></is></c></row></sheetData>'


def bomb(name: str) -> bytes:
    entities = b"".join(b'<!ENTITY a%d "%s">' % (i, b"&a%d;" % (i - 1) * 10) for i in range(1, 10))
    far = b'<sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    bombs = {
        "laughs": lambda: with_sheet(
            CELL % b"&a9;", before=b'<!DOCTYPE w [<!ENTITY a0 "lol">' + entities + b"]>"
        ),
        "outside": lambda: with_sheet(
            CELL % b"&x;", before=b'<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        ),
        "far cell": lambda: with_sheet(far),
        "deep": lambda: with_sheet(
            b"<sheetData>" + b"<row>" * 100_000 + b"</row>" * 100_000 + b"</sheetData>"
        ),
        "long text": lambda: with_sheet(CELL % (b"a" * 2_000_000)),
        "many cells": lambda: with_sheet(
            b"<sheetData>" + b"<row>" + b"<c/>" * 3_100_000 + b"</row></sheetData>"
        ),
        "grows": lambda: with_members({SHEET: b" " * 70_000_000}),
        "repeats": lambda: with_members({"xl/junk.bin": b" " * 20_000_000}),
        "many members": lambda: with_members({f"xl/junk/{i}.xml": b"" for i in range(6_000)}),
    }
    return bombs[name]()


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("laughs", xml_scan.ForbiddenXmlError),
        ("outside", xml_scan.ForbiddenXmlError),
        ("far cell", sheet_scan.FarCellError),
        ("deep", archive.OversizedArchiveError),
        ("long text", archive.OversizedArchiveError),
        ("many cells", archive.OversizedArchiveError),
        ("grows", archive.OversizedArchiveError),
        ("repeats", archive.OversizedArchiveError),
        ("many members", archive.OversizedArchiveError),
    ],
)
def test_a_bomb_is_refused_in_little_time_and_memory(name: str, error: type[UserError], tmp_path: Path):
    path = tmp_path / "bomb.xlsx"
    path.write_bytes(bomb(name))

    outcome = read_in_prison(path)

    assert outcome["error"] == error.__name__, outcome
    assert outcome["memory"] < MEMORY


def test_a_merge_over_all_columns_is_cut_off_at_the_values(tmp_path: Path):
    path = tmp_path / "wide.xlsx"
    rows = "".join(
        f'<row r="{number}">'
        + "".join(
            f'<c r="{column}{number}" t="inlineStr"><is><t>{text}</t></is></c>' for column, text in cells
        )
        + "</row>"
        for number, cells in [
            (1, [("A", "No."), ("B", "事業名"), ("C", "担当課")]),
            (2, [("A", "目標1 産業")]),
            (3, [("A", "1"), ("B", "朝市"), ("C", "商工課")]),
        ]
    )
    merged = '<mergeCells count="1"><mergeCell ref="A2:XFD2"/></mergeCells>'
    path.write_bytes(with_sheet(f"<sheetData>{rows}</sheetData>{merged}".encode()))

    plan = read_documents([path]).plan

    assert [(plan.path_to(p.node)[0].name, p.name) for p in plan.projects] == [("産業", "朝市")]


def test_a_member_that_climbs_out_of_the_container_is_never_written(tmp_path: Path):
    path = tmp_path / "a" / "b" / "slip.xlsx"
    path.parent.mkdir(parents=True)
    path.write_bytes(with_members({"../../slipped.xml": b"<x/>"}))

    plan = read_documents([path]).plan

    assert [project.name for project in plan.projects] == ["朝市"]
    assert [file.name for file in tmp_path.rglob("*") if file.is_file()] == ["slip.xlsx"]


def test_a_member_that_lies_about_its_size_is_damaged(tmp_path: Path):
    octets = bytearray(with_members({SHEET: b"x" * 5000}))
    # The size that the directory declares for the sheet, made small.
    entry = octets.rfind(b"PK\x01\x02", 0, octets.rfind(SHEET.encode()))
    octets[entry + 24 : entry + 28] = (100).to_bytes(4, "little")
    path = tmp_path / "liar.xlsx"
    path.write_bytes(octets)

    with pytest.raises(archive.BrokenArchiveError, match="壊れています"):
        read_documents([path])


@pytest.mark.parametrize(
    ("name", "octets", "error", "words"),
    [
        ("empty.xlsx", b"", gate.UnopenedFileError, "空（0バイト）"),
        ("plan.html", b"<!DOCTYPE html><table>", NoPlanError, "表が見つかりません"),
        ("plan.xlsx", b"No.,\xe4\xba\x8b", gate.WrongTypeError, "中身は違う種類か、壊れています"),
        ("plan.gif", b"GIF89a", gate.WrongTypeError, "画像"),
        ("plan.docx", b"{\\rtf1\\ansi", gate.WrongTypeError, "Word文書（.docx）で保存した"),
        (
            "plan.mht",
            b"MIME-Version: 1.0\r\nContent-Type: multipart/related",
            gate.WrongTypeError,
            "HTMLかPDF",
        ),
        ("plan.xml", b'<?xml version="1.0"?><Workbook/>', gate.WrongTypeError, "XML"),
        (
            "plan.xls",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
            archive.BrokenArchiveError,
            "壊れています",
        ),
        (
            "plan.xlsx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
            gate.ProtectedFileError,
            "パスワード",
        ),
        ("plan.xlsx", good_workbook()[:2000], archive.BrokenArchiveError, "壊れています"),
        ("plan.xlsx", b"PK\x03\x04" + b"\0" * 100, archive.BrokenArchiveError, "壊れています"),
        ("plan.txt", bytes(range(256)) * 8, UserError, "文字のファイルではありません"),
        ("plan.txt", b"\n\n\n", NoPlanError, "表が見つかりません"),
        (
            "plan.txt",
            "今日は良い天気です。\n明日も晴れるでしょう。\n".encode(),
            NoPlanError,
            "表が見つかりません",
        ),
    ],
)
def test_what_cannot_be_read_is_said_in_one_sentence(
    name: str, octets: bytes, error: type[UserError], words: str, tmp_path: Path
):
    path = tmp_path / name
    path.write_bytes(octets)

    with pytest.raises(error) as caught:
        read_documents([path])

    assert words in caught.value.ja
    assert name in caught.value.ja
    assert (
        caught.value.en.isascii()
        or "（" in caught.value.en
        or "“" in caught.value.en
        or name in caught.value.en
    )
    assert caught.value.ja.endswith("。")


def zipped(member: str, content: bytes = b"x") -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as container:
        container.writestr(member, content)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("octets", "words"),
    [
        (zipped("xl/workbook.bin"), "xlsb.+Excelブック（.xlsx）で保存"),
        (zipped("mimetype", b"application/vnd.oasis.opendocument.text"), "odt.+Word文書（.docx）かPDFで保存"),
        (zipped("ppt/presentation.xml"), "pptx.+PDFで保存"),
        (zipped("readme.txt"), "ZIPです.展開して"),
    ],
)
def test_other_containers_are_named(octets: bytes, words: str, tmp_path: Path):
    path = tmp_path / "plan.xlsx"
    path.write_bytes(octets)

    with pytest.raises(gate.WrongTypeError, match=words):
        read_documents([path])


@pytest.mark.parametrize(
    ("octets", "kind"),
    [
        (zipped("word/document.xml"), gate.Kind.DOCX),
        (zipped("word/document2.xml"), gate.Kind.DOCX),
        (zipped("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), gate.Kind.ODS),
        (b"\n<html><body>", gate.Kind.HTML),
        (b'\xef\xbb\xbf<?xml version="1.0"?><!DOCTYPE html PUBLIC "x"><html>', gate.Kind.HTML),
        ("<TABLE><tr>".encode("utf-16"), gate.Kind.HTML),
        (b"<meta charset=euc-jp><table>", gate.Kind.HTML),
        (b"%PDF-1.7", gate.Kind.PDF),
    ],
)
@pytest.mark.parametrize("suffix", [".xls", ".txt", ".pdf", ""])
def test_a_file_is_what_its_content_is_whatever_its_name(octets: bytes, kind: gate.Kind, suffix: str):
    assert gate.recognise_kind(octets, name=f"plan{suffix}") is kind


@pytest.mark.parametrize("octets", [b"<a> < b", "＜目標＞\n<応援>".encode(), b"1 < 2\t3"])
def test_text_with_angle_brackets_is_no_page(octets: bytes):
    assert gate.recognise_kind(octets, name="plan.txt") is gate.Kind.TEXT


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path):
    with pytest.raises(gate.UnopenedFileError, match="開けません"):
        read_documents([tmp_path / "missing.xlsx"])


def test_a_folder_is_no_file(tmp_path: Path):
    with pytest.raises(gate.UnopenedFileError, match="ファイルではありません"):
        read_documents([tmp_path])


def test_a_panic_of_the_reader_becomes_a_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    class PanicException(BaseException):
        pass

    class Panicking:
        @staticmethod
        def from_filelike(_: object) -> None:
            raise PanicException

    monkeypatch.setattr("python_calamine.CalamineWorkbook", Panicking)
    path = tmp_path / "plan.xlsx"
    path.write_bytes(good_workbook())

    with pytest.raises(UnreadableWorkbookError, match="セルを読み取れません"):
        read_documents([path])


def test_damaged_bytes_end_in_a_sentence_or_a_plan_and_nothing_else(tmp_path: Path):
    chance = random.Random(20260401)
    original = good_workbook()
    path = tmp_path / "plan.xlsx"
    ended = set()
    for _ in range(300):
        octets = bytearray(original)
        for _ in range(chance.randint(1, 12)):
            octets[chance.randrange(len(octets))] = chance.randrange(256)
        path.write_bytes(octets[: chance.choice((len(octets), chance.randrange(4, len(octets))))])
        try:
            read_documents([path])
            ended.add("plan")
        except UserError as error:
            ended.add(type(error).__name__)
    assert len(ended) > 2
