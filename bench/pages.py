"""How fast the pages of a large plan are: 1,500 invented projects, Django's test client, 200 requests a page.

Prints the median, the 95th percentile and the number of questions to the database; exits with 1 where a list or a
project page is slower than 100 ms for one request in twenty. With `--postgres`, a PostgreSQL of its own is started, and
each page is measured with the policies that keep cities apart and without them.
"""

import os
import secrets
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
PROJECTS = 1500
REQUESTS = 200
LIMIT_MS = 100.0
LIMITED = {"list of projects", "filtered list", "project"}


def main() -> int:
    """Measure every page, print a table, and tell whether the limit holds."""
    sys.path.insert(0, str(REPOSITORY))
    if "--postgres" not in sys.argv:
        return _measure_at_home()
    from tests.web.postgres import APPLICATION, make_role, running_postgres

    with running_postgres() as socket:
        make_role(socket, APPLICATION)
        os.environ["DATABASE_URL"] = f"postgresql://postgres@{str(socket).replace('/', '%2F')}/postgres"
        return _measure_at_home()


def _measure_at_home() -> int:
    with tempfile.TemporaryDirectory() as home:
        (Path(home) / "var").mkdir()
        os.environ |= {
            "TORIKUMI_HOME": home,
            "TORIKUMI_SECRET_KEY": secrets.token_urlsafe(50),
            "TORIKUMI_LOG_LEVEL": "ERROR",
            "TORIKUMI_ALLOWED_HOSTS": "testserver",
            "DJANGO_SETTINGS_MODULE": "torikumi.web.settings",
        }
        return _measure_all()


def _measure_all() -> int:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client

    from torikumi.web.isolation.cities import in_all_cities

    call_command("migrate", verbosity=0)
    with in_all_cities():
        person, addresses = _load()
        client = Client()
        client.force_login(person)
    if connection.vendor == "postgresql":
        return _compare_with_and_without(client, addresses)
    slow = []
    print(f"{PROJECTS} projects, {REQUESTS} requests a page, {connection.vendor}")
    print(f"{'page':<20}{'p50 ms':>9}{'p95 ms':>9}{'queries':>9}{'kB':>8}")
    for name, address in addresses.items():
        client.get(address)
        asked: list[str] = []

        def note(execute, sql, *rest, asked=asked):
            asked.append(sql)
            return execute(sql, *rest)

        with connection.execute_wrapper(note):
            answer = client.get(address)
        assert answer.status_code == 200, f"{name}: {answer.status_code}"
        times = sorted(_time(client, address) for _ in range(REQUESTS))
        p95 = times[int(len(times) * 0.95) - 1]
        size = len(answer.content) / 1000
        print(f"{name:<20}{statistics.median(times):>9.1f}{p95:>9.1f}{len(asked):>9}{size:>8.0f}")
        if name in LIMITED and p95 > LIMIT_MS:
            slow.append(name)
    if slow:
        print(f"slower than {LIMIT_MS:.0f} ms: {', '.join(slow)}")
    return 1 if slow else 0


def _compare_with_and_without(client: object, addresses: dict[str, str]) -> int:
    """Measure as the application's role, turn and turn about; only the policies are put up and taken down between."""
    from django.core.management import call_command
    from django.db import connection

    from tests.web.postgres import APPLICATION

    call_command("secure_database", "--role", APPLICATION)
    tables = _guarded_tables()
    rounds, each = 4, REQUESTS // 20
    times: dict[str, dict[str, list[float]]] = {name: {"ENABLE": [], "DISABLE": []} for name in addresses}
    for _ in range(rounds):
        for state in ("ENABLE", "DISABLE"):
            _as_role(None)
            with connection.cursor() as cursor:
                for table in tables:
                    cursor.execute(f"ALTER TABLE {table} {state} ROW LEVEL SECURITY")
            _as_role(APPLICATION)
            for name, address in addresses.items():
                client.get(address)
                times[name][state] += [_time(client, address) for _ in range(each)]
    print(
        f"{PROJECTS} projects, {rounds * each} requests a page, PostgreSQL, role without rights over the tables"
    )
    print(f"{'page':<20}{'with ms':>9}{'without':>9}{'ratio':>7}")
    for name, both in times.items():
        with_, without = statistics.median(both["ENABLE"]), statistics.median(both["DISABLE"])
        print(f"{name:<20}{with_:>9.1f}{without:>9.1f}{with_ / without:>7.2f}")
    return 0


def _guarded_tables() -> list[str]:
    from torikumi.web.isolation.tables import all_tables

    return [table.name for table in all_tables() if table.condition]


def _as_role(name: str | None) -> None:
    from django.db import connection

    connection.close()
    given = connection.settings_dict
    given.setdefault("OWNER", given["USER"])
    given["USER"] = name or given["OWNER"]


def _time(client: object, address: str) -> float:
    begin = time.perf_counter()
    client.get(address)
    return (time.perf_counter() - begin) * 1000


def _load() -> tuple[object, dict[str, str]]:
    from django.urls import reverse

    from tests.web import factories
    from tests.web.plans.invented import make_plan, next_year
    from torikumi.web.accounts.permissions import Role
    from torikumi.web.audit.actor import Actor
    from torikumi.web.plans.documents import ReadDocument, UploadedDocument
    from torikumi.web.plans.importing import confirm_import, stage_import, stage_new_plan
    from torikumi.web.plans.preparing import EditionWishes

    city = factories.municipality()
    person = factories.person(city, Role.PLANNING, login_name="bench")
    by = Actor(name="bench", role=Role.PLANNING, municipality=city.code)
    at = datetime(2026, 5, 1, tzinfo=UTC)
    plan = make_plan(PROJECTS)

    def read(value: object, name: str) -> ReadDocument:
        return ReadDocument(
            document=UploadedDocument(name=name, content=name.encode()), plan=value, findings=()
        )

    first = stage_new_plan(read(plan, "first"), title=plan.title, wishes=EditionWishes(), by=by, at=at)
    confirm_import(import_id=first.pk, by=by, at=at)
    begin = time.perf_counter()
    second = stage_import(
        read(next_year(plan), "second"), series_id=first.series_id, wishes=EditionWishes(), by=by, at=at
    )
    staged = time.perf_counter()
    confirm_import(import_id=second.pk, by=by, at=at)
    print(f"staged in {staged - begin:.2f} s, confirmed in {time.perf_counter() - staged:.2f} s")
    series = first.series_id
    listed = reverse("plans:projects", args=[series])
    return person, {
        "list of plans": reverse("plans:list"),
        "overview": reverse("plans:overview", args=[series]),
        "tree": reverse("plans:tree", args=[series]),
        "list of projects": listed,
        "filtered list": f"{listed}?q=ｻｰﾋﾞｽ+農業振興課&node=g1&direction=B&sort=section&page=2",
        "project": reverse("plans:project", args=[series, plan.projects[7].id]),
        "heading": reverse("plans:node", args=[series, "g1"]),
        "search": reverse("plans:search") + "?q=相談",
        "comparison": reverse("plans:compare", args=[series]),
        "import": reverse("plans:import", args=[second.pk]),
    }


if __name__ == "__main__":
    sys.exit(main())
