"""A number as it was printed, and as it was understood."""

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from torikumi.text.numbers import parse_number
from torikumi.text.width import fold_width


class ValueState(StrEnum):
    """What a cell that should hold a number holds; a blank is not a zero."""

    NUMBER = "number"
    BLANK = "blank"
    NOT_COUNTED = "not_counted"  # 未集計, 集計中, 未確認: it will come
    NOT_APPLICABLE = "not_applicable"  # －, 対象外: there is none to give
    WORDS = "words"  # 現状維持, 増加: a target in words; 男性 35％／女性 41％: several numbers, each with its word
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A value with its raw text; `number` is set exactly when `state` is NUMBER.

    `number` is in `unit` ("千円" stays thousands of yen; nothing is scaled). `approximate` is 約, 程度.
    """

    raw: str
    state: ValueState
    number: Decimal | None = None
    unit: str | None = None
    approximate: bool = False


# The words are looked for in the cell with widths folded, and without spaces and brackets.
_MOST_CHARACTERS = 120
_NOT_COUNTED = re.compile(
    "未集計|集計中|未確認|確認中|調査中|調査予定|算定中|精査中|測定中|公表前|未公表|未確定"
)
_NOT_APPLICABLE = re.compile(
    r"[-−‐‑–—―─━ー]+|[/\\…]|・{2,3}|[Nn]/?[Aa]|対象外|該当(?:なし|無し)|非該当|なし|無し?|設定なし|未設定|設定せず|実績なし|不明|不詳"
    r"|(?:隔年)?調査(?:年度|年)?(?:なし|無し|無|せず|外|対象外|未実施|実施せず)|隔年調査|データ(?:なし|無し?)"
)
_WORDS = re.compile(
    r"維持|継続|増加|減少|向上|改善|低下|拡大|拡充|縮小|上昇|下降|充実|促進|推進|強化|完了|達成|実施|検討|設置|策定|整備|開設"
    r"|開始|導入|構築|確保|解消|終了|廃止|順調|上回る|下回る|超える|以上|以下|[増減]$"
)
# 男性 35.2％／女性 41.0％: a word before each of several numbers. 80～90％: from one number to another, with a unit.
_NUMBER = r"[△▲-]?[0-9][0-9,]*(?:[.][0-9]+)?"
_ONE_NUMBER = re.compile(_NUMBER)
_SCHOOL_YEAR = re.compile(r"([小中高])[1-6]年?生?(?=[:(])")
_UNIT = r"[^0-9~〜、,;:/()年月]{0,4}"
_LABEL = r"[^0-9~〜、,;:/()年月]{1,12}"
_BEFORE_FIRST = re.compile(rf"[(]?{_LABEL}[:(=]?")
_BETWEEN = re.compile(rf"{_UNIT}[)]?[・、,;/]?[(]?{_LABEL}[:(=]?")
_AFTER_LAST = re.compile(rf"{_UNIT}[)]{{0,2}}")
_RANGE = re.compile(rf"約?{_NUMBER}{_UNIT}[~〜]約?{_NUMBER}[^0-9~〜、,;:/()]{{1,4}}(?:程度)?")
_LOOSE = re.compile(r"[\s()（）\[\]【】※*]")


def parse_quantity(raw: str) -> Quantity:
    """Return what a cell that should hold a number holds; `raw` is kept as it is."""
    parsed = parse_number(raw)
    if parsed is not None:
        return Quantity(
            raw=raw,
            state=ValueState.NUMBER,
            number=parsed.value,
            unit=parsed.unit,
            approximate=parsed.approximate,
        )
    if _holds_several(raw):
        return Quantity(raw=raw, state=ValueState.WORDS)
    return Quantity(raw=raw, state=_state_of_words(_LOOSE.sub("", fold_width(raw))))


def _holds_several(raw: str) -> bool:
    plain = _SCHOOL_YEAR.sub(r"\1", "".join(fold_width(raw).split()))
    if len(plain) > _MOST_CHARACTERS:
        return False
    return _RANGE.fullmatch(plain) is not None or _has_word_before_each(plain)


def _has_word_before_each(plain: str) -> bool:
    first, *between = _ONE_NUMBER.split(plain)
    if len(between) < 2 or _BEFORE_FIRST.fullmatch(first) is None:
        return False
    return all(map(_BETWEEN.fullmatch, between[:-1])) and _AFTER_LAST.fullmatch(between[-1]) is not None


def _state_of_words(words: str) -> ValueState:
    if not words:
        return ValueState.BLANK
    if _NOT_APPLICABLE.fullmatch(words):
        return ValueState.NOT_APPLICABLE
    if _NOT_COUNTED.search(words):
        return ValueState.NOT_COUNTED
    return ValueState.WORDS if _WORDS.search(words) else ValueState.UNREADABLE
