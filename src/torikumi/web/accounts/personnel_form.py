"""What people give with a list of people; checks it, saves nothing."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from torikumi.web.ui.fields import DayField

LARGEST = 4 * 1024 * 1024


class PersonnelForm(forms.Form):
    """The file, and from when its roles count."""

    document = forms.FileField(
        label="名簿（CSV）",
        help_text="1行目に、利用者ID、氏名、所属、役割、メール（なくてもよい）の見出しを置きます。"
        "いくつかの役割がある人は、役割ごとに1行にします。文字コードは UTF-8 か Shift_JIS（CP932）です。",
        error_messages={
            "required": "名簿を選んでください",
            "empty": "選んだ名簿は空です。中身のある名簿を選んでください",
        },
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,text/csv"}),
    )
    first_day = DayField(
        label="いつから",
        help_text="新しい役割はこの日に始まり、今の役割は前の日に終わります。",
        error_messages={
            "required": "「いつから」を入力してください",
            "invalid": "「いつから」は 2026-04-01 のように入力してください",
        },
    )

    def clean_document(self) -> object:
        """Return the file where it is no larger than any list of people."""
        document = self.cleaned_data["document"]
        assert isinstance(document, UploadedFile)  # noqa: S101  a FileField gives nothing else
        if (document.size or 0) > LARGEST:
            message = f"名簿は{LARGEST // 1024 // 1024}MBまでです。ファイルを分けてください"
            raise ValidationError(message)
        return document
