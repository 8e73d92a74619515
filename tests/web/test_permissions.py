"""Who may open which page: the table is complete, and what it says is what happens."""

from collections.abc import Callable
from itertools import combinations

import pytest
from django.test import Client

from tests.web import factories
from tests.web.asking import undone
from tests.web.routes import Route, all_routes
from torikumi.web.accounts.models import Municipality, User
from torikumi.web.accounts.permissions import (
    BY_TOKEN,
    HOLDERS,
    ROLE_LABELS,
    ROUTES,
    Permission,
    Role,
    acting_role,
    may,
)
from torikumi.web.audit.words import ROLES

WITHOUT_LOGIN = {Permission.EVERYBODY, Permission.PUBLISHED}
# Pages within a log-in: who comes to them without having begun one is led to its first page.
SECOND_STEPS = {"mfa_authenticate", "mfa_login_webauthn"}


def test_every_route_has_a_row_and_every_row_a_route() -> None:
    assert {route.name for route in all_routes()} == set(ROUTES)


def test_every_permission_says_who_holds_it() -> None:
    assert set(HOLDERS) == set(Permission) - WITHOUT_LOGIN - {Permission.LOGGED_IN}
    assert all(HOLDERS.values())


def test_administrators_decide_nothing_about_what_a_sheet_says() -> None:
    of_the_content = {
        Permission.MANAGE_ROUNDS, Permission.ANSWER, Permission.RATE, Permission.PROPOSE, Permission.COMMENT,
    }  # fmt: skip

    assert not any(may([Role.ADMINISTRATOR], permission) for permission in of_the_content)


def test_who_only_looks_changes_nothing() -> None:
    looking = {
        Permission.READ_PLANS, Permission.READ_PUBLICATIONS, Permission.READ_ROUNDS, Permission.SEE_BOARD,
        Permission.EXPORT_ROUNDS, Permission.READ_TRAIL,
    }  # fmt: skip

    held = {permission for permission, roles in HOLDERS.items() if roles & {Role.AUDITOR, Role.READER}}
    assert held == looking


def test_every_role_has_its_word_here_and_in_the_trail() -> None:
    assert set(ROLE_LABELS) == set(Role)
    assert {str(role): word for role, word in ROLE_LABELS.items()} == ROLES


@pytest.mark.parametrize("permission", Permission)
def test_several_roles_may_what_one_of_them_may(permission: Permission) -> None:
    for count in range(len(Role) + 1):
        for roles in combinations(Role, count):
            assert may(roles, permission) == (
                permission in WITHOUT_LOGIN
                or permission is Permission.LOGGED_IN
                or any(may([role], permission) for role in roles)
            )


def test_a_person_acts_in_the_first_role_that_allows_it() -> None:
    assert acting_role([Role.READER, Role.PLANNING], Permission.IMPORT_PLANS) is Role.PLANNING
    assert acting_role([Role.PLANNING, Role.ADMINISTRATOR], Permission.PUBLISH) is Role.ADMINISTRATOR
    assert acting_role([Role.READER], Permission.PUBLISH) is None


@pytest.mark.django_db
def test_a_stranger_gets_only_what_is_for_everybody(city: Municipality) -> None:
    client, wrong = Client(), []
    for route in all_routes():
        for method in ("get", "post", "put", "delete"):
            with undone(client):
                response = getattr(client, method)(route.url)
            if not _is_for_a_stranger(route, response.status_code, response.get("Location", "")):
                wrong.append(f"{method} {route.url} ({route.name}): {response.status_code}")

    assert wrong == []


def _is_for_a_stranger(route: Route, status: int, leads_to: str) -> bool:
    if route.name in SECOND_STEPS:
        return leads_to == "/login/" if status == 302 else status == 405
    if route.name in BY_TOKEN:
        return status == 401
    if ROUTES[route.name] in WITHOUT_LOGIN:
        return status in {200, 404, 405, 422}
    return status == 302 and leads_to.startswith("/login/")


@pytest.mark.django_db
@pytest.mark.parametrize("role", [*Role, None])
def test_each_role_opens_exactly_its_pages(
    role: Role | None, person_with: Callable[..., User], browser_of: Callable[[User], Client]
) -> None:
    roles = [role] if role else []
    client, wrong = browser_of(person_with(*roles)), []
    for route in all_routes():
        statuses = set()
        for method in ("get", "post"):
            with undone(client):
                statuses.add(getattr(client, method)(route.url).status_code)
        if route.name in BY_TOKEN:
            # What a token opens, tests/web/api/test_token_matrix.py asks.
            is_right = statuses == {401}
        elif may(roles, ROUTES[route.name]):
            is_right = 403 not in statuses
        else:
            is_right = statuses == {403}
        if not is_right:
            wrong.append(f"{route.url} ({route.name}): {statuses}")

    assert wrong == []


@pytest.mark.django_db
def test_a_route_without_a_row_is_refused_to_an_administrator(
    person_with: Callable[..., User], browser_of: Callable[[User], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = browser_of(person_with(Role.ADMINISTRATOR))
    without = {name: permission for name, permission in ROUTES.items() if name != "accounts:people"}
    monkeypatch.setattr("torikumi.web.accounts.middleware.ROUTES", without)

    assert client.get("/people/").status_code == 403


@pytest.mark.django_db
def test_an_administrator_sees_nothing_of_another_city(
    city: Municipality, other_city: Municipality, browser_of: Callable[[User], Client]
) -> None:
    client = browser_of(factories.person(city, Role.ADMINISTRATOR))
    stranger = factories.person(other_city, Role.ADMINISTRATOR, login_name="tonari-no-hito")
    unit = factories.unit(other_city, name="となりの課")
    assignment = stranger.assignments.get()

    for address in ("/people/", "/units/", "/audit/", "/people/?q=tonari"):
        page = client.get(address).content.decode()
        assert "となりの課" not in page
        assert "tonari-no-hito" not in page
    for address in (
        f"/people/{stranger.pk}/",
        f"/people/{stranger.pk}/deactivate/",
        f"/people/{stranger.pk}/password/",
        f"/roles/{assignment.pk}/end/",
        f"/units/{unit.pk}/end/",
    ):
        assert client.get(address).status_code == 404, address
        assert client.post(address, {"last_day": "2030-01-01"}).status_code in {404, 405}, address
    for address in (f"/people/{stranger.pk}/activate/", f"/people/{stranger.pk}/roles/add/"):
        assert client.post(address).status_code == 404, address
