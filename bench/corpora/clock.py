"""How long questions take, and how much memory a step needs."""

import platform
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

_STATUS, _CLEAR = Path("/proc/self/status"), Path("/proc/self/clear_refs")


def times(calls: Sequence[Callable[[], object]]) -> dict[str, float]:
    """Return milliseconds at the 50th and 95th hundredth, and of how many; all are asked once before any is measured."""
    for call in dict.fromkeys(calls):
        call()
    return times_when_warm(calls)


def times_when_warm(calls: Sequence[Callable[[], object]]) -> dict[str, float]:
    """Return the same of calls that have all been made before."""
    taken = []
    for call in calls:
        begun = time.perf_counter()
        call()
        taken.append(1000 * (time.perf_counter() - begun))
    p50, p95 = np.percentile(taken, [50, 95])
    return {"p50": round(float(p50), 1), "p95": round(float(p95), 1), "of": len(taken)}


def forget_peak() -> None:
    """Begin to measure the most memory anew (Linux; elsewhere it is that of the whole run)."""
    try:
        _CLEAR.write_text("5")
    except OSError:
        return


def peak_megabytes() -> int:
    """Return the most resident memory since `forget_peak`, pages of mapped files with it."""
    try:
        lines = _STATUS.read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return round(next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1000)


def machine() -> str:
    """Return the processor and the system that the figures are of."""
    try:
        about = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        about = []
    model = next((line.split(":", 1)[1].strip() for line in about if line.startswith("model name")), "")
    cores = sum(line.startswith("processor") for line in about)
    return f"{model or platform.machine()}, {cores} cores, Python {platform.python_version()}"
