"""Why an edition is taken back."""

from django import forms


class WithdrawForm(forms.Form):
    """The reason, shown at the edition's address."""

    reason = forms.CharField(
        label="取り下げる理由",
        help_text="公表していたアドレスに表示します。だれが読んでも分かることばで書いてください。",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "取り下げる理由を入力してください"},
    )
