"""PDF files: PDFium's characters and rules, page by page; what is a table is worked out in read.page."""

from collections import Counter
from collections.abc import Iterator

import pypdfium2
import pypdfium2.raw as pdfium

from torikumi.errors import UserError
from torikumi.plan.finding import Finding
from torikumi.read.document import OnPage, Table
from torikumi.read.flow import tables_of
from torikumi.read.page.content import PageContent
from torikumi.read.page.joining import join_pages
from torikumi.read.page.layout import PageParts, lay_out_all
from torikumi.read.page_doubts import (
    hidden_text,
    pictures_only,
    radicals_replaced,
    text_under_picture,
    without_unicode,
)
from torikumi.read.pdfium.page import read_page
from torikumi.read.scan.context import mend_parts
from torikumi.read.scan.doubts import recognised_findings
from torikumi.read.scan.extra import NoRecogniserError, is_available

MOST_PAGES = 5_000


class BrokenPdfError(UserError):
    """The file should be a PDF, but PDFium cannot open it."""


class ProtectedPdfError(UserError):
    """The PDF can be opened with a password only."""


class TooManyPagesError(UserError):
    """The PDF has more pages than any plan."""


class UnreadablePagesError(UserError):
    """The PDF opens, but its pages are pictures, or its characters have no meaning."""


def read_tables(
    octets: bytes, *, name: str, on_page: OnPage | None = None
) -> tuple[tuple[Table, ...], tuple[Finding, ...]]:
    """Return the tables of a PDF with the lines above them, and findings about what its pages hide.

    `on_page` is told after each page. Raises a UserError for a PDF that cannot be opened, or that holds pictures only.
    """
    document = _open(octets, name)
    facts = _Facts(name)
    try:
        pages = _read_pages(document, facts, on_page)
        laid_out = lay_out_all(pages)
        parts = list(join_pages(facts.recognised.get(page.number, page) for page in laid_out))
    finally:
        document.close()
    if not parts:
        facts.refuse_unreadable()
    if not facts.recognised:
        return tables_of(parts, file=name), facts.findings()
    parts, changes = mend_parts(parts)
    tables = tables_of(parts, file=name)
    recognised = recognised_findings(tables, changes, file=name, pages=len(facts.recognised))
    return tables, (*facts.findings(), *recognised)


class _Facts:
    """What was odd about the pages, gathered while they are read."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._hidden: Counter[int] = Counter()
        self._shown = 0
        self._radicals: Counter[int] = Counter()
        self._garbled: list[int] = []
        self._pictures: list[int] = []
        self._layers: list[int] = []
        self.recognised: dict[int, PageParts] = {}

    def note(self, content: PageContent) -> None:
        """Take down what is odd about a page."""
        oddities, number = content.oddities, content.number
        self._shown += oddities.shown
        if oddities.under_picture:
            self._layers.append(number)
        elif oddities.hidden:
            self._hidden[number] = oddities.hidden
        if oddities.radicals:
            self._radicals[number] = oddities.radicals
        if oddities.garbled:
            self._garbled.append(number)
        elif content.is_picture:
            self._pictures.append(number)

    def refuse_unreadable(self) -> None:
        """Raise UnreadablePagesError where the pages hold something, and nothing that can be read."""
        name = self._name
        if (self._garbled or self._pictures) and not is_available():
            raise NoRecogniserError
        if self._garbled:
            raise UnreadablePagesError(
                ja=f"「{name}」の文字は、フォントに文字コードの対応がないため読めません。"
                "作成元のWordやExcelのファイルを指定するか、PDFを作り直してください。",
                en=f"The text of {name} cannot be read: its fonts do not say which characters they draw. "
                "Name the Word or Excel file that it was made from, or make the PDF again.",
            )
        if self._pictures:
            raise UnreadablePagesError(
                ja=f"「{name}」は文字のない画像（スキャン）のPDFです。作成元のWordやExcelのファイルを指定してください。",
                en=f"{name} is a PDF of pictures without text (a scan). Name the Word or Excel file that it was made from.",
            )

    def findings(self) -> tuple[Finding, ...]:
        """Return the sentences about it."""
        found = []
        if self._pictures:
            found.append(pictures_only(self._name, self._pictures))
        if self._garbled:
            found.append(without_unicode(self._name, self._garbled))
        if self._layers:
            found.append(text_under_picture(self._name, self._layers))
        if self._hidden:
            found.append(
                hidden_text(self._name, sorted(self._hidden), self._hidden.total(), shown=self._shown)
            )
        if self._radicals:
            found.append(radicals_replaced(self._name, sorted(self._radicals), self._radicals.total()))
        return tuple(found)


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


def _read_pages(
    document: pypdfium2.PdfDocument, facts: _Facts, on_page: OnPage | None
) -> Iterator[PageContent]:
    count = len(document)
    for index in range(count):
        page = pdfium.FPDF_LoadPage(document.raw, index)
        if page:
            try:
                content = read_page(page, index + 1)
                recognised = _recognised(page, content)
            finally:
                pdfium.FPDF_ClosePage(page)
            if recognised is None:
                facts.note(content)
            else:
                facts.recognised[index + 1] = recognised
            yield content
        if on_page is not None:
            on_page(index + 1, count)


def _recognised(page: pdfium.FPDF_PAGE, content: PageContent) -> PageParts | None:
    """Return what is seen on a page without text that could be read; None where it has some, or nothing is seen."""
    if not (content.is_picture or content.oddities.garbled) or not is_available():
        return None
    # Loaded for scans only: pictures need an array library, and that some memory.
    from torikumi.read.pdfium.grey import draw_grey, resolution_of
    from torikumi.read.scan.page import read_scanned_page

    dpi = resolution_of(page)
    seen = read_scanned_page(draw_grey(page, dpi), dpi=dpi, page=content.number)
    return seen if seen.parts else None
