"""What to look for in the log of mail, and the text of a letter."""

from __future__ import annotations

from typing import Any

from django import forms

from torikumi.web.mail.letters import LONGEST_BODY
from torikumi.web.mail.message import LONGEST_SUBJECT
from torikumi.web.mail.models import MailState
from torikumi.web.mail.queries import MailFilter
from torikumi.web.mail.words import kind_label


class MailFilterForm(forms.Form):
    """By kind, by what it speaks of, by state, by address."""

    kind = forms.ChoiceField(label="種類", required=False)
    about = forms.ChoiceField(label="何について", required=False)
    state = forms.ChoiceField(label="状態", required=False, choices=[("", "すべて"), *MailState.choices])
    to = forms.CharField(label="宛先のアドレス", required=False, max_length=254)
    batch = forms.CharField(required=False, max_length=32, widget=forms.HiddenInput)

    def __init__(self, *args: Any, kinds: list[str], abouts: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self.fields["kind"], [(kind, kind_label(kind)) for kind in kinds])
        _choices(self.fields["about"], [(about, label or about) for about, label in abouts])

    def wanted(self) -> MailFilter:
        """Return what is looked for; everything where the question makes no sense."""
        if not self.is_valid():
            return MailFilter()
        return MailFilter(**{name: str(value or "") for name, value in self.cleaned_data.items()})


class LetterForm(forms.Form):
    """A subject and a text; `made_on` is the version that was on the page."""

    subject = forms.CharField(label="件名", max_length=LONGEST_SUBJECT)
    body = forms.CharField(
        label="本文", max_length=LONGEST_BODY, strip=False, widget=forms.Textarea(attrs={"rows": 18})
    )
    made_on = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)


def _choices(field: forms.Field, choices: list[tuple[str, str]]) -> None:
    assert isinstance(field, forms.ChoiceField)  # noqa: S101
    field.choices = [("", "すべて"), *choices]
