"""The last day of a round: a thousand people on PostgreSQL, everything on this one machine.

    python bench/load.py [--users 1000] [--seconds 180] [--workers 2] [--threads 4] [--kill]

Starts a PostgreSQL (durable: fsync on) and the server with gunicorn on 127.0.0.1, fills them with a round of 1,500
projects and 40 sections, lets locust play the users (20 % lists, 30 % open, 50 % save; 5 to 15 s apart), and kills a
worker with signal 9 in the middle where `--kill` says so. Afterwards the database is asked for every save that was
acknowledged, and the trail's chain is verified. Stops by itself. Exit 1 where something acknowledged is lost, the chain
is broken, or a request failed that no killed worker explains.
"""

import argparse
import csv
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
LOCUST = REPOSITORY / "out" / "load" / "bin" / "locust"
sys.path.insert(0, str(REPOSITORY))
sys.path.insert(0, str(REPOSITORY / "bench"))


def main() -> int:
    """Play the day and print what was seen."""
    wanted = _arguments()
    if not LOCUST.exists():
        print("locust is missing: make bench-load sets it up.")
        return 2
    from tests.web.postgres import DURABLE, running_postgres

    with tempfile.TemporaryDirectory() as folder, running_postgres(settings=DURABLE) as database:
        home = Path(folder)
        _set_environment(home, database)
        _manage("migrate", "--no-input", "--verbosity", "0")
        from loading.seed import seed

        begin = time.perf_counter()
        seed(people=wanted.users, to=home / "world.json")
        print(f"seeded in {time.perf_counter() - begin:.0f} s")
        with _server(home, workers=wanted.workers, threads=wanted.threads) as (address, server):
            _play(wanted, home, address, server)
        return _look(home, killed=wanted.kill)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--users", type=int, default=1000)
    parser.add_argument("--seconds", type=int, default=180)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--threads", type=int, default=4)
    parser.add_argument("--kill", action="store_true", help="kill a worker with signal 9 in the middle")
    return parser.parse_args()


def _set_environment(home: Path, database: Path) -> None:
    (home / "var").mkdir()
    os.environ |= {
        "TORIKUMI_HOME": str(home),
        "TORIKUMI_SECRET_KEY": secrets.token_urlsafe(50),
        "TORIKUMI_LOG_LEVEL": "WARNING",
        "TORIKUMI_ALLOWED_HOSTS": "127.0.0.1",
        "DATABASE_URL": f"postgresql://postgres@/postgres?host={database}",
        "DJANGO_SETTINGS_MODULE": "torikumi.web.settings",
    }


def _manage(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "torikumi.web.manage", *arguments], check=True)


