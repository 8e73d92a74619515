"""The pages that say what went wrong, and what to do next."""

import sys

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from torikumi.web.ui.locks import is_lock_failure
from torikumi.web.ui.requests import request_id

RETRY_SECONDS = 30


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  Django hands over why; people get the next step instead
    """Answer 400."""
    return render(request, "ui/errors/400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  Django hands over why; people get the next step instead
    """Answer 403."""
    return render(request, "ui/errors/403.html", status=403)


def csrf_refused(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001  as above
    """Answer 403 to a form without its token: an old tab, or another site that tries to act for the person."""
    return render(request, "ui/errors/csrf.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  Django hands over why; people get the next step instead
    """Answer 404."""
    return render(request, "ui/errors/404.html", status=404)


def too_large(request: HttpRequest) -> HttpResponse:
    """Answer 413, before anybody is known."""
    context = {
        "site_name": settings.SITE_NAME,
        "request_id": request_id(request),
        "limit": settings.UPLOAD_LIMIT // (1024 * 1024),
    }
    return HttpResponse(render_to_string("ui/errors/413.html", context), status=413)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500 without asking the database for anything: it may be what failed.

    503 where the database only kept us waiting: the transaction was rolled back, and the same request may be sent again.
    """
    if is_lock_failure(sys.exception()):
        return busy(request)
    context = {"site_name": settings.SITE_NAME, "request_id": request_id(request)}
    return HttpResponse(render_to_string("ui/errors/500.html", context), status=500)


def busy(request: HttpRequest) -> HttpResponse:
    """Answer 503, and say when to come back."""
    context = {
        "site_name": settings.SITE_NAME,
        "request_id": request_id(request),
        "seconds": RETRY_SECONDS,
    }
    page = render_to_string("ui/errors/503.html", context)
    return HttpResponse(page, status=503, headers={"Retry-After": str(RETRY_SECONDS)})
