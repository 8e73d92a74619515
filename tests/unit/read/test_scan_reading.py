"""Scans are recognised: tables with confidence, all ways up, and one sentence where the recogniser is missing."""

import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from PIL import Image

from torikumi.read.document import Cell, Table
from torikumi.read.flow import Line
from torikumi.read.page.table import PageTable
from torikumi.read.run import read_document, read_documents
from torikumi.read.scan.doubts import DOUBTFUL, MOST_DOUBTS, recognised_findings
from torikumi.read.scan.page import read_scanned_page
from torikumi.read.scan.recogniser import is_usual, recognise
from unit.read.scans import Picture, drawn_table, needs_font, noisy, turned

ROWS = (
    ("No.", "事業名", "事業概要", "方針", "担当課"),
    ("基本目標1産業を育てる", "<", "<", "<", "<"),
    ("1", "朝市支援事業", "朝市を毎月開き、商店街へ人を呼ぶ。", "B：継続", "商工課"),
    ("2", "港まつり", "市民による港まつりを支援する。", "A：充実", "観光課"),
    ("17", "空き店舗活用事業", "空き店舗の家賃を補助する。", "D：廃止", "商工課"),
)
WIDTHS = (70, 260, 500, 140, 140)


def scan(degrees: float = 0.7) -> Picture:
    return noisy(turned(drawn_table(ROWS, widths=WIDTHS), degrees))


def texts(picture: Picture) -> list[str]:
    page = read_scanned_page(picture, dpi=200, page=1)
    return [cell.text for part in page.parts if isinstance(part, PageTable) for cell in part.cells]


def pdf_of(picture: Picture) -> bytes:
    octets = BytesIO()
    Image.fromarray(picture).save(octets, "PDF", resolution=200)
    return octets.getvalue()


@needs_font
def test_a_ruled_table_is_read_with_its_bands() -> None:
    (table,) = read_scanned_page(scan(), dpi=200, page=4).parts

    assert isinstance(table, PageTable)
    assert [cell.text for cell in table.cells] == [text for row in ROWS for text in row if text != "<"]
    band = next(cell for cell in table.cells if "基本目標" in cell.text)
    assert (band.row, band.column, band.columns, band.page) == (2, 1, 5, 4)
    assert all(cell.confidence is not None and 0 < cell.confidence <= 1 for cell in table.cells)


@needs_font
@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_page_on_its_side_or_its_head_is_read_upright(quarters: int) -> None:
    on_its_side = np.ascontiguousarray(np.rot90(scan(), quarters))

    assert texts(on_its_side) == [text for row in ROWS for text in row if text != "<"]


@needs_font
def test_a_label_written_down_is_read() -> None:
    rows = [("子\n育\nて\n支\n援\n策", "朝市を毎月開き、商店街へ人を呼ぶ。")]

    assert texts(noisy(drawn_table(rows, widths=(60, 600), tall=260))) == ["子育て支援策", rows[0][1]]


@needs_font
def test_lines_around_a_table_are_read_in_their_order() -> None:
    above = drawn_table([("港町市 総合計画 事業一覧",)], widths=[600]).copy()
    above[96:104], above[148:154], above[:, 56:64], above[:, 658:664] = 255, 255, 255, 255
    page = np.full((above.shape[0] + 460, 1250), 255, np.uint8)
    page[: above.shape[0], : above.shape[1]] = above
    table = drawn_table(ROWS, widths=WIDTHS)
    page[above.shape[0] : above.shape[0] + table.shape[0], : table.shape[1]] = table[:, :1250]

    parts = read_scanned_page(noisy(page), dpi=200, page=1).parts

    assert [type(part) for part in parts] == [Line, PageTable]
    assert isinstance(parts[0], Line)
    assert "".join(parts[0].text.split()) == "港町市総合計画事業一覧"


@needs_font
def test_a_scanned_pdf_becomes_a_plan_that_says_it_was_recognised(tmp_path: Path) -> None:
    path = tmp_path / "計画.pdf"
    path.write_bytes(pdf_of(scan()))

    reading = read_documents([path])

    assert [project.name for project in reading.plan.projects] == [
        "朝市支援事業",
        "港まつり",
        "空き店舗活用事業",
    ]
    assert [project.number for project in reading.plan.projects] == ["1", "2", "17"]
    assert "read-ocr" in {finding.code for finding in reading.findings}


