"""Numbers as Word prints them in automatic numbering: 1, １, 一, イ, ①, Ⅰ …"""

from collections.abc import Mapping

_KANJI = "〇一二三四五六七八九"
_FORMAL = ("零", "壱", "弐", "参", "四", "五", "六", "七", "八", "九")
_SERIES: Mapping[str, str] = {
    "aiueo": "ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜｦﾝ",
    "aiueoFullWidth": "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン",
    "iroha": "ｲﾛﾊﾆﾎﾍﾄﾁﾘﾇﾙｦﾜｶﾖﾀﾚｿﾂﾈﾅﾗﾑｳヰﾉｵｸﾔﾏｹﾌｺｴﾃｱｻｷﾕﾒﾐｼヱﾋﾓｾｽ",
    "irohaFullWidth": "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセス",
    "ideographTraditional": "甲乙丙丁戊己庚辛壬癸",
    "ideographZodiac": "子丑寅卯辰巳午未申酉戌亥",
    "decimalEnclosedCircle": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "decimalEnclosedCircleChinese": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "decimalEnclosedFullstop": "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛",
    "decimalEnclosedParen": "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇",
    "ideographEnclosedCircle": "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉",
}  # fmt: skip
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_FULL = str.maketrans("0123456789", "０１２３４５６７８９")


def write_number(count: int, form: str) -> str:
    """Return a number in one of Word's forms; a form that is not known is written in plain digits."""
    series = _SERIES.get(form)
    if series is not None:
        return series[count - 1] if 0 < count <= len(series) else str(count)
    if form in ("decimalFullWidth", "decimalFullWidth2"):
        return str(count).translate(_FULL)
    if form == "decimalZero":
        return f"{count:02d}"
    if form in ("japaneseCounting", "ideographDigital", "chineseCounting", "taiwaneseCounting"):
        return _digits(count) if form == "ideographDigital" else _counted(count, "", _KANJI)
    if form == "japaneseLegal":
        return _counted(count, "壱", _FORMAL, ten="拾")
    return _western(count, form)


def _western(count: int, form: str) -> str:
    if form in ("upperRoman", "lowerRoman") and 0 < count < 4000:
        roman = _roman(count)
        return roman if form == "upperRoman" else roman.lower()
    if form in ("upperLetter", "lowerLetter") and 0 < count <= 26 * 30:
        turns, index = divmod(count - 1, 26)
        letters = chr(ord("A") + index) * (turns + 1)
        return letters if form == "upperLetter" else letters.lower()
    return "" if form == "none" else str(count)


def _roman(count: int) -> str:
    text = ""
    for worth, letters in _ROMAN:
        times, count = divmod(count, worth)
        text += letters * times
    return text


def _digits(count: int) -> str:
    return "".join(_KANJI[int(digit)] for digit in str(count))


def _counted(count: int, one: str, digits: str | tuple[str, ...], *, ten: str = "十") -> str:
    """Return a number as it is said: 十, 二十一, 百三."""
    if not 0 < count < 1000:
        return str(count)
    text = ""
    for worth, word in ((100, "百"), (10, ten)):
        times, count = divmod(count, worth)
        if times:
            text += (one if times == 1 else digits[times]) + word
    return text + (digits[count] if count else "")
