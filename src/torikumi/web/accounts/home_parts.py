"""What other parts of the application show on the first page; each hands in a function when it starts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class HomePart:
    """A template, and the `rows` that it shows."""

    template: str
    rows: Sequence[object]


_SOURCES: list[Callable[[HttpRequest], HomePart | None]] = []


def register_home_part(source: Callable[[HttpRequest], HomePart | None]) -> None:
    """Have `source` asked for a part of the first page; it decides what the person may see, None for nothing."""
    if source not in _SOURCES:
        _SOURCES.append(source)


def register_first_home_part(source: Callable[[HttpRequest], HomePart | None]) -> None:
    """Have `source` asked before all others: what waits for the person stands above what there is to look at."""
    if source not in _SOURCES:
        _SOURCES.insert(0, source)


def find_home_parts(request: HttpRequest) -> list[HomePart]:
    """Return what the first page shows to the person who asks."""
    return [part for source in _SOURCES if (part := source(request)) is not None]
