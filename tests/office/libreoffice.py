"""Drives a real LibreOffice through a worker under the system's own Python, which has its `uno` module."""

import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

SYSTEM_PYTHON = "/usr/bin/python3"
WORKER = Path(__file__).with_name("office_worker.py")


def missing_office() -> str | None:
    """Why LibreOffice cannot be driven here; None where it can."""
    if shutil.which("soffice") is None:
        return "LibreOffice is not here: apt-get install libreoffice-calc python3-uno"
    asked = subprocess.run([SYSTEM_PYTHON, "-c", "import uno"], capture_output=True, check=False)
    return None if asked.returncode == 0 else "the module uno is not here: apt-get install python3-uno"


class Office:
    """Has LibreOffice open a file, do some steps in one of its sheets, and save it."""

    def __init__(self, folder: Path) -> None:
        environment = {
            key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "VIRTUAL_ENV"))
        }
        self._worker = subprocess.Popen(
            [SYSTEM_PYTHON, str(WORKER), str(folder), f"torikumi-{os.getpid()}"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )
        assert self._answer() == "ready"

    def work(
        self,
        source: Path,
        steps: Sequence[Sequence[object]] = (),
        *,
        to: Sequence[Path] = (),
        sheet: str = "評価シート",
    ) -> list[list[object]]:
        """Do the steps and save; return what was seen on the way."""
        asked = {
            "source": str(source),
            "sheet": sheet,
            "steps": steps,
            "targets": [str(target) for target in to],
        }
        assert self._worker.stdin is not None
        self._worker.stdin.write(json.dumps(asked) + "\n")
        self._worker.stdin.flush()
        seen = self._answer()
        assert isinstance(seen, list)
        return seen

    def close(self) -> None:
        assert self._worker.stdin is not None
        self._worker.stdin.close()
        self._worker.wait(30)

    def _answer(self) -> object:
        assert self._worker.stdout is not None
        line = self._worker.stdout.readline()
        assert line, "LibreOffice ended early"
        return json.loads(line)
