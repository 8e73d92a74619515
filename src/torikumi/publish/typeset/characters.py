"""What of a text can stand on paper."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence

from torikumi.text.characters import replace_unstorable

GETA = "〓"  # what printers have always put where they have no type (げた)
_LINE_ENDS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
# A font may well have something at these places; what a city meant there, only its own machines know (外字).
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
# Rust's way to write a text in a message: a quote, and \u{1f600}, \n or \" for what does not show.
_UNDISPLAYED = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
_ESCAPE = re.compile(r"\\(?:u\{([0-9a-f]+)\}|(.))")
_SHORT_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "0": "\0"}


def plain_text(text: str) -> str:
    """Return `text` with one kind of line end, � for control characters, and without characters that have no width.

    A zero-width space, a soft hyphen or a mark of direction would be looked for in the font, and not found.
    """
    text = _LINE_ENDS.sub("\n", text).replace("\t", " ")
    return "".join(c for c in replace_unstorable(text) if unicodedata.category(c) != "Cf")


def private_characters(text: str) -> tuple[str, ...]:
    """Return the characters of a city's own (外字), each once; no font of ours knows what they look like."""
    return tuple(dict.fromkeys(_PRIVATE.findall(text)))


def undisplayed_texts(report: str) -> tuple[str, ...]:
    """Return the texts that the typesetter found in no font, out of what it reports."""
    return tuple(dict.fromkeys(map(_unescape, _UNDISPLAYED.findall(report))))


def _unescape(written: str) -> str:
    def meant(found: re.Match[str]) -> str:
        return chr(int(found[1], 16)) if found[1] else _SHORT_ESCAPES.get(found[2], found[2])

    return _ESCAPE.sub(meant, written)


def with_geta(value: object, lacking: Iterable[str]) -> object:
    """Return the value with 〓 for each of the texts that no font has; the longest are looked for first."""
    pattern = re.compile("|".join(map(re.escape, sorted(lacking, key=len, reverse=True))))
    return each_text(value, lambda text: pattern.sub(lambda found: GETA * len(found[0]), text))


def each_text(value: object, change: Callable[[str], str]) -> object:
    """Return a JSON value with every text in it changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {key: each_text(one, change) for key, one in value.items()}
    if isinstance(value, Sequence):
        return [each_text(one, change) for one in value]
    return value
