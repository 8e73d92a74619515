"""The list of the organisation that an administrator compares with the units of today; saves nothing."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

_LARGEST = 5_000_000


class OrganisationForm(forms.Form):
    """The file."""

    document = forms.FileField(
        label="新しい組織の一覧（Excel か CSV）",
        help_text="1行目に、局・部・課・係、または 課名 の見出しを置きます。電話番号のほかの列は読みません。",
        error_messages={
            "required": "組織の一覧を選んでください",
            "empty": "選んだ一覧は空です。中身のある一覧を選んでください",
        },
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv"}),
    )

    def clean_document(self) -> object:
        """Return the file where it is no larger than any list of an organisation."""
        document = self.cleaned_data["document"]
        assert isinstance(document, UploadedFile)  # noqa: S101  a FileField gives nothing else
        if (document.size or 0) > _LARGEST:
            message = "一覧が大きすぎます。5MBまでのファイルにしてください"
            raise ValidationError(message)
        return document
