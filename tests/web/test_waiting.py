"""A request that waited for another too long: nothing is lost, and the answer says when to come back."""

from collections.abc import Callable

import pytest
from django.db import OperationalError, connection, connections, transaction
from django.test import Client

from tests.web import factories
from torikumi.web.accounts.models import Municipality, OrganisationUnit, User
from torikumi.web.accounts.permissions import Role
from torikumi.web.environment import read_database


def _locked(sqlstate: str | None) -> OperationalError:
    error = OperationalError("database is locked" if sqlstate is None else "canceling statement")
    if sqlstate is not None:
        cause = RuntimeError("below")
        cause.sqlstate = sqlstate  # type: ignore[attr-defined]
        error.__cause__ = cause
    return error


@pytest.fixture
def administrator(person_with: Callable[..., User], browser_of: Callable[[User], Client]) -> Client:
    client = browser_of(person_with(Role.ADMINISTRATOR))
    client.raise_request_exception = False
    return client


FORM = {"code": "A1", "name": "みほん課", "valid_from": "2026-04-01"}


@pytest.mark.django_db
@pytest.mark.parametrize("sqlstate", [None, "55P03", "40P01", "40001", "53300"])
@pytest.mark.parametrize(
    "where",
    ["torikumi.web.accounts.actions.units.record", "django.contrib.sessions.backends.db.SessionStore.save"],
)
def test_a_lock_that_does_not_come_free_is_no_error_of_the_server(
    sqlstate: str | None,
    where: str,
    administrator: Client,
    city: Municipality,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def wait(*args: object, **kwargs: object) -> None:
        raise _locked(sqlstate)

    monkeypatch.setattr(where, wait)

    answer = administrator.post("/units/add/", FORM)

    assert answer.status_code == 503
    assert answer["Retry-After"] == "30"
    assert "混み合っています" in answer.content.decode()
    if where.endswith("record"):
        assert not OrganisationUnit.objects.of_municipality(city.code).exists()


@pytest.mark.django_db
def test_other_failures_of_the_database_stay_errors(
    administrator: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**kwargs: object) -> None:
        raise OperationalError("disk I/O error")

    monkeypatch.setattr("torikumi.web.accounts.actions.units.record", fail)

    assert administrator.post("/units/add/", FORM).status_code == 500


def test_postgresql_waits_no_longer_than_sqlite(tmp_path: object) -> None:
    plain = read_database("DATABASE_URL", home=tmp_path, environ={"DATABASE_URL": "postgresql://a@b/c"})
    given = read_database(
        "DATABASE_URL", home=tmp_path, environ={"DATABASE_URL": "postgresql://a@b/c?sslmode=require"}
    )

    assert plain["OPTIONS"] == {"options": "-c lock_timeout=20s"}
    assert given["OPTIONS"] == {"options": "-c lock_timeout=20s", "sslmode": "require"}


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_row_that_somebody_else_holds(
    person_with: Callable[..., User], browser_of: Callable[[User], Client], city: Municipality
) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("tests keep SQLite in memory, where one writer at a time is all there is")
    client = browser_of(person_with(Role.ADMINISTRATOR))
    client.raise_request_exception = False
    client.get("/units/")
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("SELECT 1 FROM accounts_municipality WHERE id = %s FOR UPDATE", [city.pk])
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '200ms'")

        answer = client.post("/units/add/", FORM)
    finally:
        other.close()
        with connection.cursor() as cursor:
            cursor.execute("RESET lock_timeout")

    assert answer.status_code == 503
    with transaction.atomic():
        assert factories.unit(city, code="A1").code == "A1"
