"""What a cell of a workbook can hold."""

import re
from decimal import Decimal

from torikumi.text.characters import replace_unstorable

# What makes Excel or LibreOffice take a text for a formula, also behind white space and what has no width. The
# full-width ones count too: Japanese versions fold them.
_FORMULA = re.compile("[\t\r]|[\\s\u200b-\u200f\u2060\ufeff]*[-=+@＝＋－＠−]")
_LONGEST = 32_767
_CUT = "…（以下は長すぎて入りません。全文はplan.jsonにあります）"


def storable(text: str) -> str:
    """Return `text` as a cell can hold it: no forbidden character, not longer than Excel allows."""
    text = replace_unstorable(text)
    # Excel counts a character beyond U+FFFF twice.
    if len(text.encode("utf-16-le")) // 2 <= _LONGEST:
        return text
    room = _LONGEST - len(_CUT)
    return text.encode("utf-16-le")[: room * 2].decode("utf-16-le", "ignore") + _CUT


def fits_a_float(number: int | Decimal) -> bool:
    """Return whether Excel keeps every digit: it has fifteen."""
    value = Decimal(number)
    return (
        value.is_finite()
        and abs(value) < Decimal(10) ** 300
        and len(value.normalize().as_tuple().digits) <= 15
    )


def defuse(text: str) -> str:
    """Return `text` with an apostrophe before it where a spreadsheet would take it for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text
