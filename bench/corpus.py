"""How the corpus answers over invented plans of any size: search, similar, tables, a city's page, adding a year.

    python bench/corpus.py --rows 1000000 [--only search,similar,…] [--beside fts5,trigram,postgres,pg_trgm,duckdb]
                           [--meaning] [--keep DIR] [--json]
    python bench/corpus.py --grow 100000,1000000,5000000,20000000 --keep DIR --json > RESULTS
    python bench/corpus.py --results RESULTS --chart docs/images/corpus-growth.svg

Times are of warm caches: all questions are asked once before any is measured. With --keep the corpus stays in DIR/<rows>
and is used again, with what its building took. --beside asks others for the same numbers over the same texts and says
where one differs from plain looking; it needs several times the memory of the corpus. --results takes the figures of
earlier runs (a line of JSON a run) and asks nothing; runs of one size are put together.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.corpora.asking import STEPS, Subject
from bench.corpora.beside import NAMES, ask_beside
from bench.corpora.clock import forget_peak, machine, peak_megabytes
from bench.corpora.growth import chart, markdown
from bench.corpora.questions import questions
from bench.corpora.report import steps as steps_table
from bench.corpora.report import ways

from torikumi.corpus.embedder import open_embedder
from torikumi.corpus.invented.generate import invent
from torikumi.corpus.meaning import build_meaning
from torikumi.corpus.search import open_search
from torikumi.corpus.store import Corpus, CorpusError, write_corpus
from torikumi.corpus.text_index import build_index

_ASKED = 200


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--grow", help="several sizes, one after the other")
    parser.add_argument("--only", default=",".join(STEPS), help=f"build or some of {','.join(STEPS)}")
    parser.add_argument("--beside", default="", help=",".join(NAMES))
    parser.add_argument(
        "--meaning", action="store_true", help="with vectors of meaning (1 to 3 ms a text to build)"
    )
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--results", type=Path, help="figures of earlier runs, a line of JSON each")
    parser.add_argument("--chart", type=Path)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    beside = _names(parser, asked.beside, NAMES)
    steps = _names(parser, asked.only, ("build", *STEPS))
    results = _earlier(asked.results) if asked.results else []
    if not asked.results:
        for rows in [int(one) for one in asked.grow.split(",")] if asked.grow else [asked.rows]:
            with _folder(asked.keep, rows) as folder:
                results.append(measure(folder, rows, steps=steps, beside=beside, meaning=asked.meaning))
            print(
                json.dumps(results[-1], ensure_ascii=False) if asked.json else _told(results[-1]), flush=True
            )
    if (asked.grow or asked.results) and not asked.json:
        compared = [ways(one) for one in results if one.get("beside")]
        print("\n\n".join([markdown(results), steps_table(results), *compared]))
    if asked.chart:
        asked.chart.write_text(chart(results), encoding="utf-8")


def measure(
    folder: Path, rows: int, *, steps: Sequence[str], beside: Sequence[str], meaning: bool
) -> dict[str, Any]:
    """Build what is not there, ask what is wanted, and return the figures: seconds to build, milliseconds to ask."""
    corpus, building = _built(folder, rows, meaning=meaning)
    forget_peak()
    searcher = open_search(corpus)
    found: dict[str, Any] = {
        "rows": rows,
        "machine": machine(),
        **building,
        "records": corpus.rows,
        "wordings": searcher.size,
        "Parquet MB": _megabytes(folder / "records"),
        "index MB": _megabytes(folder / "index"),
    }
    subject = Subject(corpus, searcher, questions(_ASKED))
    for name in steps:
        if name in STEPS:
            found |= STEPS[name](subject)
    found["memory MB"] = peak_megabytes()
    if beside:
        with tempfile.TemporaryDirectory(prefix="torikumi-beside-") as scratch:
            found["beside"] = ask_beside(
                corpus, searcher, subject.questions, names=beside, folder=Path(scratch)
            )
    return found


def _built(folder: Path, rows: int, *, meaning: bool) -> tuple[Corpus, dict[str, Any]]:
    """The corpus, and what its building took, from the file beside it where it was built earlier."""
    told = folder.with_name(f"{rows}-building.json")
    try:
        corpus = Corpus.open(folder)
    except CorpusError:
        pass
    else:
        return corpus, json.loads(told.read_text(encoding="utf-8")) if told.exists() else {}
    forget_peak()
    found: dict[str, Any] = {}
    begun = time.perf_counter()
    corpus = write_corpus(folder, invent(rows, seed=1))
    found["writing s"] = round(time.perf_counter() - begun, 1)
    begun = time.perf_counter()
    build_index(corpus)
    found["indexing s"] = round(time.perf_counter() - begun, 1)
    embedder = open_embedder() if meaning else None
    if embedder is not None:
        begun = time.perf_counter()
        found["texts with meaning"] = build_meaning(corpus, embedder)
        found["meaning s"] = round(time.perf_counter() - begun, 1)
    found["memory building MB"] = peak_megabytes()
    told.write_text(json.dumps(found) + "\n", encoding="utf-8")
    return corpus, found


def _names(parser: argparse.ArgumentParser, given: str, known: Sequence[str]) -> list[str]:
    names = [one for one in given.split(",") if one]
    if unknown := [one for one in names if one not in known]:
        parser.error(f"there is no {', '.join(unknown)}; choose from {', '.join(known)}")
    return names


def _earlier(path: Path) -> list[dict[str, Any]]:
    """The figures of a file, those of one size together: steps and ways may have been measured one by one."""
    found: dict[int, dict[str, Any]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        one = json.loads(line)
        known = found.setdefault(one["rows"], {})
        beside = {**known.get("beside", {}), **one.get("beside", {})}
        memory = max(known.get("memory MB", 0), one["memory MB"])
        known |= {**one, "memory MB": memory, **({"beside": beside} if beside else {})}
    return [found[rows] for rows in sorted(found)]


@contextmanager
def _folder(keep: Path | None, rows: int) -> Iterator[Path]:
    if keep is not None:
        keep.mkdir(parents=True, exist_ok=True)
        yield keep / str(rows)
        return
    with tempfile.TemporaryDirectory(prefix="torikumi-corpus-") as folder:
        yield Path(folder) / str(rows)


def _megabytes(folder: Path) -> int:
    return round(sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6)


def _told(found: dict[str, Any]) -> str:
    lines = [f"{name}: {value}" for name, value in found.items() if name != "beside"]
    lines += [f"  {name}: {value}" for name, value in found.get("beside", {}).items()]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
