"""Which text of a page a person sees: not what is drawn under something, in white on white, or beside the page."""

import ctypes
from collections.abc import Sequence

from torikumi.read.document import Box
from torikumi.read.page.content import Piece
from torikumi.read.pdfium import calls
from torikumi.read.pdfium.drawing import IDENTITY, Cover, Drawing, Matrix
from torikumi.read.pdfium.surface import Surface

_BIN = 40.0  # points: covers are looked up by their height on the page
_WHITE = 250
_MOST_CLIPS = 20
_FAINT = 8  # of 255: what is less opaque is not seen


def part_visible(
    pieces: Sequence[Piece], drawing: Drawing, surface: Surface
) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Return the pieces that are seen, and those that are not."""
    width, height = surface.width, surface.height
    bins = _binned(drawing.covers)
    looks: dict[int, tuple[bool, Box | None]] = {}
    seen: list[Piece] = []
    unseen: list[Piece] = []
    for piece in pieces:
        look = looks.get(piece.source)
        if look is None:
            matrix = drawing.inside.get(piece.source, IDENTITY)
            look = looks[piece.source] = (
                _is_plain(piece.source),
                _clip_of(piece.source, matrix, surface),
            )
        plain, clip = look
        hidden = (
            piece.right < 0
            or piece.left > width
            or piece.bottom < 0
            or piece.top > height
            or (clip is not None and _is_outside(piece, clip))
            or (bool(bins) and _is_covered(piece, drawing, bins))
            or (not plain and not _is_on_something(piece, drawing, bins))
        )
        (unseen if hidden else seen).append(piece)
    return tuple(seen), tuple(unseen)


def _is_outside(piece: Piece, box: Box) -> bool:
    left, top, right, bottom = box
    middle = (piece.left + piece.right) / 2
    return (
        piece.right < left
        or piece.left > right
        or (
            not top - 0.3 * piece.size <= piece.middle <= bottom + 0.3 * piece.size
            if not piece.down
            else piece.bottom < top or piece.top > bottom or not left <= middle <= right
        )
    )


def _clip_of(source: int, matrix: Matrix, surface: Surface) -> Box | None:
    """Return the box outside of which nothing of a text object shows; None where it is not clipped.

    `matrix` is that of the forms around the object: its clip is in their coordinates.
    """
    clip = calls.clip_path(source) if source else 0
    paths = calls.clip_count(clip) if clip else 0
    if paths <= 0:
        return None
    x, y = ctypes.c_float(), ctypes.c_float()
    to_x, to_y = ctypes.addressof(x), ctypes.addressof(y)
    a, b, c, d, e, f = matrix
    left, top, right, bottom = 0.0, 0.0, surface.width, surface.height
    for path in range(min(paths, _MOST_CLIPS)):
        points = []
        for index in range(max(0, calls.clip_segment_count(clip, path))):
            calls.segment_point(calls.clip_segment(clip, path, index), to_x, to_y)
            points.append(surface.point(x.value * a + y.value * c + e, x.value * b + y.value * d + f))
        if len(points) > 1:
            left, right = max(left, min(p[0] for p in points)), min(right, max(p[0] for p in points))
            top, bottom = max(top, min(p[1] for p in points)), min(bottom, max(p[1] for p in points))
    return left, top, right, bottom


def _binned(covers: Sequence[Cover]) -> dict[int, list[Cover]]:
    bins: dict[int, list[Cover]] = {}
    for cover in covers:
        _, top, _, bottom = cover.box
        for place in range(int(max(top, -500) // _BIN), int(min(bottom, 20_000) // _BIN) + 1):
            bins.setdefault(place, []).append(cover)
    return bins


def _is_covered(piece: Piece, drawing: Drawing, bins: dict[int, list[Cover]]) -> bool:
    covers = bins.get(int(piece.middle // _BIN))
    if not covers:
        return False
    order = drawing.order.get(piece.source, -1)
    return any(cover.order > order >= 0 and _holds(cover.box, piece) for cover in covers)


def _is_on_something(piece: Piece, drawing: Drawing, bins: dict[int, list[Cover]]) -> bool:
    order = drawing.order.get(piece.source, 1 << 60)
    return any(
        cover.order < order and _holds(cover.box, piece) for cover in bins.get(int(piece.middle // _BIN), ())
    )


def _holds(box: Box, piece: Piece) -> bool:
    left, top, right, bottom = box
    slack = 0.25 * piece.size
    return (
        left - slack <= piece.left
        and piece.right <= right + slack
        and top - slack <= piece.top
        and piece.bottom <= bottom + slack
    )


def _is_plain(source: int) -> bool:
    """Tell whether a text object is drawn in a colour that shows on white paper."""
    colour = (ctypes.c_uint * 4)()
    first = ctypes.addressof(colour)
    if not source or not calls.fill_colour(source, first, first + 4, first + 8, first + 12):
        return True
    red, green, blue, opacity = colour
    return opacity > _FAINT and min(red, green, blue) < _WHITE
