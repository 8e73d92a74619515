"""Full width and half width, and the key under which a text is found.

Stored text is never altered: NFC alone would change 1,002 compatibility ideographs (the 神 U+FA19 of a shrine's name),
NFKC also ① and ㈱. What these functions return is for comparing only.
"""

import re
import unicodedata

from torikumi.text.radicals import RADICALS

# U+FF01-FF5E are the printable ASCII characters in full width, in the same order.
_ASCII = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_HALF_KANA = {code: ord(unicodedata.normalize("NFKC", chr(code))) for code in range(0xFF61, 0xFF9E)}
# Alone, the half-width voicing marks become the spacing ones, which need no letter before them.
_WIDTH = _ASCII | _HALF_KANA | {0x3000: 0x20, 0xFF9E: 0x309B, 0xFF9F: 0x309C}
_VOICED = re.compile("([ｱ-ﾝァ-ヺ])([ﾞﾟ])")
_COMBINING = {"ﾞ": "\u3099", "ﾟ": "\u309a"}

# A typist's サ－ビス and サ−ビス are サービス: the long vowel mark meets the dashes. U+2010-2015 are hyphens and
# dashes, U+2212 the minus sign, U+2500/2501 lines for boxes that stand in for a dash, U+30FC the long vowel mark.
_DASHES = dict.fromkeys("‐‑‒–—―−─━ー", "-")
_WAVES = dict.fromkeys("〜～∼∿〰", "~")
# Katakana and hiragana differ by 0x60; small ヶ and ヵ are first made large, because 関ヶ原 is also written 関ケ原.
_KANA = {chr(code): chr(code - 0x60) for code in range(0x30A1, 0x30F5)} | {
    "ヵ": "か", "ヶ": "け", "ゕ": "か", "ゖ": "け", "ヽ": "ゝ", "ヾ": "ゞ",
}  # fmt: skip
# Ideographs that people type for one another in names of places, persons and festivals, old form to common form.
# 斎 and 斉 stay apart: they are two words. What Unicode itself decomposes (神, 塚, 都 …) needs no line here.
_OLD = "髙﨑嵜栁濵濱邊邉齋齊澤廣國龍瀧櫻會學縣區圓德惠眞與嶋嶌冨峯薮鷗槇檜篭曾壺莊渕鄕寬增橫黃靑黑戶舊鐵豐稻萬燈卷𠮷鄰"
_NEW = "高崎崎柳浜浜辺辺斎斉沢広国竜滝桜会学県区円徳恵真与島島富峰藪鴎槙桧籠曽壷荘淵郷寛増横黄青黒戸旧鉄豊稲万灯巻吉隣"
_KEY = (
    RADICALS
    | str.maketrans(_DASHES)
    | str.maketrans(_WAVES)
    | str.maketrans(_KANA)
    | str.maketrans(dict(zip(_OLD, _NEW, strict=True)))
)
# White space, and what has no width at all: joiners, directions, the soft hyphen, variation selectors (葛󠄀).
_UNSEEN = re.compile(
    r"[\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    r"\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff]+"
)


def fold_width(text: str) -> str:
    """Return the text with full-width ASCII made narrow, half-width katakana made wide, U+3000 made a space.

    Nothing else changes: ideographs, ① and ㈱ stay as they are.
    """
    if text.isascii():
        return text
    return _VOICED.sub(_join_mark, text).translate(_WIDTH)


def search_key(text: str) -> str:
    """Return the key under which a text is found and matched; two spellings of one word share it.

    It folds width, case, katakana to hiragana, dashes, waves, radicals and common variants of ideographs, and leaves
    white space out. A key of a key is the key itself.
    """
    # Leaving a space out can bring a letter and its mark together, so fold until nothing moves (twice, as a rule).
    key = _fold_once(text)
    # What did not move at all need not be folded again: most texts of one letter, of which the index of search asks.
    while key != text and (again := _fold_once(key)) != key:
        key = again
    return key


def _join_mark(match: re.Match[str]) -> str:
    letter = match[1].translate(_HALF_KANA)
    joined = unicodedata.normalize("NFC", letter + _COMBINING[match[2]])
    return joined if len(joined) == 1 else letter + match[2]


def _fold_once(text: str) -> str:
    if text.isascii():
        return _UNSEEN.sub("", text).casefold()
    folded = unicodedata.normalize("NFKC", _UNSEEN.sub("", text)).casefold()
    return _UNSEEN.sub("", folded.translate(_KEY))
