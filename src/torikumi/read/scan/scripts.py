"""The scripts that a Japanese text is written in."""

from enum import Enum, auto


class Script(Enum):
    """What kind of character one is."""

    HIRAGANA = auto()
    KATAKANA = auto()
    KANJI = auto()
    OTHER = auto()


def script_of(character: str) -> Script:
    """Return the script of a character; the long vowel ー counts as katakana, 々 as kanji."""
    if "ぁ" <= character <= "ゖ":
        return Script.HIRAGANA
    if "ァ" <= character <= "ヺ" or character == "ー":
        return Script.KATAKANA
    if "一" <= character <= "鿿" or "㐀" <= character <= "䶿" or character in ("々", "〆"):
        return Script.KANJI
    return Script.OTHER
