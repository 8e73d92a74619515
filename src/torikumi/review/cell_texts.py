"""How an answer stands in a cell, and how that cell is read again: numbers as numbers, all else as text, never a formula."""

import re
from decimal import Decimal

from torikumi.review.form import FieldKind
from torikumi.review.merge import plain_text
from torikumi.text.storable import storable

NUMERIC = frozenset({FieldKind.NUMBER, FieldKind.AMOUNT, FieldKind.INDICATORS})
# Only what a spreadsheet keeps digit by digit: fifteen of them, the commas in groups of three.
_PLAIN = re.compile(r"-?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?")
_MOST_DIGITS = 15


def number_in_cell(kind: FieldKind, text: str) -> Decimal | None:
    """Return the number that an answer is written as; None where it is written as text."""
    if kind not in NUMERIC or not _PLAIN.fullmatch(text.strip()):
        return None
    digits = text.strip().replace(",", "")
    if len(digits.lstrip("-").replace(".", "")) > _MOST_DIGITS:
        return None
    number = Decimal(digits)
    # Zero with a sign has no place in a cell; a number with zeros before it is a code.
    whole = digits.lstrip("-").partition(".")[0]
    return None if (number.is_zero() and "-" in digits) or (len(whole) > 1 and whole[0] == "0") else number


def text_of_number(number: Decimal) -> str:
    """Return a number as its digits: 14 for 14.0, no powers of ten."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def comes_back_as(kind: FieldKind, text: str) -> str:
    """Return what is read from the cell of an answer that nobody touched."""
    number = number_in_cell(kind, text)
    return plain_text(storable(text)) if number is None else text_of_number(number)
