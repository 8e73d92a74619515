"""What is published with an edition, and why one is taken back."""

from typing import Any

from django import forms


class PublishForm(forms.Form):
    """Whether the records of earlier editions go out too: the histories of projects, what ended, what changed."""

    past = forms.BooleanField(required=False, initial=True)

    def __init__(self, *args: Any, names: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["past"].label = f"以前の版（{names}）の記録も載せる"


class WithdrawForm(forms.Form):
    """The reason, shown at the edition's address."""

    reason = forms.CharField(
        label="取り下げる理由",
        help_text="公表していたアドレスに表示します。だれが読んでも分かることばで書いてください。",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "取り下げる理由を入力してください"},
    )
