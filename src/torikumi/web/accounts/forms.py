"""What people type about accounts; checks it, saves nothing."""

from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError

from torikumi.web.accounts.login_names import login_name_is_plain
from torikumi.web.accounts.models import OrganisationUnit, OrganisationUnitQuerySet, User
from torikumi.web.accounts.permissions import ROLE_LABELS, UNIT_ROLES, Role
from torikumi.web.isolation.cities import in_all_cities
from torikumi.web.ui.fields import DayField


def _day(label: str, help_text: str = "", *, required: bool = True) -> DayField:
    return DayField(
        label=label,
        help_text=help_text,
        required=required,
        error_messages={
            "required": f"「{label}」を入力してください",
            "invalid": f"「{label}」は 2026-04-01 のように入力してください",
        },
    )


def _email() -> forms.EmailField:
    return forms.EmailField(
        label="メールアドレス",
        help_text="空欄でもかまいません。",
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"invalid": "メールアドレスの形にするか、空欄にしてください"},
    )


class LoginForm(forms.Form):
    """Who, and the proof."""

    login_name = forms.CharField(
        label="利用者ID",
        max_length=150,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
        error_messages={"required": "利用者IDを入力してください"},
    )
    password = forms.CharField(
        label="パスワード",
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "パスワードを入力してください"},
    )

    def clean_login_name(self) -> str:
        """Return the name as it is stored: small letters, no space around."""
        return str(self.cleaned_data["login_name"]).strip().casefold()


class PasswordForm(forms.Form):
    """One's own password: the old one once, the new one twice."""

    old = forms.CharField(
        label="今のパスワード",
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "今のパスワードを入力してください"},
    )
    new = forms.CharField(
        label="新しいパスワード",
        help_text="12文字以上。利用者IDや氏名に似たもの、よく使われるもの、数字だけのものは使えません。",
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "新しいパスワードを入力してください"},
    )
    again = forms.CharField(
        label="新しいパスワード（もう一度）",
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "新しいパスワードをもう一度入力してください"},
    )

    def __init__(self, *args: object, user: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they came
        self.user = user

    def clean_new(self) -> str:
        """Return the new password where it is strong enough."""
        password = str(self.cleaned_data["new"])
        password_validation.validate_password(password, self.user)
        return password

    def clean(self) -> dict[str, object]:
        """Check that both new ones are the same."""
        cleaned = super().clean() or {}
        if "new" in cleaned and "again" in cleaned and cleaned["new"] != cleaned["again"]:
            self.add_error("again", "2回の新しいパスワードが違います。同じものを入力してください")
        return cleaned


class PersonForm(forms.Form):
    """A new person."""

    login_name = forms.CharField(
        label="利用者ID",
        help_text="半角の英小文字・数字と . _ @ - 。あとから変えられません。",
        max_length=150,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
        validators=[login_name_is_plain],
        error_messages={"required": "利用者IDを入力してください"},
    )
    display_name = forms.CharField(
        label="氏名",
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "氏名を入力してください"},
    )
    email = _email()

    def clean_login_name(self) -> str:
        """Return the name where nobody has it yet."""
        name = str(self.cleaned_data["login_name"])
        with in_all_cities():  # a log-in name is taken whoever has it
            is_taken = User.objects.filter(login_name=name).exists()
        if is_taken:
            message = "この利用者IDはすでに使われています。別のIDにしてください"
            raise ValidationError(message)
        return name


class PersonFactsForm(forms.Form):
    """What may change about a person: a name after a marriage, an address of mail."""

    display_name = forms.CharField(
        label="氏名",
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "氏名を入力してください"},
    )
    email = _email()


class RoleForm(forms.Form):
    """A role, from one day on."""

    role = forms.ChoiceField(
        label="役割",
        choices=[("", "選んでください")] + [(str(role), ROLE_LABELS[role]) for role in Role],
        error_messages={"required": "役割を選んでください"},
    )
    unit: "forms.ModelChoiceField[OrganisationUnit]" = forms.ModelChoiceField(
        label="課・部",
        help_text="課の担当、課長、部長のときだけ選びます。",
        queryset=OrganisationUnit.objects.none(),
        required=False,
    )
    valid_from = _day("いつから")
    valid_to = _day("いつまで", "空欄のときは、終わりを決めません。その日も含みます。", required=False)

    def __init__(self, *args: object, units: OrganisationUnitQuerySet, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they came
        field = self.fields["unit"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  declared just above
        field.queryset = units

    def clean(self) -> dict[str, object]:
        """Check that the section goes with the role, and the days with one another."""
        cleaned = super().clean() or {}
        role, unit = cleaned.get("role"), cleaned.get("unit")
        if role in UNIT_ROLES and unit is None:
            self.add_error("unit", f"{ROLE_LABELS[Role(role)]}には、課か部を選んでください")
        if role and role not in UNIT_ROLES and unit is not None:
            self.add_error("unit", "この役割では、課・部を空欄にしてください")
        begin, end = cleaned.get("valid_from"), cleaned.get("valid_to")
        if begin and end and end < begin:
            self.add_error("valid_to", "「いつまで」は「いつから」以後の日にしてください")
        return cleaned


class UnitForm(forms.Form):
    """A new department or section."""

    code = forms.CharField(
        label="組織コード", max_length=20, error_messages={"required": "組織コードを入力してください"}
    )
    name = forms.CharField(
        label="組織名", max_length=100, error_messages={"required": "組織名を入力してください"}
    )
    parent: "forms.ModelChoiceField[OrganisationUnit]" = forms.ModelChoiceField(
        label="上位の組織", queryset=OrganisationUnit.objects.none(), required=False
    )
    valid_from = _day("いつから")

    def __init__(self, *args: object, units: OrganisationUnitQuerySet, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they came
        field = self.fields["parent"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  declared just above
        field.queryset = units


class LastDayForm(forms.Form):
    """The last day of a role or of a section."""

    last_day = _day("最後の日", "その日も含みます。")
