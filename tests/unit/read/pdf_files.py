"""PDF files drawn for a test: a small ruled table, and whatever the test draws besides."""

import io
from collections.abc import Callable

from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FONT = "HeiseiKakuGo-W5"
WIDTH, HEIGHT = A4
LEFTS, TOP, STEP = (50, 90, 250, 450), 740, 24
ROWS = (
    ("No", "事業名", "今後の方針", "担当課"),
    ("1", "朝市の開催", "A：充実", "商工課"),
    ("2", "空き家の活用", "B：継続", "都市計画課"),
)
pdfmetrics.registerFont(UnicodeCIDFont(FONT))

Draw = Callable[[Canvas], None]


def pdf(*pages: Draw, **options: object) -> bytes:
    """Return a PDF of pages that the functions draw."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4, invariant=1, **options)
    for draw in pages:
        canvas.setFont(FONT, 10)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def table(canvas: Canvas) -> None:
    """Draw the table with all of its rules."""
    rules(canvas)
    texts(canvas)


def rules(canvas: Canvas) -> None:
    bottom = TOP - STEP * len(ROWS)
    for row in range(len(ROWS) + 1):
        canvas.line(LEFTS[0], TOP - STEP * row, 540, TOP - STEP * row)
    for left in (*LEFTS, 540):
        canvas.line(left, TOP, left, bottom)


def texts(canvas: Canvas, *, shift: float = 0.0) -> None:
    for row, cells in enumerate(ROWS):
        for left, text in zip(LEFTS, cells, strict=True):
            canvas.drawString(left + 4 + shift, TOP - STEP * row - 16, text)


def scan(canvas: Canvas) -> None:
    """Draw a picture over the whole page."""
    picture = io.BytesIO(_pixel())
    canvas.drawImage(ImageReader(picture), 0, 0, WIDTH, HEIGHT)


def _pixel() -> bytes:
    # A white picture of 8 × 8 pixels as PPM: reportlab reads it through Pillow.
    return b"P6 8 8 255\n" + b"\xf0" * 192
