"""A page that PDFium has loaded becomes what stands on it as a person sees it."""

from collections.abc import Set
from dataclasses import replace

import pypdfium2.raw as pdfium

from torikumi.read.document import Box
from torikumi.read.page.content import Oddities, PageContent, Piece
from torikumi.read.page.stacks import with_stacks
from torikumi.read.pdfium.characters import is_drawn, read_text
from torikumi.read.pdfium.drawing import Drawing, read_drawing, shown_bounds
from torikumi.read.pdfium.surface import Surface, surface_of
from torikumi.read.pdfium.visible import part_visible

_GARBLED = 0.2  # share of characters without meaning from which on a page is not read
_COVERED = 0.5  # of the page: a picture as large as that is a scan


def read_page(page: pdfium.FPDF_PAGE, number: int) -> PageContent:
    """Return what stands on a page, the `number`th of its document."""
    text = read_text(page, surface_of(page))
    surface = text.surface
    drawing = read_drawing(page, surface)
    # A label that is longer than its cell is seen in part, and read whole.
    seen, covered = part_visible(with_stacks(text.pieces), drawing, surface)
    hidden, twins = _without_twins(text.hidden, text.sources, drawing, surface)
    seen, unseen = (*seen, *twins), (*hidden, *covered)
    pieces, oddities = _chosen(seen, unseen, drawing.pictures, surface.width * surface.height, text.oddities)
    return PageContent(
        number=number,
        width=surface.width,
        height=surface.height,
        pieces=pieces,
        across=tuple(drawing.across),
        down=tuple(drawing.down),
        fills=tuple(drawing.fills),
        pictures=tuple(drawing.pictures),
        oddities=oddities,
    )


def _chosen(
    seen: tuple[Piece, ...],
    unseen: tuple[Piece, ...],
    pictures: list[Box],
    area: float,
    oddities: Oddities,
) -> tuple[tuple[Piece, ...], Oddities]:
    """Return the text to read: what is seen; under a scanned page what a recogniser left; nothing where it is garbled."""
    shown, hidden = (sum(len(piece.text) for piece in part) for part in (seen, unseen))
    oddities = replace(oddities, shown=shown, hidden=hidden)
    if oddities.unmapped > _GARBLED * max(1, oddities.unmapped + shown + hidden):
        return (), replace(oddities, garbled=True)
    is_scan = any((right - left) * (bottom - top) >= _COVERED * area for left, top, right, bottom in pictures)
    if is_scan and hidden > 4 * shown:
        return unseen, replace(oddities, under_picture=True)
    return seen, oddities


def _without_twins(
    hidden: tuple[Piece, ...], sources: Set[int], drawing: Drawing, surface: Surface
) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Part hidden pieces from those that are printed as well, at the same spot (a search layer under the print).

    PDFium gives the characters of two such text objects once, as those of the first: the hidden one.
    """
    silent = [drawn for drawn in drawing.order if drawn not in sources and is_drawn(drawn)] if hidden else []
    boxes = [box for drawn in silent if (box := shown_bounds(drawn, surface)) is not None]
    if not boxes:
        return hidden, ()
    twins = tuple(piece for piece in hidden if any(_is_same_spot(piece, box) for box in boxes))
    known = set(map(id, twins))
    return tuple(piece for piece in hidden if id(piece) not in known), twins


def _is_same_spot(piece: Piece, box: Box) -> bool:
    left, top, right, bottom = box
    common = min(right, piece.right) - max(left, piece.left)
    width = max(right - left, piece.right - piece.left)
    return common >= 0.6 * width and top <= piece.middle <= bottom
