"""Text of a page that is clipped: what a form clips is seen where the form stands on the page."""

from io import BytesIO

import pikepdf

from torikumi.read.sources import pdf

# PDFium forgets a clip that holds all of the text: only one that cuts it tells in whose coordinates it is.
CLIPPED = "q 10 10 {right} 120 re W* n BT /F1 16 Tf 20 60 Td ({text}) Tj ET Q"


def page_with_form(*, text: str, right: int) -> bytes:
    """Return a page with a line, and a form of 72 points shown six times as large whose text is clipped."""
    document = pikepdf.new()
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )
    fonts = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    form = document.make_stream(CLIPPED.format(text=text, right=right).encode())
    form.Type, form.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
    form.BBox, form.Matrix = pikepdf.Array([0, 0, 144, 144]), pikepdf.Array([0.5, 0, 0, 0.5, 0, 0])
    form.Resources = fonts
    document.add_blank_page(page_size=(595, 842))
    page = document.pages[0]
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X1=form), Font=fonts.Font)
    beside = b"BT /F1 12 Tf 100 200 Td (A line of the page that stands in no form and is seen.) Tj ET"
    page.Contents = document.make_stream(beside + b" q 6 0 0 6 100 300 cm /X1 Do Q")
    octets = BytesIO()
    document.save(octets)
    return octets.getvalue()


def texts_of(octets: bytes) -> str:
    tables, _ = pdf.read_tables(octets, name="form.pdf")
    return " ".join(cell.text for table in tables for cell in table.cells)


def test_text_that_the_clip_of_its_form_shows_in_part_is_read():
    assert "within" in texts_of(page_with_form(text="within", right=30))


def test_text_beyond_the_clip_of_its_form_is_not_read():
    assert "beyond" not in texts_of(page_with_form(text="beyond", right=4))
