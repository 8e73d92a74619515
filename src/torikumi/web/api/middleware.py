"""What happens to every request of the API: problems in its own form, HEAD, and who may ask from other sites."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve

from torikumi.web.accounts.permissions import ROUTES, Permission
from torikumi.web.api.problems import plain_problem, problem_response
from torikumi.web.ui.requests import request_id

PREFIX = "/api/"
_SAFE = "GET, HEAD, OPTIONS"
_DAY = "86400"
# Every other header of a refusal is kept: they are those that all answers have.
_OF_THE_BODY = frozenset({"Content-Type", "Content-Length", "Content-Encoding", "Content-Language", "ETag"})


class ApiMiddleware:
    """Makes the application's own pages of refusal into problems, and opens what is public to programs of other sites."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request."""
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        is_public = _is_public(request.path_info)
        if request.method == "OPTIONS" and is_public:
            return _open_to_others(HttpResponse(status=204, headers={"Allow": _SAFE}))
        response = _as_problem(request, self._answer(request))
        return _open_to_others(response) if is_public else response

    def _answer(self, request: HttpRequest) -> HttpResponseBase:
        # ninja knows no HEAD; the server leaves the body out by what the client asked, not by this.
        if request.method != "HEAD":
            return self.get_response(request)
        request.method = "GET"
        try:
            return self.get_response(request)
        finally:
            request.method = "HEAD"


def _is_public(path: str) -> bool:
    try:
        route = resolve(path).view_name
    except Resolver404:
        return False
    return ROUTES.get(route) is Permission.PUBLISHED


def _as_problem(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    kind = response.headers.get("Content-Type", "")
    if response.status_code < 400 or kind.startswith("application/problem+json"):
        return response
    problem = problem_response(plain_problem(response.status_code), request_id=request_id(request))
    for name, value in response.headers.items():
        if name not in _OF_THE_BODY:
            problem[name] = value
    return problem


def _open_to_others(response: HttpResponseBase) -> HttpResponseBase:
    """Let scripts of any site read the answer; never with cookies, for the header that would allow them is not sent."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Allow-Methods"] = _SAFE
    response["Access-Control-Allow-Headers"] = "If-None-Match"
    response["Access-Control-Expose-Headers"] = "ETag, Link, X-Request-ID, Content-Location"
    response["Access-Control-Max-Age"] = _DAY
    return response
