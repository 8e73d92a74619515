"""Word files, pages and sheets made to fill the memory or to fetch other files: refused with a reason, in little of both."""

from pathlib import Path

import pytest

from torikumi.errors import UserError
from torikumi.read.archive import OversizedArchiveError
from torikumi.read.refusals import NoPlanError
from torikumi.read.run import read_document
from torikumi.read.xml_scan import ForbiddenXmlError
from unit.read.open_files import cell, ods_octets, row, sheet
from unit.read.prison import read_in_prison
from unit.read.word_files import paragraph, table, word_octets

MEMORY = 600 * 1024 * 1024
ENTITIES = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 10))
LAUGHS = f'<!DOCTYPE w [<!ENTITY a0 "lol">{ENTITIES}]>'
OUTSIDE = '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
WIDE = '<w:tc><w:tcPr><w:gridSpan w:val="999"/></w:tcPr><w:p/></w:tc>'

ACROSS = 'table:number-columns-repeated="999999999"'
DOWN = 'table:number-rows-repeated="999999999"'


def hostile(name: str) -> bytes:
    made = {
        "laughs.docx": lambda: word_octets("&a9;", before=LAUGHS),
        "outside.docx": lambda: word_octets("&x;", before=OUTSIDE),
        "deep.docx": lambda: word_octets("<w:tbl><w:tr><w:tc>" * 3_000 + "</w:tc></w:tr></w:tbl>" * 3_000),
        "many.docx": lambda: word_octets("<w:p/>" * 1_600_000),
        "long.docx": lambda: word_octets(paragraph("あ" * 2_000_000)),
        "wide.docx": lambda: word_octets(f"<w:tbl>{f'<w:tr>{WIDE}</w:tr>' * 3_000}</w:tbl>"),
        "wider.docx": lambda: word_octets(f"<w:tbl><w:tr>{WIDE * 3}</w:tr></w:tbl>"),
        "laughs.html": f"{LAUGHS}<html><p>&a9;&x;</p><table><tr><td>a<td>b</table>".encode,
        "outside.html": f"{OUTSIDE}<html><p>&x;</p><table><tr><td>a<td>b</table>".encode,
        "deep.html": lambda: b"<html>" + b"<div>" * 500_000,
        "many.html": lambda: b"<html>" + b"<b>" * 1_100_000,
        "unclosed.html": lambda: b"<html><table>" + b"<tr><td>a" * 20_000,
        "wide.html": lambda: b"<html><table>" + b"<tr><td colspan=1000 rowspan=65534>a" * 10_000,
        "full.ods": lambda: ods_octets(sheet(row(cell("x", ACROSS), attributes=DOWN))),
        "laughs.ods": lambda: ods_octets("&a9;", before=LAUGHS),
        "empty.ods": lambda: ods_octets(
            sheet(row(f"<table:table-cell {ACROSS}/>", attributes=DOWN) * 1_000, row("事業名"))
        ),
    }
    return made[name]()


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("laughs.docx", ForbiddenXmlError),
        ("outside.docx", ForbiddenXmlError),
        ("deep.docx", OversizedArchiveError),
        ("many.docx", OversizedArchiveError),
        ("long.docx", OversizedArchiveError),
        ("wide.docx", OversizedArchiveError),
        ("wider.docx", OversizedArchiveError),
        ("laughs.html", NoPlanError),
        ("outside.html", NoPlanError),
        ("deep.html", OversizedArchiveError),
        ("many.html", OversizedArchiveError),
        ("unclosed.html", NoPlanError),
        ("wide.html", OversizedArchiveError),
        ("full.ods", OversizedArchiveError),
        ("laughs.ods", ForbiddenXmlError),
        ("empty.ods", NoPlanError),
    ],
)
def test_a_hostile_file_is_refused_in_little_time_and_memory(
    name: str, error: type[UserError], tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(hostile(name))

    outcome = read_in_prison(path)

    assert outcome["error"] == error.__name__, outcome
    assert outcome["memory"] < MEMORY, outcome


def test_no_file_outside_is_read_into_the_plan(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("秘密の鍵", encoding="utf-8")
    path = tmp_path / "a.html"
    doctype = f'<!DOCTYPE html [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    path.write_text(
        f'{doctype}<link href="{secret.as_uri()}"><table><tr><td>&x;<td>a<tr><td>b<td>c</table>',
        encoding="utf-8",
    )

    assert "秘密" not in "".join(cell.text for table in read_document(path).tables for cell in table.cells)


def test_a_word_file_may_hold_a_table_in_a_table_in_a_table(tmp_path: Path) -> None:
    inner = table(("a", "b"), ("c", "d"))
    for _ in range(8):
        inner = table(("x", inner + paragraph("")), ("y", "z"))
    path = tmp_path / "a.docx"
    path.write_bytes(word_octets(inner))

    assert read_in_prison(path)["error"] == NoPlanError.__name__


RUN = "<w:r><w:t>a</w:t></w:r>"
DEEP = {
    "runs.docx": lambda: word_octets(f"<w:p>{'<w:r>' * 140}{RUN}{'</w:r>' * 140}</w:p>"),
    "controls.docx": lambda: word_octets(f"{'<w:sdt>' * 140}{paragraph('a')}{'</w:sdt>' * 140}"),
    "boxes.docx": lambda: word_octets(
        f"{'<w:p><w:txbxContent>' * 70}{paragraph('a')}{'</w:txbxContent></w:p>' * 70}"
    ),
    "tables.docx": lambda: word_octets(
        f"{'<w:tbl><w:tr><w:tc>' * 46}{paragraph('a')}{'</w:tc></w:tr></w:tbl>' * 46}"
    ),
    "blocks.html": lambda: b"<html><body>" + b"<div>" * 145 + b"a",
    "headings.html": lambda: b"<html><body>" + b"<summary>" * 145 + b"a",
    "tables.html": lambda: b"<html><body>" + b"<table><tr><td>" * 36 + b"a",
}


@pytest.mark.parametrize("name", DEEP)
def test_what_is_nested_as_deep_as_is_taken_is_read(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(DEEP[name]())

    def read_below(frames: int) -> str:
        if frames:
            return read_below(frames - 1)
        (found,) = read_document(path).tables
        return found.cells[0].text

    # A request of the web application has some hundred calls open already.
    assert read_below(150) == "a"
