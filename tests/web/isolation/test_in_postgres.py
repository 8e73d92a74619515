"""PostgreSQL keeps the cities apart for the application's own role, whatever the application forgets.

Needs TORIKUMI_TEST_DATABASE=postgres. The role is no owner and no superuser, as on a server.
"""

import random
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from contextvars import copy_context
from dataclasses import dataclass
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, ProgrammingError, connection, connections, models, transaction
from django.test import Client

from tests.web.postgres import APPLICATION, OWNER
from tests.web.world import World, make_world
from torikumi.errors import UserError
from torikumi.web.accounts.permissions import Role
from torikumi.web.accounts.scope import CityQuerySet
from torikumi.web.isolation import cities
from torikumi.web.isolation.cities import NO_CITY, in_all_cities, in_city, in_no_city
from torikumi.web.isolation.securing import install_policies, look_at
from torikumi.web.isolation.tables import all_tables, append_only_tables
from torikumi.web.plans.models import Edition
from torikumi.web.publications.models import Publication

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]

TIMES = 10_000
GUARDED = [table.name for table in all_tables() if table.condition]


@pytest.fixture(autouse=True)
def _needs_postgres(transactional_db: None) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL has this net")


@pytest.fixture
def worlds() -> tuple[World, World]:
    return make_world(code="999997", name="みほん市"), make_world(code="999989", name="となり市")


@pytest.fixture
def as_application(worlds: tuple[World, World], monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Be the application's role from here on, and see nothing without a word, as on a server."""
    call_command("secure_database", role=APPLICATION, stdout=StringIO())
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "USER", APPLICATION)
    monkeypatch.setattr(cities, "unsaid", NO_CITY)
    yield
    connection.close()


def ask(statement: str, *values: object) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else [cursor.rowcount]


# --- 10,000 tries to read and write across ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one city: of each table the numbers, and one row as it is."""

    keys: dict[str, list[Any]]
    columns: dict[str, list[str]]
    sample: dict[str, tuple[Any, ...]]


def _key(table: str) -> str:
    model = next(one for one in apps.get_models() if one._meta.db_table == table)
    assert model._meta.pk is not None
    return str(model._meta.pk.column)


def _rows_of(world: World) -> Rows:
    keys, columns, sample = {}, {}, {}
    with in_city(world.city.pk):
        for table in GUARDED:
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT * FROM {table} ORDER BY 1")
                found = cursor.fetchall()
                columns[table] = [column.name for column in cursor.description]
            if not found:
                continue  # a table that tests/web/world.py has no row for; that it has a policy is tested elsewhere
            keys[table] = [row[columns[table].index(_key(table))] for row in found]
            sample[table] = found[0]
    return Rows(keys=keys, columns=columns, sample=sample)


def _read_by_number(table: str, own: Rows, other: Rows, chance: random.Random) -> bool:
    key = chance.choice(other.keys[table])
    return not ask(f"SELECT * FROM {table} WHERE {_key(table)} = %s", key)


def _count(table: str, own: Rows, other: Rows, chance: random.Random) -> bool:
    return ask(f"SELECT count(*) FROM {table}")[0][0] == len(own.keys[table])


def _forget_the_filter(table: str, own: Rows, other: Rows, chance: random.Random) -> bool:
    model = next(one for one in apps.get_models() if one._meta.db_table == table)
    plain: models.QuerySet[models.Model] = models.QuerySet(model)
    return set(plain.values_list("pk", flat=True)) == set(own.keys[table])


def _search(table: str, own: Rows, other: Rows, chance: random.Random) -> bool:
    return not ask(
        f"SELECT 1 FROM {table} t WHERE t::text LIKE %s", f"%{chance.choice(('の合図999989', '-999989'))}%"
    )


def _refused(statement: str, *values: object) -> bool:
    try:
        return ask(statement, *values) == [0]
    except DatabaseError:
        return True


