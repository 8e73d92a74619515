"""A page of a PDF as a picture, turned as it was read."""

import numpy as np
import pypdfium2

from torikumi.errors import UserError
from torikumi.read.pdfium.characters import read_text
from torikumi.read.pdfium.surface import Surface, surface_of
from torikumi.read.png import write_png

DOTS_AN_INCH = 110
MOST_PIXELS = 4_000  # along the longer side


class NoSuchPageError(UserError):
    """The document has no such page, or cannot be opened any more."""


def draw_page(octets: bytes, number: int, *, name: str) -> bytes:
    """Return the page (1 is the first) as a PNG in which boxes of cells lie where they were read."""
    try:
        document = pypdfium2.PdfDocument(octets)
        page = document[number - 1] if 1 <= number <= len(document) else None
    except pypdfium2.PdfiumError as error:
        raise _no_such_page(name, number) from error
    if page is None:
        raise _no_such_page(name, number)
    plain = surface_of(page.raw)
    seen = read_text(page.raw, plain).surface
    wanted = min(DOTS_AN_INCH / 72, MOST_PIXELS / max(plain.width, plain.height))
    bitmap = page.render(scale=wanted * plain.width / page.get_width(), rev_byteorder=True)
    pixels = np.ascontiguousarray(bitmap.to_numpy()[:, :, :3])
    turned = np.rot90(pixels, -_quarters(plain, seen))
    return write_png(np.ascontiguousarray(turned), pixels_a_point=wanted)


def _quarters(plain: Surface, seen: Surface) -> int:
    """Return by how many quarters to the right the content was turned to be read."""
    return next((quarter for quarter in range(4) if plain.turned(quarter) == seen), 0)


def _no_such_page(name: str, number: int) -> NoSuchPageError:
    return NoSuchPageError(
        ja=f"「{name}」の{number}ページは表示できません。もとの文書をダウンロードして見てください。",
        en=f"Page {number} of {name} cannot be shown; download the document and look at it.",
    )
