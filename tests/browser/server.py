"""A server of the application for browser tests: a process and a database of its own, on a free port of 127.0.0.1."""

import atexit
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]
_MANAGE = (sys.executable, "-m", "torikumi.web.manage")


@dataclass(frozen=True, slots=True)
class Site:
    """A running server, its folder and the passwords of its people."""

    address: str
    folder: Path
    passwords: dict[str, str]
    environment: Mapping[str, str] = field(repr=False)

    def manage(self, *arguments: str, program: Sequence[str] = _MANAGE) -> str:
        """Run a command on the site's database as its keeper does, and return what it printed; it must succeed."""
        done = subprocess.run(
            [*program, *arguments], env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


@contextmanager
def running_site(
    folder: Path,
    plans: Sequence[Path],
    *,
    script: Path | None = None,
    database: Mapping[str, str] | None = None,
) -> Iterator[Site]:
    """Give a server whose database holds `plans`; stop it afterwards. `script` is run before it starts.

    `database` are the variables that name another database than SQLite.
    """
    port = free_port()
    environment = {**_environment(folder), **(database or {})}
    site = Site(f"http://127.0.0.1:{port}", folder, {}, environment)
    if database is None:
        shutil.copytree(_migrated_home(), folder, dirs_exist_ok=True)
    else:
        site.manage("migrate", "--verbosity", "0")
    site.manage("load_plans", *map(str, plans))
    site.passwords.update(re.findall(r"： (\S+) / (\S+)", site.manage("demo_users")))
    if script is not None:
        site.manage(program=(sys.executable, str(script)))
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(
            [*_MANAGE, "runserver", "--noreload", "--insecure", f"127.0.0.1:{port}"],
            env=environment,
            stdout=log,
            stderr=log,
        )
    try:
        wait_for(f"http://127.0.0.1:{port}/login/", server, folder / "log")
        yield site
    finally:
        server.terminate()
        server.wait(timeout=20)


@cache
def _migrated_home() -> Path:
    """Return a folder with an empty SQLite database: all migrations take ten seconds, a copy of what they come to none."""
    home = Path(tempfile.mkdtemp(prefix="torikumi-migrated-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    Site("", home, {}, _environment(home)).manage("migrate", "--verbosity", "0")
    return home


def _environment(folder: Path) -> dict[str, str]:
    environment = {
        **os.environ,
        "TORIKUMI_HOME": str(folder),
        "TORIKUMI_SECRET_KEY": secrets.token_urlsafe(50),
        "TORIKUMI_DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "torikumi.web.settings",
        # Scripts of the tests find the invented plans and rounds.
        "PYTHONPATH": os.pathsep.join(filter(None, (os.environ.get("PYTHONPATH"), str(_ROOT)))),
    }
    environment.pop("DATABASE_URL", None)
    return environment


def free_port() -> int:
    """Return a port of 127.0.0.1 that nothing listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(address: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    """Wait until the server answers; raise with its log where it ended or took two minutes."""
    end = time.monotonic() + 120
    while time.monotonic() < end and server.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=2)
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(log.read_text())
