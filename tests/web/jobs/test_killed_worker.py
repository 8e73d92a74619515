"""A worker that is killed in the middle of a job loses nothing and does nothing twice, on SQLite and on PostgreSQL."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from shared import REPOSITORY
from tests.web.postgres import APPLICATION, OWNER, address, make_role, running_postgres

SCRIPT = (sys.executable, "-m", "tests.web.jobs.worker_script")
PATIENCE = 60.0


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def environment(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[dict[str, str]]:
    given = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    paths = os.pathsep.join([str(REPOSITORY), str(REPOSITORY / "tests"), os.environ.get("PYTHONPATH", "")])
    (tmp_path / "home" / "var").mkdir(parents=True)
    given |= {"TORIKUMI_HOME": str(tmp_path / "home"), "PYTHONPATH": paths}
    if request.param == "sqlite":
        yield given
        return
    with running_postgres() as folder:
        make_role(folder, OWNER, "CREATEDB")
        make_role(folder, APPLICATION)
        # Nobody works here as a superuser: the owner of the tables makes them, another role does the work.
        yield {
            **given,
            "DATABASE_OWNER_URL": address(folder, OWNER),
            "DATABASE_URL": address(folder, APPLICATION),
        }


Run = Callable[..., str]


@pytest.fixture
def run(environment: dict[str, str]) -> Run:
    def command(*words: str) -> str:
        done = subprocess.run(
            [*SCRIPT, *words], env=environment, capture_output=True, text=True, check=False, timeout=PATIENCE
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    command("migrate")
    return command


@pytest.fixture
def start(environment: dict[str, str], tmp_path: Path) -> Iterator[Callable[[], "subprocess.Popen[bytes]"]]:
    """Return a function that starts a worker; all are ended afterwards."""
    started: list[subprocess.Popen[bytes]] = []

    def begin() -> "subprocess.Popen[bytes]":
        with (tmp_path / "log").open("ab") as log:
            started.append(subprocess.Popen([*SCRIPT, "work"], env=environment, stdout=log, stderr=log))
        return started[-1]

    yield begin
    for worker in started:
        worker.kill()
        worker.wait(timeout=20)


def wait_until(
    run: Run, is_so: Callable[[dict[str, list[dict[str, object]]]], bool], log: Path
) -> dict[str, list]:  # type: ignore[type-arg]
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        told = json.loads(run("tell"))
        if is_so(told):
            return told  # type: ignore[no-any-return]
    raise AssertionError(f"{told}\n{log.read_text()[-4000:]}")


def all_done(told: dict[str, list[dict[str, object]]]) -> bool:
    return all(job["state"] == "done" for job in told["jobs"])


def test_what_a_killed_worker_left_is_done_by_the_next_one(
    run: Run, start: Callable[[], "subprocess.Popen[bytes]"], tmp_path: Path
) -> None:
    # The first kills its worker after two of five steps; the others wait behind it.
    run("ask", json.dumps([{"steps": 5, "at": 2, "what": "kill"}, {"steps": 2}, {"steps": 2}]))

    first = start()
    assert first.wait(timeout=PATIENCE) == -signal.SIGKILL
    left = json.loads(run("tell"))
    start()
    told = wait_until(run, all_done, tmp_path / "log")

    assert (left["jobs"][0]["state"], left["jobs"][0]["done"]) == ("running", 2)
    first_job, second_job, third_job = told["jobs"]
    assert (first_job["tries"], first_job["losses"]) == (2, 1)
    assert (first_job["done"], first_job["whole"]) == (5, 5)
    # Another job may have been in the hands of the killed worker, too; none was done twice.
    expected = [(first_job, 5), (second_job, 2), (third_job, 2)]
    assert told["steps"] == sorted(f"{job['id']}-{step}" for job, steps in expected for step in range(steps))


def test_a_worker_that_is_told_to_stop_ends_cleanly_and_loses_nothing(
    run: Run, start: Callable[[], "subprocess.Popen[bytes]"], tmp_path: Path
) -> None:
    run("ask", json.dumps([{"steps": 3}]))
    worker = start()
    wait_until(run, all_done, tmp_path / "log")

    worker.terminate()

    assert worker.wait(timeout=PATIENCE) == 0
