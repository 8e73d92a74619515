"""What a round calls the direction (今後の方針), and the year before it."""

from __future__ import annotations

from torikumi.review.form import Meaning
from torikumi.review.round import Round
from torikumi.text.era import format_fiscal_year
from torikumi.web.reviews.models import ReviewRound

_LONG, _SHORT = "今後の方針", "方針"
# The words that plans have for it, the longer one first.
_KNOWN = ("方向性", "方針")
_LONGEST = 12


def direction_words(rules: Round) -> tuple[str, str]:
    """Return the round's own word for the direction, whole (今後の方向性) and short (方向性).

    It is what the form calls its first direction; a form with words of another kind leaves 「今後の方針」.
    """
    label = next((one.label for one in rules.form.fields if one.meaning is Meaning.DIRECTION), "")
    short = next((word for word in _KNOWN if label.endswith(word)), None)
    if short is None or len(label) > _LONGEST:
        return _LONG, _SHORT
    return label, short


def before_word(round_: ReviewRound) -> str:
    """Return what to call what the plan says so far: 「昨年度」 only where its edition is last year's."""
    if round_.base.year == round_.year - 1:
        return "昨年度"
    return f"今の計画（{round_.base.label or format_fiscal_year(round_.base.year) + '版'}）"
