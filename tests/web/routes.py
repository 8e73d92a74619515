"""Every route of the application with an example address, taken from the URL resolver itself."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import IntConverter


@dataclass(frozen=True, slots=True)
class Route:
    """A named address; `url` has 1 for each number and a word for each text."""

    name: str
    url: str


def all_routes() -> tuple[Route, ...]:
    """Return every route; one without a name has the name ""."""
    return tuple(_walk(get_resolver().url_patterns, "", ""))


def _walk(patterns: list[URLPattern | URLResolver], namespace: str, prefix: str) -> Iterator[Route]:
    for pattern in patterns:
        address = prefix + _example(pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, inner, address)
        else:
            yield Route(name=namespace + pattern.name if pattern.name else "", url="/" + address)


def _example(pattern: URLPattern | URLResolver) -> str:
    text = str(pattern.pattern)
    for name, converter in pattern.pattern.converters.items():
        kind = text.partition(f":{name}>")[0].rpartition("<")[2]
        value = "1" if isinstance(converter, IntConverter) else "999997"
        text = text.replace(f"<{kind}:{name}>", value)
    return text
