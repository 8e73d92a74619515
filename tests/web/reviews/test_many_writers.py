"""Many people save one sheet at the same moment, over HTTP, against a real server on a real database.

`TORIKUMI_WRITERS=20x50` asks for 20 clients with 50 saves each; without it there are a few.
"""

import html
import http.client
import json
import os
import re
import secrets
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest

from tests.web.postgres import running_postgres

_ROOT = Path(__file__).resolve().parents[3]
_SCRIPT = Path(__file__).with_name("crowd_setting.py")
_SERVE = "from torikumi.cli.main import main; main()"
CLIENTS, SAVES = (int(part) for part in os.environ.get("TORIKUMI_WRITERS", "8x6").split("x"))
_TOKEN = secrets.token_hex(16)


@dataclass(slots=True)
class Writer:
    """One browser: it saves as the page's script does, and where that is refused as the page's button does."""

    name: str
    port: int
    sheet: int
    session: str
    version: int
    seen: str = ""
    accepted: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def run(self, saves: int) -> None:
        """Save so many texts, each unlike any other."""
        for number in range(saves):
            text = f"{self.name}の{number}番めの文です。{secrets.token_hex(4)}"
            # Every third save says by the version alone what was seen, as a program would.
            self.save(text, says_seen=number % 3 != 0)

    def save(self, text: str, *, says_seen: bool) -> None:
        """Send the text as the script does; a conflict is looked at and decided as a person does."""
        status, body = self._post(text, as_script=True, says_seen=says_seen)
        self.counts[f"script {status}"] += 1
        if status == 200:
            self._accepted(text, json.loads(body)["version"])
        elif status == 409:
            self._decide(text)
        elif status != 503:
            self.wrong.append(f"{status}: {body[:300]}")

    def _decide(self, text: str) -> None:
        status, body = self._post(text, as_script=False, says_seen=True)
        self.counts[f"button {status}"] += 1
        if status == 302:
            self._accepted(text, None)
        elif status == 409:
            self._look(text, html.unescape(body))
        elif status != 503:
            self.wrong.append(f"{status}: {body[:300]}")

    def _look(self, text: str, page: str) -> None:
        theirs = re.search(r'name="b-result" value="([^"]*)"', page)
        if theirs is None or f'name="f-result" value="{text}"' not in page or not theirs[1]:
            self.wrong.append("a refusal does not show both texts")
            return
        version = re.search(r'name="version" value="([0-9]+)"', page)
        assert version is not None
        self.counts["both texts shown"] += 1
        self.version, self.seen = int(version[1]), theirs[1]

    def _accepted(self, text: str, version: int | None) -> None:
        self.accepted.append(text)
        self.version, self.seen = self.version if version is None else version, text

    def _post(self, text: str, *, as_script: bool, says_seen: bool) -> tuple[int, str]:
        sent = {"version": str(self.version), "f-result": text, "do": "save"}
        if says_seen:
            sent["b-result"] = self.seen
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": f"torikumi_session={self.session}; torikumi_csrf={_TOKEN}",
            "X-CSRFToken": _TOKEN,
            **({"Accept": "application/json"} if as_script else {}),
        }
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        try:
            connection.request("POST", f"/reviews/sheets/{self.sheet}/answer/", urlencode(sent), headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()


@contextmanager
def _server(environment: dict[str, str], log: Path) -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    with log.open("wb") as out:
        server = subprocess.Popen(
            [sys.executable, "-c", _SERVE, "serve", "--port", str(port), "--workers", "2", "--threads", "4"],
            env=environment,
            stdout=out,
            stderr=out,
        )
    try:
        _wait(port, server, log)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=40)


def _wait(port: int, server: "subprocess.Popen[bytes]", log: Path) -> None:
    end = time.monotonic() + 90
    while time.monotonic() < end and server.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise RuntimeError(log.read_text())


def _ask(environment: dict[str, str], *arguments: str) -> dict[str, object]:
    done = subprocess.run(
        [sys.executable, str(_SCRIPT), *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return told


@pytest.mark.parametrize("database", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def test_nobody_silently_overwrites_anybody(database: str, tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "TORIKUMI_HOME": str(tmp_path / "home"),
        "DJANGO_SETTINGS_MODULE": "torikumi.web.settings",
        "PYTHONPATH": os.pathsep.join(filter(None, (os.environ.get("PYTHONPATH"), str(_ROOT)))),
    }
    environment.pop("DATABASE_URL", None)
    with running_postgres() if database == "postgresql" else nullcontext() as folder:
        if folder is not None:
            environment["DATABASE_URL"] = f"postgresql://postgres@{quote(str(folder), safe='')}/postgres"
        with _server(environment, tmp_path / "log") as port:
            begun = _ask(environment, "begin", str(CLIENTS))
            sessions, sheet, version = begun["sessions"], begun["sheet"], begun["version"]
            assert isinstance(sessions, list)
            writers = [
                Writer(name=f"記入者{n}", port=port, sheet=sheet, session=session, version=version)
                for n, session in enumerate(sessions)
            ]
            threads = [threading.Thread(target=writer.run, args=(SAVES,)) for writer in writers]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            told = _ask(environment, "tell")

    counts = sum((writer.counts for writer in writers), Counter())
    sys.stdout.write(f"{database} {dict(counts)} accepted {sum(len(one.accepted) for one in writers)}\n")
    assert [line for writer in writers for line in writer.wrong] == []
    accepted = Counter(text for writer in writers for text in writer.accepted)
    writes = told["writes"]
    assert isinstance(writes, list)
    assert (
        Counter(after for _, (_, after) in writes) == accepted
    )  # each accepted text exactly once, and no other
    stood = ""
    for _, (before, after) in writes:
        assert before == stood  # nobody wrote over a text that the record does not name
        stood = after
    assert stood == told["stands"]
    assert [number for number, _ in writes] == list(range(version + 1, told["version"] + 1))
    assert counts["both texts shown"] > 0
    assert sum(counts.values()) >= CLIENTS * SAVES
