"""Two wordings of one text as one text, with the phrases that went and those that came."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

# Content and the hiragana that hang on it, with the marks around it: what Japanese is read in (文節).
_PHRASE = re.compile(r"\s+|[（(「『【]?[^\sぁ-ゖ、。（(「『【）)」』】]*[ぁ-ゖ]*[）)」』】]*[、。]?")
_LONGEST = 2000
_SPECK = 3


class Fate(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text and what became of it."""

    text: str
    fate: Fate


def diff_phrases(before: str, after: str) -> tuple[Piece, ...]:
    """Return both texts as one: without the new pieces it is `before`, without the gone ones `after`.

    Whole phrases are marked, never single letters. Texts that share little, or are longer than 2,000 characters, are
    marked whole.
    """
    if max(len(before), len(after)) > _LONGEST:
        return _whole(before, after)
    old, new = _phrases(before), _phrases(after)
    pieces = _joined(_without_specks(_joined(_pieces(old, new))))
    same = sum(len(piece.text) for piece in pieces if piece.fate is Fate.SAME)
    return pieces if same * 2 >= min(len(before), len(after)) else _whole(before, after)


def _phrases(text: str) -> list[str]:
    return [phrase for phrase in _PHRASE.findall(text) if phrase]


def _pieces(old: list[str], new: list[str]) -> Iterator[Piece]:
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Piece("".join(old[i:j]), Fate.SAME)
        else:
            yield Piece("".join(old[i:j]), Fate.GONE)
            yield Piece("".join(new[k:m]), Fate.NEW)


def _without_specks(pieces: tuple[Piece, ...]) -> Iterator[Piece]:
    """Turn a few equal letters between two changes into part of the change: specks are hard to read."""
    for index, piece in enumerate(pieces):
        inside = 0 < index < len(pieces) - 1
        if piece.fate is Fate.SAME and inside and len(piece.text) <= _SPECK:
            yield Piece(piece.text, Fate.GONE)
            yield Piece(piece.text, Fate.NEW)
        else:
            yield piece


def _joined(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """Join neighbours: between two equal pieces stands at most one that went, then one that came."""
    found: list[Piece] = []
    gone, new = "", ""
    for piece in (*pieces, Piece("", Fate.SAME)):
        if piece.fate is Fate.GONE:
            gone += piece.text
        elif piece.fate is Fate.NEW:
            new += piece.text
        else:
            found += [Piece(gone, Fate.GONE), Piece(new, Fate.NEW), piece]
            gone, new = "", ""
    return tuple(piece for piece in found if piece.text)


def _whole(before: str, after: str) -> tuple[Piece, ...]:
    return tuple(piece for piece in (Piece(before, Fate.GONE), Piece(after, Fate.NEW)) if piece.text)
