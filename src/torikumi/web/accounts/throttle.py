"""How often one may try to log in: in fifteen minutes ten times an account, and a hundred times an address.

The address may try more often because a whole city hall may stand behind one; who goes through many accounts from it
with a few tries each is still stopped.

A browser that has logged in to an account before carries a signed cookie that says so, and is counted apart. So a
stranger who guesses at an account, or sits at the same address, uses up his own tries and not those of its owner.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.core import signing
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

MOST_TRIES = 10
MOST_TRIES_OF_ADDRESS = 100
WINDOW = timedelta(minutes=15)
KNOWN_BROWSER_DAYS = 180

_SALT = "torikumi.accounts.known_browser"


@dataclass(frozen=True, slots=True, kw_only=True)
class Buckets:
    """Where a try counts: `reserved` before the password is looked at, `failed` only when it was wrong."""

    reserved: str
    failed: str | None


def buckets_of(*, login_name: str, address: str, browser: str | None) -> Buckets:
    """Return where a try counts; `browser` is the mark of one that logged in to this account before."""
    account = _fold(login_name)
    if browser is not None:
        return Buckets(reserved=_key("browser", f"{account} {browser}"), failed=None)
    return Buckets(reserved=_key("account", account), failed=_key("address", address))


def tries_within(tries: Iterable[object], at: datetime) -> list[float]:
    """Return those tries that still count at `at`."""
    begin = (at - WINDOW).timestamp()
    return [moment for moment in tries if isinstance(moment, float | int) and moment > begin]


def known_browser_cookie(login_name: str) -> str:
    """Return the name of the cookie that marks a known browser; one an account, for people who share a machine."""
    return "torikumi_known_" + sha256(_fold(login_name).encode()).hexdigest()[:12]


def make_browser_mark(*, login_name: str, nonce: str) -> str:
    """Return the signed value of that cookie."""
    return signing.dumps([_fold(login_name), nonce], salt=_SALT)


def browser_mark(request: HttpRequest, login_name: str) -> str | None:
    """Return the nonce of a browser that logged in to this account before; None for any other."""
    value = request.COOKIES.get(known_browser_cookie(login_name), "")
    try:
        account, nonce = signing.loads(value, salt=_SALT, max_age=timedelta(days=KNOWN_BROWSER_DAYS))
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return str(nonce) if account == _fold(login_name) else None


def _fold(login_name: str) -> str:
    return login_name.strip().casefold()


def _key(kind: str, value: str) -> str:
    return salted_hmac("torikumi.accounts.throttle", f"{kind}:{value}", algorithm="sha256").hexdigest()
