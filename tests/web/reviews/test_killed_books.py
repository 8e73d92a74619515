"""A worker that is killed while it writes or reads workbooks loses none and makes none twice, on SQLite and PostgreSQL."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.web.jobs.test_killed_worker import environment  # noqa: F401  the same databases

SCRIPT = (sys.executable, "-m", "tests.web.reviews.book_worker_script")
PATIENCE = 180.0
BOOKS = 8

Run = Callable[[str], str]


@pytest.fixture
def run(environment: dict[str, str]) -> Run:  # noqa: F811
    def command(word: str) -> str:
        done = subprocess.run(
            [*SCRIPT, word], env=environment, capture_output=True, text=True, check=False, timeout=PATIENCE
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    command("migrate")
    return command


@pytest.fixture
def start(environment: dict[str, str], tmp_path: Path) -> Iterator[Callable[..., "subprocess.Popen[bytes]"]]:  # noqa: F811
    """Return a function that starts a worker; all are ended afterwards."""
    started: list[subprocess.Popen[bytes]] = []

    def begin(*, kill_at: int = 0) -> "subprocess.Popen[bytes]":
        given = {**environment, "KILL_AT": str(kill_at)}
        with (tmp_path / "log").open("ab") as log:
            started.append(subprocess.Popen([*SCRIPT, "work"], env=given, stdout=log, stderr=log))
        return started[-1]

    yield begin
    for worker in started:
        worker.kill()
        worker.wait(timeout=20)


def _wait_until_done(run: Run, count: int, log: Path) -> dict[str, list[object]]:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        told = json.loads(run("tell"))
        if [job["state"] for job in told["jobs"]] == ["done"] * count:
            return told  # type: ignore[no-any-return]
    raise AssertionError(f"{told}\n{log.read_text()[-4000:]}")


def test_workbooks_are_written_and_read_once_though_the_worker_is_killed_in_the_middle(
    run: Run, start: Callable[..., "subprocess.Popen[bytes]"], tmp_path: Path
) -> None:
    run("send")
    assert start(kill_at=3).wait(timeout=PATIENCE) == -signal.SIGKILL
    left = json.loads(run("tell"))
    worker = start()
    sent = _wait_until_done(run, 1, tmp_path / "log")
    worker.kill()
    worker.wait(timeout=20)

    assert (left["sendings"], left["books"]) == (0, []), "all or nothing"
    assert sent["sendings"] == 1
    assert len(sent["books"]) == len({*map(str, sent["books"])}) == BOOKS

    run("receive")
    assert start(kill_at=3).wait(timeout=PATIENCE) == -signal.SIGKILL
    halfway = json.loads(run("tell"))
    start()
    read = _wait_until_done(run, 2, tmp_path / "log")

    assert [state for state, _ in halfway["returned"]] == ["staged"] * 2 + ["waiting"] * (BOOKS - 2)
    assert read["returned"] == [["staged", 1]] * BOOKS
