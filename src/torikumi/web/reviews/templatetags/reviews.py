"""The words of a round, and days and moments as people read them."""

from __future__ import annotations

from datetime import date, datetime

from django import template
from django.utils import timezone

from torikumi.review.round import Round
from torikumi.web.reviews import wording
from torikumi.web.reviews.days import day_words, moment_words
from torikumi.web.reviews.models import ReviewRound

register = template.Library()


@register.filter
def direction(rules: Round) -> str:
    """Show what the round calls the direction, whole: 今後の方向性."""
    return wording.direction_words(rules)[0]


@register.filter
def direction_short(rules: Round) -> str:
    """Show what the round calls the direction, where 「今後の」 is understood: 方向性."""
    return wording.direction_words(rules)[1]


@register.filter
def before(round_: ReviewRound) -> str:
    """Show what the plan's edition is called that the round was made on: 昨年度, or by its name."""
    return wording.before_word(round_)


@register.filter
def day(value: date | datetime | None) -> str:
    """Show a day: 2026年6月30日（火）."""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return day_words(value)


@register.filter
def moment(value: datetime | None) -> str:
    """Show a moment with the clock of Japan: 2026年6月30日（火）14:05."""
    return moment_words(value)
