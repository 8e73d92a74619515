"""Parts of an SVG picture with presentation attributes only, so that they show under the strictest CSP."""

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from html import escape

from torikumi.publish.palette import Look, Pattern

INK = "#333333"
FONT = "Noto Sans JP, Noto Sans CJK JP, BIZ UDPGothic, Yu Gothic UI, Meiryo, sans-serif"


def text_width(text: str, size: float) -> float:
    """Return about how wide `text` is at a font size; wide characters count one em, others a little over half."""
    return size * _ems(text)


def fold_lines(text: str, *, size: float, width: float) -> list[str]:
    """Return `text` cut into lines not wider than `width`; nothing of it is lost."""
    lines, line, ems = [], "", 0.0
    for character in text:
        wider = ems + _ems(character)
        if line and size * wider > width:
            lines.append(line)
            line, wider = "", _ems(character)
        line, ems = line + character, wider
    return [*lines, line]


@lru_cache(maxsize=1 << 14)
def _ems(text: str) -> float:
    return sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.58 for c in text)


def draw_text(x: float, y: float, text: str, **attributes: str | float) -> str:
    """Return a <text>; `attributes` take the place of size 14, anchor start and dark ink."""
    merged: dict[str, str | float] = {"font-size": 14, "text-anchor": "start", "fill": INK}
    merged.update({name.replace("_", "-"): value for name, value in attributes.items()})
    return f'<text x="{x:.1f}" y="{y:.1f}"{_attributes(merged)}>{escape(text)}</text>'


def draw_box(x: float, y: float, size: tuple[float, float], fill: str, **attributes: str | float) -> str:
    """Return a <rect> of `size` (width, height)."""
    extra = _attributes({name.replace("_", "-"): value for name, value in attributes.items()})
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{size[0]:.1f}" height="{size[1]:.1f}" fill="{fill}"{extra}/>'
    )


def draw_line(start: tuple[float, float], end: tuple[float, float], stroke: str) -> str:
    """Return a thin straight line."""
    return (
        f'<line x1="{start[0]:.1f}" y1="{start[1]:.1f}" x2="{end[0]:.1f}" y2="{end[1]:.1f}"'
        f' stroke="{stroke}" stroke-width="1"/>'
    )


def picture(*, size: tuple[float, float], body: str, uid: str, title: str, description: str) -> str:
    """Return the whole <svg>, named for screen readers by its title and described by its description."""
    width, height = size
    name = escape(uid)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}"'
        f' height="{height:.0f}" role="img" aria-labelledby="{name}-t" aria-describedby="{name}-d"'
        f' font-family="{FONT}"><title id="{name}-t">{escape(title)}</title>'
        f'<desc id="{name}-d">{escape(description)}</desc>{body}</svg>'
    )


def pattern_id(uid: str, index: int) -> str:
    """Return the id of the pattern of the `index`-th part of a picture."""
    return f"{escape(uid)}-p{index}"


def draw_pattern(identity: str, look: Look, pattern: Pattern) -> str:
    """Return the <pattern> that fills an area of `look`."""
    marks = {
        Pattern.SOLID: "",
        Pattern.HATCH: '<rect width="2" height="7" fill="#ffffff" fill-opacity="0.6"/>',
        Pattern.DOTS: '<circle cx="3.5" cy="3.5" r="1.4" fill="#ffffff" fill-opacity="0.85"/>',
    }[pattern]
    return (
        f'<pattern id="{identity}" width="7" height="7" patternUnits="userSpaceOnUse"'
        f' patternTransform="rotate(45)"><rect width="7" height="7" fill="{look.fill}"/>{marks}</pattern>'
    )


def _attributes(values: dict[str, str | float]) -> str:
    return "".join(_attribute(values))


def _attribute(values: dict[str, str | float]) -> Iterator[str]:
    for name, value in values.items():
        yield f' {name}="{escape(str(value))}"'