@contextmanager
def _server(home: Path, *, workers: int, threads: int) -> Iterator[tuple[str, "subprocess.Popen[bytes]"]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with (home / "server.log").open("wb") as log:
        server = subprocess.Popen(
            [
                *(str(Path(sys.executable).with_name("torikumi")), "serve"),
                *("--port", str(port), "--workers", str(workers), "--threads", str(threads)),
            ],
            stdout=log,
            stderr=log,
        )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(address, server, home / "server.log")
        yield address, server
    finally:
        server.terminate()
        server.wait(timeout=60)


def _wait(address: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    for _ in range(300):
        if server.poll() is not None:
            break
        try:
            urllib.request.urlopen(f"{address}/login/", timeout=2).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
        else:
            return
    message = f"the server did not start:\n{log.read_text(errors='replace')[-3000:]}"
    raise RuntimeError(message)


def _play(wanted: argparse.Namespace, home: Path, address: str, server: "subprocess.Popen[bytes]") -> None:
    environment = {
        **os.environ,
        "LOAD_WORLD": str(home / "world.json"),
        "LOAD_LOG": str(home / "saved.jsonl"),
    }
    ramp = max(wanted.users // 20, 1)
    command = [
        *(str(LOCUST), "--headless", "--only-summary", "--host", address),
        *("--locustfile", str(REPOSITORY / "bench" / "loading" / "locustfile.py")),
        *("--users", str(wanted.users), "--spawn-rate", "20"),
        *("--run-time", f"{wanted.seconds + ramp}s", "--stop-timeout", "10"),
        *("--csv", str(home / "seen"), "--reset-stats"),
    ]
    with (home / "locust.log").open("wb") as log:
        players = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        board = _Board(address, home)
        end = time.monotonic() + wanted.seconds + ramp
        kill_at = time.monotonic() + ramp + wanted.seconds / 2
        while players.poll() is None and time.monotonic() < end + 60:
            if wanted.kill and time.monotonic() > kill_at:
                _kill_a_worker(server)
                kill_at = float("inf")
            board.look()
            time.sleep(2)
        players.terminate()
        players.wait(timeout=60)
    board.tell()


class _Board:
    """The planning section looks at the board every two seconds, all day."""

    def __init__(self, address: str, home: Path) -> None:
        world = json.loads((home / "world.json").read_text(encoding="utf-8"))
        self._request = urllib.request.Request(
            f"{address}/reviews/{world['round']}/board/",
            headers={"Cookie": f"torikumi_session={world['planner']['cookie']}"},
        )
        self._times: list[float] = []
        self._failed = 0

    def look(self) -> None:
        begin = time.perf_counter()
        try:
            with urllib.request.urlopen(self._request, timeout=30) as answer:
                answer.read()
        except (urllib.error.URLError, OSError):
            self._failed += 1
        else:
            self._times.append((time.perf_counter() - begin) * 1000)

    def tell(self) -> None:
        times = sorted(self._times)
        if times:
            middle, far = times[len(times) // 2], times[int(len(times) * 0.95)]
            print(
                f"the board under this load: {len(times)} looks, p50 {middle:.0f} ms, p95 {far:.0f} ms, failed {self._failed}"
            )


def _kill_a_worker(server: "subprocess.Popen[bytes]") -> None:
    children = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
    victim = int(children[0])
    os.kill(victim, signal.SIGKILL)
    print(f"killed worker {victim} with signal 9")


def _look(home: Path, *, killed: bool) -> int:
    failures = _tell_times(home)
    for line in (home / "server.log").read_text(errors="replace").splitlines():
        if "Error" in line:
            print(f"server: {line[:300]}")
    from torikumi.web.accounts.models import Municipality
    from torikumi.web.reviews.models import AnswerVersion

    city = Municipality.objects.get()

    saved = [json.loads(line) for line in (home / "saved.jsonl").read_text(encoding="utf-8").splitlines()]
    stored = {
        (sheet, change[1])
        for sheet, changes in AnswerVersion.objects.within(city).values_list("sheet_id", "changes")
        if (change := changes.get("result"))
    }
    lost = [each for each in saved if (each["sheet"], each["text"]) not in stored]
    print(f"acknowledged saves: {len(saved)}, lost: {len(lost)}")
    _manage("verify_trail")
    if failures:
        print(f"failed requests: {failures}" + (" (those under way in the killed worker)" if killed else ""))
    return 1 if lost or (failures and not killed) else 0


def _tell_times(home: Path) -> int:
    failures = 0
    with (home / "seen_stats.csv").open(encoding="utf-8", newline="") as file:
        print(
            f"{'request':<12}{'count':>8}{'failed':>8}{'p50 ms':>8}{'p95 ms':>8}{'p99 ms':>8}{'a second':>10}"
        )
        for row in csv.DictReader(file):
            name = row["Name"] if row["Name"] != "Aggregated" else "all"
            print(
                f"{name:<12}{row['Request Count']:>8}{row['Failure Count']:>8}{row['50%']:>8}{row['95%']:>8}"
                f"{row['99%']:>8}{float(row['Requests/s']):>10.1f}"
            )
            if name == "all":
                failures = int(row["Failure Count"])
    with (home / "seen_failures.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            print(f"failed: {row['Name']}: {row['Error']} ({row['Occurrences']})")
    return failures


if __name__ == "__main__":
    sys.exit(main())
