"""One line of the log for every request, and the number of the request in every line that it causes."""

import logging
import time
from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from torikumi.web.ui.requests import request_id

logger = logging.getLogger("torikumi.access")

GetResponse = Callable[[HttpRequest], HttpResponseBase]

_number: ContextVar[str] = ContextVar("request_number", default="-")


class AccessLogMiddleware:
    """Writes who asked for what, how it ended and how long it took; never what was searched for."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request and write its line."""
        number = _number.set(request_id(request))
        begin = time.perf_counter()
        try:
            response = self.get_response(request)
            self._write(request, response, time.perf_counter() - begin)
            return response
        finally:
            _number.reset(number)

    def _write(self, request: HttpRequest, response: HttpResponseBase, seconds: float) -> None:
        # The session's person is looked at only where a page did so already: the log asks the database nothing.
        user = request.__dict__.get("_cached_user")
        logger.info(
            "%s %s %s %s %d %d ms",
            request.META.get("REMOTE_ADDR", "-"),
            getattr(user, "login_name", None) or "-",
            request.method,
            # repr: a line break in an address must not make a second line.
            repr(request.path)[1:-1],
            response.status_code,
            round(seconds * 1000),
        )


class RequestNumberFilter(logging.Filter):
    """Gives every record the number of the request it belongs to, "-" outside of one."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Set `record.number`; let everything through."""
        # Django tells of a refused or failed request after the last middleware; it hands the request along.
        request = getattr(record, "request", None)
        record.number = request_id(request) if isinstance(request, HttpRequest) else _number.get()
        return True
