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
    WORDS = "words"  # 現状維持, 増加: a target in words
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
_NOT_COUNTED = re.compile(
    "未集計|集計中|未確認|確認中|調査中|調査予定|算定中|精査中|測定中|公表前|未公表|未確定"
)
_NOT_APPLICABLE = re.compile(
    r"[-−‐‑–—―─━ー]+|[/\\…]|・{2,3}|[Nn]/?[Aa]|対象外|該当(?:なし|無し)|非該当|なし|無し?|設定なし|未設定|設定せず|実績なし|不明|不詳"
)
_WORDS = re.compile(
    r"維持|継続|増加|減少|向上|改善|低下|拡大|拡充|縮小|上昇|下降|充実|促進|推進|強化|完了|達成|実施|検討|設置|策定|整備|開設"
    r"|開始|導入|構築|確保|解消|終了|廃止|順調|上回る|下回る|超える|以上|以下|[増減]$"
)
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
    return Quantity(raw=raw, state=_state_of_words(_LOOSE.sub("", fold_width(raw))))


def _state_of_words(words: str) -> ValueState:
    if not words:
        return ValueState.BLANK
    if _NOT_APPLICABLE.fullmatch(words):
        return ValueState.NOT_APPLICABLE
    if _NOT_COUNTED.search(words):
        return ValueState.NOT_COUNTED
    return ValueState.WORDS if _WORDS.search(words) else ValueState.UNREADABLE
