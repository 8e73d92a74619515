"""Pages drawn as pictures, spoiled as scanners do."""

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image, ImageDraw, ImageFont

Picture = npt.NDArray[np.uint8]
FONT = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
needs_font = pytest.mark.skipif(not FONT.is_file(), reason="fonts-noto-cjk is not installed")


def drawn_table(
    rows: Sequence[Sequence[str]], *, widths: Sequence[int], tall: int = 50, size: int = 24, left: int = 60
) -> Picture:
    """A ruled table on a white page; an empty text leaves its cell empty, "<" merges it with the one to its left."""
    page = Image.new("L", (sum(widths) + 2 * left, tall * len(rows) + 200), 255)
    pen = ImageDraw.Draw(page)
    font = ImageFont.truetype(str(FONT), size)
    xs = [left + sum(widths[:index]) for index in range(len(widths) + 1)]
    for index, row in enumerate(rows):
        top = 100 + tall * index
        pen.line((xs[0], top, xs[-1], top), fill=20, width=2)
        for column, text in enumerate(row):
            if text == "<":
                continue
            pen.line((xs[column], top, xs[column], top + tall), fill=20, width=2)
            pen.multiline_text((xs[column] + 10, top + 8), text, fill=20, font=font, spacing=2)
        pen.line((xs[-1], top, xs[-1], top + tall), fill=20, width=2)
    pen.line((xs[0], 100 + tall * len(rows), xs[-1], 100 + tall * len(rows)), fill=20, width=2)
    return np.asarray(page, dtype=np.uint8)


def ruled_page(xs: Sequence[int], ys: Sequence[int], *, dotted: bool = False) -> Picture:
    """A grid of rules alone, with rows of strokes as tall as type in it, so that it has a type height."""
    page = np.full((ys[-1] + 100, xs[-1] + 100), 255, np.uint8)
    for y in ys:
        page[y : y + 2, xs[0] : xs[-1] + 2] = 20
    for x in xs:
        page[ys[0] : ys[-1] + 2, x : x + 2] = 20
    if dotted:
        page[:, 2::5] = 255
        page[2::5, :] = 255
    for top, bottom in pairwise(ys):
        for left in range(xs[0] + 12, xs[0] + 90, 26):
            middle = (top + bottom) // 2
            page[middle - 10 : middle + 10, left : left + 3] = 20
            page[middle - 2 : middle + 1, left : left + 18] = 20
    return page


def turned(page: Picture, degrees: float) -> Picture:
    """The page turned so that its lines fall to the right by so many degrees."""
    height, width = page.shape
    turn = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), -degrees, 1.0)
    return np.asarray(cv2.warpAffine(page, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255,)))


def noisy(page: Picture, *, seed: int = 1, deviation: float = 8.0) -> Picture:
    """The page with the grain, the specks and the uneven light of a scan."""
    chance = np.random.default_rng(seed)
    light = np.linspace(1.0, 0.85, page.shape[1])[None, :]
    values = (35 + page * (205 / 255)) * light + chance.normal(0, deviation, page.shape)
    values[chance.random(page.shape) < 0.0005] = 40
    return np.clip(values, 0, 255).astype(np.uint8)
