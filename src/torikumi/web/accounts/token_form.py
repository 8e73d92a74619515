"""What a person types about a token; checks it, saves nothing."""

from django import forms

from torikumi.web.accounts.token_models import TokenScope
from torikumi.web.ui.fields import DayField


class TokenForm(forms.Form):
    """What the token is for, how far it goes, and until when."""

    name = forms.CharField(
        label="使い道",
        help_text="どの仕組みで使うか。例：グループウェアとの連携",
        max_length=100,
        error_messages={"required": "使い道を入力してください"},
    )
    scope = forms.ChoiceField(
        label="範囲",
        help_text="どちらも、自分にできないことはできません。",
        choices=TokenScope.choices,
        error_messages={"required": "範囲を選んでください"},
    )
    expires_on = DayField(
        label="いつまで",
        help_text="その日も使えます。1年以内。",
        error_messages={"required": "「いつまで」を入力してください"},
    )
