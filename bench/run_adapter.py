"""Runs one peer over one file in its own environment; a process of its own, so that its start and its memory are seen.

    VENV/bin/python -P bench/run_adapter.py ADAPTER MODE FILE RESULT.json TIMES

Needs nothing but the standard library: it runs in environments that know no Torikumi. `-P` keeps the adapters, which
are named after the libraries they use, from being imported in their place.
"""

import importlib.metadata
import importlib.util
import json
import os
import resource
import statistics
import sys
import time
import traceback
from pathlib import Path

ADAPTERS = Path(__file__).resolve().parent / "adapters"
ENOUGH_SECONDS = 20.0  # a reading that takes longer is not repeated


def main() -> None:
    """Read the file several times; write the tables, the times and the peak of memory as JSON."""
    adapter, mode, file, result, times = sys.argv[1:6]
    sys.path.append(str(ADAPTERS.parent))
    # What a library prints must not stand between us and the result.
    os.dup2(2, 1)
    Path(result).write_text(
        json.dumps(_measure(adapter, mode, file, int(times)), ensure_ascii=False), encoding="utf-8"
    )


def _measure(adapter: str, mode: str, file: str, times: int) -> dict[str, object]:
    begin, begin_cpu = time.perf_counter(), _cpu()
    try:
        module = _load(adapter)
        read = module.reader(mode)
    except Exception as error:  # noqa: BLE001 - whatever a peer raises is its result
        traceback.print_exc()
        return {"error": f"{type(error).__name__}: {error}"[:200]}
    start = {"wall": time.perf_counter() - begin, "cpu": _cpu() - begin_cpu}
    walls: list[float] = []
    cpus: list[float] = []
    answer: object = {}
    memory = 0.0
    for turn in range(times):
        begin, begin_cpu = time.perf_counter(), _cpu()
        try:
            found = read(file)
        except Exception as error:  # noqa: BLE001 - as above
            traceback.print_exc()
            return {"error": f"{type(error).__name__}: {error}"[:200]}
        walls.append(time.perf_counter() - begin)
        cpus.append(_cpu() - begin_cpu)
        if turn == 0:
            answer, memory = found, _peak()
        if sum(walls) > ENOUGH_SECONDS:
            break
    return {
        **getattr(module, "plain", dict)(answer),
        "start": start,
        "wall": statistics.median(walls),
        "cpu": statistics.median(cpus),
        "times": len(walls),
        "MB": memory,
        "versions": _versions(getattr(module, "PACKAGES", ())),
    }


def _load(adapter: str) -> object:
    spec = importlib.util.spec_from_file_location(f"adapter_{adapter}", ADAPTERS / f"{adapter}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _cpu() -> float:
    """Return the processor seconds of this process and of the children it has waited for."""
    own = resource.getrusage(resource.RUSAGE_SELF)
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def _peak() -> float:
    """Return the peak of memory in MB: this process and its largest child (Java, pdftotext) together."""
    # Not ru_maxrss of the process itself: over exec that keeps what the starting process had.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    own = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))
    return (own + resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) / 1024


def _versions(packages: tuple[str, ...]) -> dict[str, str]:
    return {name: importlib.metadata.version(name) for name in packages}


if __name__ == "__main__":
    main()
