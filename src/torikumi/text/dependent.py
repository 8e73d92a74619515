"""Characters that stand elsewhere, or nowhere, on another machine (機種依存文字), and how to write them plainly.

Named are: what the makers of machines added to JIS X 0208 (①, Ⅳ, ㈱, ㎡, ℡, ㍻), katakana of half width, and what an
office made itself (外字, the private use area). Ideographs of persons and places (髙, 﨑, 𠮷) are no such thing: JIS X 0213
and Unicode have them, and a name is not to be written otherwise.
"""

import re
import unicodedata

# ℓ № ℡ ℻; Roman numerals; ①…⓿; ❶…➓; ㈱…㏿. ℃ and Å stand in JIS X 0208.
_SIGNS = "\u2113\u2116\u2121\u213b\u2150-\u218b\u2460-\u24ff\u2776-\u2793\u3200-\u33ff"
_HALF_KANA = "\uff61-\uff9f"
_OWN = "\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd"
_DEPENDENT = re.compile(f"[{_SIGNS}{_OWN}]|[{_HALF_KANA}]+")
_SLASHES = str.maketrans("\u2044\u2215", "//")
GETA = "〓"  # the printers' mark for a type that is missing


def find_dependent(text: str) -> tuple[str, ...]:
    """Return the machine-dependent characters of a text, each once, in order."""
    return tuple(dict.fromkeys(character for run in _DEPENDENT.findall(text) for character in run))


def write_plainly(text: str) -> str:
    """Return `text` without them: ① is (1), ㈱ is (株), ㎡ is m2, ｶﾞ is ガ; what only one office has is 〓."""
    return _DEPENDENT.sub(lambda match: _plain(match[0]), text)


def _plain(run: str) -> str:
    if len(run) > 1 or "\uff61" <= run <= "\uff9f":
        return _without_loose_marks(unicodedata.normalize("NFKC", run))
    category = unicodedata.category(run)
    if category == "Co":
        return GETA
    decomposed = unicodedata.decomposition(run)
    number = unicodedata.numeric(run, None)
    if decomposed.startswith("<circle>") or (not decomposed and number is not None):
        inside = unicodedata.normalize("NFKC", run) if decomposed else f"{number:g}"
        return f"({inside})"
    plain = unicodedata.normalize("NFKC", run).translate(_SLASHES)
    return plain if _DEPENDENT.search(plain) is None else GETA


def _without_loose_marks(text: str) -> str:
    # A half-width voicing mark without its letter becomes a combining one: the spacing one stands for itself.
    return re.sub("(?<![ぁ-ヿ])[\u3099\u309a]", lambda match: "゛" if match[0] == "\u3099" else "゜", text)
