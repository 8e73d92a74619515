"""Fonts of the generated PDF files, the widths of texts, and lines broken to fit."""

import re
from functools import cache, lru_cache

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont

FILES = {
    "gothic": "/usr/share/fonts/opentype/ipaexfont-gothic/ipaexg.ttf",
    "mincho": "/usr/share/fonts/opentype/ipaexfont-mincho/ipaexm.ttf",
}
NOT_EMBEDDED = "HeiseiKakuGo-W5"
DOWNWARDS = "HeiseiMin-W3"  # reportlab knows a face under one name, whether it runs across or down
_ATOM = re.compile(r"[A-Za-z0-9,./%-]+|.", re.DOTALL)


@cache
def font_name(font: str) -> str:
    """Return the name under which reportlab knows a font, registered at its first use."""
    if font == "not embedded":
        pdfmetrics.registerFont(UnicodeCIDFont(NOT_EMBEDDED))
        return NOT_EMBEDDED
    if font == "vertical":
        pdfmetrics.registerFont(UnicodeCIDFont(DOWNWARDS, isVertical=True))
        return DOWNWARDS
    pdfmetrics.registerFont(TTFont(font, FILES[font]))
    return font


@lru_cache(maxsize=20_000)
def _em(letter: str, font: str) -> float:
    return float(pdfmetrics.stringWidth(letter, font_name(font), 1000)) / 1000


def width_of(text: str, size: float, font: str) -> float:
    """Return how wide a text is in points."""
    return sum(_em(letter, font) for letter in text) * size


def wrapped(text: str, width: float, size: float, font: str) -> list[str]:
    """Return a text in lines that fit; a Latin word is broken only where it alone is wider than the line."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for atom in _ATOM.findall(paragraph):
            parts = [atom] if width_of(atom, size, font) <= width else list(atom)
            for part in parts:
                if line and width_of(line + part, size, font) > width:
                    lines.append(line)
                    line = ""
                line += part
        lines.append(line)
    return lines
