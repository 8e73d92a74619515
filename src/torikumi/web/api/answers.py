"""How answers go out: JSON with Japanese as it is, CSV, and tags by which a program knows that nothing changed."""

from hashlib import sha256
from importlib.metadata import version
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.http import parse_etags
from pydantic import TypeAdapter

from torikumi.publish.csv import write_table
from torikumi.publish.data_table import DataTable

Shape = TypeVar("Shape")

# As for the published pages: short enough that a withdrawal counts soon.
CACHE_SECONDS = 300


# What turns values of a shape into JSON; made once, for it takes milliseconds.
_adapters: dict[object, TypeAdapter[Any]] = {}


def to_json(shape: type[Shape], value: Shape) -> bytes:
    """Return a value as JSON in UTF-8, every key there; decimals are text with every digit."""
    adapter = _adapters.get(shape)
    if adapter is None:
        adapter = _adapters.setdefault(shape, TypeAdapter(shape))
    return adapter.dump_json(value)


def tag_of(*parts: str) -> str:
    """Return the strong tag of what was made of `parts` by this version of the program."""
    return '"' + sha256("\n".join((version("torikumi"), *parts)).encode()).hexdigest()[:32] + '"'


def unchanged(request: HttpRequest, tag: str) -> HttpResponse | None:
    """Return the answer that nothing changed, where the program has the answer with this tag; else None."""
    wanted = parse_etags(request.headers.get("If-None-Match", ""))
    if tag not in wanted and f"W/{tag}" not in wanted and "*" not in wanted:
        return None
    return public(HttpResponseNotModified(), tag)


def public(response: HttpResponse, tag: str) -> HttpResponse:
    """Return the answer with its tag, for caches to keep a while."""
    response["ETag"] = tag
    response["Cache-Control"] = f"public, max-age={CACHE_SECONDS}"
    return response


def json_response(shape: type[Shape], value: Shape) -> HttpResponse:
    """Return the answer with a value as JSON."""
    return HttpResponse(to_json(shape, value), content_type="application/json")


def csv_response(table: DataTable) -> HttpResponse:
    """Return the answer with a table as CSV (UTF-8 with BOM), for a program or Excel to take in."""
    response = HttpResponse(write_table(table), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{table.file}.csv"'
    return response


def link_header(request: HttpRequest, *, limit: int, offset: int, total: int) -> str:
    """Return the header Link of a page: the first, the one before, the next and the last, as far as they exist."""
    last = max(0, (total - 1) // limit * limit)
    places = {"first": 0, "last": last}
    if offset > 0:
        places["prev"] = max(0, min(offset - limit, last))
    if offset + limit < total:
        places["next"] = offset + limit
    return ", ".join(f'<{_address(request, limit, place)}>; rel="{name}"' for name, place in places.items())


def _address(request: HttpRequest, limit: int, offset: int) -> str:
    question: dict[str, Any] = {**request.GET.dict(), "limit": limit, "offset": offset}
    return f"{request.path}?{urlencode(question)}"
