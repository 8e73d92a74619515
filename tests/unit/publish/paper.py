"""What the tests of papers ask of a PDF: its words, its pages, its tags."""

import io
import re
from collections.abc import Iterator

import pikepdf
import pypdfium2

from torikumi.publish.typeset.engine import Paper, typeset


class SetPdf:
    """A paper that was set."""

    def __init__(self, paper: Paper) -> None:
        answered = typeset(paper)
        self.octets = answered.octets
        self.replaced = answered.replaced

    @property
    def pages(self) -> list[str]:
        """The text of each page without white space; a hyphen that pdfium takes for one at a line's end is one again."""
        document = pypdfium2.PdfDocument(self.octets)
        try:
            texts = [page.get_textpage().get_text_range() for page in document]
        finally:
            document.close()
        return [re.sub(r"\s", "", text.replace("\ufffe", "-")) for text in texts]

    @property
    def words(self) -> str:
        """The text of all pages without white space."""
        return "".join(self.pages)

    def letters(self, page: int = 0) -> list[tuple[str, float, float]]:
        """Each letter of a page with its left and right edge in points."""
        document = pypdfium2.PdfDocument(self.octets)
        try:
            text = document[page].get_textpage()
            boxes = [(text.get_text_range(i, 1), text.get_charbox(i)) for i in range(text.count_chars())]
        finally:
            document.close()
        return [(letter, box[0], box[2]) for letter, box in boxes if letter.strip()]

    def left_edges(self, *heads: str) -> list[float]:
        """Where the columns with these heads begin, and where the page ends."""
        letters = self.letters()
        words = "".join(letter for letter, _, _ in letters)
        at = [letters[words.index(head)][1] for head in heads]
        with self.open() as pdf:
            return [*at, float(pdf.pages[0].mediabox[2])]

    def open(self) -> pikepdf.Pdf:
        """Return the file as objects."""
        return pikepdf.open(io.BytesIO(self.octets))

    def bookmarks(self) -> list[tuple[int, str]]:
        """The bookmarks in order, each with its depth from 0."""
        with self.open() as pdf, pdf.open_outline() as outline:
            return [*_items(outline.root, 0)]

    def tags(self) -> list[tuple[str, pikepdf.Object]]:
        """The elements of the structure in reading order, each with its kind ("TH")."""
        self._pdf = self.open()
        return [*_elements(self._pdf.Root.StructTreeRoot.K)]


def plain(text: str) -> str:
    """Return a text as `SetPdf.words` has it."""
    return re.sub(r"\s", "", text)


def _items(items: list[pikepdf.OutlineItem], depth: int) -> Iterator[tuple[int, str]]:
    for item in items:
        yield depth, str(item.title)
        yield from _items(item.children, depth + 1)


def _elements(kids: pikepdf.Object) -> Iterator[tuple[str, pikepdf.Object]]:
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield str(kid.S)[1:], kid
            if "/K" in kid:
                yield from _elements(kid.K)
