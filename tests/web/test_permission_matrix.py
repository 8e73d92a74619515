"""Every role × every route × every thing, of one's own city and of another: who gets in, and what no answer may hold."""

from collections.abc import Iterator

import pytest
from django.http import StreamingHttpResponse
from django.test import Client

from tests.web.asking import undone
from tests.web.matrix_cases import CASES, addresses, is_about_a_thing
from tests.web.routes import all_routes
from tests.web.world import World, make_world
from torikumi.web.accounts.permissions import BY_TOKEN, ROUTES, Permission, Role, may
from torikumi.web.audit.queries import faults_of, trail_head

FOR_ALL = {Permission.EVERYBODY, Permission.PUBLISHED}
WHO = [*Role, None]
METHODS = ("get", "post")
# What anybody gets of the public address of an edition.
PUBLIC = {"published": {200}, "draft": {404}, "withdrawn": {410}}
LEAST_CELLS = 6_000


@pytest.fixture
def here(db: None) -> World:
    return make_world(code="999997", name="みほん市")


@pytest.fixture
def there(here: World) -> World:
    return make_world(code="999989", name="となり市")


def test_every_route_has_a_case_and_every_case_a_route() -> None:
    assert set(CASES) == {route.name for route in all_routes()}


def test_the_matrix_is_large_enough(here: World) -> None:
    cells = sum(
        len(METHODS) * len(CASES[route](here)) * (2 if is_about_a_thing(route, here) else 1)
        for route in CASES
    )
    assert cells * len(WHO) >= LEAST_CELLS


def _cells(here: World, there: World) -> Iterator[tuple[str, str, str, bool]]:
    for route in CASES:
        for relation, address in addresses(route, here).items():
            yield route, relation, address, False
        if is_about_a_thing(route, here):
            for relation, address in addresses(route, there).items():
                yield route, relation, address, True


def _ask(client: Client, method: str, address: str) -> tuple[int, str]:
    """Return the status and the whole answer; what it changed is undone, and the session is as it was."""
    with undone(client):
        response = getattr(client, method)(address)
        streamed = isinstance(response, StreamingHttpResponse)
        octets = b"".join(response) if streamed else response.content
        return response.status_code, octets.decode("utf-8", "replace") + str(response.headers)


def _is_right(route: str, relation: str, role: Role | None, is_foreign: bool, status: int) -> bool:
    permission = ROUTES[route]
    if route in BY_TOKEN:
        # Whoever is logged in: a browser's session opens none of these (tests/web/api/test_token_matrix.py).
        return status == 401
    if permission in FOR_ALL:
        return status in PUBLIC.get(relation, {200, 302, 404, 422}) | {405}
    if role is None:
        return status == 302
    if not may([role], permission):
        return status == 403
    if is_foreign:
        # Whether it is there is not told either; a finer rule may refuse before anything is looked for.
        return status in {403, 404, 405}
    return status < 500


def _unwanted(here: World, there: World, route: str, role: Role | None) -> list[str]:
    """Return the words that may not stand in an answer of this route to this role."""
    words = [*there.marks.secret()]
    is_public = ROUTES[route] in FOR_ALL
    if not is_public:
        words.append(there.marks.published)
    if role is None or is_public:
        # The head of a page names the person who looks at it.
        words += [word for word in here.marks.secret() if role is None or word != here.marks.people]
    elif not may([role], ROUTES[route]):
        words += [word for word in here.marks.secret() if word != here.marks.people]
        words.append(here.marks.published)
    return words


# Two cities with everything take as long to make as one role to ask; by halves both workers have something to do.
@pytest.mark.parametrize("roles", [WHO[::2], WHO[1::2]], ids=["one half", "the other"])
def test_each_gets_what_is_theirs_and_no_word_more(
    roles: list[Role | None], here: World, there: World
) -> None:
    before = trail_head(there.city.code)
    wrong = {str(role): found for role in roles if (found := _wrong_for(role, here, there))}

    assert wrong == {}
    assert trail_head(there.city.code) == before
    assert [*faults_of(here.city.code)] == []


def _wrong_for(role: Role | None, here: World, there: World) -> list[str]:
    client, wrong = Client(raise_request_exception=False), []
    if role is not None:
        client.force_login(here.people[role])
    for route, relation, address, is_foreign in _cells(here, there):
        unwanted = _unwanted(here, there, route, role)
        for method in METHODS:
            status, text = _ask(client, method, address)
            where = f"{method} {address} ({route}, {'another city, ' if is_foreign else ''}{relation})"
            if not _is_right(route, relation, role, is_foreign, status):
                wrong.append(f"{where}: {status}")
            wrong += [f"{where}: holds {word}" for word in unwanted if word in text]
    return wrong


def test_the_words_are_there_to_be_found(here: World) -> None:
    """A leak of a word that stands nowhere would never be seen."""
    client = Client()
    client.force_login(here.people[Role.ADMINISTRATOR])
    editions = here.editions
    pages = {
        here.marks.draft: f"/plans/{here.series.pk}/projects/P-000000000000/?edition={editions['draft'].sequence}",
        here.marks.staged: f"/plans/imports/{here.staged.pk}/check/2/",
        here.marks.reading: f"/plans/readings/{here.reading.pk}/",
        here.marks.people: "/people/",
        here.marks.answer: f"/plans/{here.series.pk}/projects/P-000000000000/",
        here.marks.published: f"/public/{here.city.code}/{here.series.pk}/{editions['published'].sequence}/data/plan.json",
        here.marks.withdrawn: f"/plans/{here.series.pk}/projects/P-000000000000/?edition={editions['withdrawn'].sequence}",
    }
    for word, address in pages.items():
        assert word in client.get(address).content.decode(), address
