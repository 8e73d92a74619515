"""Numbers as city offices print them: 1,234千円, △5.2％, 約30人."""

import re
from dataclasses import dataclass
from decimal import Decimal

from torikumi.text.width import fold_width


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedNumber:
    """A number with its unit as printed after it; nothing is scaled, 3千円 is 3 of 千円."""

    value: Decimal
    unit: str | None = None
    approximate: bool = False


# Longer than any number in a plan; a cell of ten thousand digits is a fault, not a number.
_MOST_CHARACTERS = 60
# Groups of three only: 12,34 may be a comma that should be a point, or two numbers; a person must look.
_DIGITS = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_MINUS = "△▲▼−‐‑–—―ー-"
# No hiragana but in the counters か所, か月 …: 3件の相談 is a sentence. A slash only inside: 人/年.
_WORD = r"(?:か(?:所|月|国|年|村)|つ|[^\s\dぁ-ん、。,.:;~〜()\[\]「」<>=+*/\-−△▲・]{1,8}?)"
_UNIT = rf"(?:t-CO2|k?m[23]|{_WORD}(?:/{_WORD})?)"
_NUMBER = re.compile(
    r"(?P<before>約|およそ|おおよそ|概ね|おおむね|ほぼ|[≧≦≥≤])?\s?"
    r"(?:延べ|のべ|累計|合計|計|年間)?\s?"
    rf"(?P<sign>[+{_MINUS}])?\s?(?P<yen>[¥￥])?(?P<digits>{_DIGITS})\s*"
    rf"(?P<unit>{_UNIT}??)\s?"
    r"(?:実施|開催|設置)?(?P<after>程度|前後|ほど|余り|弱|強|以上|以下|以内|見込み?|予定|[≧≦≥≤])?"
)
_IN_BRACKETS = re.compile(rf"\((?P<digits>{_DIGITS})\)")
# 2019年度, 3月 and 2号 are dates and ordinals; 5人増 is a change, not a count.
_NO_UNIT = re.compile(
    r"年度|.*年度|月.*|時|時[^間].*|号.*|番.*|条.*|章.*|期.*|次.*|版.*|歳児.*|割.*分.*|.*[増減差超]|.*未満"
    r"|.*(?:増加|減少|向上|改善|上昇|低下|拡大|縮小|維持|達成|継続|目標)"
)


def parse_number(text: str) -> ParsedNumber | None:
    """Return the number that a cell holds and nothing but it; None for ranges (3～5), fractions (3/5) and dates.

    △ and ▲ are minus signs; (123) alone in its cell is minus 123, as accountants write. 80％以上 and ≧80％ are 80, approximate:
    the bound is known, not the value. Commas group three digits or the text is not a number.
    """
    folded = fold_width(text).strip()
    if len(folded) > _MOST_CHARACTERS:
        return None
    in_brackets = _IN_BRACKETS.fullmatch(folded)
    if in_brackets:
        return ParsedNumber(value=-_decimal(in_brackets["digits"]))
    match = _NUMBER.fullmatch(folded)
    if match is None or not _is_unit(match["unit"], digits=match["digits"]):
        return None
    value = _decimal(match["digits"])
    return ParsedNumber(
        value=-value if match["sign"] in tuple(_MINUS) else value,
        unit=match["unit"] or ("円" if match["yen"] else None),
        approximate=bool(match["before"] or match["after"]),
    )


def _decimal(digits: str) -> Decimal:
    return Decimal(digits.replace(",", ""))


def _is_unit(unit: str, *, digits: str) -> bool:
    # Four digits and 年 are a year of the calendar; 5年 is a time.
    is_year = unit == "年" and len(digits) == 4
    return not is_year and not _NO_UNIT.fullmatch(unit)
