"""Days as people read them."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

# A day of the round ends when it ends in Japan, wherever the server thinks it stands.
_JAPAN = ZoneInfo("Asia/Tokyo")
_WEEKDAYS = "月火水木金土日"


def day_words(day: date | None) -> str:
    """Return 「2026年6月30日（火）」; "" for none."""
    if day is None:
        return ""
    return f"{day.year}年{day.month}月{day.day}日（{_WEEKDAYS[day.weekday()]}）"


def moment_words(at: datetime | None) -> str:
    """Return 「2026年6月30日（火）14:05」 by the clock of Japan; "" for none."""
    if at is None:
        return ""
    here = at.astimezone(_JAPAN)
    return f"{day_words(here.date())}{here:%H:%M}"


def left_words(due: date | None, today: date) -> str:
    """Return how long it is to the last day, which counts to its end: 「あと12日」「今日まで」「3日過ぎています」."""
    if due is None:
        return ""
    days = (due - today).days
    if days > 0:
        return f"あと{days}日"
    return "今日まで" if days == 0 else f"{-days}日過ぎています"


def day_of(at: datetime) -> date:
    """Return the day of a moment, in Japan."""
    return at.astimezone(_JAPAN).date()


def in_japan(at: datetime) -> datetime:
    """Return a moment with the clock of Japan."""
    return at.astimezone(_JAPAN)
