"""The picture of a page shows each cell where its box says it stands."""

import struct
import zlib
from io import BytesIO
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from reportlab.lib import colors
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from torikumi.errors import UserError
from torikumi.read.pdfium.picture import MOST_PIXELS, draw_page
from torikumi.read.png import size_of_png, write_png
from torikumi.read.run import read_document
from torikumi.read.sandbox.showing import draw_page_apart, extract_apart

FONT = "HeiseiKakuGo-W5"


def table_pdf(*, pages: int = 1, size: tuple[float, float] = (400, 300), turned: bool = False) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    kept = BytesIO()
    canvas = Canvas(kept, pagesize=size)
    for page in range(1, pages + 1):
        if turned:
            canvas.translate(size[0], 0)
            canvas.rotate(90)
        canvas.setFont(FONT, 11)
        canvas.setStrokeColor(colors.grey)
        canvas.grid([40, 120, 250], [100, 140, 180, 220])
        for row, words in enumerate((("No.", "事業名"), (str(page), "朝市の支援"), ("2", "夜市の支援"))):
            for column, text in enumerate(words):
                canvas.drawString((46, 126)[column], 192 - 40 * row, text)
        canvas.showPage()
    canvas.save()
    return kept.getvalue()


def with_rotation(octets: bytes, degrees: int) -> bytes:
    kept = BytesIO()
    with pikepdf.open(BytesIO(octets)) as document:
        for page in document.pages:
            page.rotate(degrees, relative=False)
        document.save(kept)
    return kept.getvalue()


def pixels_of(png: bytes) -> np.ndarray:
    columns, rows, _, colour = struct.unpack(">IIBB", png[16:26])
    place = png.index(b"IDAT")
    (length,) = struct.unpack(">I", png[place - 4 : place])
    channels = 3 if colour == 2 else 1
    lines = np.frombuffer(zlib.decompress(png[place + 4 : place + 4 + length]), dtype=np.uint8)
    return lines.reshape(rows, columns * channels + 1)[:, 1:].reshape(rows, columns, channels)


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
@pytest.mark.parametrize("turned", [False, True])
def test_a_cells_text_is_where_its_box_says(tmp_path: Path, degrees: int, turned: bool) -> None:
    octets = with_rotation(table_pdf(turned=turned, size=(400, 400)), degrees)
    path = tmp_path / "表.pdf"
    path.write_bytes(octets)
    cells = [cell for table in read_document(path).tables for cell in table.cells]
    png = draw_page(octets, 1, name="表.pdf")
    size, pixels = size_of_png(png), pixels_of(png)
    scale = pixels.shape[1] / size.width

    assert {"朝市の支援", "夜市の支援"} <= {cell.text for cell in cells}
    for cell in cells:
        assert cell.box is not None
        left, top, right, bottom = (round(edge * scale) for edge in cell.box)
        inside = pixels[top + 3 : bottom - 3, left + 3 : right - 3]
        assert (inside < 100).any(), cell.text


def test_a_page_that_is_not_there_is_refused() -> None:
    octets = table_pdf()

    for number in (0, 2):
        with pytest.raises(UserError, match=f"{number}ページは表示できません"):
            draw_page(octets, number, name="表.pdf")
    with pytest.raises(UserError):
        draw_page(b"%PDF-1.7\n", 1, name="表.pdf")


def test_a_huge_page_makes_no_huge_picture() -> None:
    png = draw_page(table_pdf(size=(14_000, 7_000)), 1, name="表.pdf")

    assert max(pixels_of(png).shape) <= MOST_PIXELS + 1
    assert size_of_png(png).width == pytest.approx(14_000, rel=0.01)


def test_a_picture_comes_out_of_the_reading_process(tmp_path: Path) -> None:
    path = tmp_path / "document"
    path.write_bytes(table_pdf(pages=2))

    assert draw_page_apart(path, 2, name="表.pdf") == draw_page(path.read_bytes(), 2, name="表.pdf")


def test_a_table_has_no_page_but_rows(tmp_path: Path) -> None:
    path = tmp_path / "document"
    path.write_text("No.,事業名\n1,朝市\n2,夜市\n", encoding="utf-8")

    assert draw_page_apart(path, 1, name="表.csv") is None
    extract = extract_apart(path, table=0, rows=[3], name="表.csv")[3]
    assert [[cell.text for cell in row.cells] for row in extract.rows] == [
        ["No.", "事業名"],
        ["1", "朝市"],
        ["2", "夜市"],
    ]
    assert extract_apart(path, table=9, rows=[3], name="表.csv") == {}


@pytest.mark.parametrize("colour", [0, 200])
def test_pixels_come_back_from_a_png(colour: int) -> None:
    pixels = np.full((5, 7, 3), 90, dtype=np.uint8)
    pixels[2, 3, 0] += colour % 100 + (colour > 0) * 50

    png = write_png(pixels, pixels_a_point=2)

    assert (pixels_of(png) == pixels).all()
    assert (size_of_png(png).width, size_of_png(png).height) == pytest.approx((3.5, 2.5), rel=1e-3)


@pytest.mark.parametrize("dpi", [120, 300])
def test_a_picture_file_is_drawn_with_its_own_size(tmp_path: Path, dpi: int) -> None:
    image = pytest.importorskip("PIL.Image")
    drawn = image.new("L", (8 * dpi, 4 * dpi), 255)
    drawn.paste(0, (2 * dpi, dpi, 3 * dpi, 2 * dpi))
    path = tmp_path / "document"
    drawn.save(path, format="PNG", dpi=(dpi, dpi))

    png = draw_page_apart(path, 1, name="一覧.png")

    assert png is not None
    size, pixels = size_of_png(png), pixels_of(png)
    assert (size.width, size.height) == pytest.approx((8 * 72, 4 * 72), rel=0.01)
    scale = pixels.shape[1] / size.width
    assert (
        pixels[round(73 * scale) : round(143 * scale), round(145 * scale) : round(215 * scale)] == 0
    ).all()
    assert pixels.mean() > 200
    assert draw_page_apart(path, 2, name="一覧.png") is None
