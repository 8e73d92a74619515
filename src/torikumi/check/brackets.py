"""Brackets in a text, and which of them have no partner."""

import re
from dataclasses import dataclass

_PAIRS = {
    "（": "）",
    "(": ")",
    "「": "」",
    "『": "』",
    "【": "】",
    "［": "］",
    "[": "]",
    "〔": "〕",
    "《": "》",
}
# Full-width and half-width forms may close one another: that is a matter of width, not of balance.
_SAME = {"(": "（", ")": "）", "[": "［", "]": "］", "｢": "「", "｣": "」"}
_CLOSING = {_SAME.get(close, close): _SAME.get(opening, opening) for opening, close in _PAIRS.items()}
_OPENING = frozenset(_CLOSING.values())
# 「1）対象者」「、2）」「注1）」「ア）」: a mark of an item, which never had an opening bracket.
_ITEM_MARK = re.compile(
    r"((^|[\s。、，「・：:；;＝※注）)ぁ-ん])([0-9０-９]{1,2}|[A-Za-zａ-ｚＡ-Ｚア-ンⅰ-ⅻⅠ-Ⅻ①-⑳])|(^|[\s。：:])[あ-こ一-十]|注|※)$"
)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two round brackets that belong together, and what stands between them."""

    opening: str
    closing: str
    inside: str


def find_unmatched(text: str) -> int | None:
    """Return where the first bracket of `text` stands that has no partner; None where all have one."""
    open_ones: list[int] = []
    for position, printed in enumerate(text):
        character = _SAME.get(printed, printed)
        if character in _OPENING:
            open_ones.append(position)
        elif character in _CLOSING:
            partner = text[open_ones[-1]] if open_ones else ""
            if _SAME.get(partner, partner) == _CLOSING[character]:
                open_ones.pop()
            elif not (character == "）" and _ITEM_MARK.search(text, max(0, position - 4), position)):
                return position
    return open_ones[0] if open_ones else None


def outer_pairs(text: str) -> tuple[Pair, ...]:
    """Return the round brackets of `text` that belong together and stand in no others.

    Brackets within brackets are often half-width by intention.
    """
    pairs: list[Pair] = []
    starts: list[int] = []
    for position, character in enumerate(text):
        if character in "（(":
            starts.append(position)
        elif character in "）)" and starts:
            start = starts.pop()
            if not starts:
                pairs.append(Pair(text[start], character, text[start + 1 : position]))
    return tuple(pairs)
