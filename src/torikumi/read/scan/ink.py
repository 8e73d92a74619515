"""What on a page is ink, and how tall its type is."""

import cv2
import numpy as np

from torikumi.read.scan.picture import Picture

_AREA = 31  # pixels around a point that tell how bright the paper is there
_DARKER = 20  # grey values by which ink is darker than the paper around it
_LEAST_TYPE, _MOST_TYPE = 6, 200  # pixels


def find_ink(picture: Picture) -> Picture:
    """Return 1 where a page is darker than its surroundings, 0 where it is paper or evenly dark."""
    smooth = cv2.GaussianBlur(picture, (3, 3), 0)
    ink = cv2.adaptiveThreshold(smooth, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, _AREA, _DARKER)
    return ink.astype(np.uint8, copy=False)


def type_height(ink: Picture) -> float | None:
    """Return how tall most characters of a page are, in pixels; None where it has no text."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink)
    widths, heights, areas = stats[1:, 2], stats[1:, 3], stats[1:, 4]
    like_type = (heights >= _LEAST_TYPE) & (heights <= min(_MOST_TYPE, ink.shape[0] / 8))
    like_type &= (widths < 2.5 * heights) & (heights < 4 * widths) & (areas > heights)
    if like_type.sum() < 3:
        return None
    # Three in four: parts of characters, kana and marks are smaller, and few pieces are taller.
    return float(np.percentile(heights[like_type], 75))
