"""The characters of a page, as pieces of text in the order in which the file draws them."""

import ctypes
import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import pypdfium2.raw as pdfium

from torikumi.read.page.content import Oddities, Piece
from torikumi.read.pdfium import calls
from torikumi.read.pdfium.surface import Surface
from torikumi.text.radicals import RADICALS

MOST_CHARACTERS = 300_000
_IGNORED = frozenset("\0\x02\t\n\r\x00\xad\u200b\ufeff\ufffe\uffff")
_SPACES = " \u00a0\u2002\u2003\u2009\u200a\u202f\u3000"
_INVISIBLE = 3  # text render mode 3: neither filled nor stroked
_RADICALS = re.compile(r"[\u2e80-\u2fd5]")
# PDFium gives the code itself, or 0, where the font has no map to Unicode; private use is the font's own.
_UNMAPPED = re.compile(r"[\x00\x01\x03-\x08\x0b\x0c\x0e-\x1f\ue000-\uf8ff\ufffd]")


@dataclass(slots=True)
class Characters:
    """The characters of a page in the order of the file: texts, boxes as shown, the text objects that draw them."""

    text: list[str] = field(default_factory=list)
    lefts: list[float] = field(default_factory=list)
    tops: list[float] = field(default_factory=list)
    rights: list[float] = field(default_factory=list)
    bottoms: list[float] = field(default_factory=list)
    sources: list[int] = field(default_factory=list)

    def chosen(self, indexes: Sequence[int]) -> "Characters":
        """Return those of the characters."""
        return Characters(
            [self.text[index] for index in indexes],
            [self.lefts[index] for index in indexes],
            [self.tops[index] for index in indexes],
            [self.rights[index] for index in indexes],
            [self.bottoms[index] for index in indexes],
            [self.sources[index] for index in indexes],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class TextObject:
    """What draws a stretch of text: whether it shows, and which way its text runs on the page as the file has it."""

    hidden: bool
    right: float
    up: float


_UPRIGHT = TextObject(hidden=False, right=1.0, up=0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageText:
    """The pieces of a page that show and those that do not, what was odd, and the surface they lie on.

    The surface is turned where most of the text runs up or down the page. `sources` are the text objects that have
    characters.
    """

    pieces: tuple[Piece, ...]
    hidden: tuple[Piece, ...]
    oddities: Oddities
    surface: Surface
    sources: frozenset[int]


def is_drawn(text_object: int) -> bool:
    """Tell whether a text object paints its characters (its render mode is not the invisible one)."""
    return calls.render_mode(text_object) != _INVISIBLE


def read_text(page: pdfium.FPDF_PAGE, surface: Surface) -> PageText:
    """Return the text of a page that PDFium has loaded."""
    text_page = pdfium.FPDFText_LoadPage(page)
    try:
        raw, objects, unmapped = _read_characters(text_page)
    finally:
        pdfium.FPDFText_ClosePage(text_page)
    surface = surface.turned(_quarter(raw, objects, surface))
    radicals = len(_RADICALS.findall("".join(raw.text)))
    if radicals:
        raw.text = [text.translate(RADICALS) for text in raw.text]
    characters = _shown(raw, surface)
    pieces, doubled = _pieces_once(characters, objects, surface)
    hidden = tuple(piece for piece in pieces if objects[piece.source].hidden)
    shown = tuple(piece for piece in pieces if not objects[piece.source].hidden) if hidden else tuple(pieces)
    oddities = Oddities(
        hidden=sum(len(piece.text) for piece in hidden),
        doubled=doubled,
        unmapped=unmapped,
        radicals=radicals,
        shown=sum(len(piece.text) for piece in shown),
    )
    return PageText(
        pieces=shown, hidden=hidden, oddities=oddities, surface=surface, sources=frozenset(objects)
    )


def _read_characters(
    text_page: pdfium.FPDF_TEXTPAGE,
) -> tuple[Characters, dict[int, TextObject], int]:
    """Return the characters in the coordinates of the file (y going up), and the objects that draw them."""
    address = calls.address_of(text_page)
    count = min(pdfium.FPDFText_CountChars(text_page), MOST_CHARACTERS)
    if count <= 0:
        return Characters(), {}, 0
    boxes = (ctypes.c_float * (4 * count))()
    first, step = ctypes.addressof(boxes), 4 * ctypes.sizeof(ctypes.c_float)
    codes = _codes(text_page, address, count)
    owners = [calls.text_object(address, index) or 0 for index in range(count)]
    for index in range(count):
        calls.loose_box(address, index, first + step * index)
    # What PDFium puts in between (spaces, line ends) no object draws.
    kept = [index for index in range(count) if owners[index] and codes[index] not in _IGNORED]
    if not math.isfinite(sum(boxes)):
        # A damaged file may place characters nowhere at all.
        kept = [index for index in kept if all(map(math.isfinite, boxes[4 * index : 4 * index + 4]))]
    drawn = "".join(codes[index] for index in range(count) if owners[index])
    unmapped = len(_UNMAPPED.findall(drawn))
    characters = Characters(codes, boxes[0::4], boxes[1::4], boxes[2::4], boxes[3::4], owners).chosen(kept)
    objects: dict[int, TextObject] = {}
    for index in kept:
        if owners[index] not in objects:
            objects[owners[index]] = _object_of(text_page, index, owners[index])
    return characters, objects, unmapped


def _codes(text_page: pdfium.FPDF_TEXTPAGE, address: int, count: int) -> list[str]:
    buffer = (ctypes.c_ushort * (count + 1))()
    if pdfium.FPDFText_GetText(text_page, 0, count, buffer) == count + 1:
        text = bytes(buffer)[:-2].decode("utf-16-le", errors="replace")
        if len(text) == count:
            return list(text)
    return [_character(calls.unicode_of(address, index)) for index in range(count)]


def _character(code: int) -> str:
    """Return the character of a code; U+FFFD for half of one, or for what no character has."""
    return "\ufffd" if code > 0x10FFFF or 0xD800 <= code < 0xE000 else chr(code)


def _object_of(text_page: pdfium.FPDF_TEXTPAGE, index: int, owner: int) -> TextObject:
    angle = pdfium.FPDFText_GetCharAngle(text_page, index)  # clockwise, unlike all else in PDF
    hidden = not is_drawn(owner)
    if angle == 0 and not hidden:
        return _UPRIGHT
    return TextObject(hidden=hidden, right=math.cos(angle), up=-math.sin(angle))


def _quarter(raw: Characters, objects: dict[int, TextObject], surface: Surface) -> int:
    """Return by how many quarters the page must be turned clockwise for most of its text to run to the right."""
    if surface.xx > 0 and all(drawn is _UPRIGHT for drawn in objects.values()):
        return 0
    counts: Counter[int] = Counter()
    for owner, count in Counter(raw.sources).items():
        drawn = objects[owner]
        right, down = _direction(drawn, surface)
        turn = (0 if right > 0 else 2) if abs(right) >= abs(down) else (3 if down > 0 else 1)
        counts[turn] += 0 if drawn.hidden else count
    turn, most = max(counts.items(), key=lambda item: item[1], default=(0, 0))
    return turn if most * 2 > counts.total() else 0


def _direction(drawn: TextObject, surface: Surface) -> tuple[float, float]:
    """Return how far to the right and how far down the text runs on the page as it is shown."""
    return (
        surface.xx * drawn.right + surface.xy * drawn.up,
        surface.yx * drawn.right + surface.yy * drawn.up,
    )


def _shown(raw: Characters, surface: Surface) -> Characters:
    """Return the characters where they lie on the page as it is shown, y going down."""
    if surface.xy == 0 and surface.yx == 0 and surface.xx > 0 > surface.yy:
        xx, yy, dx, dy = surface.xx, surface.yy, surface.dx, surface.dy
        return Characters(
            raw.text,
            [xx * x + dx for x in raw.lefts],
            [yy * y + dy for y in raw.tops],
            [xx * x + dx for x in raw.rights],
            [yy * y + dy for y in raw.bottoms],
            raw.sources,
        )
    boxes = [
        surface.box(left, bottom, right, top)
        for left, bottom, right, top in zip(raw.lefts, raw.bottoms, raw.rights, raw.tops, strict=True)
    ]
    lefts, tops, rights, bottoms = map(list, zip(*boxes, strict=True)) if boxes else ([], [], [], [])
    return Characters(raw.text, lefts, tops, rights, bottoms, raw.sources)


def _pieces_once(
    characters: Characters, objects: dict[int, TextObject], surface: Surface
) -> tuple[list[Piece], int]:
    """Return the pieces, without what is drawn a second time at the same spot to make a font look bold."""
    cuts, repeats = _cuts(characters)
    pieces = _pieces_of(characters, cuts, objects, surface)
    rows = zip(characters.text, characters.lefts, characters.tops, strict=True)
    places = {(text, left // 3, top // 3) for text, left, top in rows}
    if not repeats and len(places) == len(characters.text):
        return pieces, 0
    once = _indexes_once(characters, objects)
    doubled = len(characters.text) - len(once)
    if not doubled:
        return pieces, 0
    characters = characters.chosen(once)
    return _pieces_of(characters, _cuts(characters)[0], objects, surface), doubled


def _pieces_of(
    characters: Characters,
    cuts: Sequence[tuple[int, int]],
    objects: dict[int, TextObject],
    surface: Surface,
) -> list[Piece]:
    pieces: list[Piece] = []
    for start, end in cuts:
        piece = _piece_of(characters, start, end, objects, surface)
        if piece is not None:
            pieces.append(piece)
        elif pieces:
            pieces[-1].spaced = True  # spaces that an object of their own draws
    return pieces


def _indexes_once(characters: Characters, objects: dict[int, TextObject]) -> list[int]:
    """Return which characters stand at a spot first; one that shows is never the second of one that does not."""
    kept = []
    seen: dict[tuple[str, bool, int, int], list[int]] = {}
    lefts, tops = characters.lefts, characters.tops
    for index, text in enumerate(characters.text):
        left, top = lefts[index], tops[index]
        near = min(0.9, 0.2 * max(characters.rights[index] - left, characters.bottoms[index] - top))
        column, row = round(left), round(top)
        hidden = objects[characters.sources[index]].hidden
        if any(
            abs(lefts[other] - left) <= near and abs(tops[other] - top) <= near
            for c in (column - 1, column, column + 1)
            for r in (row - 1, row, row + 1)
            for other in seen.get((text, hidden, c, r), ())
        ):
            continue
        seen.setdefault((text, hidden, column, row), []).append(index)
        kept.append(index)
    return kept


def _cuts(characters: Characters) -> tuple[list[tuple[int, int]], bool]:
    """Return where the pieces begin and end: another object draws, or the text jumps.

    Tells also whether a character follows itself at the same spot.
    """
    cuts: list[tuple[int, int]] = []
    repeats = False
    start = 0
    source, left, top, right, bottom, before = 0, 0.0, 0.0, 0.0, 0.0, ""
    rows = zip(
        characters.sources, characters.lefts, characters.tops, characters.rights, characters.bottoms,
        characters.text, strict=True,
    )  # fmt: skip
    for index, (owner, l, t, r, b, text) in enumerate(rows):  # noqa: E741  the four edges of a box
        goes_on = False
        if owner == source:
            width = r - l if r - l > right - left else right - left
            size = bottom - top if bottom - top < 1.6 * width else 1.6 * width
            down = (t + b - top - bottom) / 2
            if -0.3 * size <= down <= 0.3 * size:
                goes_on = -0.5 * size <= l - right <= 0.9 * size
                repeats = repeats or (text == before and abs(l - left) < 0.2 * size)
            else:
                # Written downwards, or turned: what follows stands right below or above what went before.
                goes_on = abs(l + r - left - right) <= 1.2 * size and abs(down) <= 2.2 * size
        if not goes_on:
            if index > start:
                cuts.append((start, index))
            start = index
        source, left, top, right, bottom, before = owner, l, t, r, b, text
    if len(characters.text) > start:
        cuts.append((start, len(characters.text)))
    return cuts, repeats


def _piece_of(
    characters: Characters, start: int, end: int, objects: dict[int, TextObject], surface: Surface
) -> Piece | None:
    last = end
    while start < end and characters.text[start] in _SPACES:
        start += 1
    while end > start and characters.text[end - 1] in _SPACES:
        end -= 1
    if start == end:
        return None
    source = characters.sources[start]
    drawn = objects[source]
    turned = drawn is not _UPRIGHT and _is_turned(drawn, surface)
    text = characters.text[start] if end - start == 1 else "".join(characters.text[start:end])
    lefts, tops = characters.lefts[start:end], characters.tops[start:end]
    rights, bottoms = characters.rights[start:end], characters.bottoms[start:end]
    left, top, right, bottom = min(lefts), min(tops), max(rights), max(bottoms)
    down = not turned and end - start > 1 and max(tops) - top > max(lefts) - left
    begins, ends, high = (
        (tops, bottoms, rights[0] - lefts[0]) if turned else (lefts, rights, bottoms[0] - tops[0])
    )
    size = _size_of(text, begins, ends, high)
    if not turned and not down:
        middle = (top + bottom) / 2
        top, bottom = middle - size / 2, middle + size / 2
    return Piece(
        text=text,
        left=left,
        top=top,
        right=right,
        bottom=bottom,
        size=size,
        lefts=tops if turned or down else lefts,
        turned=turned,
        down=down,
        spaced=last > end,
        source=source,
    )


def _is_turned(drawn: TextObject, surface: Surface) -> bool:
    right, below = _direction(drawn, surface)
    return abs(below) > abs(right)


def _size_of(text: str, begins: list[float], ends: list[float], high: float) -> float:
    """Return the size of the font: the box of a character is higher than that, by what its font leaves free."""
    for character, begin, end in zip(text, begins, ends, strict=True):
        # Ideographs and kana are as wide as they are high, but for half-width kana.
        if character >= "\u2e80" and not "\uff61" <= character <= "\uffdc":
            return min(high, end - begin)
    return high / 1.1
