"""Pieces of text that belong together become the text a person reads: lines in order, written across or down."""

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from torikumi.read.page.content import Piece

_KANA = (("\u3041", "\u309f"), ("\u30a0", "\u30ff"), ("\uff66", "\uff9f"))
_RUBY = 0.66  # ruby is about half as large as the text it stands above
_WORD_GAP = 0.16  # of the size of the font: where no space is drawn between two Latin words
_WIDE_GAP = 0.75  # of the size of the font: a jump inside a line of Japanese
_SPACE_BEFORE_BRACKET = re.compile(r"[ \u3000]+([)）】〉」])")  # the room of a bracket that is drawn apart
_DISTINCT = 0.5  # of the lower of two pieces: with more in common they stand on one line


def text_of(pieces: Sequence[Piece]) -> str:
    """Return the text of the pieces in reading order, its lines joined by line breaks; ruby is left out."""
    if len(pieces) == 1:
        return pieces[0].text
    if not pieces:
        return ""
    if is_written_down(pieces):
        return _text_down(pieces)
    if any(piece.turned for piece in pieces):
        return _text_turned(pieces)
    lines = lines_of(without_ruby(pieces))
    return "\n".join(line_text(line) for line in lines)


def lines_of(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Return the pieces as lines from the top down, each from left to right."""
    lines: list[list[Piece]] = []
    extents: list[tuple[float, float]] = []
    for piece in sorted(pieces, key=_by_middle):
        for index in range(len(lines) - 1, max(-1, len(lines) - 4), -1):
            top, bottom = extents[index]
            common = min(bottom, piece.bottom) - max(top, piece.top)
            if common >= _DISTINCT * min(bottom - top, piece.bottom - piece.top):
                lines[index].append(piece)
                if piece.bottom - piece.top > bottom - top:
                    extents[index] = (piece.top, piece.bottom)
                break
        else:
            lines.append([piece])
            extents.append((piece.top, piece.bottom))
    for line in lines:
        line.sort(key=_by_left)
    return lines


def line_text(line: Sequence[Piece]) -> str:
    """Return the text of one line; where a jump stands between two pieces, a space."""
    if len(line) == 1:
        return _closed(line[0].text)
    spread = all(len(piece.text) == 1 for piece in line)
    # Letters set apart (事 業 名) keep a step; a space between two of them is wider than that.
    usual = max(0.0, median(piece.left - before.right for before, piece in pairwise(line))) if spread else 0.0
    parts = [line[0].text]
    for before, piece in pairwise(line):
        gap = piece.left - before.right
        size = max(before.size, piece.size)
        latin = before.text[-1].isascii() and piece.text[0].isascii()
        if latin:
            # Letters of one text object far apart are spaced by the program, not by the writer.
            is_spaced = spread and len(line) > 2 and before.source == piece.source
            jump = gap > _WORD_GAP * size and not is_spaced and not _keeps_step(before, piece)
        else:
            jump = gap > (_WORD_GAP if before.spaced or spread else _WIDE_GAP) * size + usual
        parts.append(f" {piece.text}" if jump else piece.text)
    return _closed("".join(parts))


def _keeps_step(before: Piece, piece: Piece) -> bool:
    """Tell whether digits of two pieces stand as far apart as those inside of one: spaced by the program."""
    if not (before.text[-1].isdigit() and piece.text[0].isdigit()):
        return False
    step = piece.left - before.lefts[-1]
    inner = [
        one.lefts[place + 1] - one.lefts[place]
        for one, place in ((before, len(before.lefts) - 2), (piece, 0))
        if len(one.lefts) > 1 and place >= 0
    ]
    return bool(inner) and all(abs(step - other) <= 0.15 * piece.size for other in inner)


def without_ruby(pieces: Sequence[Piece]) -> Sequence[Piece]:
    """Leave out the small kana that stand right above larger text (振り仮名)."""
    sizes = [piece.size for piece in pieces]
    largest = max(sizes)
    if min(sizes) > _RUBY * largest:
        return pieces
    return [piece for piece in pieces if not (piece.size <= _RUBY * largest and _is_ruby(piece, pieces))]


def is_written_down(pieces: Sequence[Piece]) -> bool:
    """Tell whether the pieces are written from the top down (縦書き), each character below the one before."""
    across = down = letters = 0
    column = any(piece.down for piece in pieces)
    for piece in pieces:
        # A bracket or a dash is turned inside a column; anything longer that is turned is a line of its own.
        if piece.turned and not (column and len(piece.text) == 1):
            return False
        letters += sum(1 for character in piece.text if not character.isascii())
        steps = len(piece.text) - 1
        down, across = (down + steps, across) if piece.down else (down, across + steps)
    if letters < 2:
        return False
    for before, piece in pairwise(pieces):
        beside = abs(before.left + before.right - piece.left - piece.right) / 2
        below = abs(piece.middle - before.middle)
        if below > 2 * beside:
            down += 1
        elif beside > 2 * below:
            across += 1
    return down > 2 * across and down >= 2


def _text_down(pieces: Sequence[Piece]) -> str:
    """Return the text of columns from right to left, each from the top down."""
    columns: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: -(piece.left + piece.right)):
        place = (piece.left + piece.right) / 2
        if columns:
            other = columns[-1][0]
            if abs((other.left + other.right) / 2 - place) <= 0.6 * max(other.size, piece.size):
                columns[-1].append(piece)
                continue
        columns.append([piece])
    return "".join(_column_text(column) for column in columns)


def _column_text(column: Sequence[Piece]) -> str:
    """Return the characters of one column from the top down, whichever piece draws them."""
    placed = [
        (top, character)
        for piece in column
        for character, top in zip(
            piece.text, piece.lefts if piece.down else [piece.top] * len(piece.text), strict=True
        )
    ]
    placed.sort(key=lambda entry: entry[0])
    text = "".join(character for _, character in placed)
    return _SPACE_BEFORE_BRACKET.sub(r"\1", text)


def _text_turned(pieces: Sequence[Piece]) -> str:
    """Return the text of lines that run up or down the page, in the order in which the file draws them."""
    parts = [pieces[0].text]
    for before, piece in pairwise(pieces):
        same = piece.turned and before.turned and abs(piece.left - before.left) <= 0.5 * piece.size
        parts.append(piece.text if same else f"\n{piece.text}")
    return "".join(parts)


def _is_ruby(piece: Piece, pieces: Sequence[Piece]) -> bool:
    if not all(any(first <= character <= last for first, last in _KANA) for character in piece.text):
        return False
    return any(
        other.size * _RUBY >= piece.size
        and -0.6 * piece.size <= other.top - piece.bottom <= 0.5 * other.size
        and min(other.right, piece.right) - max(other.left, piece.left) >= 0.5 * (piece.right - piece.left)
        for other in pieces
    )


def _closed(text: str) -> str:
    """Return a text whose every character stands apart (2 1 8, 事 業 名) closed up; others as they are."""
    if len(text) < 3 or (" " not in text and "\u3000" not in text):
        return text
    parts = text.split()
    if len(parts) > 2 and all(len(part) == 1 for part in parts):
        return "".join(parts)
    return text


def usual_size(pieces: Sequence[Piece]) -> float:
    """Return the size of most of the text, in points; 10 where there is none."""
    return median(piece.size for piece in pieces) if pieces else 10.0


def _by_middle(piece: Piece) -> float:
    return piece.top + piece.bottom


def _by_left(piece: Piece) -> float:
    return piece.left
