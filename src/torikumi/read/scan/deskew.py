"""Straightening a page that lay askew on the scanner."""

import cv2
import numpy as np
import numpy.typing as npt

from torikumi.read.scan.picture import Picture

cv2.setNumThreads(1)  # the lines of a page are shared out over the cores; threads here would only take memory

_MOST = 5.0  # degrees; a page that is turned further was not laid on a scanner by a person
_LENGTH = 1600  # pixels of the longer side that are enough to tell an angle
_STEP = 0.5
_POINTS = 200_000
_SMALLEST = 0.02  # degrees; turning a page by less than this moves no point of it by a pixel


def find_skew(picture: Picture) -> float:
    """Return by how many degrees the lines of a page fall to the right (negative: rise); 0 where none can be seen.

    The right angle is the one at which the edges of rules and of lines of text gather in the fewest rows.
    """
    xs, ys = _edges(picture)
    if len(xs) < 50:
        return 0.0
    angles = np.arange(-_MOST, _MOST + _STEP / 2, _STEP)
    best = float(angles[int(np.argmax([_gathered(xs, ys, float(angle)) for angle in angles]))])
    for step in (0.1, 0.02):
        angles = best + step * np.arange(-6, 7)
        gathered = [_gathered(xs, ys, float(angle)) for angle in angles]
        best = float(angles[int(np.argmax(gathered))])
    return best


def straighten(picture: Picture, skew: float) -> Picture:
    """Return the page turned back by `skew` degrees, of the same size; what comes in at the corners is paper."""
    if abs(skew) < _SMALLEST:
        return picture
    height, width = picture.shape
    turn = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), skew, 1.0)
    paper = int(np.median(picture[::16, ::16]))
    turned = cv2.warpAffine(picture, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=(paper,))
    return turned.astype(np.uint8, copy=False)


def _edges(picture: Picture) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return where the page goes from paper to ink downwards, as far from the page's middle as it is."""
    scale = min(1.0, _LENGTH / max(picture.shape))
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (3, 3), 0)
    ink = cv2.adaptiveThreshold(small, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 15)
    ys, xs = np.nonzero((ink[1:] == 1) & (ink[:-1] == 0))
    if len(xs) > _POINTS:
        kept = np.linspace(0, len(xs) - 1, _POINTS).astype(np.int64)
        ys, xs = ys[kept], xs[kept]
    return xs - small.shape[1] / 2, ys - small.shape[0] / 2


def _gathered(xs: npt.NDArray[np.float64], ys: npt.NDArray[np.float64], angle: float) -> float:
    rows = ys - xs * np.tan(np.radians(angle))
    rows -= rows.min()
    counts = np.bincount(rows.astype(np.int64)).astype(np.float64)
    # Neighbouring rows share an edge that falls between them, so that no angle wins by where its rows begin.
    return float(np.square(counts[1:] + counts[:-1]).sum() + np.square(counts).sum())
