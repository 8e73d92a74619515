"""Picture files (PNG, JPEG, TIFF with several pages): Pillow decodes, the pages are recognised in read.scan."""

import struct
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from torikumi.errors import UserError
from torikumi.plan.finding import Finding
from torikumi.read.document import OnPage, Table
from torikumi.read.flow import tables_of
from torikumi.read.page.joining import join_pages
from torikumi.read.page.layout import PageParts
from torikumi.read.png import write_png
from torikumi.read.scan.context import mend_parts
from torikumi.read.scan.doubts import recognised_findings
from torikumi.read.scan.extra import NoRecogniserError, is_available

if TYPE_CHECKING:
    from PIL import Image

MOST_PIXELS = 80_000_000  # A3 at 600 dpi has 70 million
MOST_PAGES = 500
_FORMATS = ("PNG", "JPEG", "TIFF")
_LEAST_DPI, _MOST_DPI = 100.0, 1200.0  # what cameras and programs write into their files is often 72
_SHOWN_DPI = 110.0
_A4 = 11.69  # inches; the longer side of a page that does not say how large it is
# What Pillow raises on files that are damaged.
_DAMAGED = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    LookupError,
    TypeError,
    OverflowError,
    struct.error,
    zlib.error,
)


class BrokenPictureError(UserError):
    """The file should be a picture, but cannot be decoded."""


class HugePictureError(UserError):
    """The picture has more points, or more pages, than a scanned plan."""


class NoTextInPictureError(UserError):
    """Nothing that could be read was found in the picture."""


def read_tables(
    octets: bytes, *, name: str, on_page: OnPage | None = None
) -> tuple[tuple[Table, ...], tuple[Finding, ...]]:
    """Return the tables recognised in a picture, and findings about what is doubtful.

    Raises a UserError for a picture that is damaged, too large or without text, and where no recogniser is installed.
    """
    if not is_available():
        raise NoRecogniserError
    pages = list(_pages(octets, name, on_page))
    parts, changes = mend_parts(list(join_pages(pages)))
    tables = tables_of(parts, file=name)
    if not any(table.cells for table in tables):
        raise NoTextInPictureError(
            ja=f"「{name}」から文字を読み取れません。300dpiくらいで、まっすぐに、明るく読み取り直してください。",
            en=f"No text was found in {name}. Scan it again, straight, bright, and with about 300 dpi.",
        )
    return tables, recognised_findings(tables, changes, file=name, pages=len(pages))


def draw_page(octets: bytes, number: int, *, name: str) -> bytes | None:
    """Return a page (1 is the first) as a PNG to look at, with at most some hundred dots an inch; None where there is none."""
    for at, (picture, dpi, _) in enumerate(_pictures(octets, name), start=1):
        if at == number:
            step = max(1, int(dpi / _SHOWN_DPI))
            rows, columns = (side // step for side in picture.shape)
            blocks = picture[: rows * step, : columns * step].reshape(rows, step, columns, step)
            grey = blocks.mean(axis=(1, 3)).astype(np.uint8)
            pixels = np.broadcast_to(grey[:, :, np.newaxis], (rows, columns, 3))
            return write_png(pixels, pixels_a_point=dpi / 72 / step)
    return None


def _pages(octets: bytes, name: str, on_page: OnPage | None) -> Iterator[PageParts]:
    from torikumi.read.scan.page import read_scanned_page

    for number, (picture, dpi, count) in enumerate(_pictures(octets, name), start=1):
        yield read_scanned_page(picture, dpi=dpi, page=number)
        if on_page is not None:
            on_page(number, count)


def _pictures(octets: bytes, name: str) -> Iterator[tuple[npt.NDArray[np.uint8], float, int]]:
    """Yield the grey values of each page, its dots per inch, and how many pages there are."""
    from PIL import Image

    try:
        with Image.open(BytesIO(octets), formats=_FORMATS) as opened:
            count = int(getattr(opened, "n_frames", 1))
            if count > MOST_PAGES:
                raise _huge(name)
            for index in range(count):
                opened.seek(index)
                # The size is in the header: nothing is decoded before it is known to be small enough.
                if opened.width * opened.height > MOST_PIXELS:
                    raise _huge(name)
                yield _grey(opened), _dpi_of(opened), count
    except Image.DecompressionBombError as error:
        raise _huge(name) from error
    except _DAMAGED as error:
        raise BrokenPictureError(
            ja=f"「{name}」は画像として開けません。壊れているか、途中で切れています。元のファイルを受け取り直してください。",
            en=f"{name} cannot be opened as a picture: it is damaged or cut off. Ask for the original file again.",
        ) from error


def _grey(opened: "Image.Image") -> npt.NDArray[np.uint8]:
    from PIL import Image, ImageOps

    picture = ImageOps.exif_transpose(opened)
    if picture.mode.startswith("I;16"):
        return (np.asarray(picture) >> 8).astype(np.uint8)
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        picture = picture.convert("RGBA")
        paper = Image.new("RGBA", picture.size, "white")
        picture = Image.alpha_composite(paper, picture)
    return np.asarray(picture.convert("L"), dtype=np.uint8)


def _dpi_of(opened: "Image.Image") -> float:
    said = opened.info.get("dpi")
    if isinstance(said, tuple) and said and _LEAST_DPI <= float(said[0]) <= _MOST_DPI:
        return float(said[0])
    return max(opened.size) / _A4


def _huge(name: str) -> HugePictureError:
    return HugePictureError(
        ja=f"「{name}」は大きすぎる画像です（{MOST_PIXELS // 10_000:,}万画素、{MOST_PAGES}ページまで）。"
        "300dpiくらいで読み取り直してください。",
        en=f"{name} is too large a picture (at most {MOST_PIXELS // 1_000_000:,} million points and {MOST_PAGES} pages). "
        "Scan it again with about 300 dpi.",
    )
