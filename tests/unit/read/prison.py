"""Reads a file in a process of its own, with bounds, so that a hostile one can do no harm to the tests."""

import json
import resource
import subprocess
import sys
from pathlib import Path

SECONDS = 20  # refusing takes milliseconds; a slow machine must not fail the test


def read_in_prison(path: Path) -> dict:
    """Read a file in a process of its own that may use 20 seconds and 1 GB; return what came of it."""
    program = (
        "import json, re, sys\n"
        "from pathlib import Path\n"
        "from torikumi.errors import UserError\n"
        "from torikumi.read.run import read_documents\n"
        "error = ''\n"
        "try:\n    read_documents([Path(sys.argv[1])])\n"
        "except UserError as found:\n    error = type(found).__name__\n"
        # Not ru_maxrss: a process inherits that from the one that started it.
        "peak = int(re.search(r'VmHWM:\\s+(\\d+) kB', Path('/proc/self/status').read_text())[1]) * 1024\n"
        "print(json.dumps({'error': error, 'memory': peak}))\n"
    )

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (1024**3, 1024**3))

    done = subprocess.run(
        [sys.executable, "-c", program, str(path)],
        check=False,
        capture_output=True,
        timeout=SECONDS,
        preexec_fn=limit,
    )
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)
