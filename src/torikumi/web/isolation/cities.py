"""Which city's rows the database shows, here and now; without a word, none.

The answer belongs to the thread of execution, not to a connection: postgresql/base.py tells it to the database before
each statement where it is another than the last one. So no connection carries a city over to the next request, and
SQLite, which has no such net, is asked nothing.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

NO_CITY = ""
ALL_CITIES = "*"

# What is shown where nobody said anything; only tests, which look from outside, set another.
unsaid = NO_CITY

_shown: ContextVar[str | None] = ContextVar("torikumi_city", default=None)


def shown_city() -> str:
    """Return the key of the city whose rows are shown, NO_CITY or ALL_CITIES."""
    said = _shown.get()
    return unsaid if said is None else said


@contextmanager
def in_city(key: int) -> Iterator[None]:
    """Show the rows of one city, until the block ends."""
    with _showing(str(key)):
        yield


@contextmanager
def in_no_city() -> Iterator[None]:
    """Show no rows of any city, until the block ends or a city is entered in it."""
    with _showing(NO_CITY):
        yield


@contextmanager
def in_all_cities() -> Iterator[None]:
    """Show the rows of every city: only where no city can be known yet. A test holds the list of such places."""
    with _showing(ALL_CITIES):
        yield


def enter_city(key: int) -> None:
    """Show the rows of one city until the block around it ends; the block of a request is CityMiddleware's."""
    _shown.set(str(key))


@contextmanager
def _showing(city: str) -> Iterator[None]:
    token = _shown.set(city)
    try:
        yield
    finally:
        _shown.reset(token)
