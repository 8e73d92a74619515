"""allauth's forms of the second factor in our words; what they check is allauth's."""

from allauth.account.forms import ReauthenticateForm as AllauthPasswordForm
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms

_REQUIRED = {"required": "番号を入力してください"}


def _code(label: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}
        ),
        error_messages=_REQUIRED,
    )


class CodeForm(AuthenticateForm):  # type: ignore[misc]  # allauth has no types
    """The code of an app, or a recovery code, at the log-in."""

    code = _code("アプリの数字か、予備の番号")


class CodeAgainForm(ReauthenticateForm):  # type: ignore[misc]  # allauth has no types
    """The same before something is changed."""

    code = _code("アプリの数字か、予備の番号")


class PasswordAgainForm(AllauthPasswordForm):  # type: ignore[misc]  # allauth has no types
    """The password before something is changed."""

    password = forms.CharField(
        label="パスワード",
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "パスワードを入力してください"},
    )


class ActivateAppForm(ActivateTOTPForm):  # type: ignore[misc]  # allauth has no types
    """The first code of an app."""

    code = _code("アプリの6桁の数字")


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    """A passkey's name, and whether it logs in by itself."""

    name = forms.CharField(
        label="名前",
        help_text="どの機械か分かる名前にします（役所のノートパソコン）。",
        required=False,
        max_length=60,
    )
    passwordless = forms.BooleanField(
        label="パスワードなしで使う",
        help_text="指紋、顔、暗証番号のどれかで開く鍵だけで使えます。",
        required=False,
    )
