"""A worker that is killed while a mail is on its way sends it to nobody a second time; a server alone sends by itself."""

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
from tests.browser.server import free_port
from tests.web.mail.post_office import PostOffice
from tests.web.postgres import APPLICATION, OWNER, address, make_role, running_postgres

SCRIPT = (sys.executable, "-m", "tests.web.mail.mail_script")
SERVE = (
    sys.executable,
    "-c",
    "from torikumi.cli.main import main; main()",
    "serve",
    "--workers",
    "1",
    "--port",
)
PATIENCE = 60.0


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def environment(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[dict[str, str]]:
    given = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    paths = os.pathsep.join([str(REPOSITORY), str(REPOSITORY / "tests"), os.environ.get("PYTHONPATH", "")])
    (tmp_path / "home" / "var").mkdir(parents=True)
    given |= {
        "TORIKUMI_HOME": str(tmp_path / "home"),
        "PYTHONPATH": paths,
        "TORIKUMI_MAIL_FROM": "a@example.lg.jp",
    }
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


def run(environment: dict[str, str], *words: str) -> str:
    done = subprocess.run(
        [*SCRIPT, *words], env=environment, capture_output=True, text=True, check=False, timeout=PATIENCE
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def start(command: tuple[str, ...], environment: dict[str, str], log: Path) -> "subprocess.Popen[bytes]":
    with log.open("ab") as out:
        return subprocess.Popen(command, env=environment, stdout=out, stderr=out)


def wait_until(is_so: Callable[[], object], log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < end, log.read_text()[-4000:]
        time.sleep(0.2)


def states(environment: dict[str, str]) -> set[str]:
    return {state for _, state, _ in json.loads(run(environment, "tell"))}


def test_a_mail_on_its_way_when_the_worker_was_killed_is_unknown_and_the_others_are_sent_once(
    environment: dict[str, str], tmp_path: Path
) -> None:
    log = tmp_path / "log"
    workers: list[subprocess.Popen[bytes]] = []

    def kill(to: str) -> None:
        # The server has the whole text, and has not answered yet.
        if to == "b@example.jp" and len(workers) == 1:
            workers[0].send_signal(signal.SIGKILL)
            workers[0].wait(timeout=PATIENCE)

    with PostOffice(on_text=kill) as office:
        environment |= {
            "TORIKUMI_MAIL": "smtp", "TORIKUMI_MAIL_HOST": "127.0.0.1", "TORIKUMI_MAIL_PORT": str(office.port),
            "TORIKUMI_MAIL_TLS": "none",
        }  # fmt: skip
        run(environment, "migrate")
        run(environment, "send", "a@example.jp", "b@example.jp", "c@example.jp")
        try:
            workers.append(start((*SCRIPT, "work"), environment, log))
            wait_until(lambda: workers[0].poll() is not None, log)
            workers.append(start((*SCRIPT, "work"), environment, log))
            wait_until(lambda: office.to("c@example.jp"), log)
            wait_until(lambda: not {"waiting", "sending"} & states(environment), log)
        finally:
            for worker in workers:
                worker.kill()
                worker.wait(timeout=20)

    told = json.loads(run(environment, "tell"))
    assert [(to, state) for to, state, _ in told] == [
        ("a@example.jp", "accepted"), ("b@example.jp", "unknown"), ("c@example.jp", "accepted"),
    ]  # fmt: skip
    assert [mail.to for mail in office.taken] == ["a@example.jp", "b@example.jp", "c@example.jp"]


@pytest.mark.parametrize("environment", ["sqlite"], indirect=True)
def test_the_server_itself_does_the_jobs_on_sqlite(environment: dict[str, str], tmp_path: Path) -> None:
    environment |= {"TORIKUMI_MAIL": "files"}
    run(environment, "migrate")
    run(environment, "send", "a@example.jp")

    server = start((*SERVE, str(free_port())), environment, tmp_path / "log")
    try:
        wait_until(lambda: [*(tmp_path / "home").rglob("*.eml")], tmp_path / "log")
    finally:
        server.terminate()
        code = server.wait(timeout=40)

    assert json.loads(run(environment, "tell"))[0][:2] == ["a@example.jp", "filed"]
    assert code == 0
