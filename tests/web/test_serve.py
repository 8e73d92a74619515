"""`torikumi serve` from an empty folder to a page, and to a clean stop."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

COMMAND = (sys.executable, "-c", "from torikumi.cli.main import main; main()")


def _environment(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "LC_ALL"}}
    return {**kept, "TORIKUMI_HOME": str(home), "LANG": "ja_JP.UTF-8"}


def _page(address: str, *, within: float) -> str:
    end = time.monotonic() + within
    while True:
        try:
            with urllib.request.urlopen(address, timeout=20) as answer:  # our own server
                return str(answer.read().decode())
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            if time.monotonic() > end:
                raise
            time.sleep(0.2)


def test_the_server_starts_from_nothing_and_stops_cleanly(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with (tmp_path / "log").open("wb") as log:
        server = subprocess.Popen(
            [*COMMAND, "serve", "--port", str(port), "--workers", "1"],
            env=_environment(tmp_path / "home"), stdout=log, stderr=log,
        )  # fmt: skip
        try:
            page = _page(f"http://127.0.0.1:{port}/", within=60)
        finally:
            server.terminate()
            code = server.wait(timeout=40)

    assert "<h1>ログイン</h1>" in page, (tmp_path / "log").read_text()
    assert code == 0
    assert (tmp_path / "home" / "var" / "torikumi.sqlite3").stat().st_size > 0


@pytest.mark.parametrize("name", ["TORIKUMI_HTTPS", "TORIKUMI_TRUSTED_PROXIES"])
def test_a_wrong_setting_stops_the_start_with_one_sentence(name: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [*COMMAND, "serve"], env={**_environment(tmp_path), name: "??"},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip

    assert done.returncode == 2
    assert done.stderr.startswith(f"設定 {name} の値「??」は使えません。")
    assert done.stderr.count("\n") == 1
