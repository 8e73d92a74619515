"""A picture as a PNG file: rows of pixels in, octets out; and how large one is in points."""

import struct
import zlib
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]  # rows, columns, and red, green, blue

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_GREY, _COLOUR = 0, 2
_POINTS_A_METRE = 72 / 0.0254


@dataclass(frozen=True, slots=True)
class Size:
    """How large a picture is, in points."""

    width: float
    height: float


def write_png(pixels: Pixels, *, pixels_a_point: float) -> bytes:
    """Return the picture as a PNG that says how many of its pixels make a point; grey where no pixel has a colour."""
    rows, columns = pixels.shape[:2]
    is_grey = bool((pixels == pixels[:, :, :1]).all())
    shown = pixels[:, :, 0] if is_grey else pixels.reshape(rows, columns * 3)
    # Each row begins with the number of its filter: 0, as it is.
    lines = np.zeros((rows, shown.shape[1] + 1), dtype=np.uint8)
    lines[:, 1:] = shown
    a_metre = round(pixels_a_point * _POINTS_A_METRE)
    return b"".join(
        (
            _SIGNATURE,
            _chunk(
                b"IHDR", struct.pack(">IIBBBBB", columns, rows, 8, _GREY if is_grey else _COLOUR, 0, 0, 0)
            ),
            _chunk(b"pHYs", struct.pack(">IIB", a_metre, a_metre, 1)),
            _chunk(b"IDAT", zlib.compress(lines.tobytes(), 6)),
            _chunk(b"IEND", b""),
        )
    )


def size_of_png(octets: bytes) -> Size:
    """Return how large a picture is that `write_png` wrote."""
    columns, rows = struct.unpack(">II", octets[16:24])
    place = octets.index(b"pHYs") + 4
    (a_metre,) = struct.unpack(">I", octets[place : place + 4])
    scale = a_metre / _POINTS_A_METRE
    return Size(width=columns / scale, height=rows / scale)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
