"""A program that comes with a token: whose it is, and how far it goes."""

from __future__ import annotations

import re
import secrets
from dataclasses import replace
from datetime import date, datetime
from hashlib import sha256

from django.http import HttpRequest

from torikumi.web.accounts.token_models import ApiToken, TokenScope
from torikumi.web.audit.actor import actor_of, set_actor

# By its beginning a secret is recognised where it should not be, in a mail or a repository.
_PREFIX = "torikumi_"
_SECRET = re.compile(r"torikumi_[A-Za-z0-9_-]{43}")
_READING = frozenset({"GET", "HEAD"})
_TOKEN = "torikumi.api_token"  # noqa: S105  the name of a place, no secret


def draw_secret() -> str:
    """Return a new secret of 256 random bits."""
    return _PREFIX + secrets.token_urlsafe(32)


def seal_secret(secret: str) -> str:
    """Return what is kept of a secret. A plain hash is enough: nobody guesses 256 random bits."""
    return sha256(secret.encode()).hexdigest()


def find_token(request: HttpRequest, day: date) -> ApiToken | None:
    """Return the live token in the header Authorization, its person loaded; None where there is none."""
    kind, _, secret = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not _SECRET.fullmatch(secret.strip()):
        return None
    tokens = ApiToken.objects.live(day).select_related("user__municipality")
    return tokens.filter(secret_sha256=seal_secret(secret.strip()), user__is_active=True).first()


def carry_token(request: HttpRequest, token: ApiToken) -> None:
    """Have all that this request does say in the trail that a program did it, and with which token."""
    request.META[_TOKEN] = token
    set_actor(request, replace(actor_of(request), via=f"API token {token.pk} ({token.name})"))


def token_of(request: HttpRequest) -> ApiToken:
    """Return the token by which the request was let in."""
    token = request.META.get(_TOKEN)
    if not isinstance(token, ApiToken):
        message = "this route was opened without a token: it is missing in permissions.BY_TOKEN"
        raise TypeError(message)
    return token


def is_within_scope(request: HttpRequest, token: ApiToken) -> bool:
    """Tell whether the token goes as far as the request does."""
    return request.method in _READING or token.scope == TokenScope.WRITE


def is_worth_noting(token: ApiToken, at: datetime) -> bool:
    """Tell whether the use is to be written down: once a minute, so that reading does not make the database write."""
    return token.last_used_at is None or (at - token.last_used_at).total_seconds() >= 60
