"""A number as it was printed, and as it was understood."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


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
