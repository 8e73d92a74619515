"""Making a template of Word: paragraphs and ruled tables on A4, in the manner of official documents (公用文)."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

_SERIF, _SANS = "ＭＳ 明朝", "ＭＳ ゴシック"
_HEAD = "E7EDF8"
_SIZE = 10.5


class Align(Enum):
    """Where the words of a paragraph stand."""

    LEFT = WD_ALIGN_PARAGRAPH.LEFT
    CENTRE = WD_ALIGN_PARAGRAPH.CENTER
    RIGHT = WD_ALIGN_PARAGRAPH.RIGHT


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its words (a line break makes a paragraph), how many columns it covers, whether it is a head."""

    words: str
    columns: int = 1
    head: bool = False
    align: Align = Align.LEFT


def head(words: str, columns: int = 1) -> Cell:
    """Return a head cell."""
    return Cell(words, columns, head=True)


def number(words: str) -> Cell:
    """Return a cell for a number, its words on the right."""
    return Cell(words, align=Align.RIGHT)


class Draft:
    """A template in the making; lengths in millimetres, sizes of letters in points."""

    def __init__(self, *, landscape: bool = False, margin: float = 20, size: float = _SIZE) -> None:
        self._document = docx.Document()
        self._size = size
        self._set_page(landscape, margin)
        self._set_styles()
        self.width = (297 if landscape else 210) - 2 * margin

    def line(
        self,
        words: str = "",
        *,
        align: Align = Align.LEFT,
        bold: bool = False,
        size: float | None = None,
        indent: tuple[float, float] = (0, 0),
        keep: bool = False,
        new_page: bool = False,
    ) -> None:
        """Add a paragraph; `indent` of all lines and of the first in letters, `keep` with the next."""
        paragraph = self._document.add_paragraph()
        _write(paragraph, words, bold=bold, size=size)
        self._look(paragraph, align, indent)
        paragraph.paragraph_format.keep_with_next = keep
        paragraph.paragraph_format.page_break_before = new_page

    def heading(self, words: str, level: int, *, new_page: bool = False) -> None:
        """Add a heading of a level, 1 being the title."""
        paragraph = self._document.add_heading(level=level)
        _write(paragraph, words)
        paragraph.paragraph_format.page_break_before = new_page
        if level == 1:
            paragraph.alignment = Align.CENTRE.value

    def table(self, rows: Sequence[Sequence[Cell | str]], widths: Sequence[float], *, heads: int = 0) -> None:
        """Add a ruled table; `widths` are the columns' shares of the page, the first `heads` rows are repeated."""
        total = sum(widths)
        millimetres = [self.width * width / total for width in widths]
        table = self._document.add_table(rows=0, cols=len(widths))
        table.style = "Table Grid"
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        for column, width in zip(table.columns, millimetres, strict=True):
            column.width = Mm(width)
        for index, cells in enumerate(rows):
            row = table.add_row()
            properties = row._tr.get_or_add_trPr()
            properties.append(OxmlElement("w:cantSplit"))
            if index < heads:
                properties.append(OxmlElement("w:tblHeader"))
            self._fill_row(row, cells, millimetres, is_head=index < heads)
        # Two tables without a paragraph between grow together.
        gap = self._document.add_paragraph().paragraph_format
        gap.line_spacing_rule, gap.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(5)

    def octets(self, *, title: str) -> bytes:
        """Return the template as a .docx."""
        self._document.core_properties.title = title
        self._document.core_properties.author = ""
        self._document.core_properties.comments = ""
        buffer = io.BytesIO()
        self._document.save(buffer)
        return buffer.getvalue()

    def footer(self, words: str) -> None:
        """Put words at the foot of every page, with the number of the page in front."""
        paragraph = self._document.sections[0].footer.paragraphs[0]
        paragraph.alignment = Align.CENTRE.value
        for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
            run = paragraph.add_run()
            run.font.size = Pt(8)
            if kind:
                mark = OxmlElement("w:fldChar")
                mark.set(qn("w:fldCharType"), kind)
            else:
                mark = OxmlElement("w:instrText")
                mark.text = text
            run._r.append(mark)
        if words:
            paragraph.add_run(f"　{words}").font.size = Pt(8)

    def _fill_row(
        self, row: Any, cells: Sequence[Cell | str], widths: Sequence[float], *, is_head: bool
    ) -> None:
        column = 0
        for each in cells:
            cell = Cell(each, head=is_head) if isinstance(each, str) else each
            place = row.cells[column]
            if cell.columns > 1:
                place = place.merge(row.cells[column + cell.columns - 1])
            place.width = Mm(sum(widths[column : column + cell.columns]))
            if cell.head:
                shade = OxmlElement("w:shd")
                for name, value in (("val", "clear"), ("color", "auto"), ("fill", _HEAD)):
                    shade.set(qn(f"w:{name}"), value)
                place._tc.get_or_add_tcPr().append(shade)
            for number, words in enumerate(cell.words.split("\n")):
                paragraph = place.paragraphs[0] if number == 0 else place.add_paragraph()
                _write(paragraph, words, bold=cell.head, size=self._size - 1)
                paragraph.alignment = cell.align.value
            column += cell.columns

    def _look(self, paragraph: Paragraph, align: Align, indent: tuple[float, float]) -> None:
        paragraph.alignment = align.value
        looks = paragraph.paragraph_format
        if any(indent):
            looks.left_indent, looks.first_line_indent = (Pt(letters * self._size) for letters in indent)

    def _set_page(self, landscape: bool, margin: float) -> None:
        section = self._document.sections[0]
        width, height = (Mm(297), Mm(210)) if landscape else (Mm(210), Mm(297))
        section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = width, height
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(margin)

    def _set_styles(self) -> None:
        styles = self._document.styles
        looks = (
            ("Normal", _SERIF, self._size),
            *((f"Heading {n}", _SANS, s) for n, s in ((1, 15), (2, 12), (3, 11))),
        )
        for name, font, size in looks:
            style: Any = styles[name]
            style.font.size, style.font.name = Pt(size), font
            style.font.color.rgb = None
            properties = style.element.get_or_add_rPr()
            fonts = properties.rFonts
            for attribute in [*fonts.attrib]:
                del fonts.attrib[attribute]
            for script in ("ascii", "hAnsi", "eastAsia", "cs"):
                fonts.set(qn(f"w:{script}"), font)
            for colour in properties.findall(qn("w:color")):
                properties.remove(colour)
        normal: Any = styles["Normal"]
        normal.paragraph_format.space_after = Pt(0)
        languages = self._document.styles.element.findall(f".//{qn('w:lang')}")
        for language in languages:
            language.set(qn("w:val"), "ja-JP")
            language.set(qn("w:eastAsia"), "ja-JP")


def _write(paragraph: Paragraph, words: str, *, bold: bool = False, size: float | None = None) -> None:
    run = paragraph.add_run(words)
    if bold:
        run.bold = True
    if size is not None:
        run.font.size = Pt(size)
