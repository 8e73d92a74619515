"""What people type when a section is renamed, merged, split or moved; checks it, saves nothing."""

from django import forms
from django.core.exceptions import ValidationError

from torikumi.web.accounts.actions.successions import UnitChange
from torikumi.web.accounts.models import OrganisationUnit, OrganisationUnitQuerySet, SuccessionKind
from torikumi.web.ui.fields import DayField


class SuccessionForm(forms.Form):
    """What happens to one unit, on which day, and what goes on in its place."""

    kind = forms.ChoiceField(
        label="何が変わりますか",
        choices=SuccessionKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "何が変わるかを選んでください"},
    )
    day = DayField(
        label="新しい組織が始まる日",
        help_text="今の組織は、この前の日で終わります。",
        error_messages={"required": "新しい組織が始まる日を入力してください"},
    )
    partners: "forms.ModelMultipleChoiceField[OrganisationUnit]" = forms.ModelMultipleChoiceField(
        label="いっしょになる組織",
        help_text="統合のときだけ選びます。",
        queryset=OrganisationUnit.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    successors = forms.CharField(
        label="新しい組織",
        help_text="1行にひとつ、組織コードと組織名を空白で区切って書きます（0102 政策課）。分割のときは2行以上。"
        "その日にある組織を書くと、その組織が受け継ぎます。",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "新しい組織を入力してください"},
    )
    parent: "forms.ModelChoiceField[OrganisationUnit]" = forms.ModelChoiceField(
        label="新しい組織の上位の組織", queryset=OrganisationUnit.objects.none(), required=False
    )
    carries_roles = forms.BooleanField(
        label="課の担当、課長、部長の役割も引き継ぐ",
        help_text="分割では引き継がれません。新しい組織で付け直してください。",
        required=False,
    )

    def __init__(
        self, *args: object, unit: OrganisationUnit, units: OrganisationUnitQuerySet, **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they came
        self.unit = unit
        for name in ("partners", "parent"):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  declared just above
            field.queryset = units.exclude(pk=unit.pk)

    def clean_successors(self) -> tuple[tuple[str, str], ...]:
        """Return code and name of each line."""
        found = []
        for line in str(self.cleaned_data["successors"]).splitlines():
            code, _, name = line.strip().replace("\u3000", " ").partition(" ")
            if not code:
                continue
            if not name.strip() or len(code) > 20 or len(name.strip()) > 100:
                message = (
                    f"「{line.strip()}」を「組織コード 組織名」の形にしてください（20文字と100文字まで）"
                )
                raise ValidationError(message)
            found.append((code, name.strip()))
        if len({code for code, _ in found}) < len(found):
            message = "同じ組織コードが2回あります。別のコードにしてください"
            raise ValidationError(message)
        return tuple(found)

    def change(self) -> UnitChange:
        """Return what happens, once the form is valid."""
        typed = self.cleaned_data
        return UnitChange(
            kind=SuccessionKind(typed["kind"]),
            day=typed["day"],
            predecessors=(self.unit, *typed["partners"]),
            successors=typed["successors"],
            parent=typed["parent"],
            carries_roles=typed["carries_roles"],
        )
