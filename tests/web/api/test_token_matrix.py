"""Every role × every route of programs × every thing, of one's own city and of another: as on the pages."""

import pytest
from django.db import transaction
from django.test import Client

from tests.web.api.programs import program_of
from tests.web.matrix_cases import addresses, is_about_a_thing
from tests.web.world import World, make_world
from torikumi.web.accounts.permissions import BY_TOKEN, ROUTES, Role, may
from torikumi.web.accounts.token_models import TokenScope
from torikumi.web.audit.queries import faults_of, trail_head

BODIES = {
    "api:answer": {"values": {"result": "プログラムの文"}},
    "api:rating": {"values": {"head_comment": "プログラムの文"}},
    "api:hand_in": {"move": "submit", "accept_warnings": True},
    "api:decision": {"move": "approve"},
}
METHODS = ("get", "post", "patch")


@pytest.fixture
def here(db: None) -> World:
    return make_world(code="999997", name="みほん市")


@pytest.fixture
def there(here: World) -> World:
    return make_world(code="999989", name="となり市")


def _ask(program: Client, method: str, address: str, route: str, version: int) -> tuple[int, str]:
    point = transaction.savepoint()
    try:
        if method == "get":
            answer = program.get(address)
        else:
            answer = getattr(program, method)(
                address,
                BODIES.get(route, {}),
                content_type="application/json",
                headers={"If-Match": f'"v{version}"'},
            )
        return answer.status_code, answer.content.decode() + str(answer.headers)
    finally:
        transaction.savepoint_rollback(point)


PAGES = {
    "api:rounds": "reviews:list", "api:round": "reviews:round", "api:sheets": "reviews:sheets",
    "api:sheet": "reviews:sheet", "api:standing": "reviews:board", "api:answer": "reviews:answer",
    "api:hand_in": "reviews:answer", "api:rating": "reviews:rate", "api:decision": "reviews:rate",
    "api:corpus_search": "explore:search", "api:corpus_similar": "explore:similar",
}  # fmt: skip


def test_each_route_asks_for_the_right_of_its_page() -> None:
    assert {*PAGES, "api:me"} == BY_TOKEN
    assert {name: ROUTES[name] for name in PAGES} == {name: ROUTES[page] for name, page in PAGES.items()}


def test_there_are_routes_to_ask() -> None:
    assert len(BY_TOKEN) == 12


@pytest.mark.parametrize("scope", TokenScope)
def test_a_program_gets_what_its_person_gets_and_no_word_more(
    scope: TokenScope, here: World, there: World
) -> None:
    before = trail_head(there.city.code)
    wrong = {str(role): found for role in Role if (found := _wrong_for(role, scope, here, there))}

    assert wrong == {}
    assert trail_head(there.city.code) == before
    assert [*faults_of(here.city.code)] == []


def _wrong_for(role: Role, scope: TokenScope, here: World, there: World) -> list[str]:
    program, wrong = program_of(here.people[role], scope), []
    version = here.sheets["own"].version
    for route in sorted(BY_TOKEN):
        cells = [(one, False) for one in addresses(route, here).values()]
        if is_about_a_thing(route, here):
            cells += [(one, True) for one in addresses(route, there).values()]
        for address, is_foreign in cells:
            for method in METHODS:
                status, text = _ask(program, method, address, route, version)
                where = f"{method} {address}: {status}"
                if status >= 500:
                    wrong.append(where)
                if not may([role], ROUTES[route]) or (method != "get" and scope is TokenScope.READ):
                    wrong += [where] if status != 403 else []
                elif is_foreign:
                    wrong += [where] if status not in {404, 405} else []
                wrong += [f"{where} holds {word}" for word in there.marks.secret() if word in text]
    return wrong


def test_a_token_of_one_city_does_not_find_the_rounds_of_another(here: World, there: World) -> None:
    rounds = program_of(here.people[Role.PLANNING]).get("/api/v1/office/rounds").json()

    assert [one["id"] for one in rounds["items"]] == [here.round.pk]
