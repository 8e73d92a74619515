"""What a cell of a workbook can hold."""

from decimal import Decimal

from torikumi.text.characters import replace_unstorable

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
