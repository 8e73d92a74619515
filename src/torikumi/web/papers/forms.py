"""What people choose and write for a paper, and the upload of a template. Nothing here saves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from torikumi.publish.forms.names import FACTS
from torikumi.text.era import format_fiscal_year, parse_fiscal_year

DOCX, PDF, BOTH = "docx", "pdf", "both"
_KINDS = ((DOCX, "Word（あとで直せる）"), (PDF, "PDF（印刷、配布）"), (BOTH, "両方（ZIP）"))
LARGEST_TEMPLATE = 5 * 1024 * 1024
_LONG = frozenset({"議題", "提出先"})


class PaperForm(forms.Form):
    """The year, the section, the kind of file, and what only a person knows (the names of `FACTS` that are asked)."""

    year = forms.CharField(
        label="対象の年度", max_length=20, help_text="令和7年度、R7、2025 のように書きます。", required=False
    )
    section = forms.ChoiceField(label="担当課", required=False)
    kind = forms.ChoiceField(label="受け取るファイル", choices=_KINDS, initial=DOCX, widget=forms.RadioSelect)

    def __init__(
        self,
        *args: Any,
        asked: Sequence[str],
        sections: Sequence[str] | None,
        year: int | None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._asked = [name for name in FACTS if name in asked]
        if year is not None:
            self.fields["year"].initial = format_fiscal_year(year)
        if sections is None:
            del self.fields["section"]
        else:
            choice = self.fields["section"]
            assert isinstance(choice, forms.ChoiceField)  # noqa: S101  it is declared above
            choice.choices = [("", "すべての課"), *((name, name) for name in sections)]
        for name in self._asked:
            self.fields[fact_field(name)] = forms.CharField(
                label=name,
                help_text=f"{FACTS[name]}。空けておくと〔{name}〕になり、Wordで書き込めます。",
                required=False,
                max_length=1000,
                widget=forms.Textarea(attrs={"rows": 3}) if name in _LONG else None,
            )

        self.order_fields(["year", "section", *(fact_field(name) for name in self._asked), "kind"])

    def clean_year(self) -> int | None:
        """Return the fiscal year, None where none was written."""
        text = str(self.cleaned_data["year"]).strip()
        if not text:
            return None
        year = parse_fiscal_year(text)
        if year is None:
            raise forms.ValidationError(
                f"「{text}」は年度として読めません。令和7年度 や 2025 のように書いてください。"
            )
        return year

    def facts(self) -> dict[str, str]:
        """Return what was written, by its name."""
        written = {
            name: str(self.cleaned_data.get(fact_field(name), "")).replace("\r\n", "\n").strip()
            for name in self._asked
        }
        return {name: words for name, words in written.items() if words}


def fact_field(name: str) -> str:
    """Return the name of the field for what only a person knows."""
    return f"fact_{[*FACTS].index(name)}"


class TemplateForm(forms.Form):
    """A template as the city changed it."""

    template = forms.FileField(
        label="Wordのひな形（.docx）",
        error_messages={
            "required": "ひな形のファイルを選んでください。",
            "empty": "選んだファイルは空です。Wordで保存したファイルを選んでください。",
        },
        widget=forms.FileInput(attrs={"accept": ".docx"}),
    )

    def clean_template(self) -> Any:
        """Refuse what is larger than any template."""
        uploaded = self.cleaned_data["template"]
        if uploaded.size > LARGEST_TEMPLATE:
            raise forms.ValidationError("ファイルが大きすぎます。5MBまでのWord文書にしてください。")
        return uploaded
