"""How fast the API gives a list of 100 of 1,500 invented projects, and others: Django's test client, 200 requests each.

Prints the median, the 95th percentile, the processor time a request, the number of questions to the database for 150
and for 1,500 projects, and the size; exits with 1 where the number of questions grows with the plan.
"""

import os
import secrets
import statistics
import sys
import tempfile
import time
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
SIZES = (150, 1500)
REQUESTS = 200


def main() -> int:
    """Measure every answer, print a table, and tell whether the questions stay as many."""
    sys.path.insert(0, str(REPOSITORY))
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
    from django.test import Client

    from torikumi.web.isolation.cities import in_all_cities

    call_command("migrate", verbosity=0)
    with in_all_cities():
        small, large = _publish_all()
    client, grown = Client(), []
    print(f"{SIZES[1]} projects, {REQUESTS} requests each")
    print(f"{'answer':<28}{'p50 ms':>9}{'p95 ms':>9}{'CPU ms':>9}{'queries':>9}{'kB':>8}")
    for name, rest in _QUESTIONS.items():
        few, many = _count_queries(client, small + rest), _count_queries(client, large + rest)
        times, processor, size = _measure(client, large + rest)
        p50, p95 = statistics.median(times), statistics.quantiles(times, n=20)[-1]
        counted = f"{few}/{many}"
        print(f"{name:<28}{p50:>9.1f}{p95:>9.1f}{processor:>9.1f}{counted:>9}{size / 1000:>8.0f}")
        grown += [name] if few != many else []
    tag = client.get(large + "/projects")["ETag"]
    began = time.process_time()
    for _ in range(REQUESTS):
        assert client.get(large + "/projects", headers={"If-None-Match": tag}).status_code == 304
    print(f"{'304':<28}{'':>18}{(time.process_time() - began) * 1000 / REQUESTS:>9.1f}")
    if grown:
        print(f"more questions for a larger plan: {', '.join(grown)}")
    return 1 if grown else 0


_QUESTIONS = {
    "list of 100": "/projects?limit=100",
    "list of 100, last page": "/projects?limit=100&offset=1400",
    "list, three words": "/projects?q=%E4%BA%8B%E6%A5%AD%20%E7%9B%B8%E8%AB%87%20%E5%9C%B0%E5%9F%9F",
    "list, section + direction": "/projects?section=%E5%BA%83%E5%A0%B1%E8%AA%B2&direction=B",
    "CSV of all": "/projects?format=csv",
    "a project": "/projects/P-000000000007",
    "tree of goals": "/goals",
    "directions": "/directions",
    "files": "/files",
}


def _count_queries(client, address: str) -> int:
    from django.db import connection

    client.get(address)
    asked: list[str] = []

    def note(execute, sql, *rest):
        asked.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        answer = client.get(address)
    assert answer.status_code == 200, f"{address}: {answer.status_code}"
    return len(asked)


def _measure(client, address: str) -> tuple[list[float], float, int]:
    times, began = [], time.process_time()
    for _ in range(REQUESTS):
        start = time.perf_counter()
        answer = client.get(address)
        times.append((time.perf_counter() - start) * 1000)
    return times, (time.process_time() - began) * 1000 / REQUESTS, len(answer.content)


def _publish_all() -> list[str]:
    """Publish a plan of each size; return where their newest editions are."""
    from django.test import Client

    from tests.web import factories
    from tests.web.plans.invented import AT, make_plan
    from torikumi.web.accounts.permissions import Role
    from torikumi.web.audit.actor import Actor
    from torikumi.web.plans.documents import ReadDocument, UploadedDocument
    from torikumi.web.plans.importing import confirm_import, stage_new_plan
    from torikumi.web.plans.preparing import EditionWishes

    city = factories.municipality()
    planner = factories.person(city, Role.PLANNING)
    by = Actor(name=planner.login_name, role=Role.PLANNING, municipality=city.code)
    client, addresses = Client(), []
    client.force_login(planner)
    for size in SIZES:
        document = UploadedDocument(name=f"{size}.json", content=str(size).encode())
        read = ReadDocument(document=document, plan=make_plan(size), findings=())
        staged = stage_new_plan(
            read, title=f"{size}事業の計画", wishes=EditionWishes(year=2024), by=by, at=AT
        )
        edition = confirm_import(import_id=staged.pk, by=by, at=AT)
        assert client.post(f"/publications/publish/{edition.pk}/").status_code == 302
        addresses.append(f"/api/v1/cities/{city.code}/plans/{edition.series_id}/editions/newest")
    return addresses


if __name__ == "__main__":
    sys.exit(main())
