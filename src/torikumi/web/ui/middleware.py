"""What happens to every request and every answer, whoever asks."""

import uuid
from collections.abc import Callable
from ipaddress import ip_address

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from torikumi.web.ui.requests import REQUEST_ID, request_id
from torikumi.web.ui.views import bad_request, not_found, too_large

GetResponse = Callable[[HttpRequest], HttpResponseBase]

_PATIENCE_SECONDS = 15
_NUL = "\x00"
_FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST", "HTTP_FORWARDED")


class TrustedProxyMiddleware:
    """Believes `X-Forwarded-…` from trusted proxies only, and puts the person's address into REMOTE_ADDR."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Replace the proxy's address by the one it speaks for, or take its headers away."""
        if not _is_trusted(request.META.get("REMOTE_ADDR", "")):
            for header in _FORWARDED:
                request.META.pop(header, None)
            return self.get_response(request)
        # From the right: each proxy appends whom it heard from; the first one we do not trust is the person.
        for hop in reversed(request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")):
            address = hop.strip()
            if not _is_address(address):
                break
            request.META["REMOTE_ADDR"] = address
            if not _is_trusted(address):
                break
        return self.get_response(request)


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _is_trusted(text: str) -> bool:
    if not _is_address(text):
        return False
    address = ip_address(text)
    return any(address in network for network in settings.TRUSTED_PROXIES)


class RequestIdMiddleware:
    """Numbers every request; the number stands in the answer, the log and the trail."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Number the request and its answer."""
        request.META[REQUEST_ID] = uuid.uuid4().hex
        response = self.get_response(request)
        response["X-Request-ID"] = request_id(request)
        return response


class PrivateByDefaultMiddleware:
    """Forbids every cache to keep an answer that does not say of itself that it is public."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Mark the answer as private where nobody marked it."""
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"
        response["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        return response


class NulMiddleware:
    """Refuses NUL in addresses, questions and cookies: no page, name or word has it, and PostgreSQL fails at it.

    What is sent in the body needs no such look: Django's form fields refuse NUL themselves.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer 404 to such an address, 400 to such a question or cookie."""
        if _NUL in request.path_info:
            return not_found(request, Http404())
        if "%00" in request.META.get("QUERY_STRING", "") or any(
            _NUL in text for pair in request.COOKIES.items() for text in pair
        ):
            return bad_request(request, SuspiciousOperation())
        return self.get_response(request)


class BodyPatienceMiddleware:
    """Waits only so long for the next bytes of a request, or a few silent connections would hold every thread.

    A client that sends a byte now and then still holds one: a proxy in front that takes the whole request first
    (docs/how-to/run-the-server.md) is the whole answer.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Bound the wait while the request is read; an answer may take as long as it needs to go out."""
        connection = request.META.get("gunicorn.socket")
        if connection is None:
            return self.get_response(request)
        connection.settimeout(_PATIENCE_SECONDS)
        try:
            return self.get_response(request)
        finally:
            connection.settimeout(None)


class RequestSizeMiddleware:
    """Refuses a request that is larger than an upload may be, before a byte of it is read."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer 413 to what is too large."""
        length = request.META.get("CONTENT_LENGTH") or "0"
        # The form around the files needs a little room of its own.
        if length.isdigit() and int(length) > settings.UPLOAD_LIMIT + 1024 * 1024:
            return too_large(request)
        return self.get_response(request)
