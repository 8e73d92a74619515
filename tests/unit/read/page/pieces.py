"""Pieces of text on an invented page: 10 points high, full-width characters as wide as they are high."""

from torikumi.read.page.content import PageContent, Piece
from torikumi.read.ruled import Rule

SIZE = 10.0


def width_of(character: str) -> float:
    return SIZE / 2 if character.isascii() else SIZE


def piece(text: str, left: float, top: float, *, size: float = SIZE, source: int = 0) -> Piece:
    lefts = [left]
    for character in text:
        lefts.append(lefts[-1] + width_of(character) * size / SIZE)
    return Piece(
        text=text,
        left=left,
        top=top,
        right=lefts[-1],
        bottom=top + size,
        size=size,
        lefts=lefts[:-1],
        source=source,
    )


def down(text: str, left: float, top: float) -> Piece:
    """Return text that is written down the page, each character a step of its size below the one before."""
    return Piece(
        text=text,
        left=left,
        top=top,
        right=left + SIZE,
        bottom=top + SIZE * len(text),
        size=SIZE,
        lefts=[top + SIZE * index for index in range(len(text))],
        down=True,
    )


def page(
    *pieces: Piece, number: int = 1, across: tuple[Rule, ...] = (), down: tuple[Rule, ...] = ()
) -> PageContent:
    return PageContent(number=number, width=595.0, height=842.0, pieces=pieces, across=across, down=down)


def rows_of(lefts: tuple[float, ...], top: float, step: float, *rows: tuple[str, ...]) -> list[Piece]:
    """Return rows of text whose cells begin at `lefts`; a line break in a cell is a line 12 points lower."""
    found = []
    for index, row in enumerate(rows):
        for left, text in zip(lefts, row, strict=True):
            for line, part in enumerate(text.split("\n")):
                if part:
                    found.append(piece(part, left, top + step * index + 12 * line))
    return found
