"""Radicals that stand for ideographs: what some PDF files hold where 西 or 長 is printed."""

import unicodedata

# The 214 Kangxi radicals (U+2F00-2FD5) have compatibility decompositions. Of the CJK Radicals Supplement only two
# do, so NFKC leaves ⻑⻄⻘⻝⻩ as they are. This is the part of Unicode's Equivalent_Unified_Ideograph that a font for
# Japanese can draw as a whole ideograph or as one that people write alone.
_SUPPLEMENT = {
    "⺁": "厂", "⺅": "亻", "⺆": "冂", "⺈": "刀", "⺉": "刂", "⺊": "卜", "⺌": "小", "⺍": "小", "⺎": "兀",
    "⺒": "巳", "⺓": "幺", "⺕": "彐", "⺖": "忄", "⺘": "扌", "⺙": "攵", "⺛": "旡", "⺜": "日", "⺝": "月",
    "⺞": "歺", "⺟": "母", "⺠": "民", "⺡": "氵", "⺢": "氺", "⺣": "灬", "⺤": "爫", "⺥": "爫", "⺦": "丬",
    "⺧": "牛", "⺨": "犭", "⺩": "王", "⺪": "疋", "⺫": "目", "⺬": "示", "⺭": "礻", "⺮": "竹", "⺯": "糹",
    "⺱": "罓", "⺲": "罒", "⺶": "羊", "⺹": "耂", "⺻": "聿", "⺼": "肉", "⺾": "艹", "⺿": "艹", "⻀": "艹",
    "⻁": "虎", "⻂": "衤", "⻃": "覀", "⻄": "西", "⻆": "角", "⻊": "足", "⻌": "辶", "⻍": "辶", "⻎": "辶",
    "⻏": "邑", "⻑": "長", "⻒": "镸", "⻕": "阜", "⻖": "阝", "⻗": "雨", "⻘": "青", "⻝": "食", "⻟": "飠",
    "⻡": "首", "⻣": "骨", "⻤": "鬼", "⻨": "麦", "⻩": "黄", "⻫": "斉", "⻭": "歯", "⻯": "竜", "⻱": "龜",
    "⻲": "亀", "⻳": "龟",
}  # fmt: skip
_KANGXI = {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}

RADICALS = str.maketrans(_KANGXI | _SUPPLEMENT)


def fold_radicals(text: str) -> str:
    """Return the text with radicals replaced by the ideographs they are drawn as; nothing else changes.

    A reader may do so before it stores a text: the radical is a fault of the file's font table, nobody wrote it.
    """
    return text if text.isascii() else text.translate(RADICALS)
