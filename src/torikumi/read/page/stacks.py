"""Characters that stand below one another become one piece that is written down the page (縦書き)."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from torikumi.read.page.content import Piece

_FEWEST = 3
_PITCH = 1.45  # of the size of the font, from one character to the next
_SPACE = 2.6  # the same where a space stands between them


def with_stacks(pieces: Sequence[Piece]) -> list[Piece]:
    """Return the pieces with those joined that the file draws one below the other.

    Only characters of Japanese make a stack; digits below one another are the numbers of rows.
    """
    found: list[Piece] = []
    stack: list[Piece] = []
    for piece in pieces:
        if stack and _goes_on(stack[-1], piece):
            stack.append(piece)
            continue
        found.extend(stack if len(stack) < 2 else _joined(stack))
        stack = [piece]
    found.extend(_joined(stack))
    return found


def unstacked(piece: Piece) -> list[Piece]:
    """Return the characters of a piece that is written down, each as a piece of its own."""
    pitch = piece.size
    return [
        replace(piece, text=text, top=top, bottom=top + pitch, lefts=[piece.left], down=False)
        for text, top in zip(piece.text, piece.lefts, strict=True)
        if text != " "
    ]


def _goes_on(above: Piece, piece: Piece) -> bool:
    # Brackets and dashes are turned inside a column; longer text that is turned is a line of its own.
    if (len(above.text) > 1 and not above.down) or (len(piece.text) > 1 and not piece.down):
        return False
    size = max(above.size, piece.size)
    beside = abs(above.left + above.right - piece.left - piece.right) / 2
    step = piece.top - _last_top(above)
    numbered = above.text[-1].isascii() or "０" <= above.text[-1] <= "ｚ"
    spaced = numbered or piece.text[0].isascii() or piece.text[0] in "＜〈《（【「"
    return beside <= 0.3 * size and 0.5 * size <= step <= (_SPACE if spaced else _PITCH) * size


def _last_top(piece: Piece) -> float:
    return piece.lefts[-1] if piece.down else piece.top


def _joined(stack: Sequence[Piece]) -> list[Piece]:
    letters = sum(1 for piece in stack for character in piece.text if not character.isascii())
    count = sum(len(piece.text) for piece in stack)
    if len(stack) < 2 or count < _FEWEST or letters * 2 < count:
        return list(stack)
    text, tops = stack[0].text, list(stack[0].lefts if stack[0].down else [stack[0].top])
    for above, piece in pairwise(stack):
        if piece.top - tops[-1] > _PITCH * max(above.size, piece.size):
            text, tops = f"{text} ", [*tops, (tops[-1] + piece.top) / 2]
        text += piece.text
        tops.extend(piece.lefts if piece.down else [piece.top])
    return [
        Piece(
            text=text,
            left=min(piece.left for piece in stack),
            top=stack[0].top,
            right=max(piece.right for piece in stack),
            bottom=stack[-1].bottom,
            size=max(piece.size for piece in stack),
            lefts=tops,
            down=True,
            source=stack[0].source,
        )
    ]
