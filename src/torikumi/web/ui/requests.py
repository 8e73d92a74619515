"""What is known of a request before anyone logs in: its number and the address it came from."""

from django.http import HttpRequest

# In META, under names with a dot: no header of a browser can ever be read as one of these.
REQUEST_ID = "torikumi.request_id"


def request_id(request: HttpRequest) -> str:
    """Return the number of this request, by which a person can report it and a log line can be found."""
    return str(request.META.get(REQUEST_ID, ""))


def client_address(request: HttpRequest) -> str:
    """Return the address of the person's machine; that of the last proxy nobody vouches for."""
    return str(request.META.get("REMOTE_ADDR", ""))


def is_htmx(request: HttpRequest) -> bool:
    """Tell whether a part of a page is asked for, not a whole one."""
    return request.headers.get("HX-Request") == "true" and request.headers.get("HX-Boosted") != "true"
