"""The tables of a corpus on DuckDB in one process and on a real Spark cluster of this one machine, and that they are equal.

    python bench/cluster.py [--rows 200000] [--workers 2] [--corpus FOLDER] [--seed 1]

Starts a master and workers of Spark (processes of their own, on 127.0.0.1, with folders that are removed afterwards),
makes an invented corpus unless one is named, asks every table and the fare of a field on both engines, twice, and prints
the times of the second and fingerprints. Needs Java 17 or later. Stops what it started,
by its number. Exit 1 where an answer differs, or a worker did not come.
"""

import argparse
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pyspark

from torikumi.corpus.engine import Engine, open_engine, result_hash
from torikumi.corpus.fare import find_fare
from torikumi.corpus.invented.generate import invent
from torikumi.corpus.store import Corpus, write_corpus
from torikumi.corpus.tables import TABLES, Narrowed, count_table

SPARK = Path(pyspark.__file__).parent
_PATIENCE = 60.0
_DAEMONS = "org.apache.spark.deploy"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question in words, and how to ask it: the number of rows of the answer and its fingerprint."""

    words: str
    ask: Callable[[Engine], tuple[int, str]]


def main() -> int:
    """Measure, print, and say whether all answers were equal."""
    wanted = _arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # what was started is stopped, too
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="torikumi-cluster-")))
        corpus = _corpus(wanted, home)
        print(
            f"{corpus.rows:,} records in {len(corpus.parts)} files, {wanted.workers} workers with one core each"
        )
        master = stack.enter_context(cluster(home, wanted.workers))
        embedded = stack.enter_context(open_engine(corpus, "duckdb"))
        began = time.perf_counter()
        spread = stack.enter_context(open_engine(corpus, master))
        print(
            f"a session on {master}: {time.perf_counter() - began:.1f} s, executors: {_executors(spread)}\n"
        )
        same = [_compare(one, embedded, spread) for one in questions()]
        executors = _executors(spread)
    print(f"\n{sum(same)} of {len(same)} answers are equal, given by {executors} executors")
    return 0 if all(same) and executors == wanted.workers else 1


def questions() -> list[Asked]:
    """Return what is asked: each table in its usual groups, some narrowed and whole, and how a field fared."""
    tables: list[tuple[str, Sequence[str], Narrowed]] = [
        *((kind.key, kind.usual, Narrowed()) for kind in TABLES),
        ("directions", ("prefecture", "peers"), Narrowed(goal_classes=("town", "safety"))),
        ("directions", (), Narrowed()),
        ("indicators", ("body", "year"), Narrowed(years=(2024, 2025))),
        ("money", ("band", "section_kind"), Narrowed(body_kinds=("city",))),
        ("transitions", ("goal_class", "section_kind"), Narrowed()),
    ]
    field = Narrowed(goal_classes=("town",))
    return [
        *(_asked_table(key, groups, narrowed) for key, groups, narrowed in tables),
        Asked("fare town", lambda engine: (1, _of_text(repr(find_fare(engine, narrowed=field))))),
    ]


@contextmanager
def cluster(home: Path, workers: int) -> Iterator[str]:
    """Run a master and workers of Spark on 127.0.0.1 below a folder; give the address of the master."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    address = f"spark://127.0.0.1:{port}"
    with ExitStack() as stack:
        at = ("--host", "127.0.0.1", "--webui-port", "0")
        told = stack.enter_context(_running(home, "master", "master.Master", *at, "--port", str(port)))
        _wait_for(told, "I have been elected leader", 1)
        for number in range(workers):
            own = ("--cores", "1", "--memory", "1g", "--work-dir", str(home / f"worker-{number}"))
            stack.enter_context(_running(home, f"worker-{number}", "worker.Worker", *at, *own, address))
        _wait_for(told, "Registering worker", workers)
        yield address


@contextmanager
def _running(home: Path, name: str, daemon: str, *arguments: str) -> Iterator[Path]:
    """Run one process of Spark, give the file that it writes its words to, and stop it."""
    folder = home / name
    folder.mkdir()
    environment = {
        **os.environ,
        "SPARK_HOME": str(SPARK),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_LOCAL_DIRS": str(folder),
        "SPARK_LOG_DIR": str(folder),
        "SPARK_DAEMON_MEMORY": "256m",
    }
    told = home / f"{name}.log"
    with told.open("wb") as log:
        # The script hands its own number on to Java (exec).
        process = subprocess.Popen(
            [SPARK / "bin" / "spark-class", f"{_DAEMONS}.{daemon}", *arguments],
            env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=folder,
        )  # fmt: skip
    try:
        yield told
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for(told: Path, words: str, times: int) -> None:
    until = time.monotonic() + _PATIENCE
    while told.read_text(errors="replace").count(words) < times:
        if time.monotonic() > until:
            raise SystemExit(
                f"Spark did not start within {_PATIENCE:.0f} s:\n{told.read_text(errors='replace')}"
            )
        time.sleep(0.2)


def _compare(asked: Asked, embedded: Engine, spread: Engine) -> bool:
    answers = []
    for engine in (embedded, spread):
        asked.ask(engine)
        began = time.perf_counter()
        answers.append((*asked.ask(engine), time.perf_counter() - began))
    (rows, ours, here), (others, theirs, there) = answers
    is_same = (rows, ours) == (others, theirs)
    print(
        f"{asked.words:<48} {rows:>6} rows  DuckDB {here:6.2f} s  Spark {there:6.2f} s  "
        f"{ours[:12]} {'=' if is_same else '≠ ' + theirs[:12]}",
        flush=True,
    )
    return is_same


def _asked_table(key: str, groups: Sequence[str], narrowed: Narrowed) -> Asked:
    filters = [f"{name}={','.join(map(str, getattr(narrowed, name)))}" for name in narrowed.__slots__]
    words = " ".join([key, "by", "+".join(groups) or "nothing", *(one for one in filters if one[-1] != "=")])

    def ask(engine: Engine) -> tuple[int, str]:
        table = count_table(engine, key, groups=groups, narrowed=narrowed).table
        return table.num_rows, result_hash(table)

    return Asked(words, ask)


def _of_text(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _executors(engine: Engine) -> int:
    """How many executors answer; the driver is in the list, too."""
    return int(engine.session.sparkContext._jsc.sc().getExecutorMemoryStatus().size()) - 1


def _corpus(wanted: argparse.Namespace, home: Path) -> Corpus:
    if wanted.corpus is not None:
        return Corpus.open(wanted.corpus)
    began = time.perf_counter()
    corpus = write_corpus(home / "corpus", invent(wanted.rows, seed=wanted.seed))
    print(f"invented in {time.perf_counter() - began:.1f} s")
    return corpus


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--corpus", type=Path)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
