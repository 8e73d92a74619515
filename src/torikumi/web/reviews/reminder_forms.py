"""What the planning section fills in when it reminds: a letter, and the days of the timer. Nothing here saves."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from django import forms

from torikumi.web.mail.letters import LONGEST_BODY, LetterText
from torikumi.web.mail.message import LONGEST_SUBJECT
from torikumi.web.reviews.reminder_models import ReminderRule
from torikumi.web.reviews.reminders import Days

_MOST_DAYS, _LONGEST_BEFORE, _LONGEST_EVERY = 5, 90, 60


class RoundLetterForm(forms.Form):
    """A letter to sections: its text, whether heads get it, and for whom to look at it."""

    also_heads = forms.BooleanField(
        label="課長にも送る", required=False, help_text="課の担当と同じ文面を、課長にも1通ずつ送ります。"
    )
    subject = forms.CharField(
        label="件名", max_length=LONGEST_SUBJECT, error_messages={"required": "件名を入れてください。"}
    )
    body = forms.CharField(
        label="本文",
        max_length=LONGEST_BODY,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text="{課名}や{一覧}は、送るときに相手ごとの言葉に置き換わります。ここで直した文面は、今回だけに使います。",
        error_messages={"required": "本文を入れてください。"},
    )
    sample = forms.ChoiceField(label="どの課の見本を見ますか", required=False)

    def __init__(
        self, *args: Any, samples: Sequence[tuple[str, str]], with_heads: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["sample"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = list(samples)
        if not with_heads:
            del self.fields["also_heads"]

    def text(self) -> LetterText:
        """Return the letter with its placeholders."""
        body = str(self.cleaned_data["body"]).replace("\r\n", "\n")
        return LetterText(subject=str(self.cleaned_data["subject"]).strip(), body=body)


class ReminderDaysForm(forms.Form):
    """On which days the timer writes, and whether it does at all."""

    is_on = forms.BooleanField(label="決めた日に、督促を自動で送る", required=False)
    before = forms.CharField(
        label="締切の何日前",
        required=False,
        max_length=60,
        help_text="例：7、3、1。5つまで。空のままなら、前には送りません。",
    )
    on_the_day = forms.BooleanField(label="締切の当日にも送る", required=False)
    every = forms.IntegerField(
        label="締切の後、何日ごと",
        required=False,
        min_value=1,
        max_value=_LONGEST_EVERY,
        help_text="例：3。空のままなら、後には送りません。",
        error_messages={
            "invalid": "日数を数字で入れてください。",
            "min_value": "1から60までの日数にしてください。",
            "max_value": "1から60までの日数にしてください。",
        },
    )
    also_heads = forms.BooleanField(label="課長にも送る", required=False)
    made_on = forms.IntegerField(min_value=0, max_value=2**63 - 1, widget=forms.HiddenInput)

    def clean_before(self) -> tuple[int, ...]:
        """Return the days, most first."""
        text = unicodedata.normalize("NFKC", str(self.cleaned_data["before"]))
        parts = [part for part in re.split(r"[\s,、・;]+", text) if part]
        days = {
            int(part)
            for part in (each.removesuffix("日前") for each in parts)
            if re.fullmatch("[0-9]{1,3}", part)
        }
        is_readable = all(re.fullmatch("[0-9]{1,3}(日前)?", part) for part in parts)
        if not is_readable or len(days) > _MOST_DAYS or not all(1 <= day <= _LONGEST_BEFORE for day in days):
            raise forms.ValidationError("1から90までの日数を、「7、3、1」のように5つまで入れてください。")
        return tuple(sorted(days, reverse=True))

    def clean(self) -> dict[str, Any]:
        """A timer that never writes is not on."""
        found = self.cleaned_data
        is_empty = not (found.get("before") or found.get("on_the_day") or found.get("every"))
        if found.get("is_on") and is_empty and not self.errors:
            self.add_error("before", "送る日をひとつ以上決めてください。")
        return found

    def days(self) -> Days:
        """Return the days as a value."""
        found = self.cleaned_data
        return Days(before=found["before"], on_the_day=found["on_the_day"], every=found["every"])


def days_form(rule: ReminderRule | None) -> ReminderDaysForm:
    """Return the form as it stands before anybody touches it; off at first, with the usual days offered."""
    if rule is None:
        return ReminderDaysForm(
            initial={"is_on": False, "before": "7、3、1", "on_the_day": True, "every": 3, "made_on": 0}
        )
    return ReminderDaysForm(
        initial={
            "is_on": rule.is_on,
            "before": "、".join(map(str, rule.before)),
            "on_the_day": rule.on_the_day,
            "every": rule.every,
            "also_heads": rule.also_heads,
            "made_on": rule.pk,
        }
    )
