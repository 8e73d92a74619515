"""Our search and others, the same questions over the same texts, each held against plain looking."""

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from bench.corpora.clock import times_when_warm
from bench.corpora.questions import FILTERS, Asked
from bench.corpora.rivals import Scan, Way, fts5
from bench.corpora.wordings import Wordings, write_wordings

from torikumi.corpus.search import Searcher
from torikumi.corpus.store import Corpus

# How many of the questions have all their counts held against plain looking.
_COUNTED = 20
RIVALS: Mapping[str, Callable[[Wordings], AbstractContextManager[Way]]] = {
    "fts5": lambda wordings: fts5(wordings, trigrams=False),
    "trigram": lambda wordings: fts5(wordings, trigrams=True),
    "postgres": lambda wordings: _postgres(wordings, trigrams=False),
    "pg_trgm": lambda wordings: _postgres(wordings, trigrams=True),
}
NAMES = ("duckdb", *RIVALS)


def ask_beside(
    corpus: Corpus, searcher: Searcher, asked: Sequence[Asked], *, names: Sequence[str], folder: Path
) -> dict[str, Any]:
    """Return the figures of each way: seconds to build, megabytes, milliseconds, what it cannot say, what differs."""
    wordings = write_wordings(corpus, folder)
    scan = Scan(wordings)
    try:
        right = [scan.count(one) for one in asked]
        found: dict[str, Any] = {
            "ours": {
                **_compared(Way(lambda one: searcher.count(one.question)), asked, right),
                "counts beside filters that differ": counts_that_differ(searcher, scan, asked[:_COUNTED]),
            }
        }
        if "duckdb" in names:
            found["duckdb"] = _compared(Way(scan.count), asked, right)
    finally:
        scan.close()
    for name in names:
        if name != "duckdb":
            begun = time.perf_counter()
            with RIVALS[name](wordings) as way:
                built = round(time.perf_counter() - begun, 1)
                found[name] = {"building s": built, **_compared(way, asked, right)}
    return found


def counts_that_differ(searcher: Searcher, scan: Scan, asked: Sequence[Asked]) -> list[str]:
    """Return the questions and filters whose counts are not those of plain looking."""
    wrong = []
    for one in asked:
        counts = searcher.search(one.question, counts=[*FILTERS]).counts
        wrong += [f"{told(one)}: {name}" for name in FILTERS if dict(counts[name]) != scan.counts(one, name)]
    return wrong


def told(asked: Asked) -> str:
    """Return a question in short: its words and its filters."""
    filters = [f"{name}={getattr(asked.question, name)}" for name in FILTERS if getattr(asked.question, name)]
    return " ".join([*asked.keys, *filters])


def _postgres(wordings: Wordings, *, trigrams: bool) -> AbstractContextManager[Way]:
    # Its server is one of the development requirements: who does not ask for it needs none.
    from bench.corpora.postgresql import postgres

    return postgres(wordings, trigrams=trigrams)


def _compared(way: Way, asked: Sequence[Asked], right: Sequence[int]) -> dict[str, Any]:
    # Each question is asked once here, so all is warm when times are taken.
    counts = [way.count(one) for one in asked]
    can = [one for one, count in zip(asked, counts, strict=True) if count is not None]
    wrong = {
        told(one): (count, plain)
        for one, count, plain in zip(asked, counts, right, strict=True)
        if count not in (None, plain)
    }
    found: dict[str, Any] = times_when_warm([lambda one=one: way.count(one) for one in can])
    if way.megabytes is not None:
        found["MB"] = round(way.megabytes)
    return {**found, "cannot say": len(asked) - len(can), "counts that differ": wrong}
