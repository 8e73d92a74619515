"""Which city is at work: none without a word, and no longer than its block."""

import ast
from collections.abc import Iterator
from contextvars import copy_context
from pathlib import Path
from threading import Thread

import pytest
from django.http import HttpRequest, HttpResponse

import torikumi.web
from torikumi.web.isolation import cities
from torikumi.web.isolation.cities import (
    ALL_CITIES,
    NO_CITY,
    enter_city,
    in_all_cities,
    in_city,
    in_no_city,
    shown_city,
)
from torikumi.web.isolation.middleware import CityMiddleware

WEB = Path(torikumi.web.__file__).parent


@pytest.fixture(autouse=True)
def _as_the_server_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cities, "unsaid", NO_CITY)


def test_without_a_word_no_city_is_shown() -> None:
    assert shown_city() == NO_CITY


def test_a_block_ends_where_it_began_also_by_an_error() -> None:
    with in_city(3):
        with pytest.raises(ZeroDivisionError), in_all_cities():
            assert shown_city() == ALL_CITIES
            raise ZeroDivisionError
        assert shown_city() == "3"
        with in_no_city():
            enter_city(4)
            assert shown_city() == "4"
        assert shown_city() == "3"
    assert shown_city() == NO_CITY


def test_a_request_ends_without_the_city_that_it_entered() -> None:
    seen = []

    def answer(request: HttpRequest) -> HttpResponse:
        seen.append(shown_city())
        enter_city(7)
        return HttpResponse()

    middleware = CityMiddleware(answer)
    middleware(HttpRequest())
    with in_all_cities():
        middleware(HttpRequest())

    assert seen == [NO_CITY, NO_CITY]
    assert shown_city() == NO_CITY


def test_another_thread_knows_the_city_only_with_the_context() -> None:
    seen: list[str] = []
    with in_city(5):
        context = copy_context()
        for run in (
            lambda: seen.append(shown_city()),
            lambda: context.run(lambda: seen.append(shown_city())),
        ):
            thread = Thread(target=run)
            thread.start()
            thread.join()

    assert seen == [NO_CITY, "5"]


# Where no city can be known: commands at the server, whose session it is, who logs in, whether a log-in name is taken.
MAY_SEE_ALL = {
    "manage.py",
    "isolation/management/commands/migrate.py",
    "accounts/middleware.py",
    "accounts/views/session.py",
    "accounts/forms.py",
    "accounts/personnel_changes.py",
    "accounts/views/identity.py",
    "accounts/views/second_factor.py",
}
# Public pages speak of the city in their address, whoever asks; a job is one of its city; the timer takes each in turn.
MAY_NAME_A_CITY = {
    "publications/views.py",
    "api/queries.py",
    "jobs/running.py",
    "jobs/worker.py",
    "reviews/management/commands/send_reminders.py",
}
MAY_ENTER = {"accounts/middleware.py"}


def _callers(name: str) -> Iterator[str]:
    for path in sorted(WEB.rglob("*.py")):
        if path == WEB / "isolation" / "cities.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
                yield str(path.relative_to(WEB))


@pytest.mark.parametrize(
    ("name", "places"),
    [("in_all_cities", MAY_SEE_ALL), ("in_city", MAY_NAME_A_CITY), ("enter_city", MAY_ENTER)],
)
def test_only_named_places_choose_what_is_shown(name: str, places: set[str]) -> None:
    assert set(_callers(name)) == places


def test_only_cities_and_the_backend_know_the_setting() -> None:
    known = {
        str(path.relative_to(WEB))
        for path in WEB.rglob("*.py")
        if "torikumi.city" in path.read_text(encoding="utf-8")
    }
    assert known == {"isolation/postgresql/base.py", "isolation/securing.py"}