def _change(table: str, own: Rows, other: Rows, chance: random.Random) -> bool:
    column, key = chance.choice(other.columns[table]), chance.choice(other.keys[table])
    return _refused(f'UPDATE {table} SET "{column}" = "{column}" WHERE {_key(table)} = %s', key)


def _delete(table: str, own: Rows, other: Rows, chance: random.Random) -> bool:
    return _refused(f"DELETE FROM {table} WHERE {_key(table)} = %s", chance.choice(other.keys[table]))


def _slip_in(table: str, own: Rows, other: Rows, chance: random.Random) -> bool:
    values = dict(zip(other.columns[table], other.sample[table], strict=True))
    if isinstance(values[_key(table)], int):
        values[_key(table)] = chance.randrange(10**9, 2 * 10**9)
    names = ", ".join(f'"{name}"' for name in values)
    with transaction.atomic():
        return _refused_in_savepoint(
            f"INSERT INTO {table} ({names}) VALUES ({', '.join(['%s'] * len(values))})",
            [_adapted(value) for value in values.values()],
        )


def _refused_in_savepoint(statement: str, values: list[object]) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
    except ProgrammingError as error:  # insufficient_privilege: the policy, not some constraint
        return "row-level security" in str(error) or "only moves forward" in str(error)
    return False


def _adapted(value: object) -> object:
    from psycopg.types.json import Jsonb

    return Jsonb(value) if isinstance(value, dict | list) else value


def _hand_over(table: str, own: Rows, other: Rows, chance: random.Random) -> bool:
    names = [one for one in own.columns[table] if one.endswith("_id") or one == "municipality"]
    column, key = chance.choice(names), chance.choice(own.keys[table])
    value = other.sample[table][other.columns[table].index(column)]
    if value is None or value == own.sample[table][own.columns[table].index(column)]:
        return True
    before = ask(f"SELECT count(*) FROM {table}")
    _refused(f'UPDATE {table} SET "{column}" = %s WHERE {_key(table)} = %s', value, key)
    return ask(f"SELECT count(*) FROM {table}") == before


TRIES = (_read_by_number, _count, _forget_the_filter, _search, _change, _delete, _slip_in, _hand_over)


def _within_a_transaction_that_fails(act: Callable[[], bool], city: int, other: int) -> bool:
    # The city is told within the transaction, and goes with it; what follows must be told again.
    with suppress(DatabaseError), in_city(other), transaction.atomic():
        ask("SELECT 1 / 0")
    with in_city(city):
        return act()


def test_ten_thousand_tries_to_cross_reach_nothing(worlds: tuple[World, World], as_application: None) -> None:
    here, there = worlds
    own, other = _rows_of(here), _rows_of(there)
    tables = [*own.keys]
    assert len(tables) >= 25
    chance = random.Random(20260401)
    through, counted = [], 0

    def one_try(number: int) -> tuple[str, str, bool]:
        attempt, table = TRIES[number % len(TRIES)], chance.choice(tables)

        def act() -> bool:
            return attempt(table, own, other, chance)

        if number % 7 == 0:
            with in_city(there.city.pk):  # the connection served the other city just now
                ask("SELECT 1")
        if number % 11 == 0:
            return attempt.__name__, table, _within_a_transaction_that_fails(act, here.city.pk, there.city.pk)
        with in_city(here.city.pk):
            return attempt.__name__, table, act()

    def beside(numbers: range) -> list[tuple[str, str, bool]]:
        try:
            return [one_try(number) for number in numbers]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        # A few of them as work beside requests, in threads with connections of their own.
        for done in pool.map(beside, (range(0, TIMES, 10), range(5, TIMES, 10))):
            counted += len(done)
            through += [one for one in done if not one[2]]
    for number in (each for each in range(TIMES) if each % 5):
        done_here = one_try(number)
        counted += 1
        through += [] if done_here[2] else [done_here]

    assert counted == TIMES
    assert through == []
    assert _rows_of(there).keys == other.keys
    assert _rows_of(here).keys == own.keys


