"""What every test of the web application stands on: a database (SQLite, or a real PostgreSQL), people, quick passwords.

`TORIKUMI_TEST_DATABASE=postgres pytest tests/web` starts a PostgreSQL of its own in a temporary folder.
"""

import os
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from django.db import connection, connections
from django.test import Client, TransactionTestCase

from tests.web import factories
from tests.web.postgres import APPLICATION, OWNER, make_role, running_postgres
from torikumi.publish.edition import ALL, PDF, publish_plan
from torikumi.web.accounts.models import Municipality, User
from torikumi.web.accounts.permissions import Role
from torikumi.web.audit import triggers as trail
from torikumi.web.isolation import cities
from torikumi.web.isolation.append_only import guard_append_only_tables, unguard_append_only_tables
from torikumi.web.mail import triggers as mails
from torikumi.web.plans import triggers as editions
from torikumi.web.publications import files


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out, on PostgreSQL, what asks no database: it was asked already, and would say the same again."""
    if os.environ.get("TORIKUMI_TEST_DATABASE") != "postgres":
        return
    asking = [item for item in items if _asks_the_database(item)]
    if len(asking) < len(items):
        config.hook.pytest_deselected(items=[item for item in items if not _asks_the_database(item)])
        items[:] = asking


def _asks_the_database(item: pytest.Item) -> bool:
    fixtures = {"db", "transactional_db", "django_db_setup", "live_server"}
    return item.get_closest_marker("django_db") is not None or bool(
        fixtures & set(getattr(item, "fixturenames", ()))
    )


@pytest.fixture(scope="session")
def chosen_database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Leave the database as the settings have it, or put a PostgreSQL of our own in its place."""
    wanted = os.environ.get("TORIKUMI_TEST_DATABASE", "sqlite")
    if wanted == "sqlite":
        yield
        return
    if wanted != "postgres":
        pytest.exit(f"TORIKUMI_TEST_DATABASE is {wanted!r}; give sqlite or postgres", returncode=2)
    with running_postgres() as address:
        database = connections.settings["default"]
        before = {**database}
        # Not as a superuser, whom no policy binds: as the owner of the tables, who is bound by force.
        make_role(address, OWNER, "CREATEDB")
        make_role(address, APPLICATION)
        database.update(
            ENGINE="torikumi.web.isolation.postgresql", NAME="postgres", USER=OWNER, HOST=str(address)
        )
        database.update(OPTIONS={}, PORT="", PASSWORD="")
        del connections["default"]
        yield
        connections.close_all()
        database.update(before)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    chosen_database: None, django_db_modify_db_settings_parallel_suffix: None
) -> None:
    """Choose the database first, then give every worker its own."""


@pytest.fixture(autouse=True)
def _papers_are_made_where_they_are_asked_for(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Hundreds of tests publish something, and few look at the papers, which take seconds.
    if request.node.get_closest_marker("papers") is None:
        monkeypatch.setattr(files, "publish_plan", partial(publish_plan, only=ALL - {PDF}))


@pytest.fixture(scope="session", autouse=True)
def _emptying_tables_is_allowed_to_tests() -> Iterator[None]:
    # Between tests with real transactions Django empties every table; the trail and the editions refuse that, as they should.
    empty = TransactionTestCase._fixture_teardown

    def without_triggers(case: TransactionTestCase) -> None:
        for final in (trail, editions, mails):
            final.drop_triggers(connection)
        unguard_append_only_tables(connection)
        empty(case)
        for final in (trail, editions, mails):
            final.create_triggers(connection)
        guard_append_only_tables(connection)

    TransactionTestCase._fixture_teardown = without_triggers  # type: ignore[method-assign]
    yield
    TransactionTestCase._fixture_teardown = empty  # type: ignore[method-assign]


@pytest.fixture(autouse=True)
def _settings_for_tests(settings: pytest.FixtureRequest, tmp_path: Path) -> None:
    settings.SECRET_KEY = "only-for-tests-" * 5
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.HOME = tmp_path
    settings.READ_BESIDE_REQUESTS = False
    settings.JOBS_BESIDE_REQUESTS = False
    settings.PUBLISHED_ROOT = tmp_path / "var" / "published"
    settings.ALLOWED_HOSTS = ["testserver", "localhost"]


@pytest.fixture(autouse=True)
def _tests_look_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    # A test arranges and looks at rows of every city; a request that it makes begins in none, as always.
    monkeypatch.setattr(cities, "unsaid", cities.ALL_CITIES)


@pytest.fixture
def city(db: None) -> Municipality:
    """Return an invented city."""
    return factories.municipality()


@pytest.fixture
def other_city(db: None) -> Municipality:
    """Return another invented city."""
    return factories.municipality(code="999989", name="となり市")


@pytest.fixture
def person_with(city: Municipality) -> Callable[..., User]:
    """Return a function that makes a person of the city with the roles that are named."""

    def make(*roles: Role, municipality: Municipality | None = None) -> User:
        return factories.person(municipality or city, *roles)

    return make


@pytest.fixture
def browser_of(client: Client) -> Callable[[User], Client]:
    """Return a function that gives a client logged in as somebody."""

    def log_in(user: User) -> Client:
        new = Client()
        new.force_login(user)
        return new

    return log_in
