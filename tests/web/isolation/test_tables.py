"""Every table says whose rows it holds and what may happen to them, and the database knows."""

import pytest
from django.apps import apps
from django.db import connection, models

from torikumi.web.accounts.models import Municipality
from torikumi.web.audit.models import AuditEvent
from torikumi.web.isolation import tables
from torikumi.web.isolation.tables import OF_NO_CITY, TableError, all_tables, append_only_tables
from torikumi.web.plans.models import Edition, StoredProject
from torikumi.web.plans.scope import CityModel

OURS = [model for model in apps.get_models() if model.__module__.startswith("torikumi.")]


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_every_model_says_whose_its_rows_are(model: type[models.Model]) -> None:
    (table,) = [table for table in all_tables() if table.name == model._meta.db_table]

    assert bool(table.condition) == (model._meta.label not in OF_NO_CITY)
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
    monkeypatch.setattr(tables, "OF_NO_CITY", OF_NO_CITY - {Municipality._meta.label})

    with pytest.raises(TableError, match="Municipality"):
        all_tables()


@pytest.mark.django_db
@pytest.mark.parametrize("table", append_only_tables())
def test_the_database_itself_refuses_to_change_an_append_only_table(table: str) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table])
            found = " ".join(row[0].upper() for row in cursor.fetchall())
            assert all(f"BEFORE {act}" in found for act in ("UPDATE", "DELETE", "INSERT"))
        else:
            # 8 is DELETE, 16 UPDATE, 32 TRUNCATE in pg_trigger.tgtype
            cursor.execute(
                "SELECT bit_or(tgtype) FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal",
                [table],
            )
            assert cursor.fetchone()[0] & 0b111000 == 0b111000
