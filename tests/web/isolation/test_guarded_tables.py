"""Every table says whose rows it holds and what may happen to them, and the database knows."""

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction

from tests.web import factories
from torikumi.web.accounts.models import Municipality
from torikumi.web.accounts.scope import CityModel
from torikumi.web.audit.models import AuditEvent
from torikumi.web.isolation.append_only import (
    guard_append_only_tables,
    is_guarded,
    unguard_append_only_tables,
)
from torikumi.web.isolation.tables import TableError, all_tables, append_only_tables
from torikumi.web.plans import triggers as editions
from torikumi.web.plans.models import Edition, Original, StoredProject

# Names of cities, and counts without names.
OF_NO_CITY = {"accounts.Municipality", "accounts.LoginBucket"}
OURS = [model for model in apps.get_models() if model.__module__.startswith("torikumi.")]


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_every_model_says_whose_its_rows_are(model: type[models.Model]) -> None:
    (table,) = [table for table in all_tables() if table.name == model._meta.db_table]

    assert bool(table.condition) == (model._meta.label not in OF_NO_CITY)
    assert bool(table.condition) != getattr(model, "of_no_city", False)
    assert "TRUNCATE" not in table.rights


def test_every_city_model_is_guarded() -> None:
    guarded = {table.name for table in all_tables() if table.condition}
    assert {model._meta.db_table for model in OURS if issubclass(model, CityModel)} <= guarded
    assert {"accounts_user", "accounts_organisationunit", "accounts_roleassignment"} <= guarded


def test_a_condition_follows_the_path_of_its_model() -> None:
    conditions = {table.name: table.condition for table in all_tables()}

    assert conditions["plans_edition"] == '"municipality_id" = (SELECT torikumi_city())'
    assert conditions["audit_auditevent"] == '"municipality" = (SELECT torikumi_city_code())'
    assert conditions["plans_storedproject"] == (
        'EXISTS (SELECT 1 FROM "plans_edition" up WHERE up.id = "plans_storedproject"."edition_id")'
    )


def test_a_right_is_given_only_where_it_is_needed() -> None:
    rights = {table.name: table.rights for table in all_tables()}

    assert rights["audit_auditevent"] == ("SELECT", "INSERT")
    assert rights["audit_chainhead"] == ("SELECT", "INSERT", "UPDATE")
    assert rights["plans_storedproject"] == ("SELECT", "INSERT")
    assert rights["plans_edition"] == ("SELECT", "INSERT", "UPDATE (state)")
    assert rights["accounts_loginbucket"] == ("SELECT", "INSERT", "UPDATE", "DELETE")
    assert rights["django_session"] == ("SELECT", "INSERT", "UPDATE", "DELETE")
    assert rights["auth_permission"] == ("SELECT",)
    assert {name for name, held in rights.items() if "DELETE" in held} == {
        "accounts_loginbucket",
        "django_session",
        "mfa_authenticator",
        "socialaccount_socialaccount",
    }


@pytest.mark.parametrize(
    ("model", "attribute", "value"),
    [
        (Edition, "city_path", ""),
        (StoredProject, "city_path", "edition__series__municipality"),
        (StoredProject, "city_path", "key__municipality"),
        (AuditEvent, "city_code_column", ""),
    ],
)
def test_a_model_that_says_it_wrongly_is_refused(
    model: type[models.Model], attribute: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(model, attribute, value)

    with pytest.raises(TableError):
        all_tables()


def test_a_new_model_that_says_nothing_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(Municipality, "of_no_city")

    with pytest.raises(TableError, match="Municipality"):
        all_tables()


@pytest.mark.django_db
@pytest.mark.parametrize("table", append_only_tables())
def test_the_database_itself_refuses_to_change_an_append_only_table(table: str) -> None:
    assert is_guarded(connection, table)


@pytest.mark.django_db
def test_a_table_without_triggers_gets_some() -> None:
    city = factories.municipality()
    original = Original.objects.create(municipality=city, sha256="0" * 64, size=1, content=b"x")
    editions.drop_triggers(connection)
    assert not is_guarded(connection, "plans_original")

    guarded = guard_append_only_tables(connection)

    assert "plans_original" in guarded
    assert guard_append_only_tables(connection) == []
    changes = ["UPDATE plans_original SET size = 2", "DELETE FROM plans_original"]
    changes.append("TRUNCATE plans_original CASCADE")
    if connection.vendor == "sqlite":
        changes[-1] = "REPLACE INTO plans_original SELECT * FROM plans_original"
    else:
        connection.check_constraints()  # nothing may be left for the end of the transaction
    for change in changes:
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            connection.cursor().execute(change)
    assert Original.objects.within(city).get().pk == original.pk
    unguard_append_only_tables(connection)
    assert not is_guarded(connection, "plans_original")
