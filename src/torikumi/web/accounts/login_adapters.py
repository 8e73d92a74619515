"""Where allauth asks us: opening a session, what to say, whose address it is, how secrets are kept.

Every way in (password, passkey, single sign-on) ends in `AccountAdapter.login`, and so in one action.
"""

from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, resolve_url
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from torikumi.web.accounts.actions import sessions
from torikumi.web.accounts.actions.second_factor import note_second_factor
from torikumi.web.accounts.known_browser import remember_browser
from torikumi.web.accounts.models import User
from torikumi.web.accounts.second_factor import OFF, ways_of_login
from torikumi.web.accounts.throttle import browser_mark, buckets_of
from torikumi.web.audit.actor import Actor, actor_of
from torikumi.web.ui.requests import client_address

_TOO_MANY = "続けて何度もまちがえました。15分たってから、もう一度入力してください"
_SAID = {
    "mfa/messages/totp_activated.txt": "認証アプリを登録しました。次のログインから、アプリの6桁の数字もたずねます。",
    "mfa/messages/totp_deactivated.txt": "認証アプリの登録をやめました。",
    "mfa/messages/webauthn_added.txt": "パスキーを登録しました。",
    "mfa/messages/webauthn_removed.txt": "パスキーの登録をやめました。",
    "mfa/messages/recovery_codes_generated.txt": "予備の番号を新しくしました。紙に書くか印刷して、しまっておいてください。",
}


def safe_next(request: HttpRequest) -> str:
    """Return the page of this site that somebody wanted before the log-in, else the first page."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return wanted
    return resolve_url("accounts:home")


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Opens sessions by our action, and sends no mail."""

    error_messages: ClassVar[dict[str, object]] = {
        **DefaultAccountAdapter.error_messages,
        "too_many_login_attempts": _TOO_MANY,
        "rate_limited": _TOO_MANY,
        "incorrect_password": "パスワードが違います。もう一度入力してください",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes an account for themselves."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address that TrustedProxyMiddleware vouches for."""
        return client_address(request)

    def login(self, request: HttpRequest, user: User) -> None:
        """Open the session."""
        if not user.is_active:  # closed since the password was right
            raise ImmediateHttpResponse(self.respond_user_inactive(request, user))
        name = user.login_name
        sessions.log_in(
            request=request,
            user=user,
            buckets=buckets_of(
                login_name=name, address=client_address(request), browser=browser_mark(request, name)
            ),
            ways=ways_of_login(request, user),
            by=Actor(name=name, municipality=user.municipality.code).within(request),
            at=timezone.now(),
        )

    def post_login(
        self, request: HttpRequest, user: User, *, redirect_url: str | None = None, **kwargs: object
    ) -> HttpResponse:
        """Lead to the page that was wanted, and know the browser again."""
        response = HttpResponseRedirect(redirect_url or safe_next(request))
        remember_browser(request, response, user.login_name)
        return response

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        """Say that the account is closed; who comes as far as this has proved to be its owner."""
        messages.error(request, "この利用者は、利用を止められています。管理者にたずねてください。")
        return redirect("accounts:login")

    def reauthenticate(self, user: User, password: str) -> bool:
        """Tell whether the password is right; wrong ones count like those at the page of one's password."""
        request, now, by = self.request, timezone.now(), actor_of(self.request)
        browser = f"session {request.session.session_key}"
        buckets = buckets_of(login_name=user.login_name, address=by.address, browser=browser)
        if not sessions.reserve_login_try(buckets=buckets, login_name=user.login_name, by=by, at=now):
            raise self.validation_error("too_many_login_attempts")
        if user.check_password(password):
            return True
        sessions.record_failed_login(buckets=buckets, login_name=user.login_name, by=by, at=now)
        return False

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Say it in our words; what we have no words for is not said."""
        said = message or _SAID.get(message_template or "")
        if said:
            messages.add_message(request, level, said, extra_tags=extra_tags)

    def send_notification_mail(
        self, template_prefix: str, user: User, *args: object, **kwargs: object
    ) -> None:
        """Write into the trail what allauth would tell by mail."""
        what = template_prefix.rpartition("/")[2]
        note_second_factor(user=user, what=what, by=actor_of(self.request), at=timezone.now())


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Names devices in Japanese, and keeps their secrets encrypted under the server's own."""

    error_messages: ClassVar[dict[str, object]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "番号が違います。もう一度入力してください",
    }

    def _get_user_identifier(self, user: User) -> str:
        return user.login_name

    def get_totp_issuer(self) -> str:
        """Return what the app shows beside the account."""
        return f"取組 {settings.SITE_NAME}"

    def is_mfa_enabled(self, user: User, types: list[str] | None = None) -> bool:
        """Tell whether somebody has one of these; nobody has where the setting turns them off."""
        return settings.SECOND_FACTOR != OFF and bool(super().is_mfa_enabled(user, types))

    def generate_authenticator_name(self, user: User, type: str) -> str:  # noqa: A002  allauth's name
        """Return a name to begin with."""
        return "パスキー"

    def encrypt(self, text: str) -> str:
        """Return the text sealed under today's secret."""
        return _sealer().encrypt(text.encode()).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """Return the text; nothing where it was sealed under a secret that is gone, so that no code fits."""
        try:
            return _sealer().decrypt(encrypted_text.encode("ascii")).decode()
        except InvalidToken:
            return ""


def _sealer() -> MultiFernet:
    secrets = [str(settings.SECRET_KEY), *map(str, settings.SECRET_KEY_FALLBACKS)]
    keys = [sha256(b"torikumi.accounts.second_factor" + secret.encode()).digest() for secret in secrets]
    return MultiFernet([Fernet(urlsafe_b64encode(key)) for key in keys])
