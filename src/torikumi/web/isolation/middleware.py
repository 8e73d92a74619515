"""The block of a request: it begins and ends without a city."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from torikumi.web.isolation.cities import in_no_city


class CityMiddleware:
    """Lets a request begin in no city; AccessMiddleware enters that of the person who asks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request."""
        with in_no_city():
            return self.get_response(request)