def test_without_a_city_nothing_is_there(worlds: tuple[World, World], as_application: None) -> None:
    for city in (None, "", "0", "junk", "1; SELECT 1", "**", "９"):
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            if city is None:
                cursor.execute("RESET torikumi.city")
            else:
                cursor.execute("SELECT set_config('torikumi.city', %s, false)", [city])
            for table in GUARDED:
                cursor.execute(f"SELECT count(*) FROM {table}")
                assert cursor.fetchone() == (0,), (table, city)


def test_a_new_thread_sees_nothing_unless_it_brings_the_city(
    worlds: tuple[World, World], as_application: None
) -> None:
    def count() -> int:
        try:
            return int(ask("SELECT count(*) FROM plans_edition")[0][0])
        finally:
            connections.close_all()

    with in_city(worlds[0].city.pk), ThreadPoolExecutor(1) as pool:
        context = copy_context()
        assert pool.submit(count).result() == 0
        assert pool.submit(context.run, count).result() == 3


def test_a_page_that_forgets_every_filter_shows_only_its_own_city(
    worlds: tuple[World, World], as_application: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = worlds

    def forget(rows: CityQuerySet[Edition], holder: object) -> CityQuerySet[Edition]:
        every = rows.all()
        every._city = 0
        return every

    monkeypatch.setattr(CityQuerySet, "within", forget)
    browser = Client()
    with in_all_cities():
        browser.force_login(here.people[Role.PLANNING])
    own, foreign = here.series.pk, there.series.pk
    for address in ("/plans/", "/plans/imports/", "/publications/", "/plans/search/?q=合図", "/"):
        answer = browser.get(address)
        assert answer.status_code == 200
        assert there.city.code not in answer.content.decode(), address
    for place in ("", "tree/", "projects/", "compare/"):
        assert browser.get(f"/plans/{own}/{place}").status_code == 200
        assert browser.get(f"/plans/{foreign}/{place}").status_code == 404
    for address in (
        f"/plans/imports/{there.staged.pk}/",
        f"/plans/imports/{there.staged.pk}/original/",
        f"/plans/imports/{there.staged.pk}/check/1/",
        f"/plans/readings/{there.reading.pk}/",
        f"/publications/publish/{there.editions['draft'].pk}/",
    ):
        assert browser.get(address).status_code == 404, address


def test_one_connection_serves_one_city_after_another(
    worlds: tuple[World, World], as_application: None
) -> None:
    here, there = worlds
    browsers = []
    for world in worlds:
        browser = Client()
        with in_all_cities():
            browser.force_login(world.people[Role.ADMINISTRATOR])
        browsers.append(browser)
    process = ask("SELECT pg_backend_pid()")

    for _ in range(5):
        for world, other, browser in ((here, there, browsers[0]), (there, here, browsers[1])):
            for address in ("/people/", "/plans/", "/audit/", f"/plans/{world.series.pk}/"):
                page = browser.get(address).content.decode()
                assert world.city.name in page
                assert other.city.code not in page, address
            public = Client().get(f"/public/{world.city.code}/")
            assert public.status_code == 200
            assert ask("SELECT count(*) FROM plans_edition") == [(0,)]
    assert ask("SELECT pg_backend_pid()") == process


def test_a_person_logs_in_works_and_logs_out(worlds: tuple[World, World], as_application: None) -> None:
    from tests.web.factories import PASSWORD

    here, _ = worlds
    browser = Client()
    name = here.people[Role.ADMINISTRATOR].login_name
    assert browser.post("/login/", {"login_name": name, "password": "wrong-password"}).status_code == 422
    assert browser.post("/login/", {"login_name": name, "password": PASSWORD}).status_code == 302
    assert (
        browser.post(
            "/people/add/", {"login_name": name.replace("999997", "999989"), "display_name": "見本"}
        ).status_code
        == 422
    )  # taken, in another city
    assert (
        browser.post("/people/add/", {"login_name": "atarashii", "display_name": "見本"}).status_code == 201
    )
    assert browser.post(f"/plans/imports/{here.staged.pk}/confirm/").status_code == 302
    assert browser.post("/audit/export/jsonl/").status_code == 200
    assert browser.post("/logout/").status_code == 302
    withdrawn = here.editions["withdrawn"]
    address = f"/public/{here.city.code}/{here.series.pk}/{withdrawn.sequence}/"
    assert Client().get(address).status_code == 410


# --- Rights and policies ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("act", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {}"])
def test_the_application_has_no_right_to_change_what_is_append_only(
    act: str, worlds: tuple[World, World], as_application: None
) -> None:
    for table in append_only_tables():
        statement = act.format(table).replace("id = id", f"{_key(table)} = {_key(table)}")
        with pytest.raises(ProgrammingError, match="permission denied"), in_all_cities():
            ask(statement)


def test_the_application_cannot_take_the_net_away(worlds: tuple[World, World], as_application: None) -> None:
    for statement in (
        "ALTER TABLE plans_edition DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE plans_edition NO FORCE ROW LEVEL SECURITY",
        "DROP POLICY torikumi_city ON plans_edition",
        "DROP TRIGGER audit_event_no_change ON audit_auditevent",
        "ALTER TABLE audit_auditevent DISABLE TRIGGER ALL",
        "SET session_replication_role = replica",
        f"SET ROLE {OWNER}",
        "UPDATE plans_edition SET head = head",
        "DELETE FROM accounts_user",
        "CREATE TABLE mine (id int)",
    ):
        with pytest.raises(DatabaseError), in_all_cities():
            ask(statement)


def test_every_table_of_a_city_has_its_policy_and_the_roles_are_seen_to_be_separate(
    worlds: tuple[World, World], as_application: None
) -> None:
    state = look_at(connection)

    assert (state.role, state.unguarded, state.too_much) == (APPLICATION, (), ())
    assert state.is_separate


def test_the_owner_is_seen_to_be_no_separate_role() -> None:
    state = look_at(connection)

    assert (state.role, state.is_owner, state.is_separate) == (OWNER, True, False)
    assert state.unguarded == ()
    assert "DELETE audit_auditevent" in state.too_much


def test_the_owner_is_bound_as_well() -> None:
    make_world(code="999997", name="みほん市")

    with in_no_city():
        assert ask("SELECT count(*) FROM plans_edition") == [(0,)]


def test_a_policy_that_is_missing_or_changed_is_seen_and_put_back() -> None:
    ask("DROP POLICY torikumi_city ON plans_edition")
    ask("ALTER TABLE plans_import NO FORCE ROW LEVEL SECURITY")
    ask("COMMENT ON POLICY torikumi_city ON plans_original IS 'another'")

    assert set(look_at(connection).unguarded) == {"plans_edition", "plans_import", "plans_original"}
    with transaction.atomic():
        assert install_policies(connection) == 3
        assert install_policies(connection) == 0
    assert look_at(connection).unguarded == ()


def test_only_the_owner_secures(worlds: tuple[World, World], as_application: None) -> None:
    with pytest.raises(UserError, match="持ち主"):
        call_command("secure_database")
    with in_all_cities():
        call_command("migrate", verbosity=0)  # nothing to do, and no right to do it


def test_a_role_that_is_not_there_is_named() -> None:
    with pytest.raises(UserError, match="nobody_here"):
        call_command("secure_database", role="nobody_here", stdout=StringIO())


def test_publications_are_there_for_everybody_only_by_their_city(
    worlds: tuple[World, World], as_application: None
) -> None:
    here, there = worlds
    path = f"{here.series.pk}/{here.editions['published'].sequence}/"

    assert Client().get(f"/public/{here.city.code}/{path}").status_code == 200
    assert Client().get(f"/public/{there.city.code}/{path}").status_code == 404
    with in_no_city():
        assert not Publication.objects.within(here.city).exists()
