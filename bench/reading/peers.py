"""The peers of bench/peers.toml: where their environments lie, which are missing, and one run of one of them."""

import json
import shutil
import subprocess
import sys
import time
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

BENCH = Path(__file__).resolve().parent.parent
LIST = BENCH / "peers.toml"
RUNNER = BENCH / "run_adapter.py"
LONGEST = 600  # seconds a peer may take over one document, all its turns together

Result = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """A reader to measure, as bench/peers.toml describes it."""

    name: str
    packages: tuple[str, ...]
    licence: str
    adapter: str
    environment: str
    modes: Mapping[str, tuple[str, ...]]
    command: str | None = None

    def python(self, folder: Path) -> Path:
        """Return the interpreter of its environment; that of this process where it needs no package."""
        return folder / self.environment / "bin" / "python" if self.packages else Path(sys.executable)

    def is_here(self, folder: Path) -> bool:
        """Tell whether its environment is made and its command found."""
        return self.python(folder).exists() and (
            self.command is None or shutil.which(self.command) is not None
        )


def load_peers(path: Path = LIST) -> tuple[Peer, ...]:
    """Return the peers in the order of the list."""
    listed = tomllib.loads(path.read_text(encoding="utf-8"))
    return tuple(
        Peer(
            name=name,
            packages=tuple(entry["packages"]),
            licence=entry["licence"],
            adapter=entry.get("adapter", name),
            environment=entry.get("environment", name),
            modes={file_type: tuple(modes) for file_type, modes in entry["modes"].items()},
            command=entry.get("command"),
        )
        for name, entry in listed.items()
    )


OURS = Peer(
    name="torikumi",
    packages=(),
    licence="Apache-2.0",
    adapter="torikumi",
    environment="",
    modes=dict.fromkeys(("pdf", "xlsx", "docx", "html"), ("tables",)),
)


def run_reader(python: Path, adapter: str, mode: str, document: Path, *, times: int, result: Path) -> Result:
    """Return what a reader found in a process of its own, and what it took; `{"error": …}` where it gave up.

    `whole` is the wall time of the whole process, its start and all turns.
    """
    result.unlink(missing_ok=True)
    result.parent.mkdir(parents=True, exist_ok=True)
    command = [str(python), "-P", str(RUNNER), adapter, mode, str(document), str(result), str(times)]
    begin = time.perf_counter()
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=LONGEST, check=False)
    except subprocess.TimeoutExpired:
        return {"error": f"took longer than {LONGEST} s"}
    whole = time.perf_counter() - begin
    if not result.is_file():
        return {"error": f"exit {done.returncode}: {done.stderr.strip()[-200:]}"}
    found: Result = json.loads(result.read_text(encoding="utf-8"))
    return {**found, "whole": whole}