@needs_font
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF"])
def test_a_picture_file_is_read_like_a_scanned_page(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"計画.{kind.lower()}"
    Image.fromarray(scan()).save(path, kind, dpi=(200, 200))

    (table,) = read_document(path).tables

    assert [cell.text for cell in table.cells if cell.row == 3] == list(ROWS[2])
    assert all(cell.page == 1 for cell in table.cells)


@needs_font
def test_the_pages_of_a_fax_are_read_and_counted(tmp_path: Path) -> None:
    path = tmp_path / "計画.tif"
    more = (ROWS[0], ("18", "夜市", "夜市を開く。", "B：継続", "商工課"))
    pages = [Image.fromarray(drawn_table(rows, widths=WIDTHS)).convert("1") for rows in (ROWS, more)]
    pages[0].save(path, "TIFF", save_all=True, append_images=pages[1:], compression="group4", dpi=(200, 200))
    told: list[tuple[int, int]] = []

    document = read_document(path, on_page=lambda page, pages: told.append((page, pages)))

    assert told == [(1, 2), (2, 2)]
    names = [cell.text for table in document.tables for cell in table.cells if cell.column == 2]
    assert names == ["事業名", "朝市支援事業", "港まつり", "空き店舗活用事業", "夜市"]


def test_nothing_is_recognised_in_nothing() -> None:
    assert recognise([]) == []
    assert read_scanned_page(np.full((500, 400), 250, np.uint8), dpi=200, page=1).parts == ()


def test_characters_that_no_japanese_document_holds_are_not_read() -> None:
    assert [c for c in "産髙①㈱ア々α" if not is_usual(c)] == []
    assert [c for c in "产业务А😀" if is_usual(c)] == []


def doubtful_table(count: int) -> Table:
    cells = tuple(
        Cell(text="継続", row=row, column=2, page=2, box=(1.0, 2.0, 3.0, 4.0), confidence=DOUBTFUL - 0.1)
        for row in range(1, count + 1)
    )
    return Table(index=0, file="計画.pdf", cells=cells)


def test_each_doubtful_cell_is_a_finding_with_its_place() -> None:
    findings = recognised_findings([doubtful_table(2)], (), file="計画.pdf", pages=1)

    assert [finding.code for finding in findings] == ["read-ocr", "read-ocr-doubtful", "read-ocr-doubtful"]
    assert findings[1].place is not None
    assert (findings[1].place.page, findings[1].place.row, findings[1].place.box) == (
        2,
        1,
        (1.0, 2.0, 3.0, 4.0),
    )


def test_a_hundred_doubts_are_fifty_and_a_sum() -> None:
    findings = recognised_findings([doubtful_table(100)], (), file="計画.pdf", pages=1)

    doubts = [finding for finding in findings if finding.code == "read-ocr-doubtful"]
    assert len(doubts) == MOST_DOUBTS + 1
    assert "このほか50か所" in doubts[-1].ja


def test_columns_parted_by_white_space_are_to_be_looked_at() -> None:
    table = replace(doubtful_table(1), ruling="partial")

    codes = [finding.code for finding in recognised_findings([table], (), file="計画.pdf", pages=1)]

    assert codes == ["read-ocr", "read-ocr-doubtful", "read-ocr-unruled"]


def test_a_poor_scan_is_told_how_to_be_better() -> None:
    poor, good = doubtful_table(3), replace(doubtful_table(1).cells[0], confidence=0.99)

    (told, *_) = recognised_findings([poor], (), file="計画.pdf", pages=1)
    (untold, *_) = recognised_findings([replace(poor, cells=(good,))], (), file="計画.pdf", pages=1)

    assert "300dpi" in told.ja
    assert "300dpi" not in untold.ja


WITHOUT = """
import sys
OCR = ('PIL', 'cv2', 'onnxruntime', 'rapidocr')
class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.split('.')[0] in OCR:
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Refuse())
import importlib.util
found = importlib.util.find_spec
importlib.util.find_spec = lambda name: None if name in OCR else found(name)
from pathlib import Path
from torikumi.errors import UserError
from torikumi.read.run import read_document
try:
    read_document(Path(sys.argv[1]))
except UserError as error:
    print(error.ja)
"""


@pytest.mark.parametrize("kind", ["PDF", "PNG"])
def test_without_the_extra_the_message_says_what_to_install(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"scan.{kind.lower()}"
    Image.fromarray(np.full((300, 200), 200, np.uint8)).save(path, kind)

    result = subprocess.run(
        [sys.executable, "-c", WITHOUT, str(path)], capture_output=True, text=True, check=True
    )

    assert "pip install 'torikumi[ocr]'" in result.stdout


def test_a_page_that_is_text_needs_no_recogniser(tmp_path: Path) -> None:
    path = tmp_path / "empty.pdf"
    document = pikepdf.new()
    document.add_blank_page()
    document.save(path)

    code = WITHOUT + "print('cv2' in sys.modules)"
    result = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True
    )

    assert result.stdout.strip() == "False"
