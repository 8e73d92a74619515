"""The city's single sign-on (OpenID Connect): a token that is checked in full, and whose account it opens."""

from hashlib import sha256
from typing import Any

import jwt
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.adapter import get_adapter as get_identity_adapter
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin
from allauth.socialaccount.providers.base import AuthError
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from torikumi.web.accounts.actions.identities import link_identity, note_refused_identity
from torikumi.web.accounts.actions.people import AccountError, create_user
from torikumi.web.accounts.login_names import login_name_is_plain
from torikumi.web.accounts.models import Municipality, User
from torikumi.web.audit.actor import Actor

# The one provider; it stands in the addresses (login/city/callback/) and in allauth's table.
CITY = "city"
# What issuers sign with; never "none", never a secret that both sides know.
_ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA"]
_LEEWAY_SECONDS = 60


class CityIssuer(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]  # allauth has no types
    """The city's issuer. allauth trusts a token that came over TLS; we check its signature and its nonce as well."""

    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: object, **kwargs: Any
    ) -> SocialLogin:
        """Return who logs in, after the token was checked."""
        claims = self._check(app, kwargs["response"].get("id_token"))
        login = self.get_provider().sociallogin_from_response(request, {"id_token": claims})
        # Another issuer may give the same number to somebody else.
        login.account.uid = sha256(f"{settings.OIDC_ISSUER} {claims['sub']}".encode()).hexdigest()
        # Only what the next step needs; what else the issuer says of a person is not kept.
        login.account.extra_data = {"nonce": claims["nonce"]}
        return login

    def _check(self, app: SocialApp, token: str | None) -> dict[str, Any]:
        if not token:
            raise OAuth2Error("the issuer gave no ID token")
        if self.openid_config.get("issuer", "").rstrip("/") != settings.OIDC_ISSUER.rstrip("/"):
            raise OAuth2Error("the issuer calls itself otherwise")
        with get_identity_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
            answer.raise_for_status()
        try:
            keys = {key.key_id: key for key in jwt.PyJWKSet.from_dict(answer.json()).keys}
            claims: dict[str, Any] = jwt.decode(
                token,
                keys[jwt.get_unverified_header(token).get("kid")],
                algorithms=_ALGORITHMS,
                audience=app.client_id,
                issuer=self.openid_config["issuer"],
                leeway=_LEEWAY_SECONDS,
                options={"require": ["exp", "iat", "iss", "aud", "sub", "nonce"]},
            )
        except (jwt.PyJWTError, KeyError, AttributeError, TypeError, ValueError) as error:
            raise OAuth2Error(f"the ID token is not good: {error!r}") from error
        if claims.get("azp", app.client_id) != app.client_id:
            raise OAuth2Error("the ID token is for another client")
        return claims


class IdentityAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Knows the one issuer from the settings, and opens only accounts that exist, unless a setting says otherwise."""

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """Return the issuer of the settings; none where none is set."""
        if not settings.OIDC_ISSUER:
            return []
        return [
            SocialApp(
                provider="openid_connect",
                provider_id=CITY,
                name=settings.OIDC_NAME,
                client_id=settings.OIDC_CLIENT_ID,
                secret=settings.OIDC_CLIENT_SECRET,
                settings={
                    "server_url": settings.OIDC_ISSUER.rstrip("/"),
                    "oauth_pkce_enabled": True,
                    "fetch_userinfo": False,
                },
            )
        ]

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Nobody signs up."""
        return False

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: object,
        error: str | None = None,
        exception: Exception | None = None,
        extra_context: dict[str, object] | None = None,
    ) -> None:
        """Say in one sentence that it did not work."""
        why = "cancelled" if error == AuthError.CANCELLED else "failed"
        raise ImmediateHttpResponse(refuse(request, why=why, detail=str(exception or "")))

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Find whose account it is; raise the answer where it is nobody's."""
        if sociallogin.account.extra_data.get("nonce") != sociallogin.state.get("nonce"):
            raise ImmediateHttpResponse(refuse(request, why="failed", detail="the nonce is another"))
        if sociallogin.is_existing:
            return
        user, found_by = _find(sociallogin)
        if user is None:
            raise ImmediateHttpResponse(refuse(request, why="unknown"))
        try:
            sociallogin.account = link_identity(
                user=user,
                provider=CITY,
                uid=sociallogin.account.uid,
                found_by=found_by,
                by=Actor(name=user.login_name, municipality=user.municipality.code).within(request),
                at=timezone.now(),
            )
        except AccountError:
            raise ImmediateHttpResponse(refuse(request, why="taken")) from None
        sociallogin.user = user


def refuse(request: HttpRequest, *, why: str, detail: str = "") -> HttpResponse:
    """Return the page that says why nobody was let in: cancelled, failed, unknown, taken or unreachable."""
    by = Actor(name="anonymous").within(request)
    note_refused_identity(why=f"{why} {detail}".strip()[:200], by=by, at=timezone.now())
    status = 503 if why == "unreachable" else 403
    return render(
        request,
        "accounts/identity_refused.html",
        {"why": why, "oidc_name": settings.OIDC_NAME},
        status=status,
    )


def has_identity(user: User) -> bool:
    """Tell whether somebody came by the single sign-on before."""
    return bool(SocialAccount.objects.filter(user=user).exists())


def _find(login: SocialLogin) -> tuple[User | None, str]:
    """Return the account of that log-in name, else the only one with that verified address of mail."""
    name = str(login.user.login_name or "").strip().casefold()
    if name:
        found = User.objects.filter(login_name=name).first()
        if found is not None:
            return found, "login_name"
    addresses = [str(address.email) for address in login.email_addresses if address.verified is True]
    if addresses:
        same = list(User.objects.get_queryset().active().filter(email__iexact=addresses[0])[:2])
        if len(same) == 1:
            return same[0], "email"
    return _create(name), "created"


def _create(name: str) -> User | None:
    city = (
        Municipality.objects.filter(code=settings.OIDC_CREATE_FOR).first()
        if settings.OIDC_CREATE_FOR
        else None
    )
    if city is None or not _is_plain(name):
        return None
    return create_user(
        municipality=city,
        login_name=name,
        display_name=name,
        password=None,
        must_change_password=False,
        by=Actor(name="system", municipality=city.code),
        at=timezone.now(),
    )


def _is_plain(name: str) -> bool:
    try:
        login_name_is_plain(name)
    except ValidationError:
        return False
    return len(name) <= 100
