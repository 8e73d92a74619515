"""What an administrator may look for in the trail."""

from django import forms

from torikumi.web.audit.words import ACTIONS
from torikumi.web.ui.fields import DayField


class EventFilterForm(forms.Form):
    """By person, by act, by day."""

    actor = forms.CharField(label="操作した人", required=False, max_length=150)
    action = forms.ChoiceField(label="操作", required=False, choices=[("", "すべて"), *ACTIONS.items()])
    since = DayField(label="この日から", required=False)
    until = DayField(label="この日まで", required=False)
