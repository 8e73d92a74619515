"""How fast the pages of a round are: 1,500 projects and 40 sections, Django's test client, SQLite or PostgreSQL.

    python bench/round.py [--postgres] [--requests 100]

Prints for each page the median and the 95th percentile on the clock, the processor time and the questions to the
database; exits with 1 where the board's 95th percentile is above 150 ms.
"""

import argparse
import json
import os
import secrets
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
BOARD_LIMIT_MS = 150.0
sys.path.insert(0, str(REPOSITORY))
sys.path.insert(0, str(REPOSITORY / "bench"))


def main() -> int:
    """Fill a round, look at each page, print a table, and tell whether the limit holds."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--requests", type=int, default=100)
    wanted = parser.parse_args()
    with ExitStack() as held:
        home = Path(held.enter_context(tempfile.TemporaryDirectory()))
        (home / "var").mkdir()
        os.environ |= {
            "TORIKUMI_HOME": str(home),
            "TORIKUMI_SECRET_KEY": secrets.token_urlsafe(50),
            "TORIKUMI_LOG_LEVEL": "ERROR",
            "TORIKUMI_ALLOWED_HOSTS": "testserver",
            "DJANGO_SETTINGS_MODULE": "torikumi.web.settings",
        }
        if wanted.postgres:
            from tests.web.postgres import DURABLE, running_postgres

            server = held.enter_context(running_postgres(settings=DURABLE))
            os.environ["DATABASE_URL"] = f"postgresql://postgres@/postgres?host={server}"
        return _measure(home, wanted.requests)


def _measure(home: Path, requests: int) -> int:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from loading.seed import seed

    call_command("migrate", verbosity=0)
    begin = time.perf_counter()
    seed(people=40, to=home / "world.json")
    print(f"{connection.vendor}: seeded in {time.perf_counter() - begin:.1f} s")
    world = json.loads((home / "world.json").read_text(encoding="utf-8"))
    clerk, planner = Client(), Client()
    clerk.cookies["torikumi_session"] = world["players"][0]["cookie"]
    planner.cookies["torikumi_session"] = world["planner"]["cookie"]
    round_ = f"/reviews/{world['round']}/"
    pages = {
        "first page (clerk)": (clerk, "/"),
        "round (clerk)": (clerk, round_),
        "sheet (clerk)": (clerk, f"/reviews/sheets/{world['players'][0]['sheets'][0]}/"),
        "list of sheets": (planner, f"{round_}sheets/"),
        "board": (planner, f"{round_}board/"),
    }
    print(f"{'page':<20}{'p50 ms':>9}{'p95 ms':>9}{'cpu ms':>9}{'queries':>9}{'kB':>8}")
    slow = False
    for name, (client, address) in pages.items():
        p95 = _look(name, client, address, requests)
        slow |= name == "board" and p95 > BOARD_LIMIT_MS
    return 1 if slow else 0


def _look(name: str, client: object, address: str, requests: int) -> float:
    from django.db import connection

    asked: list[str] = []

    def note(execute: Callable[..., object], sql: str, *rest: object) -> object:
        asked.append(sql)
        return execute(sql, *rest)

    client.get(address)
    with connection.execute_wrapper(note):
        answer = client.get(address)
    assert answer.status_code == 200, f"{name}: {answer.status_code}"
    times, cpu = [], time.process_time()
    for _ in range(requests):
        begin = time.perf_counter()
        client.get(address)
        times.append((time.perf_counter() - begin) * 1000)
    spent = (time.process_time() - cpu) * 1000 / requests
    times.sort()
    p95 = times[max(int(len(times) * 0.95) - 1, 0)]
    size = len(answer.content) / 1000
    print(f"{name:<20}{statistics.median(times):>9.1f}{p95:>9.1f}{spent:>9.1f}{len(asked):>9}{size:>8.0f}")
    return p95


if __name__ == "__main__":
    sys.exit(main())
