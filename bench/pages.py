"""How fast the pages of a large plan are: 1,500 invented projects, Django's test client, 200 requests a page.

Prints the median, the 95th percentile and the number of questions to the database; exits with 1 where a list or a
project page is slower than 100 ms for one request in twenty.
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
    with tempfile.TemporaryDirectory() as home:
        (Path(home) / "var").mkdir()
        os.environ |= {
            "TORIKUMI_HOME": home,
            "TORIKUMI_SECRET_KEY": secrets.token_urlsafe(50),
            "TORIKUMI_LOG_LEVEL": "ERROR",
            "TORIKUMI_ALLOWED_HOSTS": "testserver",
            "DJANGO_SETTINGS_MODULE": "torikumi.web.settings",
        }
        sys.path.insert(0, str(REPOSITORY))
        return _measure_all()


def _measure_all() -> int:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client

    call_command("migrate", verbosity=0)
    person, addresses = _load()
    client = Client()
    client.force_login(person)
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
