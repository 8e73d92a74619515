"""The cookie by which a browser is known that logged in to an account before (throttle.py counts it apart)."""

import secrets
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from torikumi.web.accounts.throttle import (
    KNOWN_BROWSER_DAYS,
    browser_mark,
    known_browser_cookie,
    make_browser_mark,
)


def remember_browser(request: HttpRequest, response: HttpResponse, login_name: str) -> None:
    """Let `response` mark the browser as one that logged in to the account; a mark that it has already stays."""
    mark = browser_mark(request, login_name) or secrets.token_urlsafe(18)
    response.set_cookie(
        known_browser_cookie(login_name),
        make_browser_mark(login_name=login_name, nonce=mark),
        max_age=timedelta(days=KNOWN_BROWSER_DAYS),
        # All ways in lie below this one (the second factor, passkeys, single sign-on).
        path=reverse("accounts:login"),
        secure=request.is_secure(),
        httponly=True,
        samesite="Strict",
    )
