"""How many of the ten truly nearest rows the search of vectors finds, with and without filters, and how long it takes.

    python bench/vectors.py [--texts 100000] [--json]

Rows come from the model over invented texts where --texts is at most 20,000, else rows near those are drawn around them
(their likeness spread as the model's). Exact is the product of all rows in float32.
"""

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from torikumi.corpus.embedder import open_embedder
from torikumi.corpus.invented.generate import invent
from torikumi.corpus.meaning import words_to_embed
from torikumi.corpus.vectors import open_vectors, write_vectors

_MODELLED, _QUESTIONS, _TEN = 20_000, 50, 10
_FILTERS = (1.0, 0.1, 0.01)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--texts", type=int, default=100_000)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    rows = _rows(asked.texts)
    with tempfile.TemporaryDirectory(prefix="torikumi-vectors-") as place:
        folder = Path(place) / "meaning"
        write_vectors(folder, model="bench", parts=[(np.arange(len(rows)), rows)])
        vectors = open_vectors(folder)
        assert vectors is not None
        rng = np.random.default_rng(2)
        found: dict[str, object] = {"texts": len(rows)}
        for share in _FILTERS:
            allowed = None if share == 1 else np.flatnonzero(rng.random(len(rows)) < share)
            right, taken, exact_taken = 0, [], []
            for at in rng.integers(0, len(rows), _QUESTIONS):
                begun = time.perf_counter()
                ours = {key for key, _ in vectors.nearest(rows[at], limit=_TEN, allowed=allowed)}
                taken.append(1000 * (time.perf_counter() - begun))
                begun = time.perf_counter()
                scores = rows @ rows[at]
                if allowed is not None:
                    among = np.full(len(rows), -2.0, np.float32)
                    among[allowed] = scores[allowed]
                    scores = among
                best = np.argpartition(-scores, _TEN)[:_TEN]
                exact_taken.append(1000 * (time.perf_counter() - begun))
                right += len(ours & set(best.tolist()))
            found[f"{share:.0%}"] = {
                "recall@10": round(right / _TEN / _QUESTIONS, 4),
                "p50 ms": round(float(np.percentile(taken, 50)), 1),
                "p95 ms": round(float(np.percentile(taken, 95)), 1),
                "exact p50 ms": round(float(np.percentile(exact_taken, 50)), 1),
            }
    print(json.dumps(found) if asked.json else "\n".join(f"{name}: {value}" for name, value in found.items()))


def _rows(count: int) -> np.ndarray:
    embedder = open_embedder()
    assert embedder is not None, "install the extra `semantic`"
    texts: dict[str, None] = {}
    for table in invent(200_000, seed=4):
        for name, summary in zip(table["name"].to_pylist(), table["summary"].to_pylist(), strict=True):
            texts[words_to_embed(name, summary)] = None
        if len(texts) >= min(count, _MODELLED):
            break
    seen = embedder.embed([*texts][: min(count, _MODELLED)])
    rng = np.random.default_rng(1)
    parts = [seen]
    while sum(map(len, parts)) < count:
        near = seen + rng.normal(scale=0.015, size=seen.shape).astype(np.float32)
        parts.append((near / np.linalg.norm(near, axis=1, keepdims=True)).astype(np.float32))
    return np.vstack(parts)[:count]


if __name__ == "__main__":
    main()
