"""PDF files: PDFium's characters and rules, page by page; what is a table is worked out in read.page."""

from collections.abc import Iterator

import pypdfium2
import pypdfium2.raw as pdfium

from torikumi.errors import UserError
from torikumi.plan.finding import Finding
from torikumi.read.document import OnPage, Table
from torikumi.read.flow import tables_of
from torikumi.read.page.content import PageContent
from torikumi.read.page.joining import join_pages
from torikumi.read.page.layout import lay_out_all
from torikumi.read.pdfium.characters import read_text
from torikumi.read.pdfium.drawing import read_drawing
from torikumi.read.pdfium.surface import surface_of

MOST_PAGES = 5_000


class BrokenPdfError(UserError):
    """The file should be a PDF, but PDFium cannot open it."""


class ProtectedPdfError(UserError):
    """The PDF can be opened with a password only."""


class TooManyPagesError(UserError):
    """The PDF has more pages than any plan."""


def read_tables(
    octets: bytes, *, name: str, on_page: OnPage | None = None
) -> tuple[tuple[Table, ...], tuple[Finding, ...]]:
    """Return the tables of a PDF with the lines above them, and findings about what its pages hide.

    `on_page` is told after each page. Raises a UserError for a PDF that cannot be opened.
    """
    document = _open(octets, name)
    try:
        pages = _read_pages(document, on_page)
        tables = tables_of(join_pages(lay_out_all(pages)), file=name)
    finally:
        document.close()
    return tables, ()


def _open(octets: bytes, name: str) -> pypdfium2.PdfDocument:
    try:
        document = pypdfium2.PdfDocument(octets)
        count = len(document)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == pdfium.FPDF_ERR_PASSWORD:
            raise ProtectedPdfError(
                ja=f"「{name}」を開くにはパスワードが要ります。パスワードのないPDFで保存し直してください。",
                en=f"{name} can be opened with a password only. Save it as a PDF without one.",
            ) from error
        raise _broken(name) from error
    if count < 1:
        document.close()
        raise _broken(name)
    if count > MOST_PAGES:
        document.close()
        raise TooManyPagesError(
            ja=f"「{name}」は{count:,}ページあります。計画の表のページだけを残してください（{MOST_PAGES:,}ページまで）。",
            en=f"{name} has {count:,} pages. Keep only those with the plan's table (at most {MOST_PAGES:,}).",
        )
    return document


def _broken(name: str) -> BrokenPdfError:
    return BrokenPdfError(
        ja=f"「{name}」はPDFとして開けません。壊れているか、途中で切れています。元のファイルを受け取り直してください。",
        en=f"{name} cannot be opened as a PDF: it is damaged or cut off. Ask for the original file again.",
    )


def _read_pages(document: pypdfium2.PdfDocument, on_page: OnPage | None) -> Iterator[PageContent]:
    count = len(document)
    for index in range(count):
        page = pdfium.FPDF_LoadPage(document.raw, index)
        if page:
            try:
                yield _content_of(page, index + 1)
            finally:
                pdfium.FPDF_ClosePage(page)
        if on_page is not None:
            on_page(index + 1, count)


def _content_of(page: pdfium.FPDF_PAGE, number: int) -> PageContent:
    text = read_text(page, surface_of(page))
    drawing = read_drawing(page, text.surface)
    return PageContent(
        number=number,
        width=text.surface.width,
        height=text.surface.height,
        pieces=text.pieces,
        across=tuple(drawing.across),
        down=tuple(drawing.down),
        fills=tuple(drawing.fills),
        pictures=tuple(drawing.pictures),
        oddities=text.oddities,
    )
