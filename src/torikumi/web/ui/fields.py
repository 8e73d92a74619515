"""Fields that several forms share."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

# Far from the ends of the calendar: a day may have a day before it and one after it, in any time zone.
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2200, 12, 31)
_OUTSIDE = f"{FIRST_DAY.year}年から{LAST_DAY.year}年までの日を入力してください"


class DayField(forms.DateField):
    """A day that somebody may mean."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            validators=[MinValueValidator(FIRST_DAY, _OUTSIDE), MaxValueValidator(LAST_DAY, _OUTSIDE)],
            **kwargs,
        )
